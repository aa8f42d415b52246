import mongoose from 'mongoose';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createIndexes, explanationStore } from '../../models/index.js';
import type { ExplanationStore } from '../../src/ports-explain.js';
import { type Opened, openStore } from '../embedded/store.js';
import { NIGHT } from '../incident/given.js';

let opened: Opened;
let connection: mongoose.Connection;
let store: ExplanationStore;
/** Another instance on the same store. */
let other: ExplanationStore;

const connect = async () => await mongoose.createConnection(opened.store.uri, { dbName: 'explain' }).asPromise();
beforeAll(async () => {
  opened = await openStore();
  connection = await connect();
  store = explanationStore(connection);
  other = explanationStore(await connect());
  await createIndexes(connection);
});
afterAll(async () => {
  await mongoose.disconnect();
  await opened.close();
});
const spent = async (day: string): Promise<number> =>
  ((await connection.collection('modeltokens').findOne({ _id: day as never })) as { tokens?: number } | null)?.tokens ??
  0;

describe('what was asked', () => {
  it('is asked once of each assessment, by whoever comes first', async () => {
    const firsts = await Promise.all(
      Array.from({ length: 20 }, (_, index) => (index % 2 === 0 ? store : other).first('i-1', 1, NIGHT)),
    );
    expect(firsts.filter(Boolean).length).toBe(1);
    expect(await store.first('i-1', 2, NIGHT)).toBe(true);
    expect(await store.first('i-2', 1, NIGHT)).toBe(true);
    expect(await other.first('i-1', 1, NIGHT)).toBe(false);
  });
});

describe('what it costs', () => {
  it('is drawn until nothing is left, by all together and never more', async () => {
    const draws = await Promise.all(
      Array.from({ length: 30 }, (_, index) => (index % 2 === 0 ? store : other).draw('2026-01-06', 300, 2_000, NIGHT)),
    );
    expect(draws.filter(Boolean).length).toBe(6);
    expect(await spent('2026-01-06')).toBe(1_800);
    expect(await store.draw('2026-01-06', 200, 2_000, NIGHT)).toBe(true);
    expect(await store.draw('2026-01-06', 1, 2_000, NIGHT)).toBe(false);
    expect(await store.draw('2026-01-07', 300, 2_000, NIGHT)).toBe(true);
  });

  it('is put right by the bill, which makes room again', async () => {
    await store.draw('2026-02-01', 2_000, 2_000, NIGHT);
    expect(await store.draw('2026-02-01', 500, 2_000, NIGHT)).toBe(false);
    await store.correct('2026-02-01', -1_100);
    expect(await spent('2026-02-01')).toBe(900);
    expect(await store.draw('2026-02-01', 500, 2_000, NIGHT)).toBe(true);
  });

  it('is nothing where nothing is allowed', async () => {
    expect(await store.draw('2026-03-01', 1, 0, NIGHT)).toBe(false);
    expect(await spent('2026-03-01')).toBe(0);
  });
});
