import { Int32 } from 'bson';
import { type Collection, MongoClient } from 'mongodb';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { Effort } from '../../embedded/query/effort.js';
import { matches, weightOf } from '../../embedded/query/filter.js';
import { guarded, passes } from '../../embedded/query/guard.js';
import { parseFilter } from '../../embedded/query/parse-filter.js';
import { growthOf } from '../../embedded/query/regex.js';
import { type Document, doc } from '../../embedded/values/value.js';
import { writeDocument } from '../../embedded/values/write.js';
import { type Opened, openStore, rejection } from './store.js';

// biome-ignore lint/suspicious/noExplicitAny: the documents of these tests have every shape
type Any = any;

const ENDLESS = '^(a+)+$';
const BAIT = `${'a'.repeat(40)}!`;

describe('a regular expression', () => {
  it.each<[string, number]>([
    ['^site-12$', 1],
    ['Gate \\(north\\) \\d \\[x\\]', 1],
    ['[(+*|)]x', 1],
    ['[^\\]+]+', 2],
    ['.*', 2],
    ['a.*b.*?c', 3],
    ['(?:ab)+', 2],
    ['(?<name>abc){3}', 2],
    ['a|b|c', 3],
    ['(a|b)c', 2],
    ['(a+b)?', 3],
    ['x{2,5}y{3}', 3],
    ['{', 1],
    ['(a+)+', Number.POSITIVE_INFINITY],
    ['(a|aa)*', Number.POSITIVE_INFINITY],
    ['((a+b)c){2,}', Number.POSITIVE_INFINITY],
    ['(?:a?){20}', Number.POSITIVE_INFINITY],
    ['(a)\\1', Number.POSITIVE_INFINITY],
    ['(?=a)b', Number.POSITIVE_INFINITY],
    ['(?<!a)b', Number.POSITIVE_INFINITY],
  ])('%s can grow with the power %d', (pattern, growth) => {
    expect(growthOf(pattern)).toBe(growth);
  });

  const run = (filter: Document, fields: Any) => matches(parseFilter(filter), writeDocument(doc(fields)));

  it('that does not end is ended, wherever it stands in a filter', async () => {
    const regex = doc({ $regex: ENDLESS });
    for (const filter of [
      doc({ list: doc({ $elemMatch: regex }) }),
      doc({ $or: [doc({ a: 'x' }), doc({ 'in.a': doc({ $not: regex }) })] }),
    ]) {
      const error = await rejection((async () => run(filter, { a: BAIT, list: [BAIT], in: doc({ a: BAIT }) }))());
      expect(error).toMatchObject({ code: 50, codeName: 'MaxTimeMSExpired' });
      expect(error.message).toBe(
        'operation exceeded time limit: the regular expression /^(a+)+$/ took longer than 1 s on a single document',
      );
    }
  });

  it('that is slow only on paper gives its answer', () => {
    expect(run(doc({ a: doc({ $regex: '^(a+)+$' }) }), { a: 'aaaa' })).toBe(true);
    expect(run(doc({ a: doc({ $regex: '(\\w+ )+end' }) }), { a: 'to the end' })).toBe(true);
    expect(run(doc({ a: doc({ $regex: 'needle.*end' }) }), { a: `${'hay '.repeat(50_000)}needle end` })).toBe(true);
    expect(run(doc({ a: doc({ $regex: '(?=x)y' }) }), { a: 'xy' })).toBe(false);
  });

  it('costs what it did where it cannot be slow', () => {
    const filter = parseFilter(doc({ a: doc({ $regex: '^Gate \\d+' }) }));
    const raw = writeDocument(doc({ a: `Gate 12 ${'x'.repeat(300)}` }));
    const started = performance.now();
    for (let n = 0; n < 100_000; n++) matches(filter, raw);
    // Under guard it would take six seconds.
    expect(performance.now() - started).toBeLessThan(2_000);
  });

  it('whose search needs more stack than there is says so', async () => {
    const error = await rejection(
      (async () => run(doc({ a: doc({ $regex: '(?:a|b)*c' }) }), { a: 'ab'.repeat(5_000_000) }))(),
    );
    expect(error).toMatchObject({ code: 2 });
    expect(error.message).toMatch(/^the regular expression \/\(\?:a\|b\)\*c\/ fails on a text of 10000000 characters/);
  });
});

