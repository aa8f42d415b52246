import { spawn } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { existsSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { type Collection, MongoClient } from 'mongodb';
import { afterEach, describe, expect, it } from 'vitest';
import { backupFull } from '../../bench/store-faults/backup-full.js';
import { takeFolder } from '../../embedded/backup/alone.js';
import { cutOf } from '../../embedded/backup/cut.js';
import { checkBackup } from '../../embedded/backup/read.js';
import { restore } from '../../embedded/backup/restore.js';
import { writeBackup } from '../../embedded/backup/write.js';
import { Store } from '../../embedded/storage/store.js';
import { readDocument } from '../../embedded/values/read.js';
import { doc } from '../../embedded/values/value.js';
import { writeDocument } from '../../embedded/values/write.js';
import { backUp, fetched } from '../../src/app/backup.js';
import { sha256 } from '../../src/digest.js';
import { freshFolder, openStore, rejection } from './store.js';

const folders: string[] = [];
afterEach(() => {
  for (const one of folders.splice(0)) rmSync(one, { recursive: true, force: true });
});
const folder = (): string => {
  const made = freshFolder();
  folders.push(made);
  return made;
};

interface Row {
  _id: string;
  writer: number;
  n: number;
}

/** Each writes `left`, then `right`, then its counter, and only then the next number. */
async function writeSteps(left: Collection<Row>, right: Collection<Row>, writer: number, done: (n: number) => boolean) {
  const counters = left.db.collection<{ _id: number; n: number }>('a-counters');
  for (let n = 1; done(n - 1); n++) {
    await right.insertOne({ _id: `${writer}-${n}`, writer, n });
    await left.insertOne({ _id: `${writer}-${n}`, writer, n });
    await counters.updateOne({ _id: writer }, { $set: { n } }, { upsert: true });
  }
}

const dataOf = (dataDir: string) => ({ dataDir, mongoUri: undefined });

/** A stopped store with a few documents. */
async function stopped(count = 3): Promise<string> {
  const dataDir = folder();
  const store = await Store.open(dataDir);
  const all = store.ensure('tocsin', 'all');
  for (let n = 0; n < count; n++) all.insert(writeDocument(doc({ _id: n })));
  await store.log.settled();
  await store.close();
  return dataDir;
}

describe('a backup', () => {
  it('is of one instant, while eight clients write', async () => {
    const { client, close, dataDir } = await openStore();
    const db = client.db('tocsin');
    // Between the two in the order of collections: what is read last must not be newer than what is read first.
    const left = db.collection<Row>('left');
    const right = db.collection<Row>('right');
    await left.createIndex({ writer: 1, n: -1 }, { unique: true, name: 'steps' });
    await left.createIndex({ n: 1 }, { partialFilterExpression: { n: { $gt: 3 } }, name: 'late' });
    const bulk = db.collection<{ _id: number; bytes: Buffer }>('bulk');
    for (let from = 0; from < 1_200; from += 400)
      await bulk.insertMany(Array.from({ length: 400 }, (_, n) => ({ _id: from + n, bytes: randomBytes(6_000) })));
    await right.createIndex({ n: 1 });

    let running = true;
    const reached = new Array<number>(8).fill(0);
    const writers = reached.map((_, writer) =>
      writeSteps(left, right, writer, (n) => {
        reached[writer] = n;
        return running;
      }),
    );
    while (Math.min(...reached) < 10) await new Promise((resolve) => setTimeout(resolve, 5));
    const before = [...reached];
    const file = join(folder(), 'night.tocsin');
    const summary = await backUp(dataOf(dataDir), file);
    const after = [...reached];
    running = false;
    await Promise.all(writers);
    await close();

    const restored = folder();
    expect((await restore({ dataDir: restored, file, files: [] })).summary).toEqual(summary);
    const again = await openStore({ dataDir: restored });
    const there = again.client.db('tocsin');
    const numbers = async (name: string, writer: number): Promise<number[]> =>
      (await there.collection<Row>(name).find({ writer }).sort({ n: 1 }).toArray()).map(({ n }) => n);
    const upTo = (n: number): number[] => Array.from({ length: n }, (_, at) => at + 1);
    let documents = 1_200;
    for (const writer of reached.keys()) {
      const [lefts, rights] = [await numbers('left', writer), await numbers('right', writer)];
      const counter =
        (await there.collection<{ _id: number; n: number }>('a-counters').findOne({ _id: writer }))?.n ?? 0;
      // Nothing acknowledged before is missing, nothing of later is in it, and no step is there without the one before.
      expect(rights).toEqual(upTo(rights.length));
      expect(lefts).toEqual(upTo(lefts.length));
      expect(counter).toBeGreaterThanOrEqual(before[writer]!);
      expect([lefts.length, lefts.length + 1]).toContain(rights.length);
      expect([counter, counter + 1]).toContain(lefts.length);
      documents += lefts.length + rights.length + 1;
    }
    expect(summary.documents).toBe(documents);
    expect(after.filter((n, writer) => n > before[writer]! + 5).length).toBe(8);
    expect(await there.collection('bulk').countDocuments({ bytes: { $type: 'binData' } })).toBe(1_200);
    const indexes = Object.fromEntries(
      (await there.collection('left').indexes()).map(({ name, ...rest }) => [name, rest]),
    );
    expect(indexes).toMatchObject({
      _id_: { key: { _id: 1 } },
      steps: { key: { writer: 1, n: -1 }, unique: true },
      late: { partialFilterExpression: { n: { $gt: 3 } } },
    });
    await again.close();
  });

  it('of a store that does not run has the same, and says what it is', async () => {
    const dataDir = await stopped(2_000);
    const file = join(folder(), 'quiet.tocsin');
    const summary = await backUp(dataOf(dataDir), file);
    expect(summary).toMatchObject({ documents: 2_000, collections: 1, bytes: statSync(file).size, files: [] });
    expect(summary.sha256).toBe(sha256(readFileSync(file)));
    expect(statSync(file).mode & 0o777).toBe(0o600);
    expect(existsSync(`${file}.partial`)).toBe(false);
    expect(await checkBackup(file)).toEqual(summary);
    expect(readFileSync(file).subarray(0, 16).toString()).toBe('tocsin backup 1\n');
    // The folder is free again.
    const alone = await takeFolder(dataDir);
    expect(alone).toBeDefined();
    await alone?.lock.release();
  });

  it('waits for an owner that does not answer yet', async () => {
    const dataDir = await stopped();
    const alone = await takeFolder(dataDir);
    const waiting = backUp(dataOf(dataDir), join(folder(), 'late.tocsin'));
    await new Promise((resolve) => setTimeout(resolve, 150));
    await alone?.lock.release();
    expect((await waiting).documents).toBe(3);
  });

  it('replaces nothing unless told to, and what a killed one left is no obstacle', async () => {
    const dataDir = await stopped();
    const file = join(folder(), 'mine.txt');
    writeFileSync(file, 'mine');
    expect((await rejection(backUp(dataOf(dataDir), file))).message).toMatch(/mine\.txt is there already .* --force/);
    expect(readFileSync(file, 'utf8')).toBe('mine');
    writeFileSync(`${file}.partial`, 'half');
    await backUp(dataOf(dataDir), file, { force: true });
    expect((await checkBackup(file)).documents).toBe(3);
  });

  it('says what to do where it cannot be', async () => {
    const dataDir = await stopped();
    const mongo = { dataDir, mongoUri: 'mongodb://db.example/tocsin' };
    expect((await rejection(backUp(mongo, join(folder(), 'x')))).message).toMatch(/MONGODB_URI is set.*mongodump/);
    const nowhere = join(folder(), 'nowhere');
    expect((await rejection(backUp(dataOf(nowhere), join(folder(), 'x')))).message).toMatch(/no store in .*DATA_DIR/);
    expect(existsSync(nowhere)).toBe(false);
    expect((await rejection(backUp(dataOf(dataDir), join(nowhere, 'x')))).message).toMatch(/no folder .*nowhere/);
  });

  it('leaves nothing behind when the store ends in the middle', async () => {
    const { client, close, store } = await openStore();
    const rows = Array.from({ length: 30 }, () => ({ bytes: randomBytes(400_000) }));
    await client.db('tocsin').collection('bulk').insertMany(rows);
    async function* interrupted(): AsyncGenerator<Buffer> {
      for await (const part of fetched(store.uri)) {
        yield part;
        await store.stop();
      }
    }
    const place = folder();
    const error = await rejection(writeBackup(join(place, 'half.tocsin'), interrupted()));
    expect(error.message).toMatch(/the store ended or hangs .* take the backup again/);
    expect(readdirSync(place)).toEqual([]);
    await close();
  });

  it('has secrets in it only when asked', async () => {
    const dataDir = await stopped();
    writeFileSync(join(dataDir, 'secrets.json'), '{"ALARM_SECRET_GENERIC":"quite-secret"}');
    const [plain, full] = [join(folder(), 'plain'), join(folder(), 'full')];
    expect((await backUp(dataOf(dataDir), plain)).files).toEqual([]);
    expect((await backUp(dataOf(dataDir), full, { withSecrets: true })).files).toEqual(['secrets.json']);
    const target = folder();
    const first = await restore({ dataDir: target, file: full, files: ['secrets.json'] });
    expect(first).toMatchObject({ filesPut: ['secrets.json'], filesKept: [] });
    expect(readFileSync(join(target, 'secrets.json'), 'utf8')).toContain('quite-secret');
    expect(statSync(join(target, 'secrets.json')).mode & 0o777).toBe(0o600);
    writeFileSync(join(target, 'secrets.json'), '{"own":"1"}');
    const second = await restore({ dataDir: target, file: full, files: ['secrets.json'], force: true });
    expect(second).toMatchObject({ filesPut: [], filesKept: ['secrets.json'] });
    expect(readFileSync(join(target, 'secrets.json'), 'utf8')).toBe('{"own":"1"}');
    const unasked = folder();
    await restore({ dataDir: unasked, file: full, files: [] });
    expect(existsSync(join(unasked, 'secrets.json'))).toBe(false);
  });
});

describe.skipIf(process.platform === 'win32')('of a store that cannot write any more', () => {
  it('is refused while memory is ahead of the disk, and made from what is on disk when the bot has stopped', async () => {
    const dataDir = folder();
    // A file that may not become larger is a disk that is full, without being root.
    const run = 'ulimit -f 2048 && exec "$0" dist/test/embedded/keeper.js "$1"';
    const keeper = spawn('bash', ['-c', run, process.execPath, dataDir], { stdio: ['pipe', 'pipe', 'inherit'] });
    const ended = once(keeper, 'close');
    const [line] = (await once(keeper.stdout!, 'data')) as [Buffer];
    const client = await new MongoClient(JSON.parse(line.toString()).uri).connect();
    const all = client.db('d').collection<{ _id: number; text: string }>('c');
    let acknowledged = 0;
    await rejection(
      (async () => {
        for (let n = 0; ; n++) {
          await all.insertOne({ _id: n, text: 'x'.repeat(40_000) });
          acknowledged++;
        }
      })(),
    );
    expect(acknowledged).toBeGreaterThan(10);
    const file = join(folder(), 'last.tocsin');
    const refused = await rejection(backUp(dataOf(dataDir), file));
    expect(refused.message).toMatch(
      /takes no writes until it is restarted.* Memory is ahead of the disk: stop the bot/,
    );
    expect(existsSync(file)).toBe(false);
    await client.close();
    keeper.stdin!.end();
    await ended;
    expect((await backUp(dataOf(dataDir), file)).documents).toBe(acknowledged);
  });
});

describe('a cut', () => {
  it('holds what was there, whatever is changed, deleted or dropped before it is read', async () => {
    const store = await Store.open(folder());
    const all = store.ensure('d', 'c');
    const rows = Array.from({ length: 100 }, (_, n) => all.insert(writeDocument(doc({ _id: n, rev: 1 }))));
    const cut = cutOf(store, new Date(0));
    for (const row of rows.slice(0, 50)) all.replace(row, writeDocument(doc({ _id: row.id - 1, rev: 2 })));
    for (const row of rows.slice(50)) all.remove(row);
    all.insert(writeDocument(doc({ _id: 'new' })));
    store.drop(all);
    const [block, ...more] = [...cut.blocks()];
    expect(more).toEqual([]);
    expect(block).toMatchObject({ collection: 0, documents: 100 });
    expect(readDocument(block!.bytes).get('rev')).toBe(1);
    expect(cut.head.collections[0]).toMatchObject({ documents: 100, bytes: block!.bytes.length });
    await store.close();
  });

  it('that is let go says so, rather than give less', async () => {
    const store = await Store.open(folder());
    const all = store.ensure('d', 'c');
    for (let n = 0; n < 3; n++) all.insert(writeDocument(doc({ _id: n, text: 'x'.repeat(900_000) })));
    const cut = cutOf(store, new Date(0));
    const blocks = cut.blocks();
    expect(blocks.next().done).toBe(false);
    cut.release();
    expect(() => blocks.next()).toThrow(/nobody fetched its next part/);
    await store.close();
  });
});

it('on a disk that is full leaves nothing behind, and the store goes on', async () => {
  const lines: string[] = [];
  const result = await backupFull({ rounds: 1, seed: 3, log: (line) => lines.push(line) });
  if (result.skipped !== undefined) {
    process.stderr.write(`not run: ${result.skipped}\n`);
    return;
  }
  expect(lines).toEqual([]);
  expect(result.lost).toBe(0);
});

describe('tocsinBackup', () => {
  it('is a command of admin, and no other option', async () => {
    const { client, close } = await openStore();
    expect((await rejection(client.db('d').command({ tocsinBackup: 1 }))).message).toMatch(/admin database/);
    expect((await rejection(client.db('admin').command({ tocsinBackup: 1, path: '/etc/x' }))).message).toMatch(
      /option 'path' of tocsinBackup/,
    );
    await close();
  });

  it('asks for the password where the others do', async () => {
    const { store, client, close } = await openStore({ port: 0 });
    const port = new URL(store.uri).port;
    const stranger = await new MongoClient(`mongodb://127.0.0.1:${port}/?directConnection=true`).connect();
    expect((await rejection(stranger.db('admin').command({ tocsinBackup: 1 }))).message).toMatch(
      /requires authentication/,
    );
    await stranger.close();
    const { cursor } = await client.db('admin').command({ tocsinBackup: 1 });
    expect(cursor.firstBatch).toHaveLength(1);
    await close();
  });
});
