import { describe, expect, it } from 'vitest';
import { clientFigures, clientLead, clientPaper } from '../cards/client-paper.js';
import { clientReportWords, reportSpeech } from '../cards/words/reports.js';
import { printPaper } from '../src/paper/print.js';
import { CLIENT_CHARTS, clientReport, periodOn } from '../src/report/index.js';
import { readPdf } from './read-pdf.js';
import { minutesAfter, row } from './report/rows.js';

const period = periodOn('month', '2026-10-15', 'Europe/Berlin')!;
const rows = Array.from({ length: 90 }, (_, index) => {
  const at = minutesAfter(period.from, index * 480);
  return row(index + 1, at, {
    band: (['low', 'medium', 'high', 'critical'] as const)[index % 4]!,
    zoneName: ['Łódź 🏬', 'Loading dock 2'][index % 2]!,
    zoneId: `z${index % 2}`,
    acknowledgedAt: minutesAfter(at, index % 13),
    resolvedAt: minutesAfter(at, 60),
    disposition: index % 3 === 0 ? 'false-alarm' : 'confirmed',
    cause: 'animal',
    evidence: index % 10 === 0 ? [{ sha256: 'ab'.repeat(32), type: 'image/png', at }] : [],
    loss: {
      category: 'external_theft',
      currency: 'EUR',
      basis: 'cost',
      gross: 100_00,
      net: 90_00,
      direct: 100_00,
      secondary: 0,
      recovered: 10_00,
      prevented: 0,
    },
  });
});
const report = clientReport({
  client: {
    id: 'riverside',
    name: 'Riverside Properties',
    charts: [...CLIENT_CHARTS],
    sla: [
      { band: 'critical', respondMs: 5 * 60_000, share: 0.9 },
      { band: 'high', respondMs: 60 * 60_000, share: 0.9 },
    ],
    highlight: 'critical',
    sites: 2,
    devices: 7,
  },
  period,
  currency: 'EUR',
  rows,
  tasks: [],
  scans: [],
  marks: [5],
  now: period.to,
  firstAt: new Date('2020-01-01'),
});
const SVG =
  '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 40 10"><rect width="40" height="10" fill="#0a7"/></svg>';
const paper = (language: string) =>
  clientPaper({
    organisation: 'Northgate Guarding',
    report,
    brand: {
      colour: '#006644',
      header: 'Security at Riverside',
      footer: 'Riverside · confidential',
      logo: { kind: 'svg', svg: SVG },
    },
    labels: clientReportWords(language),
    madeAt: period.to,
    tookMs: 90,
    seal: 'f'.repeat(64),
    ...reportSpeech(language, 'month'),
  });

describe('the report of a client on paper', () => {
  it('says first what was grave, then what it cost, and carries the brand on every page', async () => {
    const { pages, info } = await readPdf(await printPaper(paper('en')));
    expect(info.Title).toBe('Monthly security report · Riverside Properties · October 2026');
    const [first = ''] = pages;
    expect(first).toContain('22 were critical or worse: INC-84, INC-80,');
    expect(first).toContain('90 incidents');
    expect(first).toContain('€8,100 net was lost');
    expect(first).toContain('1 of 2');
    expect(first).toContain(
      'Agree on how to keep the promise for critical: 10 of 22 were taken in time, 90% are promised.',
    );
    pages.forEach((page, index) => {
      expect(page).toContain('Riverside · confidential');
      expect(page).toContain('Security at Riverside');
      expect(page).toContain('October 2026 · ffffffffffff');
      expect(page).toContain(`Page ${index + 1} of ${pages.length}`);
    });
    const all = pages.join(' ');
    expect(all).toContain('45% (10 of 22) NOT KEPT');
    expect(all).toContain('and 30 more');
    expect(all).toContain('Loading dock 2, Riverside Mall');
    expect(all).toContain('abab');
    expect(all).toContain(`Fingerprint of the figures (SHA-256): ${'f'.repeat(64)}`);
  });

  it.each(['de', 'es'])('speaks %s from the first line to the last', async (language) => {
    const { headings, columns, kpis } = clientReportWords(language);
    const all = (await readPdf(await printPaper(paper(language)))).pages.join(' ');
    for (const text of [headings.promises, headings.details, headings.appendix, columns.formula, kpis.procedure.name])
      expect(all).toContain(text);
    expect(all).not.toMatch(/undefined|NaN|Page \d|NOT KEPT|this month|in a week/);
  });

  it.each(['en', 'de', 'es'])('has five figures, and names incidents in its first sentence (%s)', (language) => {
    const parts = { report, labels: clientReportWords(language), ...reportSpeech(language, 'month') };
    expect(clientFigures(parts)).toHaveLength(5);
    expect(clientLead(parts)).toContain('INC-84, INC-80');
  });
});
