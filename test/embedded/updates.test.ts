import { type Collection, MongoClient } from 'mongodb';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Opened, openStore, rejection } from './store.js';

interface Item {
  _id: number;
  n: number;
  rev: number;
  text?: string;
}

describe('updates', () => {
  let opened: Opened;
  let other: MongoClient;
  let all: Collection<Item>;
  beforeAll(async () => {
    opened = await openStore();
    other = await new MongoClient(opened.store.uri).connect();
    all = opened.client.db('updates').collection<Item>('c');
  });
  afterAll(async () => {
    await other.close();
    await opened.close();
  });

  it('of many change each document once, also one that is moved ahead in the index meanwhile', async () => {
    const COUNT = 6_000;
    await all.insertMany(Array.from({ length: COUNT }, (_, n) => ({ _id: n, n, rev: 0 })));
    await all.createIndex({ n: 1 });
    // Matches everything, and takes its time.
    const slow = Array.from({ length: 300 }, (_, n) => ({ [`f${n % 7}`]: -1 - n }));
    let over = false;
    const long = all
      .updateMany({ n: { $gte: 0 }, $nor: slow }, { $inc: { rev: 1 } }, { hint: { n: 1 } })
      .then((done) => {
        over = true;
        return done;
      });
    const mine = other.db('updates').collection<Item>('c');
    let moved = 0;
    for (; !over && moved < 200; moved++) await mine.updateOne({ _id: moved }, { $inc: { n: COUNT } });
    const { matchedCount } = await long;
    expect(moved).toBeGreaterThan(3);
    expect(matchedCount).toBe(COUNT);
    expect(await all.countDocuments({ rev: 1 })).toBe(COUNT);
  });

  it('count a replacement when it was made, and not one that was refused', async () => {
    const unique = opened.client.db('updates').collection<Item>('u');
    await unique.createIndex({ n: 1 }, { unique: true });
    await unique.insertMany([
      { _id: 1, n: 1, rev: 0 },
      { _id: 2, n: 2, rev: 0 },
    ]);
    // The driver sends these as they are, and the store puts them in their place as they are.
    const replace = (_id: number, n: number, rev: number) => ({
      replaceOne: { filter: { _id }, replacement: { _id, n, rev } },
    });
    const error = await rejection(
      unique.bulkWrite([replace(2, 1, 1), replace(2, 3, 1), replace(1, 1, 0)], { ordered: false }),
    );
    expect(error).toMatchObject({ code: 11000, result: { matchedCount: 2, modifiedCount: 1 } });
  });
});
