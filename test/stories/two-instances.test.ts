import { afterAll, beforeAll, expect, test } from 'vitest';
import { aftermath } from '../../bench/faults/aftermath.js';
import { send } from '../../bench/faults/alarms.js';
import { pause } from '../../bench/faults/dice.js';
import { type Fleet, openFleet } from '../../bench/faults/fleet.js';
import { keyOf } from '../../bench/faults/judge.js';
import { until } from '../house.js';

let fleet: Fleet;
const acknowledged = new Set<string>();

beforeAll(async () => {
  const book = { sites: 2, zonesPerSite: 2, channels: 'per-site' } as const;
  fleet = await openFleet({ book, bots: 2, store: 'inside', rates: true });
  await fleet.raise();
});
afterAll(async () => {
  await fleet?.close();
});

const alarm = async (url: string, key: string, site: string) => {
  const { status } = await send(url, { key, kind: 'panic', site, zone: 'zone-01', subject: key });
  if (status === 202) acknowledged.add(keyOf('generic', key));
  return status;
};
const shown = (key: string, channel: string) =>
  until(`the card of ${key}`, () =>
    fleet.slack.messages(channel).find((message) => fleet.slack.visibleText(message).includes(key)),
  );

test('two on one store: what one takes is shown once, and the other lets it be claimed', async () => {
  const [first, second] = fleet.living();
  expect(await alarm(first!.url, 'a1', 'site-01')).toBe(202);
  expect(await alarm(second!.url, 'a2', 'site-02')).toBe(202);
  const card = await shown('a1', 'C0SITE01');
  await shown('a2', 'C0SITE02');
  fleet.slack.connect(`${second!.url}/slack/events`);
  await fleet.slack.click({ channel: 'C0SITE01', ts: card.ts, actionId: 'tocsin:claim', user: 'U0ANA' });
  await until('the claim on the card', () =>
    fleet.slack.visibleText(fleet.slack.messages('C0SITE01')[0]!).includes('has this since'),
  );
});

test('the client ends under load: it hands over at once, and the one that is left delivers', async () => {
  const [owner, client] = fleet.living();
  const told = Date.now();
  const ended = client!.stop();
  for (const key of ['b1', 'b2', 'b3']) expect(await alarm(owner!.url, key, 'site-02')).toBe(202);
  expect(await ended).toBe(0);
  expect(Date.now() - told).toBeLessThan(5_000);
  for (const key of ['b1', 'b2', 'b3']) await shown(key, 'C0SITE02');
});

test('the one with the store is killed: the other ends as well, and after a new start nothing is missing or doubled', async () => {
  await fleet.raise();
  const [owner, client] = fleet.living();
  const sent = Promise.all(['c1', 'c2', 'c3', 'c4'].map((key) => alarm(client!.url, key, 'site-01')));
  await pause(30);
  await owner!.kill();
  await sent;
  expect(await client!.gone).toBe(1);
  await fleet.raise();
  const { judgement } = await aftermath(fleet, acknowledged, 20_000);
  const { lost, untold, stale, doubled, broken } = judgement;
  expect({ lost, untold, stale, doubled, broken }).toEqual({
    lost: [],
    untold: [],
    stale: [],
    doubled: [],
    broken: [],
  });
  expect(acknowledged.size).toBeGreaterThanOrEqual(5);
});
