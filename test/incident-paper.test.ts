import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { incidentPaper } from '../cards/incident-paper.js';
import { incidentPaperWords } from '../cards/words/incident-papers.js';
import { wordsIn } from '../cards/words/languages.js';
import { printPaper } from '../src/paper/print.js';
import { type House, openHouse, until } from './house.js';
import { ana, claimed, incidentAfter, opened, resolved } from './incident/given.js';
import { readPdf } from './read-pdf.js';

async function textOf(bytes: Buffer): Promise<{ pages: number; text: string }> {
  const { pages } = await readPdf(bytes);
  return { pages: pages.length, text: pages.join(' ') };
}

describe('the report of one incident', () => {
  it.each(['en', 'de', 'es'])('says all that is known, in %s, whatever is written in it', async (language) => {
    const incident = incidentAfter(
      opened({ subject: '<script> 🏬 متجر “quoted”', details: 'x'.repeat(3_000) }),
      claimed(ana),
      { event: { type: 'noted', text: 'Zeile\n'.repeat(50) }, actor: ana },
      resolved(ana),
    );
    const paper = incidentPaper({
      organisation: 'Northgate Guarding',
      incident,
      timeline: incident.timeline,
      madeAt: new Date('2026-01-06T03:00:00Z'),
      words: wordsIn(language),
      labels: incidentPaperWords(language),
    });
    const { text } = await textOf(await printPaper(paper));
    const labels = incidentPaperWords(language);
    for (const each of [labels.facts, labels.assessment, `${labels.timeline} `, labels.evidence, labels.chain])
      expect(text).toContain(each);
    // What is higher than a page is parted, and nothing of it is left out.
    expect(text.split('Zeile').length - 1).toBeGreaterThanOrEqual(50);
    expect(text).toContain('INC-42');
    expect(text).toContain('2026-01-06 03:10:00');
    expect(text.replace(/\s/g, '')).toContain(incident.chain.hash);
    expect(text).not.toMatch(/undefined|NaN|\[object/);
  });
});

describe('at the console', () => {
  let house: House;
  beforeAll(async () => {
    house = await openHouse({ sop: true });
  }, 30_000);
  afterAll(() => house?.close());

  it('is printed with what was done, and for nobody who is not signed in', async () => {
    await house.generic({ key: 'dock', kind: 'forced-door', zone: 'loading-dock' });
    await until('the incident', () => house.cardOf('INC-1'));
    const desk = await house.console();
    await desk.press(1, 'claim');
    await desk.submit(1, 'resolve', {
      disposition: 'confirmed',
      note: 'lock forced',
      skip: 'police walked it',
      category: 'external_theft',
      lines: '3 Perfume 89.90',
    });
    const get = (cookie: string) =>
      fetch(`${house.url}/console/incidents/1/report.pdf`, { headers: { cookie }, redirect: 'manual' });
    expect((await get('')).status).toBe(303);
    const response = await get(desk.cookie);
    expect(response.headers.get('content-type')).toBe('application/pdf');
    const { text } = await textOf(Buffer.from(await response.arrayBuffer()));
    for (const each of [
      'Forced door',
      'Dana Wolff',
      'Confirmed',
      'lock forced',
      'police walked it',
      '€269.70',
      'No file was given.',
    ])
      expect(text).toContain(each);
    expect(text.replace(/\s/g, '')).toMatch(/[0-9a-f]{64}/);
    expect(
      (await fetch(`${house.url}/console/incidents/99/report.pdf`, { headers: { cookie: desk.cookie } })).status,
    ).toBe(404);
  });
});