it('a filter that is heavy on one document is ended as well', async () => {
  const items = Array.from({ length: 50_000 }, (_, n) => new Int32(n));
  const raw = writeDocument(doc({ a: items }));
  const many = (count: number) =>
    parseFilter(doc({ $or: Array.from({ length: count }, (_, n) => doc({ a: doc({ $gt: new Int32(60_000 + n) }) })) }));
  // Heavy enough for the guard, and yet it comes to its end.
  expect(weightOf(many(60)) * raw.length).toBeGreaterThan(20_000_000);
  expect(passes(many(60), weightOf(many(60)), raw)).toBe(false);
  const endless = many(20_000);
  const error = await rejection((async () => guarded(() => matches(endless, raw), 'the filter', 200))());
  expect(error).toMatchObject({ code: 50 });
  expect(error.message).toBe('operation exceeded time limit: the filter took longer than 0.2 s on a single document');
});

describe('an effort', () => {
  const spend = (effort: Effort): void => {
    for (;;) effort.document();
  };

  it.each<[string, Effort, RegExp]>([
    ['maxTimeMS', new Effort({ withinMs: 20 }), /^operation exceeded time limit$/],
    [
      'the time of a query',
      new Effort({ workMs: 20 }),
      /^operation exceeded the embedded store's own time limit of 0.02 s of work, after \d+ documents; an index .* set MONGODB_URI/,
    ],
    [
      'the time without a pause',
      new Effort({ holdMs: 20 }),
      /own time limit of 0.02 s in which others wait, after \d+ documents/,
    ],
  ])('ends with %s', async (_, effort, text) => {
    const error = await rejection((async () => spend(effort))());
    expect(error).toMatchObject({ code: 50, codeName: 'MaxTimeMSExpired' });
    expect(error.message).toMatch(text);
  });

  it('does not take a process that was stopped for one that worked', async () => {
    const effort = new Effort({ holdMs: 1_500, workMs: 1_500 });
    const now = vi.spyOn(performance, 'now').mockReturnValue(performance.now() + 90_000);
    try {
      expect(effort.step(16)).toBe(true);
    } finally {
      now.mockRestore();
    }
  });

  it('does not count its pauses, nor what was before a new batch', async () => {
    const effort = new Effort({ workMs: 400, holdMs: 400 });
    for (let n = 0; n < 3; n++) {
      while (!effort.step()) {}
      await new Promise((resolve) => setTimeout(resolve, 100));
      await effort.pause();
      effort.renew();
    }
    expect(effort.step(16)).toBe(false);
  });
});

