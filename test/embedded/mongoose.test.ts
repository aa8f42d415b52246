import { type Connection, createConnection, type Model, Schema } from 'mongoose';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Opened, openStore, rejection } from './store.js';

// biome-ignore lint/suspicious/noExplicitAny: a second look at a model, without its types
type Any = any;

describe('Mongoose', () => {
  let opened: Opened;
  let connection: Connection;
  beforeAll(async () => {
    opened = await openStore();
    connection = await createConnection(opened.store.uri, { dbName: 'tocsin' }).asPromise();
  });
  afterAll(async () => {
    await connection.close();
    await opened.close();
  });

  const card = new Schema({ channel: String, wanted: Number, shown: { type: Number, default: 0 } });
  const incidentSchema = new Schema(
    {
      number: { type: Number, required: true, unique: true },
      status: { type: String, enum: ['open', 'claimed', 'resolved'], default: 'open' },
      rev: { type: Number, default: 0 },
      owed: [{ id: String, dueAt: Date, state: String, lease: { by: String, until: Date } }],
      cards: [card],
      owedAt: { type: Date, index: true },
      severity: { score: Number, factors: [{ name: String, weight: Number }] },
      tags: { type: Map, of: String },
    },
    { timestamps: true, strict: 'throw' },
  );
  incidentSchema.index({ status: 1, createdAt: -1 });

  it('keeps models: defaults, validation, versions, timestamps, sub-documents, maps', async () => {
    const Incident = connection.model('Incident', incidentSchema);
    await Incident.init();
    const made = await Incident.create({
      number: 1,
      cards: [{ channel: 'C1', wanted: 1 }],
      tags: { zone: 'dock' },
      owed: [],
    });
    const found = await Incident.findById(made._id).orFail();
    expect(found).toMatchObject({ number: 1, status: 'open', __v: 0 });
    expect(found.cards[0]).toMatchObject({ channel: 'C1', wanted: 1, shown: 0 });
    expect(found.tags?.get('zone')).toBe('dock');
    expect(found.createdAt).toBeInstanceOf(Date);
    found.cards.push({ channel: 'C2', wanted: 2 });
    found.set('severity.score', 71.5);
    await found.save();
    const again = await Incident.findOne({ 'cards.channel': 'C2' }).lean().orFail();
    expect([again.cards.length, again.__v, again.severity?.score]).toEqual([2, 1, 71.5]);
    expect(await rejection(Incident.create({ number: 1 }))).toMatchObject({ code: 11000, keyValue: { number: 1 } });
    expect(await rejection(Incident.create({ number: 2, status: 'odd' as 'open' }))).toMatchObject({
      name: 'ValidationError',
    });
  });

  it('compares and sets, changes elements, and drains what is due in order', async () => {
    const Incident = connection.model('Incident') as Model<Any>;
    const now = new Date('2026-03-01T12:00:00Z');
    const at = (minutes: number): Date => new Date(now.getTime() + minutes * 60_000);
    await Incident.insertMany(
      [3, 1, 2, -9].map((minutes, n) => ({
        number: 10 + n,
        owedAt: at(-minutes),
        owed: [
          { id: 'a', state: 'waiting', dueAt: at(-minutes) },
          { id: 'b', state: 'sent' },
        ],
      })),
    );
    const due = await Incident.find({ owedAt: { $lte: now } })
      .sort({ owedAt: 1 })
      .lean();
    expect(due.map((one) => one.number)).toEqual([10, 12, 11]);
    const claim = () =>
      Incident.findOneAndUpdate(
        { number: 10, rev: 0 },
        { $set: { status: 'claimed' }, $inc: { rev: 1 } },
        { returnDocument: 'after' },
      );
    const [won, lost] = await Promise.all([claim(), claim()]);
    expect([won, lost].filter((one) => one !== null)).toHaveLength(1);
    const leased = await Incident.findOneAndUpdate(
      { number: 10, owed: { $elemMatch: { state: 'waiting', dueAt: { $lte: now } } } },
      { $set: { 'owed.$[x].state': 'leased', 'owed.$[x].lease': { by: 'me', until: at(1) } } },
      { arrayFilters: [{ 'x.id': 'a' }], returnDocument: 'after', lean: true },
    );
    expect(leased?.owed.map((one: { state: string }) => one.state)).toEqual(['leased', 'sent']);
    await Incident.updateOne(
      { number: 10 },
      { $pull: { owed: { state: 'sent' } }, $push: { cards: { $each: [{ channel: 'C9' }], $slice: -50 } } },
    );
    expect((await Incident.findOne({ number: 10 }).lean())?.owed).toHaveLength(1);
  });

  it('counts up, writes in bulk, deletes, and aggregates', async () => {
    const Counter = connection.model('Counter', new Schema({ _id: String, n: Number }));
    const next = () =>
      Counter.findOneAndUpdate({ _id: 'incident' }, { $inc: { n: 1 } }, { upsert: true, returnDocument: 'after' });
    const numbers = (await Promise.all(Array.from({ length: 20 }, next))).map((one) => one?.n);
    expect(new Set(numbers).size).toBe(20);
    await Counter.bulkWrite([
      { insertOne: { document: { _id: 'a', n: 1 } } },
      { updateOne: { filter: { _id: 'a' }, update: { $inc: { n: 4 } } } },
      { updateOne: { filter: { _id: 'b' }, update: { $set: { n: 2 } }, upsert: true } },
      { deleteOne: { filter: { _id: 'incident' } } },
      { replaceOne: { filter: { _id: 'b' }, replacement: { n: 3 } } },
    ]);
    expect(await Counter.find().sort({ _id: 1 }).lean()).toMatchObject([
      { _id: 'a', n: 5 },
      { _id: 'b', n: 3 },
    ]);
    expect(await Counter.aggregate([{ $group: { _id: null, total: { $sum: '$n' } } }])).toEqual([
      { _id: null, total: 8 },
    ]);
    expect(await Counter.deleteMany({ n: { $gt: 0 } })).toMatchObject({ deletedCount: 2 });
  });

  it('synchronises indexes and reads with a cursor', async () => {
    const Incident = connection.model('Incident') as Model<Any>;
    expect(await Incident.syncIndexes()).toEqual([]);
    expect(Object.keys(await Incident.collection.indexInformation())).toContain('status_1_createdAt_-1');
    let seen = 0;
    for await (const _ of Incident.find({ number: { $gte: 10 } }).cursor({ batchSize: 2 })) seen++;
    expect(seen).toBe(4);
  });
});
