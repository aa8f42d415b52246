import mongoose from 'mongoose';
import { afterAll, beforeAll, beforeEach, expect, it } from 'vitest';
import { createMessageRetention } from '../../jobs/message-retention.js';
import { createIndexes, inboxStore, markStore, messageStore, retentionStore, signalStore } from '../../models/index.js';
import { digest } from '../../src/digest.js';
import { type Opened, openStore } from '../embedded/store.js';
import { NIGHT, signal } from '../incident/given.js';
import { inboxRow } from '../intake/given.js';
import { type Fate, lifeOf, untilCrash } from './crash.js';
import { handWound } from './kept.js';

const DAY = 86_400_000;

let opened: Opened;
let connection: mongoose.Connection;
beforeAll(async () => {
  opened = await openStore();
  connection = await mongoose.createConnection(opened.store.uri, { dbName: 'messages' }).asPromise();
  for (const make of [inboxStore, markStore, retentionStore, signalStore]) make(connection);
  await createIndexes(connection);
});
afterAll(async () => {
  await connection?.close();
  await opened?.close();
});
beforeEach(async () => {
  for (const name of ['inbox', 'marks', 'deletion_receipts', 'signals'])
    await connection.collection(name).deleteMany({});
});

const clock = () => handWound(NIGHT);
const clearing = (at: ReturnType<typeof clock>, fate: Fate = {}) => {
  const life = lifeOf(fate);
  return createMessageRetention({
    messages: life.port('messages', messageStore(connection)),
    receipts: life.port('receipts', retentionStore(connection)),
    marks: life.port('marks', markStore(connection)),
    leases: { take: async () => ({ fence: 1, leftMs: () => 1_000 }) },
    holder: 'me',
    keepMs: () => 90 * DAY,
    digest,
    clock: at,
  });
};

async function put(outcomes: Readonly<Record<string, string | undefined>>, at: Date): Promise<void> {
  const inbox = inboxStore(connection);
  for (const [id, outcome] of Object.entries(outcomes)) {
    await inbox.put({ ...inboxRow(Buffer.from(id), { receivedAt: at }), id });
    if (outcome !== undefined) await inbox.settle([{ id, outcome }], at);
    if (id === 'over' || id === 'lost')
      await signalStore(connection).add([
        { ...signal(`r-${id}`), inboxId: id, clears: 'k', ...(id === 'over' ? { incidentId: 'i-1' } : {}) } as never,
      ]);
  }
}
const left = async () => (await connection.collection('inbox').find({}).toArray()).map(({ _id }) => String(_id)).sort();
const receipts = async () =>
  (await connection.collection('deletion_receipts').find({}).toArray()).map(({ class: of, count, state }) => [
    of,
    count,
    state,
  ]);

const MIXED = {
  alarm: '1 signals',
  both: '1 signals, ignored: heartbeat',
  over: '1 restores',
  lost: '1 restores, ignored: not-an-alarm (7 signals lost)',
  beat: 'ignored: heartbeat',
  again: '1 repeats',
  nothing: 'nothing in it',
  waiting: undefined,
};

it('what no incident speaks of goes after its time, with a receipt; what waits, or is evidence, stays', async () => {
  const now = clock();
  await put(MIXED, NIGHT);
  await put({ young: 'ignored: heartbeat' }, new Date(NIGHT.getTime() + DAY));
  now.wind(90 * DAY);
  await clearing(now)();
  expect(await left()).toHaveLength(9);
  now.wind(1);
  await clearing(now)();
  expect(await left()).toEqual(['alarm', 'both', 'over', 'waiting', 'young']);
  expect(await receipts()).toEqual([['alarm', 4, 'done']]);
  now.wind(2 * DAY);
  await clearing(now)();
  expect(await left()).toEqual(['alarm', 'both', 'over', 'waiting']);
});

it('they go wherever the one who deletes them dies', async () => {
  for (const way of ['before', 'after'] as const) {
    for (let at = 1; at < 9; at++) {
      for (const name of ['inbox', 'marks', 'deletion_receipts', 'signals'])
        await connection.collection(name).deleteMany({});
      const now = clock();
      await put(MIXED, NIGHT);
      now.wind(91 * DAY);
      await untilCrash(clearing(now, { at, way }));
      await clearing(now)();
      expect(await left(), `${way} call ${at}`).toEqual(['alarm', 'both', 'over', 'waiting']);
      const told = await receipts();
      // Whoever dies right before the last word leaves it open: what is gone cannot be counted again.
      expect(
        told.map(([of, count]) => [of, count]),
        `${way} call ${at}`,
      ).toEqual([['alarm', 4]]);
    }
  }
});
