import { afterAll, beforeAll, expect, test } from 'vitest';
import { createArchiving } from '../../jobs/archive.js';
import { incidentStore } from '../../models/index.js';
import { createDesk } from '../../src/desk.js';
import { digest } from '../../src/digest.js';
import { type House, handClock, type Json, openHouse, until } from '../house.js';

const clock = handClock();
let house: House;
beforeAll(async () => {
  house = await openHouse({ clock, slack: false });
});
afterAll(async () => {
  await house?.close();
});

const MIN = 60_000;
const one = async (number: number): Promise<Json> => await house.api(`/incidents/${number}`);
const types = (incident: Json): string[] => incident.timeline.map((entry: Json) => entry.type);

test('nobody claims: at the time that the contract names, and once, the incident is overdue', async () => {
  await house.generic({ key: 'c-1', kind: 'panic', zone: 'tills' });
  const incident = await until('the incident', async () => (await house.incidents())[0]);
  // The client's contract gives two minutes for critical.
  expect(Date.parse(incident.respondBy) - Date.parse(incident.openedAt)).toBeGreaterThan(2 * MIN - 1_000);
  clock.wind(1.5 * MIN);
  await new Promise((resolve) => setTimeout(resolve, 300));
  expect((await one(1)).overdue).toBe(false);
  clock.wind(MIN);
  await until('overdue', async () => (await one(1)).overdue, 2_000);
  await new Promise((resolve) => setTimeout(resolve, 300));
  expect(types(await one(1)).filter((type) => type === 'overdue')).toHaveLength(1);
});

test('a snooze ends by itself; life safety is never snoozed', async () => {
  await house.generic({ key: 'c-2', kind: 'door-held', zone: 'stockroom' });
  const desk = await house.console();
  await until('the second incident', async () => (await house.incidents()).length === 2);
  const refused = await desk.submit(1, 'snooze', { for: '5m', why: 'later' });
  expect(refused.html).toContain('a life-safety incident is not snoozed');
  expect(await desk.submit(2, 'snooze', { for: '30m', why: 'The cleaners are at work' })).toMatchObject({
    status: 200,
    text: 'INC-2: snoozed.',
  });
  clock.wind(29 * MIN);
  await new Promise((resolve) => setTimeout(resolve, 300));
  expect(types(await one(2))).not.toContain('snooze-ended');
  clock.wind(2 * MIN);
  await until('the end of the snooze', async () => types(await one(2)).includes('snooze-ended'), 2_000);
});

test('what was resolved leaves the board after the time in the book, and still verifies', async () => {
  const { connection } = house.app;
  const incidents = incidentStore(connection);
  const desk = createDesk({ incidents, clock, digest, bell: { saved: () => undefined } });
  const archive = createArchiving({ incidents, desk, clock, afterMs: () => 14 * 24 * 60 * MIN });
  const ana = { kind: 'person', id: 'ana', name: 'Ana Beck', roles: ['responder'], via: 'console' } as const;
  const { state } = (await incidents.loadByNumber(2))!;
  await desk.execute(state.id, { type: 'resolve', actor: ana, disposition: 'confirmed', note: 'Closed the door' });
  expect(await archive()).toBe(0);
  clock.wind(13 * 24 * 60 * MIN);
  expect(await archive()).toBe(0);
  clock.wind(2 * 24 * 60 * MIN);
  expect(await archive()).toBe(1);
  expect(await one(2)).toMatchObject({ status: 'archived', resolution: { note: 'Closed the door' } });
  const reopened = await desk.execute(state.id, { type: 'reopen', actor: ana, why: 'again', respondBy: clock.now() });
  expect(reopened).toMatchObject({ ok: false, refusal: { code: 'archived' } });
});

test('the API pages through what there is, and refuses what it cannot read', async () => {
  for (let i = 0; i < 5; i++) await house.generic({ key: `p-${i}`, kind: 'fire', site: 'museum', zone: 'vault' });
  await until('five more', async () => (await house.incidents()).length === 7);
  const seen: number[] = [];
  let cursor: string | null = '';
  while (cursor !== null && seen.length < 20) {
    const page: Json = await house.api(`/incidents?limit=3${cursor ? `&cursor=${cursor}` : ''}`);
    seen.push(...page.items.map((item: Json) => item.number));
    cursor = page.nextCursor;
  }
  expect(seen).toEqual([...seen].sort((a, b) => b - a));
  expect(new Set(seen).size).toBe(7);
  expect((await house.api('/incidents?status=open&site=museum&band=critical')).items).toHaveLength(5);
  await expect(house.api('/incidents?limit=1000')).rejects.toThrow('422');
  await expect(house.api('/incidents?status=asleep')).rejects.toThrow('422');
  await expect(house.api('/incidents/99')).rejects.toThrow('404');
  const open = await fetch(`${house.url}/api/v1/incidents`);
  expect(open.status).toBe(401);
  expect(open.headers.get('content-type')).toContain('application/problem+json');
});
