import { deserialize, serialize } from 'bson';
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { parseProjection } from '../../embedded/query/project.js';
import { keepShape, takeOut } from '../../embedded/values/cut.js';
import { readDocument } from '../../embedded/values/read.js';
import type { Document } from '../../embedded/values/value.js';
import { writeDocument } from '../../embedded/values/write.js';
import { type Opened, openStore, rejection } from './store.js';

const value = fc.oneof(
  fc.string(),
  fc.integer(),
  fc.double({ noNaN: true }),
  fc.boolean(),
  fc.constant(null),
  fc.date({ noInvalidDate: true }),
  fc.array(fc.integer()),
  fc.record({ deep: fc.string() }),
  fc.uint8Array().map((bytes) => Buffer.from(bytes)),
);
const name = fc
  .oneof(fc.constantFrom('_id', 'a', 'b', 'ü', 'u'), fc.string({ minLength: 1 }))
  .filter((text) => !text.includes('\0'));
const fields = fc.uniqueArray(fc.tuple(name, value), { selector: ([key]) => key, maxLength: 8 });

describe('an encoded document', () => {
  it('cut to some fields is what decoding, choosing and encoding would give', () => {
    fc.assert(
      fc.property(fields, fc.uniqueArray(name), (all, names) => {
        const kept = new Map(names.map((each) => [each, true as const]));
        const expected = serialize(new Map(all.filter(([key]) => kept.has(key))));
        expect(keepShape(Buffer.from(serialize(new Map(all))), kept).equals(expected)).toBe(true);
      }),
      { numRuns: 500 },
    );
  });

  it('cut to paths is what projecting the decoded one gives, through documents and arrays', () => {
    const word = fc.constantFrom('a', 'b', 'c');
    const { tree } = fc.letrec<{ tree: unknown; of: unknown }>((tie) => ({
      of: fc.oneof({ maxDepth: 4 }, fc.integer(), fc.string(), tie('tree'), fc.array(tie('of'), { maxLength: 4 })),
      tree: fc.dictionary(word, tie('of'), { maxKeys: 3, noNullPrototype: true }),
    }));
    const paths = fc.uniqueArray(
      fc.array(word, { minLength: 1, maxLength: 3 }).map((parts) => parts.join('.')),
      { minLength: 1, maxLength: 4 },
    );
    let cuts = 0;
    fc.assert(
      fc.property(tree, paths, fc.boolean(), (made, names, withId) => {
        const apart = names.filter((each) => !names.some((other) => each !== other && each.startsWith(`${other}.`)));
        const spec: Document = new Map(apart.map((each) => [each, 1]));
        if (!withId) spec.set('_id', 0);
        const projection = parseProjection(spec);
        const raw = Buffer.from(serialize({ _id: 7, ...(made as object) }));
        if (!projection?.only) throw new Error('it is not cut');
        cuts += 1;
        const expected = writeDocument(projection.of(readDocument(raw)));
        expect(deserialize(keepShape(raw, projection.only))).toEqual(deserialize(expected));
        expect(keepShape(raw, projection.only).equals(expected)).toBe(true);
      }),
      { numRuns: 1_000 },
    );
    expect(cuts).toBeGreaterThan(0);
  });

  it('gives out one document and keeps the rest', () => {
    const { rest, taken } = takeOut(Buffer.from(serialize({ q: { a: 1 }, u: { _id: 1, b: 2 }, multi: false })), 'u');
    expect(deserialize(rest)).toEqual({ q: { a: 1 }, multi: false });
    expect(deserialize(taken ?? Buffer.alloc(0))).toEqual({ _id: 1, b: 2 });
    expect(takeOut(Buffer.from(serialize({ u: [1] })), 'u').taken).toBeUndefined();
  });
});

describe('a replacement in bulk', () => {
  let opened: Opened;
  beforeAll(async () => {
    opened = await openStore();
  });
  afterAll(() => opened.close());
  const rows = () => opened.client.db('cut').collection<{ _id: number; v?: number; n?: unknown }>('rows');

  it('is counted, kept as it came, and found by what it says now', async () => {
    await rows().createIndex({ v: 1 });
    await rows().insertMany([
      { _id: 1, v: 1 },
      { _id: 2, v: 2 },
    ]);
    const filter = { _id: 1, v: 1 };
    const replacement: { n: unknown; v: number } = { _id: 1, n: { deep: ['ü', null] }, v: 7 } as never;
    const done = await rows().bulkWrite([{ replaceOne: { filter, replacement } }]);
    expect([done.matchedCount, done.modifiedCount]).toEqual([1, 1]);
    expect(await rows().find({ v: 7 }).toArray()).toEqual([replacement]);
    expect(await rows().find({ v: 1 }).toArray()).toEqual([]);
    const again = await rows().bulkWrite([{ replaceOne: { filter: { _id: 1 }, replacement } }]);
    expect([again.matchedCount, again.modifiedCount]).toEqual([1, 0]);
    const missed = await rows().bulkWrite([{ replaceOne: { filter, replacement } }]);
    expect([missed.matchedCount, missed.modifiedCount]).toEqual([0, 0]);
  });

  it('keeps the id that is there, whether it names one or not', async () => {
    await rows().bulkWrite([{ replaceOne: { filter: { v: 2 }, replacement: { v: 3 } } }]);
    expect(await rows().findOne({ v: 3 })).toEqual({ _id: 2, v: 3 });
    const other = rows().bulkWrite([
      { replaceOne: { filter: { _id: 2 }, replacement: { _id: 9, v: 3 } as { v: number } } },
    ]);
    expect((await rejection(other)).message).toContain("would modify the immutable field '_id'");
    const upserted = await rows().bulkWrite([
      { replaceOne: { filter: { _id: 5 }, replacement: { v: 5 }, upsert: true } },
    ]);
    expect(upserted.upsertedIds).toEqual({ 0: 5 });
  });

  it('meets a unique index', async () => {
    await rows().createIndex({ n: 1 }, { unique: true, sparse: true, name: 'n' });
    await rows().insertOne({ _id: 20, n: 'taken' });
    await rows().insertOne({ _id: 21, n: 'free' });
    const twice = rows().bulkWrite([
      { replaceOne: { filter: { _id: 21 }, replacement: { _id: 21, n: 'taken' } as { n: string } } },
    ]);
    expect(await rejection(twice)).toMatchObject({ code: 11000 });
    expect(await rows().findOne({ _id: 21 })).toEqual({ _id: 21, n: 'free' });
  });
});
