import { afterAll, beforeAll, expect, test } from 'vitest';
import { signedHeaders } from '../../scripts/samples.js';
import { CLIENT, type House, type Json, openHouse, SECRET, until } from '../house.js';

let house: House;
beforeAll(async () => {
  house = await openHouse({
    calendarMs: 400,
    env: { ALARM_SECRET_DOORS: SECRET },
    edit: (book) =>
      book.replace(/^sources:\n/m, 'sources:\n  - { id: doors, adapter: access, secret: env:ALARM_SECRET_DOORS }\n'),
    book: `  - { id: theirs, surface: slack, to: ${CLIENT}, for: { clients: [riverside] }, audience: client }\n`,
  });
}, 30_000);
afterAll(() => house?.close());

async function send(body: unknown, secret = SECRET, source = 'doors'): Promise<{ status: number; body: Json }> {
  const text = JSON.stringify(body);
  const headers = { 'content-type': 'application/json', ...signedHeaders('generic', secret, text, new Date()) };
  const response = await fetch(`${house.url}/access/${source}`, { method: 'POST', headers, body: text });
  return { status: response.status, body: await response.json() };
}
const event = (key: string, more: object = {}) => ({
  key,
  at: new Date().toISOString(),
  site: 'riverside-mall',
  zone: 'loading-dock',
  door: 'Dock door 2',
  result: 'granted',
  badge: 'raw-card-0449-11872',
  holder: 'C. Kaya',
  pin: '4711',
  ...more,
});

test('the door is that of alarms, and nothing that opens doors is kept', async () => {
  expect((await send(event('x'), 'wrong')).status).toBe(401);
  expect((await send(event('x'), SECRET, 'nobody')).status).toBe(404);
  expect((await send(event('x'), SECRET, 'generic')).body).toMatchObject({
    title: 'This source sends no badge events',
  });
  expect((await send({ events: [event('x', { result: 'opened' })] })).body.detail).toContain('events[0].result');
  expect((await send({ events: [] })).status).toBe(422);
  expect(await send(event('e1'))).toEqual({ status: 202, body: { events: [{ key: 'e1', status: 'accepted' }] } });
  expect(
    (await send({ events: [event('e1'), event('e2', { badge: 'other', holder: 'D. Ruiz' })] })).body.events,
  ).toEqual([
    { key: 'e1', status: 'duplicate' },
    { key: 'e2', status: 'accepted' },
  ]);
  const kept = await house.app.connection.collection('access_events').find({}).toArray();
  expect(kept).toHaveLength(2);
  expect(JSON.stringify(kept)).not.toMatch(/0449|4711/);
});

test('an incident is told who was there, and what comes late as well; a client is told nothing of it', async () => {
  await house.generic({ key: 'k1', zone: 'loading-dock', subject: 'Dock door forced' });
  const shown = () => house.slack.visibleText(house.cardOf('INC-1')!);
  await until('the card', () => house.cardOf('INC-1'));
  await until('who was there', () => shown().includes('2 badges let in (C. Kaya, D. Ruiz)'), 15_000);
  await send(event('e3', { result: 'forced', badge: undefined, holder: undefined }));
  await until('what came late', () => /Dock door 2 forced, last at \d\d:\d\d/.test(shown()), 15_000);
  const { timeline } = await house.api('/incidents/1');
  expect(JSON.stringify(timeline).split('access-found').length).toBeGreaterThanOrEqual(3);
  const theirs = house.slack.messages(CLIENT).map((message) => house.slack.visibleText(message));
  expect(theirs.length).toBeGreaterThan(0);
  expect(theirs.join('\n')).not.toMatch(/Kaya|badges?/i);
}, 40_000);

test('what was kept long enough is deleted, with a receipt; the rest stays', async () => {
  const events = house.app.connection.collection('access_events');
  const old = new Date(Date.now() - 200 * 86_400_000).toISOString();
  await send({ events: [event('old-1', { at: old, site: 'museum' }), event('old-2', { at: old, site: 'nowhere' })] });
  await until('the old ones are gone', async () => (await events.countDocuments({ key: /^old/ })) === 0);
  expect(await events.countDocuments({})).toBeGreaterThanOrEqual(3);
  const receipts = await house.app.connection.collection('deletion_receipts').find({}).toArray();
  expect(receipts.map(({ class: what, count, state }) => ({ what, count, state }))).toEqual([
    { what: 'access', count: 1, state: 'done' },
    { what: 'access', count: 1, state: 'done' },
  ]);
  expect(JSON.stringify(receipts)).not.toMatch(/Kaya|old-1/);
}, 40_000);
