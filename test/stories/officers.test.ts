import { mkdirSync } from 'node:fs';
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { axeFaults, complaintsOf, openBrowser } from '../browser.js';
import { type House, handClock, openHouse, SECRET, until } from '../house.js';
import { changed, json, type Loose } from '../intake/given.js';

let house: House;
let browser: Browser;
let page: Page;
let complaints: string[];
const clock = handClock();
const PICTURES = process.env.TOCSIN_PICTURES;

const picture = async (name: string) => {
  if (!PICTURES) return;
  mkdirSync(PICTURES, { recursive: true });
  await page.screenshot({ path: `${PICTURES}/${name}.png`, fullPage: true });
};

const basic = `Basic ${Buffer.from(`ana:${SECRET}`).toString('base64')}`;
const LOCATION: Loose = json('owntracks-location-http.json');
const ago = (seconds: number): number => Math.round(clock.now().getTime() / 1_000) - seconds;

const post = (source: string, body: unknown, headers: Record<string, string> = {}) =>
  fetch(`${house.url}/positions/${source}`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', authorization: basic, ...headers },
    body: typeof body === 'string' ? body : JSON.stringify(body),
  });
const at = (seconds: number, change: Loose = {}) => ({ ...LOCATION, tst: ago(seconds), ...change });

/** Ben's handset presses SOS, so many seconds ago. */
const sos = (seconds: number, change: readonly (readonly [string, unknown])[] = []): Loose => {
  const time = new Date(ago(seconds) * 1_000).toISOString();
  const body = [['position.fixTime', time] as const, ['position.deviceTime', time] as const, ...change];
  return body.reduce((value, [path, to]) => changed(value, path, to), json('traccar-position-sos.json'));
};

beforeAll(async () => {
  house = await openHouse({ slack: false, clock });
  browser = await openBrowser();
  page = await (await browser.newContext({ viewport: { width: 1360, height: 860 }, locale: 'en-GB' })).newPage();
  page.setDefaultTimeout(15_000);
  complaints = complaintsOf(page);
}, 60_000);
afterAll(async () => {
  await browser?.close();
  await house?.close();
});

test('who is at the desk sees nobody yet, and goes on and off duty', async () => {
  await page.goto(house.app.firstSignIn!);
  await page.fill('#login', 'sam');
  await page.selectOption('#personId', 'sam');
  await page.fill('#name', 'Sam');
  await page.fill('#password', 'a long enough sentence');
  await page.click('text=Make it and go to the board');
  await page.getByText('All quiet. Nothing is open.').waitFor();
  await page.getByRole('link', { name: 'Officers' }).click();
  await page.getByText(/^You are /).waitFor();
  // Whether the rotations of the example have Sam on shift depends on the hour; from here on Sam's own word counts.
  const absent = page.getByRole('button', { name: 'Go on duty' });
  if ((await absent.count()) > 0) {
    await absent.click();
    await page.getByText(/You are available since/).waitFor();
  }
  expect(await page.locator('.roster tbody tr').count()).toBe(4);
  expect(await page.locator('.unseen').count()).toBe(4);
  await page.click('text=Go off duty');
  await page.getByText(/You are off duty since/).waitFor();
  expect(await page.locator('.roster tbody tr').last().innerText()).toMatch(/^Sam Okafor\s+off duty/);
  expect(await axeFaults(page)).toEqual([]);
  await page.click('text=Go on duty');
  await page.getByText(/You are available since/).waitFor();
});

test('positions come in from both vendors, and each is answered as its app wants it', async () => {
  const phone = await post('owntracks', at(20, { acc: 8 }));
  expect([phone.status, await phone.json()]).toEqual([200, []]);
  const handset = await post('traccar', sos(12, [['position.attributes.alarm', undefined]]), {
    authorization: '',
    'x-tocsin-token': SECRET,
  });
  expect([handset.status, await handset.json()]).toEqual([200, { status: 'taken' }]);
  await page.reload();
  const rows = await page.locator('.roster tbody tr').allInnerTexts();
  expect(rows.find((row) => row.startsWith('Ana Beck'))).toMatch(
    /2\d s ago, 760 m from Riverside Mall ±10 m\s+Riverside Mall/,
  );
  expect(rows.find((row) => row.startsWith('Ben Adeyemi'))).toMatch(/1\d s ago, 10 m from City Museum ±10 m/);
  expect(await house.incidents()).toEqual([]);
});

