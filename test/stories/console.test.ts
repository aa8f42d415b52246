import { mkdirSync } from 'node:fs';
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { checkPassword } from '../../src/surfaces/console/password.js';
import { axeFaults, complaintsOf, openBrowser } from '../browser.js';
import { type House, openHouse, runScript, until } from '../house.js';

let house: House;
let browser: Browser;
let page: Page;
let complaints: string[];
const PICTURES = process.env.TOCSIN_PICTURES;

const picture = async (name: string) => {
  if (!PICTURES) return;
  mkdirSync(PICTURES, { recursive: true });
  await page.screenshot({ path: `${PICTURES}/${name}.png` });
};

beforeAll(async () => {
  // A fixed port, so that the page finds the bot again after its restart.
  house = await openHouse({ slack: false, env: { PORT: String(20_000 + (process.pid % 20_000)) } });
  browser = await openBrowser();
  page = await (await browser.newContext({ viewport: { width: 1360, height: 860 }, locale: 'en-GB' })).newPage();
  page.setDefaultTimeout(15_000);
  complaints = complaintsOf(page);
}, 60_000);
afterAll(async () => {
  await browser?.close();
  await house?.close();
});

test('sign in by the one-time link, which works once', async () => {
  const link = house.app.firstSignIn!;
  await page.goto(link);
  expect(await axeFaults(page)).toEqual([]);
  await picture('start');
  await page.fill('#login', 'Dana');
  await page.selectOption('#personId', 'director');
  await page.fill('#name', 'Dana');
  await page.fill('#password', 'short');
  await page.click('text=Make it and go to the board');
  await page.getByRole('alert').getByText('at least 12 characters').waitFor();
  await page.fill('#login', 'dana');
  await page.fill('#name', 'Dana');
  await page.fill('#password', 'a long enough sentence');
  await page.click('text=Make it and go to the board');
  await page.getByText('All quiet. Nothing is open.').waitFor();
  expect(await axeFaults(page)).toEqual([]);
  await picture('empty');
  expect((await fetch(link)).status).toBe(403);
  expect((await fetch(`${house.url}/console`, { redirect: 'manual' })).status).toBe(303);
  expect((await fetch(`${house.url}/console/events`, { redirect: 'manual' })).status).toBe(303);
});

test('an alarm arrives by itself within a second, hostile text and all', async () => {
  let alerted = false;
  page.on('dialog', (dialog) => {
    alerted = true;
    void dialog.dismiss();
  });
  const started = Date.now();
  await house.generic({
    key: 'live-1',
    zone: 'loading-dock',
    subject: '<img src=x onerror=alert(1)><script>alert(2)</script> <!channel>',
  });
  await page.getByText('Forced door · Loading dock 2').first().waitFor({ timeout: 8_000 });
  expect(Date.now() - started).toBeLessThan(8_000);
  await page.keyboard.press('j');
  await page.locator('.card .quote').getByText('<img src=x onerror=alert(1)>').waitFor();
  await until('the title', async () => (await page.title()) === '(1) Tocsin');
  expect(alerted).toBe(false);
  expect(await page.locator('.card img').count()).toBe(0);
});

test('claim by key, and the card changes where it stands', async () => {
  await page.keyboard.press('c');
  await page
    .locator('.card')
    .getByText(/Dana Wolff has this since \d\d:\d\d \(console\)/)
    .waitFor();
  await page
    .locator('#row-1')
    .getByText(/Dana Wolff since/)
    .waitFor();
  await page.getByText('INC-1: you have it.').waitFor();
  await page.getByText(/Evidence chain holds: \d+ entries/).waitFor();
  await picture('claimed');
  expect(await axeFaults(page)).toEqual([]);
});

