import { once } from 'node:events';
import { connect, type Socket } from 'node:net';
import { Int32 } from 'bson';
import { BSON, MongoClient } from 'mongodb';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { group } from '../../embedded/aggregate/group.js';
import { KeyMaker } from '../../embedded/index/keys.js';
import { Effort } from '../../embedded/query/effort.js';
import { sorting } from '../../embedded/query/sort.js';
import { COMFORTABLE, SizeWarning } from '../../embedded/size-warning.js';
import { LIMITS } from '../../embedded/values/limits.js';
import { doc } from '../../embedded/values/value.js';
import { type Opened, openStore, rejection } from './store.js';

describe('a sort in memory', () => {
  const sorted = (items: Iterable<number>, limit: number, bytes: number) =>
    sorting(
      items,
      {
        keyOf: (n) => String(n).padStart(9, '0'),
        sizeOf: () => bytes,
        keep: (n) => n,
        orderOf: (_, at) => at,
        limit,
        advice: 'add an index for it, or ',
      },
      new Effort(),
    );
  const many = Array.from({ length: 50_000 }, (_, n) => (n * 7_919) % 50_000);

  it('merges its runs', () => {
    expect([...sorted(many, 0, 1)].filter((one) => typeof one === 'number')).toEqual(many.toSorted((a, b) => a - b));
  });

  it('keeps equal keys in their order', () => {
    const how = { sizeOf: () => 1, orderOf: (_: string, at: number) => at, limit: 0, advice: '' };
    const items = Array.from({ length: 40_000 }, (_, n) => `${n % 3}:${String(n).padStart(6, '0')}`);
    const found = [...sorting(items, { ...how, keyOf: (one) => one.slice(0, 1), keep: (one) => one }, new Effort())];
    expect(found.filter((one) => typeof one === 'string')).toEqual(items.toSorted());
  });

  it('ends where its memory ends', async () => {
    const error = await rejection((async () => [...sorted(many, 0, 10_000)])());
    expect(error).toMatchObject({ code: 292, codeName: 'QueryExceededMemoryLimitNoDiskUseAllowed' });
    expect(error.message).toBe(
      'Sort exceeded memory limit of 104857600 bytes; add an index for it, or set MONGODB_URI to use a full server',
    );
  });

  it('with a limit holds no more than a run, whatever the number', () => {
    const best = [...sorted(many, 20, 5_000)].filter((one) => typeof one === 'number');
    expect(best.slice(0, 20)).toEqual(Array.from({ length: 20 }, (_, n) => n));
  });
});

it('a $group ends where its groups end', async () => {
  const run = group(doc({ _id: '$a' }));
  function* many() {
    for (let n = 0; n <= 500_000; n++) yield doc({ a: new Int32(n) });
  }
  const error = await rejection((async () => run(many(), new Effort())[Symbol.iterator]().next())());
  expect(error).toMatchObject({
    code: 292,
    message: '$group made more than 500000 groups; set MONGODB_URI to use a full server',
  });
});

it('a long array is indexed in time that grows with its length and not with its square', () => {
  const maker = new KeyMaker([['a', false]]);
  const started = performance.now();
  const { keys } = maker.keysOf(doc({ a: Array.from({ length: 90_000 }, (_, n) => `item ${n}`) }));
  expect(keys).toHaveLength(90_000);
  expect(performance.now() - started).toBeLessThan(2_000);
});

