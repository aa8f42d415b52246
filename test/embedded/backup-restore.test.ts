import { cpSync, mkdirSync, mkdtempSync, readdirSync, renameSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { restoreKill } from '../../bench/store-faults/restore-kill.js';
import { smallDisk } from '../../bench/store-faults/small-disk.js';
import { takeFolder } from '../../embedded/backup/alone.js';
import { restore } from '../../embedded/backup/restore.js';
import { Store } from '../../embedded/storage/store.js';
import { doc } from '../../embedded/values/value.js';
import { writeDocument } from '../../embedded/values/write.js';
import { backUp } from '../../src/app/backup.js';
import { openStore, rejection } from './store.js';

const folder = mkdtempSync(join(tmpdir(), 'tocsin-restore-'));
const file = join(folder, 'five.tocsin');
let rounds = 0;
const fresh = (): string => join(folder, `data-${++rounds}`);

async function makeStore(dataDir: string, documents: number): Promise<void> {
  const store = await Store.open(dataDir);
  const all = store.ensure('tocsin', 'all');
  for (let n = 0; n < documents; n++) all.insert(writeDocument(doc({ _id: n })));
  await store.log.settled();
  await store.close();
}

async function documentsOf(dataDir: string): Promise<number> {
  const store = await Store.open(dataDir);
  const count = store.documents();
  await store.close();
  return count;
}

const asides = (dataDir: string): string[] => readdirSync(dataDir).filter((name) => name.startsWith('store.before-'));

beforeAll(async () => {
  await makeStore(join(folder, 'five'), 5);
  await backUp({ dataDir: join(folder, 'five'), mongoUri: undefined }, file);
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

describe('a restore', () => {
  it('makes a store that goes on: the next row, the next collection, the next backup', async () => {
    const dataDir = fresh();
    await restore({ dataDir, file, files: [] });
    const { client, close, store } = await openStore({ dataDir });
    expect([store.role, store.recovered?.documents]).toEqual(['owner', 5]);
    const all = client.db('tocsin').collection<{ _id: number }>('all');
    await all.insertOne({ _id: 5 });
    expect((await rejection(all.insertOne({ _id: 2 }))).code).toBe(11000);
    await client.db('tocsin').collection('more').insertOne({});
    expect((await all.find().toArray()).map(({ _id }) => _id)).toEqual([0, 1, 2, 3, 4, 5]);
    const next = join(folder, 'next.tocsin');
    expect(await backUp({ dataDir, mongoUri: undefined }, next)).toMatchObject({ documents: 7, collections: 2 });
    await close();
  });

  it('stays out of a folder that is in use, and of one that has a store', async () => {
    const dataDir = fresh();
    await makeStore(dataDir, 3);
    const alone = await takeFolder(dataDir);
    expect((await rejection(restore({ dataDir, file, files: [], force: true }))).message).toMatch(
      /in use: stop the bot/,
    );
    await alone?.lock.release();
    expect((await rejection(restore({ dataDir, file, files: [] }))).message).toMatch(/store in .* already.*--force/);
    expect(await documentsOf(dataDir)).toBe(3);
    expect(asides(dataDir)).toEqual([]);
  });

  it('with force moves the old store aside, whole, each time under a name of its own', async () => {
    const dataDir = fresh();
    await makeStore(dataDir, 3);
    const first = await restore({ dataDir, file, files: [], force: true });
    const second = await restore({ dataDir, file, files: [], force: true });
    expect(await documentsOf(dataDir)).toBe(5);
    expect(asides(dataDir)).toHaveLength(2);
    expect(second.aside).not.toBe(first.aside);
    const old = fresh();
    mkdirSync(old);
    renameSync(first.aside!, join(old, 'store'));
    expect(await documentsOf(old)).toBe(3);
  });

  it('that was cut short is finished, or thrown away, by whoever opens the folder next', async () => {
    // Half built: nothing has happened.
    const half = fresh();
    await makeStore(half, 3);
    cpSync(join(folder, 'five/store'), join(half, 'store.restoring/store'), { recursive: true });
    expect(await documentsOf(half)).toBe(3);
    expect(readdirSync(half)).toEqual(['store']);
    // Built and decided, the old store still in its place.
    const decided = fresh();
    await makeStore(decided, 3);
    cpSync(join(folder, 'five/store'), join(decided, 'store.restored'), { recursive: true });
    expect(await documentsOf(decided)).toBe(5);
    expect(asides(decided)).toHaveLength(1);
    // The old one moved aside, the new one not yet in its place: also for a bot that starts through the launcher.
    const between = fresh();
    await makeStore(between, 3);
    renameSync(join(between, 'store'), join(between, 'store.before-20260101T000000Z'));
    cpSync(join(folder, 'five/store'), join(between, 'store.restored'), { recursive: true });
    const { store, close } = await openStore({ dataDir: between });
    expect(store.recovered?.documents).toBe(5);
    expect(asides(between)).toEqual(['store.before-20260101T000000Z']);
    await close();
  });

  it('that finds the disk full leaves what was there', async () => {
    const dataDir = fresh();
    mkdirSync(dataDir);
    const disk = smallDisk(dataDir, 512);
    if ('skipped' in disk) {
      process.stderr.write(`not run: ${disk.skipped}\n`);
      return;
    }
    try {
      const large = join(folder, 'large');
      const store = await Store.open(large);
      for (let n = 0; n < 10; n++)
        store.ensure('d', 'c').insert(writeDocument(doc({ _id: n, text: 'x'.repeat(100_000) })));
      await store.log.settled();
      await store.close();
      await backUp({ dataDir: large, mongoUri: undefined }, join(folder, 'large.tocsin'));
      await restore({ dataDir, file, files: [] });
      const failed = rejection(restore({ dataDir, file: join(folder, 'large.tocsin'), files: [], force: true }));
      expect((await failed).message).toMatch(/no space left on the disk of .*; nothing was changed/);
      expect(readdirSync(dataDir).filter((name) => name.startsWith('store'))).toEqual(['store']);
      expect(await documentsOf(dataDir)).toBe(5);
    } finally {
      disk.release();
    }
  });

  it('killed at random moments leaves the old store or the restored one, and never loses the old one', async () => {
    const seed = Number(process.env.KILL_SEED ?? Date.now() % 100_000);
    const lines: string[] = [];
    const result = await restoreKill({ rounds: 4, seed, log: (line) => lines.push(line) });
    expect(lines).toEqual([]);
    expect(result.lost, `seed ${seed}: ${result.detail}`).toBe(0);
  });
});