test('a form asks, says what is missing, and resolves', async () => {
  await page.keyboard.press('e');
  await page.selectOption('dialog select', 'role:supervisor');
  await page.fill('dialog textarea', 'Need a second pair of eyes');
  await picture('form');
  expect(await axeFaults(page)).toEqual([]);
  await page.click('dialog .button.primary');
  await page
    .locator('.card')
    .getByText('Escalated to Every supervisor by Dana Wolff: Need a second pair of eyes')
    .waitFor();
  await page.click('.card details.more summary');
  await page.click('text=False alarm…');
  await page.locator('dialog select').evaluate((select) => select.removeAttribute('required'));
  await page.click('dialog .button.primary');
  await page.locator('dialog').getByText('Please choose one.').waitFor();
  await page.selectOption('dialog select', 'equipment');
  await page.fill('dialog textarea', 'Sensor at the dock needs care');
  await page.click('dialog .button.primary');
  await page
    .locator('.card')
    .getByText(/Resolved \d\d:\d\d by Dana Wolff: false alarm, equipment fault/)
    .waitFor();
  // The card and the queue come one after the other.
  await page.locator('#row-1').waitFor({ state: 'detached' });
});

test('filters: by site, band, mine and words', async () => {
  await house.generic({ key: 'f-1', kind: 'panic', site: 'museum', zone: 'foyer', subject: 'Panic at the desk' });
  await house.generic({ key: 'f-2', kind: 'motion', site: 'hanse-hub', zone: 'yard', subject: 'Yard' });
  await house.generic({ key: 'f-3', kind: 'theft', zone: 'jewellery', subject: 'Case 7' });
  await page.goto(`${house.url}/console`);
  await page.locator('.row').nth(2).waitFor();
  expect(await page.locator('.row').allInnerTexts()).toHaveLength(3);
  await until(
    'what is gravest first',
    async () => (await page.locator('.row .what').first().innerText()) === 'Panic button · Foyer',
  );
  await picture('board');
  await page.selectOption('select[name=site]', 'hanse-hub');
  await until('one row', async () => (await page.locator('.row').count()) === 1);
  await page.selectOption('select[name=site]', '');
  await page.selectOption('select[name=band]', 'critical');
  await until('the critical one', async () => (await page.locator('.row').count()) === 1);
  await page.selectOption('select[name=band]', '');
  await page.fill('input[type=search]', 'case 7');
  await until(
    'the theft',
    async () => (await page.locator('.row .what').allInnerTexts()).join() === 'Theft · Jewellery court',
  );
  await page.fill('input[type=search]', '');
  await page.check('input[name=mine]');
  await page.getByText('Nothing matches.').waitFor();
  await page.uncheck('input[name=mine]');
  await until('all again', async () => (await page.locator('.row').count()) === 3);
  await page.click('#health summary');
  await page.getByText('generic', { exact: true }).waitFor();
  await picture('health');
  expect(await axeFaults(page)).toEqual([]);
});

test('a restart of the server is said, and the page goes on by itself', async () => {
  const before = page.url();
  await house.app.stop();
  await page.getByText('Connection lost.').waitFor({ state: 'visible', timeout: 10_000 });
  await house.restart().catch(() => house.restart());
  await page.getByText('Connection lost.').waitFor({ state: 'hidden', timeout: 15_000 });
  await house.generic({ key: 'after-restart', kind: 'glass-break', zone: 'stockroom' });
  await page.getByText('Glass break · Stockroom').first().waitFor();
  expect(page.url()).toBe(before);
}, 40_000);

test('on a phone, in the dark', async () => {
  await page.setViewportSize({ width: 390, height: 844 });
  await page.emulateMedia({ colorScheme: 'dark' });
  await page.goto(`${house.url}/console`);
  await page.locator('.row a').first().waitFor();
  await picture('phone');
  expect(await page.evaluate('document.documentElement.scrollWidth <= innerWidth')).toBe(true);
  await page.locator('.row a').first().click();
  await page.locator('.card-title').getByText('Panic button · Foyer').waitFor();
  await page.getByText('Back to the queue').waitFor();
  expect(await page.evaluate('document.documentElement.scrollWidth <= innerWidth')).toBe(true);
  expect(await axeFaults(page)).toEqual([]);
  await picture('phone-card');
  await page.click('text=Claim');
  await page
    .locator('.card')
    .getByText(/Dana Wolff has this since/)
    .waitFor();
});