describe('while a long command runs', () => {
  const COUNT = 6_000;
  /** Matches nothing, and takes its time over every document. */
  const slow = { $or: Array.from({ length: 300 }, (_, n) => ({ [`f${n % 7}`]: -1 - n })) };
  let opened: Opened;
  let other: MongoClient;
  let all: Collection<Any>;

  beforeAll(async () => {
    opened = await openStore();
    other = await new MongoClient(opened.store.uri).connect();
    all = opened.client.db('slices').collection('c');
    await all.insertMany(
      Array.from({ length: COUNT }, (_, n) => ({
        _id: n,
        n: COUNT - n,
        state: 'open',
        f1: n,
        f2: n,
        f3: [n],
        text: 'x'.repeat(60),
      })),
    );
  });
  afterAll(async () => {
    await other.close();
    await opened.close();
  });

  /** Runs something long; gives how long it took and the longest that another client had to wait meanwhile. */
  async function beside(long: Promise<unknown>): Promise<{ tookMs: number; longestMs: number; answers: number }> {
    let over = false;
    const started = performance.now();
    const ended = long.then(() => {
      over = true;
      return performance.now() - started;
    });
    let longestMs = 0;
    let answers = 0;
    while (!over) {
      const asked = performance.now();
      await other
        .db('slices')
        .collection('c')
        .findOne({ _id: answers as Any });
      longestMs = Math.max(longestMs, performance.now() - asked);
      answers++;
    }
    return { tookMs: await ended, longestMs, answers };
  }

  it.each<[string, () => Promise<unknown>]>([
    ['find', () => all.find(slow).toArray()],
    ['count', () => all.countDocuments(slow)],
    ['distinct', () => all.distinct('n', { $nor: slow.$or })],
    [
      'aggregate',
      () => all.aggregate([{ $match: { $nor: slow.$or } }, { $group: { _id: '$state', n: { $sum: 1 } } }]).toArray(),
    ],
    ['a sort in memory', () => all.find({ $nor: slow.$or }).sort({ text: 1, n: 1 }).toArray()],
    ['update', () => all.updateMany({ $nor: slow.$or }, { $set: { seen: 1 } })],
    ['delete', () => all.deleteMany(slow)],
    ['explain', () => all.find(slow).explain('executionStats')],
  ])('others are served: %s', async (_, run) => {
    const { tookMs, longestMs, answers } = await beside(run());
    expect(tookMs).toBeGreaterThan(50);
    expect(answers).toBeGreaterThan(3);
    expect(longestMs).toBeLessThan(Math.max(60, tookMs / 2));
  });

  it('others are served: an insert of many', async () => {
    const many = Array.from({ length: 15_000 }, (_, n) => ({ n, text: 'y'.repeat(200) }));
    const { answers, longestMs, tookMs } = await beside(opened.client.db('slices').collection('many').insertMany(many));
    expect(answers).toBeGreaterThan(3);
    expect(longestMs).toBeLessThan(Math.max(60, tookMs / 2));
  });

  it('what another client changes meanwhile is not changed back by an update that no longer means it', async () => {
    await all.updateMany({}, { $set: { state: 'open' } });
    const long = all.updateMany({ state: 'open', $nor: slow.$or }, { $set: { state: 'closed' } });
    for (let n = 0; n < COUNT; n += 60)
      await other
        .db('slices')
        .collection<Any>('c')
        .updateOne({ _id: n }, { $set: { state: 'held' } });
    await long;
    expect(await all.countDocuments({ state: 'held' })).toBe(COUNT / 60);
    expect(await all.countDocuments({ state: 'closed' })).toBe(COUNT - COUNT / 60);
  });

  it('a document that is deleted meanwhile stays deleted', async () => {
    const long = all.updateMany({ $nor: slow.$or }, { $inc: { rev: 1 } });
    const gone = all.deleteMany({ _id: { $gte: COUNT - 50 } });
    await Promise.all([long, gone]);
    expect(await all.countDocuments({ _id: { $gte: COUNT - 50 } })).toBe(0);
    expect(await opened.client.db('slices').command({ validate: 'c' })).toMatchObject({ valid: true, errors: [] });
  });

  it('a cursor gives one batch at a time, and says so', async () => {
    const db = opened.client.db('slices');
    const { cursor } = await db.command({ find: 'c', filter: { $nor: slow.$or }, batchSize: 1 });
    const more = () => db.command({ getMore: cursor.id, collection: 'c', batchSize: 100_000 });
    const [first, second] = await Promise.allSettled([more(), more()]);
    expect(first.status).toBe('fulfilled');
    expect(second).toMatchObject({ status: 'rejected', reason: { code: 12051, codeName: 'CursorInUse' } });
    expect((second as { reason: Error }).reason.message).toMatch(/^cursor id \d+ is already in use$/);
  });

  it('its collection may be dropped', async () => {
    const [counted, found] = await Promise.all([
      all.countDocuments({ $nor: slow.$or }),
      all.find(slow).toArray(),
      all.drop(),
    ]);
    expect(counted).toBeLessThanOrEqual(COUNT);
    expect(found).toEqual([]);
    expect(await all.countDocuments()).toBe(0);
  });
});
