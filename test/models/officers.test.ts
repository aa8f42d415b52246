import fc from 'fast-check';
import mongoose from 'mongoose';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { officerStore } from '../../models/officers.js';
import type { Fix } from '../../src/dispatch/index.js';
import type { OfficerStore } from '../../src/ports-dispatch.js';
import { type Opened, openStore } from '../embedded/store.js';
import { officersInMemory } from './officers-kept.js';

let opened: Opened;
let connection: mongoose.Connection;
let count = 0;

beforeAll(async () => {
  opened = await openStore();
  connection = await mongoose.createConnection(opened.store.uri, { dbName: 'officers' }).asPromise();
  officerStore(connection);
  for (const model of Object.values(connection.models)) await model.createIndexes();
});
afterAll(async () => {
  await connection?.close();
  await opened?.close();
});

const NOW = new Date(Math.floor(Date.now() / 900_000) * 900_000);
const at = (seconds: number): Date => new Date(NOW.getTime() + seconds * 1_000);
const fix = (seconds: number, change: Partial<Fix> = {}): Fix => ({
  at: [52.5, 13 + seconds / 1e6],
  fixedAt: at(seconds),
  receivedAt: NOW,
  accuracyM: 8,
  source: 'owntracks',
  quality: 'measured',
  ...change,
});
const someone = (): string => `p-${count++}`;

const stores: readonly (readonly [string, () => OfficerStore])[] = [
  ['in memory', officersInMemory],
  ['in the embedded store', () => officerStore(connection)],
];

describe.each(stores)('officers %s', (_where, open) => {
  const known = async (store: OfficerStore, id: string) => (await store.all()).find(({ personId }) => personId === id);

  it('keeps the newest fix by its own time, whatever the order of arrival', async () => {
    const store = open();
    await fc.assert(
      fc.asyncProperty(fc.shuffledSubarray([0, 10, 20, 40, 70, 71, 300], { minLength: 1 }), async (order) => {
        const id = someone();
        let newest = Number.NEGATIVE_INFINITY;
        for (const seconds of order) {
          expect(await store.moved(id, fix(seconds))).toBe(seconds > newest ? 'newest' : 'older');
          newest = Math.max(newest, seconds);
        }
        expect((await known(store, id))?.fix).toEqual(fix(newest));
      }),
      { numRuns: 15 },
    );
  });

  it('keeps the newest also when a burst comes at once', async () => {
    const store = open();
    const id = someone();
    const order = [50, 10, 90, 30, 70, 20, 90, 60];
    const said = await Promise.all(order.map((seconds) => store.moved(id, fix(seconds))));
    expect(said).toContain('newest');
    expect((await known(store, id))?.fix).toEqual(fix(90));
    expect(await store.moved(id, fix(90))).toBe('older');
    expect(await store.moved(id, fix(89))).toBe('older');
    // The same time at another place: the first word stands.
    expect(await store.moved(id, fix(90, { at: [1, 2] }))).toBe('older');
    expect((await known(store, id))?.fix).toEqual(fix(90));
  });

  it('gives the fix back as it was, and no field that nobody told', async () => {
    const store = open();
    const id = someone();
    const bare: Fix = { at: [-17, 179.99], fixedAt: at(5), receivedAt: at(9), source: 'traccar', quality: 'unstated' };
    await store.moved(id, bare);
    expect(await known(store, id)).toEqual({ personId: id, fix: bare });
  });

  it('knows duty without a fix, a fix without duty, and each beside the other', async () => {
    const store = open();
    const id = someone();
    await store.setDuty(id, 'off', at(1));
    expect(await known(store, id)).toEqual({ personId: id, duty: { state: 'off', since: at(1) } });
    expect(await store.moved(id, fix(5))).toBe('newest');
    await store.setDuty(id, 'available', at(7));
    expect(await store.moved(id, fix(4))).toBe('older');
    expect(await known(store, id)).toEqual({ personId: id, fix: fix(5), duty: { state: 'available', since: at(7) } });
  });

  it('remembers the way, one place every half minute, in order, also of what came late', async () => {
    const store = open();
    const id = someone();
    for (const seconds of [120, 0, 10, 60, 125, 0, 31, 2_000, 1_000]) await store.moved(id, fix(seconds));
    const way = await store.trail(id, at(0), at(3_600));
    expect(way.map(({ fixedAt }) => (fixedAt.getTime() - NOW.getTime()) / 1_000)).toEqual([0, 60, 120, 1_000, 2_000]);
    expect(await store.trail(id, at(50), at(130))).toEqual([fix(60), fix(120)]);
    expect(await store.trail(id, at(2_001), at(3_600))).toEqual([]);
    expect(await store.trail(someone(), at(0), at(3_600))).toEqual([]);
  });
});

describe('what is kept of a way', () => {
  it('is bounded: few places, in rows that end after a day', async () => {
    const store = officerStore(connection);
    const id = someone();
    for (let seconds = 0; seconds < 900; seconds += 15) await store.moved(id, fix(seconds));
    const rows = await connection.collection('trails').find({ personId: id }).toArray();
    expect(rows.map(({ points, until }) => [points.length, until.getTime() - NOW.getTime()])).toEqual([
      [30, 900_000 + 86_400_000],
    ]);
    const indexes = await connection.collection('trails').indexes();
    expect(indexes).toContainEqual(expect.objectContaining({ key: { until: 1 }, expireAfterSeconds: 0 }));
  });

  it('does not grow by what is too old to be kept', async () => {
    const store = officerStore(connection);
    const id = someone();
    expect(await store.moved(id, fix(-2 * 86_400))).toBe('newest');
    expect(await connection.collection('trails').countDocuments({ personId: id })).toBe(0);
  });
});
