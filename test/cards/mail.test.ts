import fc from 'fast-check';
import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { incidentMail, type MailView } from '../../cards/mail.js';
import { PHONE_WORDS } from '../../cards/words/phones.js';
import type { IncidentState } from '../../src/incident/index.js';
import { axeFaults, complaintsOf, openBrowser } from '../browser.js';
import { anyState, claimed, NOW, plainState, resolved } from './phones.js';

const LINK = 'https://tocsin.example/console/incidents/42?reader=ana&sign=a"b<c';
const mailOf = (state: IncidentState, more: Partial<MailView> = {}) =>
  incidentMail(state, { now: NOW, link: LINK, phone: PHONE_WORDS.en, ...more });

const explained = (summary: string, model: string) => ({
  ...plainState,
  explanation: {
    summary,
    model,
    checks: [],
    actions: [],
    classification: 'undetermined',
    confidence: 0.4,
    assessed: 1,
    at: NOW,
    raised: false,
  } as const,
});

describe('an incident as a mail', () => {
  it('says on the outside what, where and how bad; and inside what the card says', () => {
    const { subject, text, html } = mailOf({ ...claimed, subject: 'Door forced open', overdue: true });
    expect(subject).toBe('INC-42 CRITICAL: Forced door, Loading dock 2, Riverside Mall');
    for (const line of [
      'CRITICAL 86 · Forced door · Loading dock 2 · INC-42',
      'Riverside Mall · Tue 6 Jan, 02:10',
      'In the words of the detector:',
      'Why 86:',
      'Ana Beck has this since 02:11 (Slack)',
      'Open in Tocsin',
    ]) {
      expect(text).toContain(line);
      expect(html).toContain(line);
    }
    expect(text).toContain('> Door forced open');
    expect(text).toContain(LINK);
    expect(html).toContain('href="https://tocsin.example/console/incidents/42?reader=ana&amp;sign=a&quot;b&lt;c"');
  });

  it('has no link when there is none that anybody could follow', () => {
    for (const link of ['/console/incidents/42', '', 'javascript:alert(1)']) {
      const { text, html } = mailOf(plainState, { link });
      expect(html).not.toContain('<a ');
      expect(text).not.toContain('Open in Tocsin');
    }
  });

  it('is in the reader’s language as far as its own words go, and says when it comes again', () => {
    expect(mailOf(plainState, { phone: PHONE_WORDS.de, repeat: true }).subject).toBe(
      'Wiederholung: INC-42 KRITISCH: Tür aufgebrochen, Loading dock 2, Riverside Mall',
    );
    expect(mailOf(plainState, { phone: PHONE_WORDS.es }).html).toContain('Abrir en Tocsin');
  });

  it('says of a machine’s words that a machine wrote them', () => {
    const { text, html } = mailOf(explained('Probably a delivery.', 'gpt-9'));
    expect(text).toContain('Written by a machine (gpt-9). It may be wrong.\n> Probably a delivery.');
    expect(html).toContain('Written by a machine (gpt-9).');
    expect(text.match(/Probably a delivery/g)).toHaveLength(1);
  });

  it('fetches nothing, runs nothing and obeys nothing, whatever is in it', () => {
    fc.assert(
      fc.property(anyState, (state) => {
        const { subject, text, html } = mailOf({ ...state, subject: '<img src=https://evil.example/x onerror=x()>' });
        expect(html).not.toMatch(/<(img|script|link|iframe|object|form|svg|base)\b|url\(|@import|\son\w+="/i);
        expect(html.match(/<a /g)).toHaveLength(1);
        expect(subject).not.toMatch(/[\p{Cc}\u202a-\u202e\u2066-\u2069]/u);
        expect(`${text}${html}`).not.toMatch(/[\u0000-\u0008\u202a-\u202e\u2066-\u2069]/);
        expect(html.length).toBeLessThan(100_000);
      }),
      { numRuns: 100 },
    );
  });
});

describe('as a picture', () => {
  let browser: Browser;
  beforeAll(async () => {
    browser = await openBrowser();
  });
  afterAll(async () => {
    await browser?.close();
  });

  const endless = { ...plainState, place: { ...plainState.place, zoneName: 'x'.repeat(200) } };
  it.each([
    ['open', { ...plainState, overdue: true }],
    ['claimed', claimed],
    ['resolved', resolved],
    ['endless', endless],
    ['covert', { ...plainState, covert: true }],
  ] as const)('%s fits into a mail window and a phone, dark on white', async (name, state) => {
    const { explanation } = explained('Two people came through the dock door and left by the yard.', 'a model');
    for (const width of [600, 360]) {
      const page = await browser.newPage({ viewport: { width, height: 700 } });
      const complaints = complaintsOf(page);
      const asked: string[] = [];
      page.on('request', (request) => asked.push(request.url()));
      await page.setContent(mailOf({ ...state, explanation }).html);
      const drawn = (await page.evaluate(
        '({ wide: document.documentElement.scrollWidth, colour: getComputedStyle(document.body).backgroundColor, letters: Math.min(...[...document.querySelectorAll("td")].filter((cell) => cell.innerText.trim().length > 1).map((cell) => parseFloat(getComputedStyle(cell).fontSize))) })',
      )) as { wide: number; colour: string; letters: number };
      expect(drawn.wide).toBeLessThanOrEqual(width);
      expect(drawn.colour).toBe('rgb(255, 255, 255)');
      expect(drawn.letters).toBeGreaterThanOrEqual(13);
      expect(await axeFaults(page)).toEqual([]);
      expect([complaints, asked]).toEqual([[], []]);
      if (process.env.TOCSIN_PICTURES)
        await page.screenshot({ path: `${process.env.TOCSIN_PICTURES}/mail-${name}-${width}.png`, fullPage: true });
      await page.close();
    }
  });
});