describe('clients', () => {
  let opened: Opened;
  const lines: string[] = [];
  beforeAll(async () => {
    opened = await openStore({ onLine: (line) => lines.push(line) });
  });
  afterAll(() => opened.close());
  const path = () => decodeURIComponent(/mongodb:\/\/([^/]+)/.exec(opened.store.uri)?.[1] ?? '');

  it('may be 500 at once; the next one is turned away, which is said once', async () => {
    const sockets: Socket[] = [];
    const attempt = (): Promise<boolean> => {
      const socket = connect(path());
      sockets.push(socket);
      socket.write(ping());
      return new Promise((resolve) => {
        socket.once('data', () => resolve(true));
        // What is turned away may be reset while it writes.
        socket.on('error', () => socket.destroy());
        socket.once('close', () => resolve(false));
      });
    };
    let served = 0;
    for (let n = 0; n < LIMITS.connections + 20; n++) if (await attempt()) served++;
    expect(served).toBeGreaterThan(LIMITS.connections - 20);
    expect(served).toBeLessThanOrEqual(LIMITS.connections);
    await expect
      .poll(() => lines.filter((line) => line.includes('refused')))
      .toEqual(['connections are refused: 500 are open, which is the limit']);
    for (const socket of sockets) socket.destroy();
    await expect.poll(async () => await attempt()).toBe(true);
    sockets.at(-1)?.destroy();
  });

  it('may hold 1,000 cursors; the one that was idle longest makes room', async () => {
    const db = opened.client.db('cursors');
    await db.collection('c').insertMany(Array.from({ length: 3 }, (_, n) => ({ n })));
    const ids: unknown[] = [];
    for (let n = 0; n <= LIMITS.cursors; n++) ids.push((await db.command({ find: 'c', batchSize: 1 })).cursor.id);
    const more = (id: unknown) => db.command({ getMore: id, collection: 'c', batchSize: 1 });
    expect(await rejection(more(ids[0]))).toMatchObject({ code: 43, codeName: 'CursorNotFound' });
    expect((await more(ids[1])).cursor.nextBatch).toHaveLength(1);
    expect((await more(ids.at(-1))).cursor.nextBatch).toHaveLength(1);
    const { metrics } = await db.command({ serverStatus: 1 });
    expect(Number(metrics.cursor.open.total)).toBe(LIMITS.cursors);
    await db.command({ drop: 'c' });
    expect(Number((await db.command({ serverStatus: 1 })).metrics.cursor.open.total)).toBe(0);
  });

  it('get a batch of at most 16 MB, also of projected documents', async () => {
    const all = opened.client.db('batches').collection('c');
    for (let n = 0; n < 5; n++) await all.insertOne({ n, text: 'x'.repeat(6_000_000) });
    const { cursor } = await opened.client.db('batches').command({ find: 'c', projection: { n: 0 } });
    expect(cursor.firstBatch).toHaveLength(2);
    expect(await all.find({}, { projection: { n: 0 } }).toArray()).toHaveLength(5);
    const made = all.aggregate([{ $project: { text: '$text' } }], { batchSize: 100 });
    expect(await made.toArray()).toHaveLength(5);
  });

  it('that have not shown the secret may send little', async () => {
    const tcp = await openStore({ port: 0, onLine: (line) => lines.push(line) });
    const port = Number(/:(\d+)\/\?/.exec(tcp.store.uri)?.[1]);
    const socket = connect(port, '127.0.0.1');
    await once(socket, 'connect');
    const large = Buffer.alloc(16);
    large.writeInt32LE(LIMITS.strangerBytes + 1, 0);
    socket.write(large);
    await once(socket, 'close');
    await expect
      .poll(() => lines.some((line) => /malformed message: a length of 65537 bytes, at most 65536/.test(line)))
      .toBe(true);
    await tcp.client
      .db('d')
      .collection('c')
      .insertOne({ text: 'x'.repeat(LIMITS.strangerBytes * 2) });
    await tcp.close();
  });

  it('with many questions at once leave turns to the others', async () => {
    const all = opened.client.db('turns').collection('c');
    await all.insertMany(Array.from({ length: 2_000 }, (_, n) => ({ n })));
    const question = message({ count: 'c', query: { n: { $lt: 0 } }, $db: 'turns' });
    const other = await new MongoClient(opened.store.uri).connect();
    const socket = connect(path());
    let bytes = 0;
    socket.on('data', (chunk) => {
      bytes += chunk.length;
    });
    for (let n = 0; n < 600; n++) socket.write(question);
    let longestMs = 0;
    const started = performance.now();
    let before = -1;
    while (bytes !== before || bytes === 0) {
      before = bytes;
      const asked = performance.now();
      await other.db('turns').command({ ping: 1 });
      longestMs = Math.max(longestMs, performance.now() - asked);
      await new Promise((resolve) => setTimeout(resolve, 15));
    }
    expect(longestMs).toBeLessThan(Math.max(60, (performance.now() - started) / 2));
    socket.destroy();
    await other.close();
  });

  it('that do not wait for the disk do not fill the memory either', async () => {
    const quick = await new MongoClient(opened.store.uri, { writeConcern: { w: 0 } }).connect();
    const all = quick.db('quick').collection('c');
    for (let n = 0; n < 40; n++) await all.insertOne({ text: 'x'.repeat(4_000_000) });
    await expect.poll(() => opened.client.db('quick').collection('c').countDocuments(), { timeout: 10_000 }).toBe(40);
    await quick.close();
    await opened.client.db('quick').dropDatabase();
  });

  function message(body: object): Buffer {
    const section = Buffer.concat([Buffer.alloc(5), Buffer.from(BSON.serialize(body))]);
    const header = Buffer.alloc(16);
    header.writeInt32LE(16 + section.length, 0);
    header.writeInt32LE(2013, 12);
    return Buffer.concat([header, section]);
  }
  const ping = () => message({ ping: 1, $db: 'admin' });
});

