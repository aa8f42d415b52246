import type { Collection, Db, MongoClient } from 'mongodb';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Opened, openStore, rejection } from './store.js';

// biome-ignore lint/suspicious/noExplicitAny: refusals are about what the driver's types do not allow
type Any = any;

describe('what the store has not is refused by name, with the way out', () => {
  let opened: Opened;
  let client: MongoClient;
  let db: Db;
  let all: Collection<Any>;
  beforeAll(async () => {
    opened = await openStore();
    client = opened.client;
    db = client.db('t');
    all = db.collection('c');
    await all.insertOne({ a: 1 });
  });
  afterAll(() => opened.close());

  const stage = (given: Any) => all.aggregate([given]).toArray();
  const CASES: [string, number, string, () => Promise<unknown>][] = [
    ['a command', 59, "'mapReduce'", () => db.command({ mapReduce: 'c' })],
    ['a command named like an inherited property', 59, "'constructor'", () => db.command({ constructor: 1 })],
    ['an option of find', 40415, "'let'", () => db.command({ find: 'c', let: {} })],
    [
      'an option named like an inherited property',
      40415,
      "'constructor'",
      () => db.command({ find: 'c', constructor: 1 }),
    ],
    ['a collation', 238, "'collation'", () => all.find({}, { collation: { locale: 'de' } }).toArray()],
    ['a tailable cursor', 238, "'tailable'", () => db.command({ find: 'c', tailable: true })],
    ['a query operator', 2, '$near', () => all.find({ a: { $near: [0, 0] } } as Any).toArray()],
    ['$where', 2, '$where', () => all.find({ $where: 'true' } as Any).toArray()],
    ['$expr', 2, '$expr', () => all.find({ $expr: { $eq: [1, 1] } } as Any).toArray()],
    ['$text', 2, '$text', () => all.find({ $text: { $search: 'x' } } as Any).toArray()],
    ['an update operator', 9, '$wrong', () => all.updateOne({}, { $wrong: { a: 1 } } as Any)],
    ['an update pipeline', 238, 'pipeline', () => all.updateOne({}, [{ $set: { a: 1 } }])],
    [
      'an option of an update',
      40415,
      "'let'",
      () => db.command({ update: 'c', updates: [{ q: {}, u: { $set: { a: 1 } } }], let: {} }),
    ],
    ['a stage', 40324, '$lookup', () => stage({ $lookup: { from: 'x', as: 'y', pipeline: [] } })],
    ['$unwind', 40324, '$unwind', () => stage({ $unwind: '$a' })],
    ['$out', 40324, '$out', () => stage({ $out: 'x' })],
    ['$changeStream', 40324, '$changeStream', () => stage({ $changeStream: {} })],
    ['an expression', 238, '$dateToString', () => stage({ $group: { _id: { $dateToString: { date: '$a' } } } })],
    ['an accumulator', 238, '$stdDevPop', () => stage({ $group: { _id: null, a: { $stdDevPop: '$a' } } })],
    ['a variable', 238, '$$NOW', () => stage({ $project: { a: '$$NOW' } })],
    ['a text index', 67, "'text'", () => all.createIndex({ a: 'text' })],
    ['a geo index', 67, "'2dsphere'", () => all.createIndex({ a: '2dsphere' })],
    ['a wildcard index', 67, 'wildcard', () => all.createIndex({ '$**': 1 })],
    ['a hidden index', 238, "'hidden'", () => all.createIndex({ a: 1 }, { hidden: true })],
    ['a capped collection', 238, "'capped'", () => db.createCollection('x', { capped: true, size: 1000 })],
    ['a time series', 238, "'timeseries'", () => db.createCollection('x', { timeseries: { timeField: 't' } })],
    ['a validator', 238, "'validator'", () => db.createCollection('x', { validator: { a: 1 } })],
    ['a projection that computes', 238, 'computes', () => all.find({}, { projection: { b: '$a' } }).toArray()],
    ['a read concern', 238, "'snapshot'", () => db.command({ find: 'c', readConcern: { level: 'snapshot' } })],
    ['a write concern', 2, "'w' > 1", () => db.command({ insert: 'c', documents: [{}], writeConcern: { w: 2 } })],
    [
      'a tagged write concern',
      79,
      'w: elsewhere',
      () => db.command({ insert: 'c', documents: [{}], writeConcern: { w: 'elsewhere' } }),
    ],
  ];
  it.each(CASES)('%s', async (_, code, named, run) => {
    const error = await rejection(run());
    expect(error).toMatchObject({ code });
    expect(error.message).toContain(named);
    expect(error.message).toContain('set MONGODB_URI to use');
    expect(await all.countDocuments()).toBe(1);
  });

  it('transactions, with a text that the driver does not rewrite', async () => {
    const reply = await rejection(
      db.command({ find: 'c', lsid: undefined, txnNumber: 1, startTransaction: true, autocommit: false } as Any),
    );
    expect(reply).toMatchObject({ code: 20, codeName: 'IllegalOperation' });
    expect(reply.message).toMatch(/^Multi-document transactions .* set MONGODB_URI/);
  });

  it('a long regular expression, and one that is none', async () => {
    expect((await rejection(all.find({ a: { $regex: 'x'.repeat(1_001) } }).toArray())).message).toContain('1000');
    expect(await rejection(all.find({ a: { $regex: '(' } }).toArray())).toMatchObject({ code: 2 });
  });

  it('keeps to maxTimeMS', async () => {
    await db.collection('many').insertMany(Array.from({ length: 20_000 }, (_, n) => ({ n, text: 'x'.repeat(100) })));
    expect(
      await rejection(db.collection('many').countDocuments({ text: { $not: /x{50}$/ } }, { maxTimeMS: 1 })),
    ).toMatchObject({ code: 50 });
  });
});