test('a key pressed while the next incident is on its way does not hit the old one', async () => {
  await page.setViewportSize({ width: 1360, height: 860 });
  const open = (await house.incidents()).filter((each) => each.status === 'open').map((each) => each.number);
  expect(open.length).toBeGreaterThan(1);
  await page.goto(`${house.url}/console/incidents/${open[0]}`);
  await page.locator('.card-title').getByText(`INC-${open[0]}`).waitFor();
  await page.route(/incidents\/\d+$/, async (route) => {
    await new Promise((resolve) => setTimeout(resolve, 400));
    await route.continue();
  });
  await page.locator(`#row-${open[1]} a`).click();
  await page.keyboard.press('c');
  await page.locator('.card-title').getByText(`INC-${open[1]}`).waitFor();
  await page.unrouteAll({ behavior: 'wait' });
  expect((await house.api(`/incidents/${open[0]}`)).status).toBe('open');
});

test('a server that answers with errors does not pass for a quiet night', async () => {
  await page.goto(`${house.url}/console`);
  await page.locator('.row').first().waitFor();
  await page.route(`${house.url}/console`, (route) =>
    route.fulfill({ status: 500, body: 'Something went wrong here.' }),
  );
  await house.generic({ key: 'behind-an-error', kind: 'weapon', zone: 'tills' });
  await page.getByText('Connection lost.').waitFor({ state: 'visible' });
  await page.unrouteAll({ behavior: 'wait' });
  await page.getByText('Weapon · Tills').first().waitFor();
  await page.getByText('Connection lost.').waitFor({ state: 'hidden' });
});

test('nothing was complained about: no script error, no violation of the content security policy', () => {
  expect(complaints).toEqual([]);
});

test('a change needs the session and its token', async () => {
  const forged = await fetch(`${house.url}/console/incidents/2/press`, {
    method: 'POST',
    redirect: 'manual',
    body: new URLSearchParams({ action: 'claim' }),
  });
  expect(forged.status).toBe(303);
  const cookie = (await page.context().cookies()).map(({ name, value }) => `${name}=${value}`).join('; ');
  const noToken = await fetch(`${house.url}/console/incidents/2/press`, {
    method: 'POST',
    headers: { cookie },
    body: new URLSearchParams({ action: 'claim' }),
  });
  expect(noToken.status).toBe(403);
  const policy = (await fetch(`${house.url}/console/sign-in`)).headers.get('content-security-policy') ?? '';
  expect(policy).toContain("default-src 'none'");
  expect(policy).not.toContain('unsafe');
});

test('many wrong passwords are slowed down, and tell nothing about who exists', async () => {
  const tries = [];
  for (let i = 0; i < 6; i++) {
    const response = await fetch(`${house.url}/console/sign-in`, {
      method: 'POST',
      body: new URLSearchParams({ login: i % 2 ? 'dana' : 'nobody', password: 'wrong wrong wrong' }),
    });
    tries.push({ status: response.status, fault: /class="fault"[^>]*>([^<]+)/.exec(await response.text())?.[1] });
  }
  expect(new Set(tries.map((each) => `${each.status} ${each.fault}`)).size).toBe(1);
  const flood = await Promise.all(
    Array.from({ length: 20 }, () =>
      fetch(`${house.url}/console/sign-in`, {
        method: 'POST',
        body: new URLSearchParams({ login: 'x', password: 'y' }),
      }).then((r) => r.status),
    ),
  );
  expect(flood).toContain(429);
}, 40_000);

test('a forgotten password is mended from the command line, and who left is signed out', async () => {
  const env = { DATA_DIR: house.dataDir };
  const { out } = await runScript('account', ['password', 'dana'], env);
  const password = / is (\S+)/.exec(out)?.[1] ?? '';
  const accounts = house.app.connection.collection('accounts');
  expect((await accounts.findOne({ _id: 'dana' as never }))?.failures).toBe(0);
  expect(password).toHaveLength(16);
  expect(await checkPassword(password, (await accounts.findOne({ _id: 'dana' as never }))?.password)).toBe(true);
  expect((await runScript('account', ['password', 'nobody'], env)).code).toBe(1);
  expect((await runScript('account', ['remove', 'dana'], env)).out).toContain('dana is removed');
  const cookie = (await page.context().cookies()).map(({ name, value }) => `${name}=${value}`).join('; ');
  const after = await fetch(`${house.url}/console`, { headers: { cookie }, redirect: 'manual' });
  expect(after.status).toBe(303);
}, 40_000);
