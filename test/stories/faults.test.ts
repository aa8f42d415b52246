import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, expect, test } from 'vitest';
import { send } from '../../bench/faults/alarms.js';
import { pause } from '../../bench/faults/dice.js';
import { below } from '../../bench/faults/floors.js';
import { type Inside, openInside } from '../../bench/faults/inside.js';
import { judge } from '../../bench/faults/judge.js';
import type { Sample } from '../../bench/faults/samples.js';
import type { Result } from '../../bench/faults/scenario.js';
import { stormFaults } from '../../bench/faults/storm-truth.js';
import { writeInto } from '../../bench/faults/table.js';
import { isOfTheDying } from '../../bench/faults/tally.js';
import { unread } from '../../bench/faults/trend.js';
import { channelOf } from '../../bench/faults/truth.js';
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
    house!.clock.wind(250);
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
  const header = changed!.blocks.find((block) => (block as { type?: string }).type === 'header')!;
  Object.assign(header, { text: { type: 'plain_text', text: 'Nothing happened' } });
  const found = await judge({ ledger: house.ledger, slack, acknowledged: ['generic/site-01', 'generic/never-sent'] });
  expect(found.lost).toEqual([
    'the acknowledged signal generic/never-sent is on no incident',
    expect.stringMatching(/^INC-\d: its card [\d.]+ is not in C0SITE01$/),
  ]);
  expect(found.doubled).toEqual([expect.stringMatching(/^INC-\d: its card is there 2 times$/)]);
  expect(found.stale).toEqual([expect.stringContaining('Nothing happened')]);
  expect(found.broken).toEqual([]);
});

test('the judge hears who was told that they have an incident, and sees a storm card that nobody took down', async () => {
  house = await openInside(BOOK);
  const { slack, places, channels, ledger, acknowledged } = house;
  for (const [site, zone] of places.filter(([, each]) => each === 'zone-01'))
    await house.alarm({ key: site, kind: 'forced-door', site, zone });
  await house.settled(10);
  expect(await house.press(channels[0]!, 'tocsin:claim', 'U0ANA')).toBe(true);
  await house.settled(10);
  expect((await judge({ ledger, slack, acknowledged })).told).toBe(1);
  slack.say(channels[1]!, 'U0BOT', 'Storm at Site 02: 3 incidents wait for a card', {
    event_type: 'tocsin_storm',
    event_payload: {},
  });
  const faultsIn = async (channel: string) =>
    stormFaults(channelOf(slack, channel), await ledger.incidents(), `slack:${channel}`);
  expect(await faultsIn(channels[0]!)).toEqual([]);
  expect(await faultsIn(channels[1]!)).toEqual([
    { what: 'stale', text: 'the storm card of Site 02 stands although nothing waits' },
  ]);
});

test('alarms and presses that nobody answered well are told, by sort', async () => {
  house = await openInside(BOOK);
  const { slack, places, channels, app } = house;
  const [site, zone] = places[0]!;
  await house.alarm({ key: 'a', kind: 'forced-door', site, zone });
  await house.settled(10);
  slack.connect(`${app.url}/nowhere`);
  expect(await house.press(channels[0]!, 'tocsin:claim', 'U0ANA')).toBe(false);
  expect(house.refusals()).toEqual(['1 presses were not answered: HTTP 404']);
  await app.stop();
  const { status, sort } = await send(app.url, { key: 'b', kind: 'forced-door', site, zone });
  expect({ status, sort }).toEqual({ status: 0, sort: 'ECONNREFUSED' });
  expect(isOfTheDying(sort)).toBe(true);
  expect(isOfTheDying('HTTP 401')).toBe(false);
});

test('too little, or what nobody could read, is no proof', () => {
  expect(below([{ what: 'presses', was: 3, least: 3 }])).toEqual([]);
  expect(below([{ what: 'presses', was: 0, least: 3 }])).toEqual([
    'too little was tested: 0 presses, and it takes at least 3',
  ]);
  expect(below([{ what: 'presses', was: Number.NaN, least: 0 }])).toHaveLength(1);
  const sample: Sample = { at: 5, rssMiB: 90, storeMiB: 1, documents: 9, files: 30, inbox: 0, owed: 0, p99Ms: 4 };
  expect(unread([sample, sample])).toEqual([]);
  expect(unread([sample, { ...sample, owed: Number.NaN }])).toEqual(['owed could not be read in 1 of 2 samples']);
});

test('the page of results shows a picture only when its files are there', () => {
  const folder = mkdtempSync(join(tmpdir(), 'tocsin-page-'));
  try {
    const page = join(folder, 'proof.md');
    writeFileSync(page, '# Page\n\n<!-- results: begin -->\n\n![Old](images/gone.svg)\n\n<!-- results: end -->\n');
    const counts = { rounds: 1, lost: 0, stale: 0, doubled: 0, broken: 0, figures: ['one'], faults: [], tookMs: 1 };
    const result: Result = { name: 'soak', acknowledged: undefined, ...counts };
    const written = (results: readonly Result[]) => {
      writeInto(page, results, new Date(0));
      return readFileSync(page, 'utf8');
    };
    expect(written([result])).not.toContain('](images/');
    expect(written([result])).toContain('| soak | 1 | – | 0 |');
    const picture = { files: [{ name: 'soak.svg', text: '<svg/>' }], lines: ['![Soak](images/soak.svg)'] };
    expect(written([{ ...result, picture }])).toContain('![Soak](images/soak.svg)');
    expect(readFileSync(join(folder, 'images/soak.svg'), 'utf8')).toBe('<svg/>');
    expect(written([{ ...result, name: 'storm' }])).toContain('![Soak](images/soak.svg)');
    rmSync(join(folder, 'images'), { recursive: true });
    expect(written([{ ...result, name: 'storm' }])).not.toContain('](images/');
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
});