test('a late old point and a replay change nothing, a newer one does', async () => {
  const row = async () => {
    await page.reload();
    const rows = await page.locator('.roster tbody tr').allInnerTexts();
    return rows.find((text) => text.startsWith('Ana Beck')) ?? '';
  };
  for (const seconds of [900, 60, 600, 60]) await post('owntracks', at(seconds, { lat: 53.5329, lon: 9.9661 }));
  expect(await row()).toContain('from Riverside Mall');
  await post('owntracks', at(3, { lat: 53.5329, lon: 9.9661, acc: 240 }));
  expect(await row()).toMatch(/\d s ago, 0 m from Hanse Hub ±240 m/);
  const future = await post('owntracks', at(-600));
  expect(future.status).toBe(200);
  expect(await row()).toContain('from Hanse Hub');
});

test('the page in the dark, and on a phone', async () => {
  clock.wind(4 * 60_000);
  await post('owntracks', at(35, { acc: 8 }));
  await page.goto(`${house.url}/console/officers`);
  await picture('officers');
  await page.emulateMedia({ colorScheme: 'dark' });
  await picture('officers-dark');
  expect(await axeFaults(page)).toEqual([]);
  await page.setViewportSize({ width: 390, height: 844 });
  await picture('officers-phone-dark');
  await page.emulateMedia({ colorScheme: 'light' });
  await picture('officers-phone');
  expect(await page.evaluate('document.documentElement.scrollWidth <= innerWidth')).toBe(true);
  expect(await axeFaults(page)).toEqual([]);
  await page.setViewportSize({ width: 1360, height: 860 });
});

test('the door refuses what it must', async () => {
  const status = async (source: string, body: unknown, headers: Record<string, string> = {}) =>
    (await post(source, body, headers)).status;
  expect(await status('owntracks', at(1), { authorization: 'Basic YW5hOndyb25n' })).toBe(401);
  expect(await status('nobody', at(1))).toBe(404);
  expect(await status('frigate', at(1))).toBe(404);
  expect(await status('owntracks', at(1), { 'content-type': 'text/plain' })).toBe(415);
  expect(await status('owntracks', 'x'.repeat(1_048_577))).toBe(413);
  expect(await status('owntracks', '')).toBe(200);
  expect((await fetch(`${house.url}/positions/owntracks`)).status).toBe(405);
  const metrics = await (await fetch(`${house.url}/metrics`)).text();
  expect(metrics).toMatch(/tocsin_positions_total\{source="owntracks",outcome="newest"\} 3/);
});

test('SOS opens an incident of its own, life safety, with the name and the nearest site', async () => {
  const answer = await post('traccar', sos(4));
  expect(answer.status).toBe(200);
  const [incident] = await until('the incident', async () => {
    const all = await house.incidents();
    return all.length > 0 && all;
  });
  expect(incident).toMatchObject({ status: 'open', severity: { band: 'critical' } });
  const { number } = incident;
  await page.goto(`${house.url}/console/incidents/${number}`);
  await page.locator('.card-title').getByText('Lone worker').waitFor();
  await page.locator('.card').getByText('City Museum').first().waitFor();
  await page.locator('.card .quote').getByText('Ben Adeyemi: SOS').waitFor();
  await picture('officers-sos');
});

test('the same press again is the same incident, another press another one', async () => {
  const press = sos(2);
  for (let time = 0; time < 3; time += 1) expect((await post('traccar', press)).status).toBe(200);
  await until('the second incident', async () => (await house.incidents()).length === 2);
  // A restart in between: what was answered is there.
  await house.restart();
  expect((await post('traccar', press)).status).toBe(200);
  expect((await post('owntracks', at(1, { poi: 'sos', lat: 48.1, lon: 11.5 }))).status).toBe(200);
  await until('the third incident', async () => (await house.incidents()).length === 3);
  const [newest] = await house.incidents();
  await page.goto(`${house.url}/console/incidents/${newest.number}`);
  await page.locator('.card .quote').getByText('Ana Beck: SOS').waitFor();
  await page.locator('.card').getByText('48.10000, 11.50000').first().waitFor();
});

test('a change of duty needs the session and its token, and only officers have one', async () => {
  const cookie = (await page.context().cookies()).map(({ name, value }) => `${name}=${value}`).join('; ');
  const forged = await fetch(`${house.url}/console/officers/duty`, {
    method: 'POST',
    headers: { cookie },
    redirect: 'manual',
    body: new URLSearchParams({ duty: 'off' }),
  });
  expect(forged.status).toBe(403);
  const stranger = await fetch(`${house.url}/console/officers`, { redirect: 'manual' });
  expect(stranger.status).toBe(303);
});

test('nothing was complained about: no script error, no violation of the content security policy', () => {
  expect(complaints).toEqual([]);
});
