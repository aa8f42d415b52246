import { type Collection, Decimal128, Double, Int32, Long, MaxKey, MinKey, MongoClient, ObjectId } from 'mongodb';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { rejection } from './store.js';

// biome-ignore lint/suspicious/noExplicitAny: the contract is about documents of any shape
type Any = any;

/** What the bot may rely on, told in the official driver's words; holds for the embedded store as for a real mongod. */
export function storeContract(name: string, open: () => Promise<{ uri: string; close: () => Promise<void> }>): void {
  describe(`store contract: ${name}`, () => {
    let close: () => Promise<void>;
    let client: MongoClient;
    let all: Collection<Any>;

    beforeAll(async () => {
      const opened = await open();
      close = opened.close;
      client = await new MongoClient(opened.uri, { promoteValues: true }).connect();
    });
    afterAll(async () => {
      await client?.db('contract').dropDatabase();
      await client?.close();
      await close?.();
    });
    beforeEach(async () => {
      all = client.db('contract').collection(`c${new ObjectId().toHexString()}`);
    });

    const ids = async (filter: Any, docs: Any[]): Promise<number[]> => {
      await all.insertMany(docs.map((doc, index) => ({ _id: index, ...doc })));
      return (await all.find(filter).sort({ _id: 1 }).toArray()).map((doc) => doc._id);
    };

    describe('filters', () => {
      const VALUES = [
        { v: 1 },
        { v: 2.5 },
        { v: 'a' },
        { v: null },
        {},
        { v: [1, 5] },
        { v: [] },
        { v: { x: 1 } },
        { v: [{ x: 1 }, { x: 7, y: 2 }] },
        { v: true },
        { v: new Date(5) },
        { v: Long.fromString('9007199254740993') },
        { v: Decimal128.fromString('2.5') },
        { v: [[1]] },
        { v: Number.NaN },
      ];
      const CASES: [string, Any, number[]][] = [
        ['equality', { v: 1 }, [0, 5]],
        ['equality across numeric types', { v: 2.5 }, [1, 12]],
        ['null takes missing', { v: null }, [3, 4]],
        ['$ne null', { v: { $ne: null } }, [0, 1, 2, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14]],
        ['$exists true', { v: { $exists: true } }, [0, 1, 2, 3, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14]],
        ['$exists false', { v: { $exists: false } }, [4]],
        ['$gt within its type', { v: { $gt: 1 } }, [1, 5, 11, 12]],
        ['$gte and $lte', { v: { $gte: 1, $lte: 2.5 } }, [0, 1, 5, 12]],
        ['$gte null', { v: { $gte: null } }, [3, 4]],
        ['$lt string', { v: { $lt: 'b' } }, [2]],
        ['$in with null', { v: { $in: [null, 'a'] } }, [2, 3, 4]],
        ['$nin', { v: { $nin: [1, null] } }, [1, 2, 6, 7, 8, 9, 10, 11, 12, 13, 14]],
        ['whole array', { v: [1, 5] }, [5]],
        ['nested array element', { v: [1] }, [13]],
        ['empty array', { v: [] }, [6]],
        ['whole document', { v: { x: 1 } }, [7, 8]],
        ['dotted through arrays', { 'v.x': 7 }, [8]],
        ['dotted null', { 'v.y': null }, [0, 1, 2, 3, 4, 7, 8, 9, 10, 11, 12, 14]],
        ['dotted exists', { 'v.y': { $exists: true } }, [8]],
        ['array index', { 'v.0': 1 }, [5, 13]],
        ['$size', { v: { $size: 2 } }, [5, 8]],
        ['$all', { v: { $all: [1, 5] } }, [5]],
        ['$elemMatch values', { v: { $elemMatch: { $gt: 1, $lt: 6 } } }, [5]],
        ['$elemMatch does not look into nested arrays', { v: { $elemMatch: { $gt: 0 } } }, [5]],
        ['$elemMatch documents', { v: { $elemMatch: { x: 7, y: 2 } } }, [8]],
        ['$type alias', { v: { $type: 'string' } }, [2]],
        ['$type number', { v: { $type: 'number' } }, [0, 1, 5, 11, 12, 14]],
        ['$type array', { v: { $type: 'array' } }, [5, 6, 8, 13]],
        ['$mod', { v: { $mod: [2, 1] } }, [0, 5, 11]],
        ['$not', { v: { $not: { $gt: 1 } } }, [0, 2, 3, 4, 6, 7, 8, 9, 10, 13, 14]],
        ['$nor', { $nor: [{ v: 1 }, { v: null }] }, [1, 2, 6, 7, 8, 9, 10, 11, 12, 13, 14]],
        ['$or and $and', { $or: [{ v: 'a' }, { $and: [{ v: { $gt: 0 } }, { v: { $lt: 2 } }] }] }, [0, 2, 5]],
        ['NaN equals NaN', { v: Number.NaN }, [14]],
        ['exact long', { v: Long.fromString('9007199254740993') }, [11]],
        ['no other long', { v: Long.fromString('9007199254740992') }, []],
        ['above MinKey', { v: { $lt: new MaxKey(), $gt: new Date(1) } }, [10]],
        ['regex', { v: /^A/i }, [2]],
        ['$regex with $options', { v: { $regex: '^A', $options: 'i' } }, [2]],
      ];
      it.each(CASES)('%s', async (_, filter, wanted) => {
        expect(await ids(filter, VALUES)).toEqual(wanted);
      });
    });

    it('sorts by type, then value, arrays by their least or greatest', async () => {
      const values = [
        new MaxKey(),
        'b',
        3,
        null,
        [],
        [9, 0],
        { a: 1 },
        true,
        new Date(0),
        new MinKey(),
        'a',
        Long.fromNumber(2),
      ];
      await all.insertMany(values.map((v, _id) => ({ _id, v })) as Any[]);
      await all.insertOne({ _id: 99 });
      const order = (await all.find().sort({ v: 1, _id: 1 }).toArray()).map((doc) => doc._id);
      expect(order).toEqual([9, 4, 3, 99, 5, 11, 2, 10, 1, 6, 7, 8, 0]);
      const down = (
        await all
          .find({ _id: { $in: [2, 5, 11] } })
          .sort({ v: -1 })
          .toArray()
      ).map((doc) => doc._id);
      expect(down).toEqual([5, 2, 11]);
    });

    describe('updates', () => {
      const CASES: [string, Any, Any, Any, Any?][] = [
        ['$set nested', { a: 1 }, { $set: { 'b.c': 2, a: 3 } }, { a: 3, b: { c: 2 } }],
        ['$set array index beyond the end', { a: [1] }, { $set: { 'a.3': 4 } }, { a: [1, null, null, 4] }],
        [
          '$unset in document and array',
          { a: { b: 1, c: 2 }, d: [1, 2] },
          { $unset: { 'a.b': '', 'd.0': '' } },
          { a: { c: 2 }, d: [null, 2] },
        ],
        ['$inc and $mul', { a: 1, b: 3 }, { $inc: { a: 2, n: 5 }, $mul: { b: 2, z: 4 } }, { a: 3, b: 6, n: 5, z: 0 }],
        ['$min and $max', { a: 5, b: 5 }, { $min: { a: 3, c: 1 }, $max: { b: 3 } }, { a: 3, b: 5, c: 1 }],
        ['$rename', { a: 1, b: 2 }, { $rename: { a: 'c.d' } }, { b: 2, c: { d: 1 } }],
        ['$push', { a: [1] }, { $push: { a: 2, b: 1 } }, { a: [1, 2], b: [1] }],
        [
          '$push each sort slice',
          { a: [5, 1] },
          { $push: { a: { $each: [3, 2], $sort: 1, $slice: -3 } } },
          { a: [2, 3, 5] },
        ],
        ['$push at position', { a: [1, 4] }, { $push: { a: { $each: [2, 3], $position: 1 } } }, { a: [1, 2, 3, 4] }],
        [
          '$push sorted by field',
          { a: [{ n: 2 }] },
          { $push: { a: { $each: [{ n: 3 }, { n: 1 }], $sort: { n: -1 } } } },
          { a: [{ n: 3 }, { n: 2 }, { n: 1 }] },
        ],
        ['$addToSet', { a: [1] }, { $addToSet: { a: { $each: [1, 2, 2] } } }, { a: [1, 2] }],
        [
          '$pull value and condition',
          { a: [1, 5, 9], b: [{ x: 1 }, { x: 2 }] },
          { $pull: { a: { $gte: 5 }, b: { x: 1 } } },
          { a: [1], b: [{ x: 2 }] },
        ],
        [
          '$pullAll and $pop',
          { a: [1, 2, 1], b: [1, 2], c: [1, 2] },
          { $pullAll: { a: [1] }, $pop: { b: 1, c: -1 } },
          { a: [2], b: [1], c: [2] },
        ],
        ['$bit', { a: 5 }, { $bit: { a: { and: 4 } } }, { a: 4 }],
        ['$[]', { a: [{ n: 1 }, { n: 2 }] }, { $inc: { 'a.$[].n': 10 } }, { a: [{ n: 11 }, { n: 12 }] }],
        [
          '$[x] with a filter',
          { a: [{ n: 1 }, { n: 2 }] },
          { $set: { 'a.$[x].ok': true } },
          { a: [{ n: 1 }, { n: 2, ok: true }] },
          [{ 'x.n': { $gt: 1 } }],
        ],
        ['new fields in order of their paths', {}, { $set: { z: 1, b: 2 } }, { b: 2, z: 1 }],
      ];
      it.each(CASES)('%s', async (_, before, update, after, arrayFilters) => {
        await all.insertOne({ _id: 1, ...before });
        const result = await all.updateOne({ _id: 1 }, update, arrayFilters === undefined ? {} : { arrayFilters });
        expect(result).toMatchObject({ matchedCount: 1, modifiedCount: 1 });
        const found = await all.findOne({ _id: 1 });
        expect(found).toEqual({ _id: 1, ...after });
        expect(Object.keys(found)).toEqual(['_id', ...Object.keys(after)]);
      });

      it('changes the element that the filter found', async () => {
        await all.insertOne({
          _id: 1,
          owed: [
            { id: 'a', n: 1 },
            { id: 'b', n: 1 },
          ],
        });
        await all.updateOne({ _id: 1, 'owed.id': 'b' }, { $set: { 'owed.$.n': 7 } });
        await all.updateOne({ _id: 1, owed: { $elemMatch: { id: 'a', n: 1 } } }, { $set: { 'owed.$.n': 9 } });
        expect((await all.findOne({ _id: 1 })).owed).toEqual([
          { id: 'a', n: 9 },
          { id: 'b', n: 7 },
        ]);
      });

      it('counts what matched and what changed', async () => {
        await all.insertMany([{ a: 1 }, { a: 1 }, { a: 2 }]);
        expect(await all.updateMany({ a: { $gte: 1 } }, { $set: { a: 1 } })).toMatchObject({
          matchedCount: 3,
          modifiedCount: 1,
        });
      });

      it('keeps numeric types, and widens an int32 that overflows', async () => {
        const raw = all.db.collection(all.collectionName, { promoteValues: false } as Any) as Any;
        await all.insertOne({
          _id: 1,
          i: new Int32(1),
          l: Long.fromNumber(1),
          d: new Double(1),
          m: Decimal128.fromString('0.1'),
          o: new Int32(2147483647),
        } as Any);
        await all.updateOne({ _id: 1 }, { $inc: { i: 1, l: 1, d: 1, m: Decimal128.fromString('0.2'), o: 1 } });
        const found = await raw.findOne({ _id: 1 }, { promoteValues: false });
        expect(['i', 'l', 'd', 'm', 'o'].map((field) => found[field]._bsontype)).toEqual([
          'Int32',
          'Long',
          'Double',
          'Decimal128',
          'Long',
        ]);
        expect(found.m.toString()).toBe('0.3');
        expect(found.o.toString()).toBe('2147483648');
      });

      it('replaces and keeps _id', async () => {
        await all.insertOne({ _id: 1, a: 1 });
        await all.replaceOne({ _id: 1 }, { b: 2 });
        expect(await all.findOne()).toEqual({ _id: 1, b: 2 });
      });

      it('upserts from the equalities of the filter', async () => {
        const result = await all.updateOne(
          { 'k.a': 1, b: { $eq: 2 }, c: { $gt: 3 } },
          { $set: { d: 4 }, $setOnInsert: { e: 5 } },
          { upsert: true },
        );
        expect(result.upsertedCount).toBe(1);
        const { _id, ...rest } = await all.findOne();
        expect(_id).toEqual(result.upsertedId);
        expect(rest).toEqual({ k: { a: 1 }, b: 2, d: 4, e: 5 });
        await all.updateOne({ b: 2 }, { $setOnInsert: { e: 6 }, $inc: { n: 1 } }, { upsert: true });
        expect(await all.findOne()).toMatchObject({ e: 5, n: 1 });
      });

      const ERRORS: [string, Any, Any, number][] = [
        ['_id is immutable', {}, { $set: { _id: 2 } }, 66],
        ['_id is immutable inside too', { n: 1 }, { $set: { '_id.x': 2 } }, 28],
        ['a field within a scalar', { a: 1 }, { $set: { 'a.b': 1 } }, 28],
        ['two operators on one path', {}, { $set: { a: 1 }, $inc: { a: 1 } }, 40],
        ['a path within another', {}, { $set: { a: 1, 'a.b': 1 } }, 40],
        ['$inc of a string', { a: 'x' }, { $inc: { a: 1 } }, 14],
        ['$push on a number', { a: 1 }, { $push: { a: 1 } }, 2],
        ['$ without a match', { a: [1] }, { $set: { 'a.$': 1 } }, 2],
        ['an array filter nobody uses', { a: [1] }, { $set: { b: 1 } }, 9],
      ];
      it.each(ERRORS)('refuses: %s', async (_, before, update, code) => {
        await all.insertOne({ _id: 1, ...before });
        const options = code === 9 ? { arrayFilters: [{ x: 1 }] } : {};
        expect(await rejection(all.updateOne({ _id: 1 }, update, options))).toMatchObject({ code });
        expect(await all.findOne()).toEqual({ _id: 1, ...before });
      });
    });

    describe('findAndModify', () => {
      it('gives the document before or after, by sort, once each', async () => {
        await all.insertMany([{ n: 2 }, { n: 1 }]);
        const before = await all.findOneAndUpdate({}, { $set: { taken: true } }, { sort: { n: 1 } });
        expect(before).toMatchObject({ n: 1 });
        expect(before).not.toHaveProperty('taken');
        const after = await all.findOneAndUpdate(
          { taken: null },
          { $set: { taken: true } },
          { returnDocument: 'after', projection: { _id: 0, n: 1, taken: 1 } },
        );
        expect(after).toEqual({ n: 2, taken: true });
        expect(await all.findOneAndUpdate({ taken: null }, { $set: { taken: true } })).toBeNull();
      });

      it('upserts and deletes', async () => {
        const made = await all.findOneAndUpdate(
          { _id: 'counter' },
          { $inc: { n: 1 } },
          { upsert: true, returnDocument: 'after' },
        );
        expect(made).toEqual({ _id: 'counter', n: 1 });
        expect(await all.findOneAndDelete({ _id: 'counter' })).toEqual({ _id: 'counter', n: 1 });
        expect(await all.countDocuments()).toBe(0);
      });

      it('lets exactly one of many compare-and-set', async () => {
        await all.insertOne({ _id: 1, rev: 0 });
        const tries = Array.from({ length: 30 }, (_, by) =>
          all.findOneAndUpdate({ _id: 1, rev: 0 }, { $set: { by }, $inc: { rev: 1 } }),
        );
        expect((await Promise.all(tries)).filter((won) => won !== null)).toHaveLength(1);
      });
    });

    describe('unique indexes', () => {
      it('refuse the second with keyPattern and keyValue, in inserts, updates and findAndModify', async () => {
        await all.createIndex({ source: 1, key: 1 }, { unique: true });
        await all.insertMany([
          { source: 's', key: 1 },
          { source: 's', key: 2 },
        ]);
        const wanted = { code: 11000, keyPattern: { source: 1, key: 1 }, keyValue: { source: 's', key: 1 } };
        expect(await rejection(all.insertOne({ source: 's', key: 1 }))).toMatchObject(wanted);
        expect(await rejection(all.updateOne({ key: 2 }, { $set: { key: 1 } }))).toMatchObject({ code: 11000 });
        expect(await rejection(all.findOneAndUpdate({ key: 2 }, { $set: { key: 1 } }))).toMatchObject(wanted);
        expect(await all.countDocuments({ key: 1 })).toBe(1);
      });

      it('go on after an error when unordered, stop when ordered', async () => {
        const docs = [{ _id: 1 }, { _id: 1 }, { _id: 2 }];
        const ordered = await rejection(all.insertMany(docs));
        expect(ordered).toMatchObject({ code: 11000, result: { insertedCount: 1 } });
        expect(await all.countDocuments()).toBe(1);
        await all.deleteMany({});
        const unordered = (await rejection(all.insertMany(docs, { ordered: false }))) as Any;
        expect(unordered.writeErrors.map((one: Any) => one.index)).toEqual([1]);
        expect(await all.countDocuments()).toBe(2);
      });

      it('leave out what a sparse or partial index leaves out', async () => {
        await all.createIndex({ a: 1 }, { unique: true, sparse: true });
        await all.createIndex({ b: 1 }, { unique: true, partialFilterExpression: { open: true } });
        await all.insertMany([{ x: 1 }, { x: 2 }, { b: 1, open: false }, { b: 1, open: true }]);
        expect(await rejection(all.insertOne({ a: 1, b: 1, open: true }))).toMatchObject({ code: 11000 });
        expect(await rejection(all.updateOne({ b: 1, open: false }, { $set: { open: true } }))).toMatchObject({
          code: 11000,
        });
      });

      it('cannot be made over duplicates', async () => {
        await all.insertMany([{ a: 1 }, { a: 1 }]);
        expect(await rejection(all.createIndex({ a: 1 }, { unique: true }))).toMatchObject({ code: 11000 });
        expect((await all.indexes()).map((index) => index.name)).toEqual(['_id_']);
      });
    });

    it('plans with the index that fits, for filter and sort', async () => {
      await all.createIndex({ site: 1, at: -1 });
      await all.insertMany(Array.from({ length: 200 }, (_, n) => ({ site: n % 10, at: n })));
      const plan = (await all.find({ site: 3 }).sort({ at: 1 }).limit(5).explain('executionStats')) as Any;
      expect(JSON.stringify(plan.queryPlanner.winningPlan)).toContain('"indexName":"site_1_at_-1"');
      expect(JSON.stringify(plan.queryPlanner.winningPlan)).not.toContain('"SORT"');
      expect(plan.executionStats).toMatchObject({ nReturned: 5, totalKeysExamined: 5, totalDocsExamined: 5 });
      expect((await all.find({ site: 3 }).sort({ at: 1 }).limit(2).toArray()).map((doc) => doc.at)).toEqual([3, 13]);
      const scan = (await all.find({ other: 1 }).explain('executionStats')) as Any;
      expect(JSON.stringify(scan.queryPlanner.winningPlan)).toContain('COLLSCAN');
      expect(scan.executionStats.totalDocsExamined).toBe(200);
    });

    it('projects', async () => {
      await all.insertOne({ _id: 1, a: { b: 1, c: 2 }, d: [{ e: 1, f: 2 }, { e: 3 }], g: [1, 2, 3] });
      const show = (projection: Any) => all.findOne({ 'd.e': 3 }, { projection });
      expect(await show({ 'a.b': 1, _id: 0 })).toEqual({ a: { b: 1 } });
      expect(await show({ 'd.e': 0, g: 0, a: 0 })).toEqual({ _id: 1, d: [{ f: 2 }, {}] });
      expect(await show({ g: { $slice: -2 }, a: 1 })).toEqual({ _id: 1, a: { b: 1, c: 2 }, g: [2, 3] });
      expect(await show({ d: { $elemMatch: { e: 1 } } })).toEqual({ _id: 1, d: [{ e: 1, f: 2 }] });
      expect(await show({ 'd.$': 1 })).toEqual({ _id: 1, d: [{ e: 3 }] });
      expect(await rejection(all.findOne({}, { projection: { a: 1, d: 0 } }))).toHaveProperty('code');
    });

    it('aggregates', async () => {
      await all.insertMany([{ k: 'a', n: 1 }, { k: 'b', n: 2 }, { k: 'a', n: 4 }, { k: 'a' }]);
      const pipeline = [
        { $match: { k: { $in: ['a', 'b'] } } },
        {
          $group: {
            _id: '$k',
            sum: { $sum: '$n' },
            avg: { $avg: '$n' },
            min: { $min: '$n' },
            max: { $max: '$n' },
            list: { $push: '$n' },
            set: { $addToSet: '$k' },
            count: { $sum: 1 },
          },
        },
        { $sort: { _id: 1 } },
      ];
      expect(await all.aggregate(pipeline).toArray()).toEqual([
        { _id: 'a', sum: 5, avg: 2.5, min: 1, max: 4, list: [1, 4], set: ['a'], count: 3 },
        { _id: 'b', sum: 2, avg: 2, min: 2, max: 2, list: [2], set: ['b'], count: 1 },
      ]);
      expect(
        await all
          .aggregate([
            { $match: { n: { $gt: 0 } } },
            { $sort: { n: -1 } },
            { $skip: 1 },
            { $limit: 1 },
            { $project: { _id: 0, twice: { $multiply: ['$n', 2] } } },
          ])
          .toArray(),
      ).toEqual([{ twice: 4 }]);
      expect(await all.aggregate([{ $count: 'n' }]).toArray()).toEqual([{ n: 4 }]);
      expect(await all.countDocuments({ k: 'a' }, { limit: 2 })).toBe(2);
      expect((await all.distinct('n', { k: 'a' })).sort()).toEqual([1, 4]);
    });

    it('reads on in batches, in natural order, while others write', async () => {
      await all.insertMany(Array.from({ length: 500 }, (_, n) => ({ n })));
      const cursor = all.find().batchSize(50);
      const seen: number[] = [];
      for await (const doc of cursor) {
        seen.push(doc.n);
        if (doc.n === 120) await all.deleteMany({ n: { $gte: 400 } });
      }
      expect(seen).toEqual(Array.from({ length: 400 }, (_, n) => n));
    });

    it('keeps the order of fields, odd names and every type', async () => {
      const doc = {
        _id: 1,
        z: 1,
        '10': 'ten',
        a: 2,
        ['__proto__']: 'own',
        nested: { b: [1.5, null, { c: new Date(3) }] },
        big: Long.MAX_VALUE,
        dec: Decimal128.fromString('1E+400'),
        re: /x/i,
      };
      await all.insertOne(doc as Any);
      await all.updateOne({ _id: 1 }, { $set: { added: true } });
      const found = await all.findOne({ _id: 1 }, { promoteLongs: false });
      expect(found).toMatchObject({ z: 1, a: 2, nested: doc.nested, added: true });
      expect(found.big.toString()).toBe('9223372036854775807');
      expect(found.dec.toString()).toBe('1E+400');
      expect(found.re).toEqual(/x/i);
      expect(Object.hasOwn(found, '__proto__')).toBe(Object.hasOwn(doc, '__proto__'));
    });

    it('lists and drops collections, databases and indexes', async () => {
      await all.createIndex({ a: 1 }, { expireAfterSeconds: 60 });
      expect((await all.indexes()).map(({ name, expireAfterSeconds }) => [name, expireAfterSeconds])).toEqual([
        ['_id_', undefined],
        ['a_1', 60],
      ]);
      expect(await rejection(all.createIndex({ a: 1 }, { name: 'a_1', unique: true }))).toMatchObject({ code: 86 });
      await all.dropIndex('a_1');
      expect(await rejection(all.dropIndex('a_1'))).toMatchObject({ code: 27 });
      const names = async () =>
        (await client.db('contract').listCollections({}, { nameOnly: true }).toArray()).map((one) => one.name);
      expect(await names()).toContain(all.collectionName);
      await all.drop();
      expect(await names()).not.toContain(all.collectionName);
    });

    it("refuses malformed questions with MongoDB's codes", async () => {
      await all.insertOne({ a: 1 });
      expect(await rejection(all.find({ a: { $in: 5 } } as Any).toArray())).toMatchObject({ code: 2 });
      expect(await rejection(all.find({ $or: [] }).toArray())).toMatchObject({ code: 2 });
      expect(await rejection(all.find({ a: { $nope: 1 } } as Any).toArray())).toMatchObject({ code: 2 });
      expect(await rejection(client.db('contract').command({ nope: 1 }))).toMatchObject({
        code: 59,
        codeName: 'CommandNotFound',
      });
      expect(await rejection(all.aggregate([{ $nope: {} }]).toArray())).toMatchObject({ code: 40324 });
      expect(
        await rejection(client.db('contract').command({ getMore: Long.fromNumber(7), collection: 'x' })),
      ).toMatchObject({ code: 43 });
      expect(await rejection(all.insertOne({ _id: [1] }))).toMatchObject({ code: 53 });
    });
  });
}
