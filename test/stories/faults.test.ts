import { afterEach, expect, test } from 'vitest';
import { pause } from '../../bench/faults/dice.js';
import { type Inside, openInside } from '../../bench/faults/inside.js';
import { judge } from '../../bench/faults/judge.js';
import type { Fault } from '../standins/slack/index.js';

const BOOK = { sites: 3, zonesPerSite: 2, channels: 'per-site' } as const;
let house: Inside | undefined;

afterEach(async () => {
  await house?.close();
  house = undefined;
});

const minutes = async (count: number): Promise<void> => {
  for (let step = 0; step < 4 * count; step++) {
    house!.clock.wind(15_000);
    await pause(20);
  }
};

/** Seconds of the hand-wound clock until everything is shown and true, at most a minute. */
async function trueAfter(): Promise<number> {
  const healed = house!.clock.now().getTime();
  const since = () => (house!.clock.now().getTime() - healed) / 1_000;
  while (since() < 60 && !Number.isFinite(await house!.settled(0))) {
    house!.clock.wind(500);
    await pause(25);
  }
  return since();
}

const OUTAGES: readonly (readonly [what: string, fault: Fault])[] = [
  ['says 429 for ten minutes', { kind: 'rate-limited', forMs: 10 * 60_000 }],
  ['takes what it is told and breaks the connection', { kind: 'drop-after' }],
];

test.each(OUTAGES)(
  'a chat that %s: a minute after it heals every card is there once and true',
  async (_, fault) => {
    house = await openInside(BOOK);
    const { slack, places, channels } = house;
    for (const [site, zone] of places.filter(([, each]) => each === 'zone-01'))
      await house.alarm({ key: `before ${site}`, kind: 'forced-door', site, zone });
    expect(await house.settled(10)).toBeLessThan(10);
    slack.fail('*', fault);
    for (const [site, zone] of places)
      await house.alarm({ key: `during ${site} ${zone}`, kind: 'glass-break', site, zone });
    expect(await house.press(channels[0]!, 'tocsin:claim', 'U0ANA')).toBe(true);
    await pause(300);
    await minutes(10);
    slack.heal();
    expect(await trueAfter()).toBeLessThan(60);
    const { lost, untold, stale, doubled, broken } = await judge({
      ledger: house.ledger,
      slack,
      acknowledged: house.acknowledged,
    });
    expect({ lost, untold, stale, doubled, broken }).toEqual({
      lost: [],
      untold: [],
      stale: [],
      doubled: [],
      broken: [],
    });
    expect(house.acknowledged.size).toBe(9);
  },
  60_000,
);

test('the judge sees what is wrong: a card that is gone, one that is there twice, one that says something else', async () => {
  house = await openInside(BOOK);
  const { slack, places, channels } = house;
  for (const [site, zone] of places.filter(([, each]) => each === 'zone-01'))
    await house.alarm({ key: site, kind: 'forced-door', site, zone });
  await house.settled(10);
  const [gone, twice, changed] = channels.map((channel) => slack.messages(channel)[0]!);
  slack.forget(gone!.channel, gone!.ts);
  slack.say(twice!.channel, 'U0BOT', twice!.text, twice!.metadata);
  Object.assign(changed!.blocks[0]!, { text: { type: 'plain_text', text: 'Nothing happened' } });
  const found = await judge({ ledger: house.ledger, slack, acknowledged: ['generic/site-01', 'generic/never-sent'] });
  expect(found.lost).toEqual([
    'the acknowledged signal generic/never-sent is on no incident',
    expect.stringMatching(/^INC-\d: its card [\d.]+ is not in C0SITE01$/),
  ]);
  expect(found.doubled).toEqual([expect.stringMatching(/^INC-\d: its card is there 2 times$/)]);
  expect(found.stale).toEqual([expect.stringContaining('Nothing happened')]);
  expect(found.broken).toEqual([]);
});