describe('the size of a store', () => {
  const MB = 1024 ** 2;

  it('is warned of once, past 200,000 documents or 1 GB, with the way out; and again only after it had eased', () => {
    const size = new SizeWarning(64 * 1024 * MB);
    expect(size.look({ documents: 200_000, liveBytes: 5 * MB })).toBeUndefined();
    expect(size.text).toBeUndefined();
    const line = size.look({ documents: 200_001, liveBytes: 5 * MB });
    expect(line).toBe(
      'The embedded store holds 200,001 documents, 5 MB, all in memory: more than the 200,000 documents or 1024 MB that it is made for. ' +
        'Move them to a MongoDB: stop the bot, run npm run store -- --export URI, and start it with MONGODB_URI=URI.',
    );
    expect(size.text).toBe(line);
    expect(size.look({ documents: 200_500, liveBytes: 5 * MB })).toBeUndefined();
    expect(size.look({ documents: 190_000, liveBytes: 5 * MB })).toBeUndefined();
    expect(size.text).toContain('190,000 documents');
    expect(size.look({ documents: 210_000, liveBytes: 5 * MB })).toBeUndefined();
    expect(size.look({ documents: 180_000, liveBytes: 5 * MB })).toBeUndefined();
    expect(size.text).toBeUndefined();
    expect(size.look({ documents: 10, liveBytes: COMFORTABLE.liveBytes + 1 })).toContain('10 documents, 1024 MB');
  });

  it('has a smaller bound on a small machine', () => {
    const size = new SizeWarning(1024 * MB);
    expect(size.look({ documents: 10, liveBytes: 257 * MB })).toContain('or 256 MB that it is made for');
  });

  it('shows in health()', async () => {
    const lines: string[] = [];
    const big = await openStore({ onLine: (line) => lines.push(line) });
    const all = big.client.db('big').collection<{ _id: number }>('c');
    for (let from = 0; from < 200_001; from += 66_667)
      await all.insertMany(Array.from({ length: 66_667 }, (_, n) => ({ _id: from + n })));
    await expect.poll(() => big.store.health().warning, { timeout: 3_000 }).toContain('200,001 documents');
    expect(big.store.health().state).toBe('ok');
    await new Promise((resolve) => setTimeout(resolve, 1_100));
    expect(lines.filter((line) => line.includes('MONGODB_URI'))).toHaveLength(1);
    await all.deleteMany({ _id: { $lt: 30_000 } });
    await expect.poll(() => big.store.health().warning, { timeout: 3_000 }).toBeUndefined();
    await big.close();
  });
});
