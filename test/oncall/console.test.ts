import { mkdirSync } from 'node:fs';
import ical from 'node-ical';
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { axeFaults, complaintsOf, openBrowser } from '../browser.js';
import { type Desk, openDesk } from './desk.js';
import { at } from './given.js';

/** A Wednesday evening. In the example Ana has the night of the fifth of January, Ben that of the sixth, Chi the next. */
const NOW = at('2026-01-07T19:00:00Z');
let now = NOW;
let desk: Desk;
let browser: Browser;
let page: Page;
let complaints: string[];
let ana: Awaited<ReturnType<Desk['signIn']>>;
let chi: typeof ana;
let director: typeof ana;
const PICTURES = process.env.TOCSIN_PICTURES;

const picture = async (name: string) => {
  if (!PICTURES) return;
  mkdirSync(PICTURES, { recursive: true });
  await page.screenshot({ path: `${PICTURES}/${name}.png`, fullPage: true });
};
const show = async (hands: typeof ana, path: string) => {
  const [name = '', value = ''] = hands.cookie.split('=');
  await page.context().addCookies([{ name, value, url: desk.url }]);
  await page.goto(`${desk.url}${path}`);
};

beforeAll(async () => {
  desk = await openDesk({ now: () => now });
  director = await desk.signIn('director');
  ana = await desk.signIn('ana');
  chi = await desk.signIn('chi');
  browser = await openBrowser();
  page = await (await browser.newContext({ viewport: { width: 1280, height: 860 }, locale: 'en-GB' })).newPage();
  page.setDefaultTimeout(6_000);
  complaints = complaintsOf(page);
}, 60_000);
afterAll(async () => {
  await browser?.close();
  await desk?.close();
});

test('the strip of the board says who is on call, and leads to the plan', async () => {
  await show(director, '/console');
  await page.locator('.strip .on-call').getByText('Chi Nguyen').waitFor();
  await picture('oncall-board');
  await page.click('.strip .on-call');
  await page.getByRole('heading', { name: 'Night Berlin' }).waitFor();
  await page.locator('#night-berlin .who-now').getByText('Chi Nguyen until Thu 8 Jan, 06:00').waitFor();
  await page.locator('#night-berlin .now').getByText('Then Ana Beck from Thu 8 Jan, 18:00.').waitFor();
  await page.locator('#day-berlin .who-now').getByText('Nobody until Thu 8 Jan, 06:00').waitFor();
  expect(await page.locator('#night-berlin .day').count()).toBe(14);
  expect((await page.locator('#night-berlin .day').nth(1).innerText()).replaceAll(/\s+/g, ' ')).toBe(
    'Thu 8 Jan 00:00–06:00 Chi Nguyen 18:00–24:00 Ana Beck',
  );
  // Who takes no turns is not asked whether they want to give one away.
  expect(await page.getByText('Ask for cover').count()).toBe(0);
  expect(await axeFaults(page)).toEqual([]);
});

test('somebody asks for cover by the form, which begins with their next shift', async () => {
  await show(ana, '/console/on-call');
  await page.locator('#night-berlin').getByText('Ask for cover').click();
  expect(await page.inputValue('#night-berlin-from')).toBe('2026-01-08T18:00');
  expect(await page.inputValue('#night-berlin-to')).toBe('2026-01-09T06:00');
  await page.fill('#night-berlin-why', 'My daughter is <b>ill</b>');
  await picture('oncall-ask');
  expect(await axeFaults(page)).toEqual([]);
  await page.click('#night-berlin .ask button');
  await page.getByText('You ask for cover').waitFor();
  expect(await page.locator('.covers b').count()).toBe(0);
  await page.locator('.covers').getByText('My daughter is <b>ill</b>').waitFor();
  await page.getByRole('button', { name: 'Withdraw' }).waitFor();
});

test('somebody else takes it with one press, and has the night', async () => {
  await show(chi, '/console/on-call');
  await page.getByText('Ana Beck asks for cover').waitFor();
  await picture('oncall-offered');
  await page.emulateMedia({ colorScheme: 'dark' });
  await picture('oncall-dark');
  expect(await axeFaults(page)).toEqual([]);
  await page.setViewportSize({ width: 390, height: 844 });
  await picture('oncall-phone-dark');
  await page.emulateMedia({ colorScheme: 'light' });
  await picture('oncall-phone');
  expect(await page.evaluate('document.documentElement.scrollWidth <= innerWidth')).toBe(true);
  expect(await axeFaults(page)).toEqual([]);
  await page.setViewportSize({ width: 1280, height: 860 });
  await page.getByRole('button', { name: 'Take it' }).click();
  await page.getByText('Ana Beck asks for cover').waitFor({ state: 'detached' });
  expect(new URL(page.url()).hash).toBe('#night-berlin');
  expect(await page.locator('#night-berlin .day').nth(1).innerText()).toMatch(/18:00–24:00\s+Chi Nguyen/);
  expect((await desk.onCall.roster.onCall('night-berlin', at('2026-01-08T20:00Z')))?.insteadOf).toBe('ana');
});

test('nothing was complained about: no script error, no violation of the content security policy', () => {
  expect(complaints).toEqual([]);
});

