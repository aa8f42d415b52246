import { describe, expect, it } from 'vitest';
import type { Paper } from '../cards/paper.js';
import { weeklyPaper } from '../cards/weekly-paper.js';
import { reportSpeech } from '../cards/words/reports.js';
import { printPaper } from '../src/paper/print.js';
import { periodAt, periodReport } from '../src/report/index.js';
import { readPdf as read } from './read-pdf.js';
import { minutesAfter, row } from './report/rows.js';

const period = periodAt('week', new Date('2026-11-18T12:00:00Z'), 'Europe/Berlin');
const MONEY = { direct: 0, secondary: 0, recovered: 20_000, prevented: 0 };
const rows = Array.from({ length: 30 }, (_, index) => {
  const at = minutesAfter(period.from, index * 300);
  return row(index + 1, at, {
    siteId: `s${index % 3}`,
    siteName: ['Riverside Mall', 'Hanse Hub', 'Łódź 🏬 متجر Дом'][index % 3]!,
    acknowledgedAt: minutesAfter(at, index),
    ...(index % 4 === 0
      ? { loss: { ...MONEY, category: 'external_theft', currency: 'EUR', basis: 'cost', gross: 120_000, net: 100_000 } }
      : {}),
  });
});
const report = periodReport({ period, currency: 'EUR', rows, now: period.to, firstAt: new Date('2020-01-01') });
const paper = (language = 'en'): Paper =>
  weeklyPaper({
    organisation: 'Northgate Guarding',
    report,
    madeAt: period.to,
    tookMs: 120,
    ...reportSpeech(language),
  });

describe('the weekly report on paper', () => {
  it('says on page one what whoever reads only page one must know, and numbers its pages', async () => {
    const bytes = await printPaper(paper());
    const { pages, info } = await read(bytes);
    expect(info.Title).toBe('Weekly loss report · Northgate Guarding · Week 47, 16 to 22 November 2026');
    expect(pages.length).toBeGreaterThanOrEqual(2);
    expect(pages.length).toBeLessThanOrEqual(4);
    const [first = ''] = pages;
    expect(first).toContain('30 incidents');
    expect(first).toContain('€8,000 net was lost');
    for (const label of Object.values(reportSpeech('en').words.figures)) expect(first).toContain(label);
    expect(first).toContain('What we recommend');
    expect(first).toContain('Source: losses written down in incidents of Tocsin, n = 8');
    expect(pages.join(' ')).toContain('Source: incidents of Tocsin, n = 30');
    pages.forEach((page, index) => {
      expect(page).toContain(`Page ${index + 1} of ${pages.length}`);
      expect(page).toContain('Week 47');
    });
    expect(pages.join(' ')).toContain('How these figures were made');
  });

  it('has its fonts in it, and shows what they cannot print as something missing', async () => {
    const bytes = await printPaper(paper());
    expect(bytes.toString('latin1')).toContain('/FontFile2');
    const all = (await read(bytes)).pages.join(' ');
    expect(all).toContain('Łódź ?');
    expect(all).toContain('Дом');
  });

  it.each(['de', 'es'])('speaks %s from the first line to the last', async (language) => {
    const { words } = reportSpeech(language);
    const { pages } = await read(await printPaper(paper(language)));
    const all = pages.join(' ');
    for (const each of [...Object.values(words.headings), ...Object.values(words.figures)]) expect(all).toContain(each);
    expect(all).not.toMatch(/undefined|NaN|net was lost|Page \d/);
  });

  it('has a chart with letters and bars in it', async () => {
    const { drawChart } = await import('../src/paper/chart.js');
    const { loadFonts } = await import('../src/paper/fonts.js');
    const chart = {
      sort: 'bars',
      title: '',
      unit: 'EUR',
      labels: ['a', 'b'],
      values: [1, 2],
      alt: '',
      locale: 'en-GB',
      source: '',
    } as const;
    loadFonts();
    const lettered = drawChart(chart, '#0B5FFF');
    expect(lettered.subarray(1, 4).toString()).toBe('PNG');
    // Without its letters it is far smaller.
    const bare = drawChart({ ...chart, unit: '', labels: ['', ''] }, '#0B5FFF');
    expect(lettered.length).toBeGreaterThan(bare.length * 1.1);
  });

  it('is encrypted with 256 bits and opens with its passphrase alone', async () => {
    const bytes = await printPaper(paper(), 'correct horse ü');
    expect(bytes.toString('latin1')).toMatch(/\/CFM \/AESV3/);
    await expect(read(bytes)).rejects.toThrow(/password/i);
    await expect(read(bytes, 'wrong')).rejects.toThrow(/password/i);
    expect((await read(bytes, 'correct horse ü')).pages[0]).toContain('30 incidents');
  });

  it('says what failed when it cannot be printed', async () => {
    const broken = { ...paper(), blocks: [{ kind: 'table', columns: [], rows: [[]] }] } as unknown as Paper;
    await expect(printPaper({ ...broken, blocks: [null] as never })).rejects.toThrow();
  });
});
