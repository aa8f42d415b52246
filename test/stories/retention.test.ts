import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { API_TOKEN, type House, handClock, openHouse, runScript, until } from '../house.js';

const DAY = 86_400_000;
const clock = handClock();

let house: House;
beforeAll(async () => {
  house = await openHouse({
    clock,
    calendarMs: 300,
    book: `
archive: { after: 1d }
retention: [{ class: incident, keep: 30d }, { class: video, keep: 10d }]
legalHolds: [{ id: court, incidents: [INC-2], why: "Case 7" }]
`,
  });
}, 30_000);
afterAll(() => house?.close());

const files = (): string[] =>
  readdirSync(join(house.dataDir, 'evidence'), { recursive: true, withFileTypes: true })
    .filter((each) => each.isFile())
    .map(({ name }) => name);
const api = (number: number) =>
  fetch(`${house.url}/api/v1/incidents/${number}`, { headers: { authorization: `Bearer ${API_TOKEN}` } });

test('pictures go before their incident, and a week after they are due', async () => {
  const desk = await house.console();
  for (const number of [1, 2]) {
    await house.generic({ key: `k-${number}`, zone: number === 1 ? 'loading-dock' : 'jewellery', kind: 'theft' });
    await until('the incident', async () => (await house.incidents()).length === number);
    const csrf = /name="csrf" value="([^"]+)"/.exec(await desk.get(`/console/incidents/${number}`))?.[1] ?? '';
    const body = new FormData();
    body.set('csrf', csrf);
    body.append('files', new Blob([Buffer.from(`89504e470d0a1a0a0000000d49484452${number}0`, 'hex')]), 'dock.png');
    const given = await fetch(`${house.url}/console/incidents/${number}/evidence`, {
      method: 'POST',
      headers: { cookie: desk.cookie },
      body,
      redirect: 'manual',
    });
    expect(given.status).toBe(303);
    await until('the picture', async () => (await house.api(`/incidents/${number}`)).evidence[0]?.state === 'kept');
    await desk.press(number, 'claim');
    await desk.submit(number, 'resolve', { disposition: 'confirmed', note: '' });
  }
  expect(files()).toHaveLength(2);
  clock.wind(2 * DAY);
  await until('both archived', async () =>
    (await house.incidents()).every(({ status }: { status: string }) => status === 'archived'),
  );
  clock.wind(9 * DAY);
  // Marked, and not gone.
  const signedIn = await fetch(`${house.url}/console/sign-in`, {
    method: 'POST',
    redirect: 'manual',
    body: new URLSearchParams({ login: 'dana', password: 'a long enough sentence' }),
  });
  const cookie = signedIn.headers.get('set-cookie')?.split(';')[0] ?? '';
  await until('it to be marked', async () => {
    const shown = await fetch(`${house.url}/console/retention`, { headers: { cookie } });
    return /A file of INC-1, riverside-mall[\s\S]*video, 10 days/.test(await shown.text());
  });
  await new Promise((resolve) => setTimeout(resolve, 1_200));
  expect(files()).toHaveLength(2);
  clock.wind(8 * DAY);
  await until('the picture of the first to be gone', () => files().length === 1);
  const [item] = (await house.api('/incidents/1')).evidence;
  expect(item).toMatchObject({ state: 'deleted', type: 'image/png', sha256: expect.stringMatching(/^[0-9a-f]{64}$/) });
  expect((await house.api('/incidents/2')).evidence[0].state).toBe('kept');
  const { out } = await runScript('verify', ['INC-1'], { DATA_DIR: house.dataDir });
  expect(out).toContain('INC-1 holds');
});

test('an incident goes with its alarms, and its receipt tells which head its chain had', async () => {
  const head = (await house.api('/incidents/1')).chain.head;
  clock.wind(20 * DAY);
  await new Promise((resolve) => setTimeout(resolve, 1_200));
  expect((await api(1)).status).toBe(200);
  clock.wind(8 * DAY);
  await until('it to be gone', async () => (await api(1)).status === 410);
  expect(await (await api(1)).json()).toMatchObject({
    title: 'This incident was deleted',
    detail: 'It was kept as long as the book wants (incident, 30 days).',
    chainHead: head,
  });
  const { out, code } = await runScript('verify', ['INC-1'], { DATA_DIR: house.dataDir });
  expect([code, out]).toEqual([2, expect.stringContaining(`Head ${head}`)]);
  // The court wants the other one.
  expect((await house.api('/incidents/2')).status).toBe('archived');
  expect(files()).toHaveLength(1);
  expect((await runScript('verify', ['INC-2'], { DATA_DIR: house.dataDir })).out).toContain('INC-2 holds');
});