test('what cannot be is said, with what was filled in', async () => {
  const wrong = await ana.post('/console/on-call/covers', { rotation: 'night-berlin', from: 'x', to: '', why: 'w"<' });
  expect(wrong.status).toBe(422);
  expect(wrong.text).toContain('Please write a day and a time.');
  expect(wrong.text).toContain('value="w&quot;&lt;"');
  const day = { rotation: 'night-berlin', from: '2026-01-08T18:00', to: '2026-01-09T06:00' };
  const gone = await ana.post('/console/on-call/covers', day);
  expect(gone.status).toBe(409);
  expect(/role="alert">([^<]+)/.exec(gone.text)?.[1]).toContain('Nobody needs to be covered then');
  // The director is nobody of the rotation.
  const asked = await chi.post('/console/on-call/covers', { ...day, from: '2026-01-10T18:00', to: '2026-01-11T06:00' });
  expect([asked.status, asked.location]).toEqual([303, '/console/on-call#night-berlin']);
  const id = /covers\/([^/"]+)\/take/.exec((await ana.get('/console/on-call')).text)?.[1];
  const stranger = await director.post(`/console/on-call/covers/${id}/take`, {});
  expect([stranger.status, stranger.text.includes('Only somebody of the same rotation can take it.')]).toEqual([
    409,
    true,
  ]);
  expect((await ana.post(`/console/on-call/covers/${id}/withdraw`, {})).text).toContain(
    'Only who asked can withdraw it.',
  );
  expect((await chi.post(`/console/on-call/covers/${id}/withdraw`, {})).status).toBe(303);
  expect((await ana.post(`/console/on-call/covers/${id}/take`, {})).text).toContain('It was withdrawn.');
});

test('a change needs the session and its token', async () => {
  const bare = await fetch(`${desk.url}/console/on-call`, { redirect: 'manual' });
  expect([bare.status, bare.headers.get('location')]).toEqual([303, '/console/sign-in']);
  const forged = await fetch(`${desk.url}/console/on-call/covers`, {
    method: 'POST',
    redirect: 'manual',
    headers: { cookie: ana.cookie },
    body: new URLSearchParams({ rotation: 'night-berlin', from: '2026-01-14T18:00', to: '2026-01-15T06:00' }),
  });
  expect(forged.status).toBe(403);
  expect(await desk.onCall.page.coverStore.within(at('2026-01-14T17:00Z'), at('2026-01-15T05:00Z'))).toEqual([]);
});

test('a calendar is read by another library, with who has taken over from whom', async () => {
  const text = (await ana.get('/console/on-call')).text.replaceAll('&amp;', '&');
  const [, mine] = /href="(\/oncall\/ana\.ics\?token=[\w-]+)"/.exec(text) ?? [];
  const [, nights] = /href="(\/oncall\/night-berlin\.ics\?token=[\w-]+)"/.exec(text) ?? [];
  const feed = async (path = '') => {
    const response = await fetch(`${desk.url}${path}`);
    expect([response.status, response.headers.get('content-type')]).toEqual([200, 'text/calendar; charset=utf-8']);
    const read = ical.sync.parseICS(await response.text());
    return Object.values(read).flatMap((each) => (each.type === 'VEVENT' ? [each] : []));
  };
  const all = await feed(nights);
  const on = (events: typeof all, day: string) =>
    events.filter(({ start }) => start.toISOString() === `${day}T17:00:00.000Z`).map(({ summary }) => summary);
  expect(on(all, '2026-01-08')).toEqual(['Chi Nguyen: on call, Night Berlin']);
  expect(on(all, '2026-01-11')).toEqual(['Ana Beck: on call, Night Berlin']);
  const own = await feed(mine);
  expect(on(own, '2026-01-08')).toEqual([]);
  expect(on(own, '2026-01-11')).toEqual(['Ana Beck: on call, Night Berlin']);
  expect(own.length).toBeLessThan(all.length);
});

test('a calendar without its own token is not there, and neither is one of nobody', async () => {
  const text = (await ana.get('/console/on-call')).text.replaceAll('&amp;', '&');
  const token = /\/oncall\/ana\.ics\?token=([\w-]+)"/.exec(text)?.[1] ?? '';
  const wrong = [
    '',
    '?token=',
    `?token=${token}x`,
    `?token=${token.slice(1)}`,
    `?token[]=${token}`,
    '?token=a&token=b',
  ];
  for (const path of [...wrong.map((query) => `/oncall/ana.ics${query}`), `/oncall/ben.ics?token=${token}`])
    expect([path, (await fetch(`${desk.url}${path}`)).status]).toEqual([path, 404]);
  for (const path of ['/oncall/', '/oncall/ana', '/oncall/..%2Fana.ics', '/oncall/Ana.ics'])
    expect((await fetch(`${desk.url}${path}?token=${token}`)).status).toBe(404);
  // A person who left the book has no calendar, whatever the token.
  expect((await fetch(`${desk.url}${desk.onCall.page.feedOf('eve')}`)).status).toBe(404);
  expect((await fetch(`${desk.url}${desk.onCall.page.feedOf('ana')}`)).status).toBe(200);
  expect(desk.failures).toEqual([]);
});

test('what nobody took is gone from the page when its time is over', async () => {
  const wish = { rotation: 'night-berlin', from: '2026-01-11T18:00', to: '2026-01-12T06:00' };
  expect((await ana.post('/console/on-call/covers', wish)).status).toBe(303);
  expect((await chi.get('/console/on-call')).text).toContain('asks for cover');
  now = at('2026-01-12T05:00:00Z');
  expect((await chi.get('/console/on-call')).text).not.toContain('asks for cover');
  now = NOW;
});
