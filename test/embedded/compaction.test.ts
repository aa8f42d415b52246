import { readdirSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { Int32 } from 'bson';
import { afterEach, describe, expect, it } from 'vitest';
import { Running } from '../../embedded/running.js';
import { compact, isDue } from '../../embedded/storage/compaction.js';
import { Store } from '../../embedded/storage/store.js';
import { readDocument } from '../../embedded/values/read.js';
import { doc } from '../../embedded/values/value.js';
import { writeDocument } from '../../embedded/values/write.js';
import { freshFolder, rejection } from './store.js';

describe('compaction', () => {
  const folders: string[] = [];
  afterEach(() => {
    for (const one of folders.splice(0)) rmSync(one, { recursive: true, force: true });
  });

  async function grown(): Promise<{ dataDir: string; store: Store }> {
    const dataDir = freshFolder();
    folders.push(dataDir);
    const store = await Store.open(dataDir);
    const all = store.ensure('d', 'c');
    store.createIndex(all, { name: 'n', key: doc({ n: new Int32(1) }), unique: true, sparse: false });
    const rows = Array.from({ length: 300 }, (_, n) => all.insert(writeDocument(doc({ _id: n, n, rev: 0 }))));
    for (let rev = 1; rev <= 10; rev++)
      for (const row of rows) all.replace(row, writeDocument(doc({ _id: row.id - 1, n: row.id - 1, rev })));
    for (const row of rows.slice(0, 100)) all.remove(row);
    await store.log.settled();
    return { dataDir, store };
  }

  const state = (store: Store): unknown[] =>
    [...(store.collection('d.c')?.rows.values() ?? [])].map((row) => [row.id, ...readDocument(row.raw).values()]);
  const files = (dataDir: string): string[] => readdirSync(join(dataDir, 'store')).sort();

  it('keeps what is alive, also what changes meanwhile, and drops the rest', async () => {
    const { dataDir, store } = await grown();
    const all = store.ensure('d', 'c');
    const before = store.fileBytes();
    expect(isDue(store, 1_000)).toBe(true);
    const compacting = compact(store);
    for (let n = 1_000; n < 1_050; n++) {
      all.insert(writeDocument(doc({ _id: n, n, rev: 0 })));
      const [first] = all.rows.values();
      if (first !== undefined) all.remove(first);
      await store.log.settled();
    }
    await compacting;
    await store.log.settled();
    expect(files(dataDir)).toEqual(['acknowledged', 'log-000002', 'snapshot-000002']);
    expect(store.fileBytes()).toBeLessThan(before / 3);
    const wanted = state(store);
    await store.close();
    const again = await Store.open(dataDir);
    expect(state(again)).toEqual(wanted);
    expect(again.collection('d.c')?.indexes.map((index) => index.spec.name)).toEqual(['_id_', 'n']);
    expect(again.collection('d.c')?.indexes[1]?.entries.size).toBe(wanted.length);
    await again.close();
  });

  it('costs nothing when it does not come to its end', async () => {
    const { dataDir, store } = await grown();
    const wanted = state(store);
    await store.log.rotate(join(dataDir, 'store', 'log-000002'), []).catch(() => {});
    writeFileSync(join(dataDir, 'store', 'snapshot-000002.tmp'), 'half a snap');
    await store.close();
    const again = await Store.open(dataDir);
    expect(state(again)).toEqual(wanted);
    expect(files(dataDir)).toEqual(['acknowledged', 'log-000001', 'log-000002']);
    await compact(again);
    expect(files(dataDir)).toEqual(['acknowledged', 'log-000003', 'snapshot-000003']);
    await again.close();
    const last = await Store.open(dataDir);
    expect(state(last)).toEqual(wanted);
    await last.close();
  });

  it('ends though writers write faster than it does', async () => {
    const { dataDir, store } = await grown();
    const all = store.ensure('d', 'c');
    const bulk = store.ensure('d', 'bulk');
    for (let n = 0; n < 8; n++) bulk.insert(writeDocument(doc({ _id: n, text: 'x'.repeat(1024 * 1024) })));
    let added = 0;
    await compact(store, {
      isOver: () => {
        for (let n = 0; n < 3; n++)
          bulk.insert(writeDocument(doc({ _id: 1_000 + added++, text: 'y'.repeat(1024 * 1024) })));
        return added > 300;
      },
    });
    expect(added).toBeLessThan(60);
    await store.log.settled();
    const wanted = state(store);
    expect(all.rows.size).toBe(200);
    await store.close();
    const again = await Store.open(dataDir);
    expect(state(again)).toEqual(wanted);
    expect(again.collection('d.bulk')?.rows.size).toBe(8 + added);
    await again.close();
  });

  it('ends early when the store stops, and leaves nothing behind', async () => {
    const { dataDir, store } = await grown();
    const wanted = state(store);
    expect(await rejection(compact(store, { isOver: () => true }))).toMatchObject({
      code: 91,
      message: 'the store is shutting down',
    });
    expect(files(dataDir)).toEqual(['acknowledged', 'log-000001', 'log-000002']);
    await store.close();
    const again = await Store.open(dataDir);
    expect(state(again)).toEqual(wanted);
    await again.close();
  });

  it('does not begin without the disk for it, and says what it needs', async () => {
    const { dataDir, store } = await grown();
    const liveBytes = store.liveBytes.bind(store);
    store.liveBytes = () => 2 ** 50;
    const error = await rejection(compact(store));
    expect(error).toMatchObject({ code: 14031, codeName: 'OutOfDiskSpace' });
    expect(error.message).toMatch(
      /^the files of \S+\/store cannot be compacted: that needs 10737418\d\d.\d MB of free disk, there are [\d.]+ MB. The store goes on, and its files grow; free some space.$/,
    );
    expect(files(dataDir)).toEqual(['acknowledged', 'log-000001']);
    store.liveBytes = liveBytes;
    await compact(store);
    await store.close();
  });

  it('looks before each write whether the log keeps its room, and gives way when others take the disk', async () => {
    const { dataDir, store } = await grown();
    const bulk = store.ensure('d', 'bulk');
    for (let n = 0; n < 24; n++) bulk.insert(writeDocument(doc({ _id: n, text: 'x'.repeat(1024 * 1024) })));
    await store.log.settled();
    const MB = 1024 * 1024;
    const size = (): number =>
      files(dataDir)
        .filter((name) => name.endsWith('.tmp'))
        .reduce((total, name) => total + statSync(join(dataDir, 'store', name)).size, 0);
    let asked = 0;
    let least = Number.POSITIVE_INFINITY;
    // A disk with 64 MB, of which another process takes all but 13 as soon as the snapshot grows.
    const freeBytes = async (): Promise<number> => {
      asked++;
      const free = (asked <= 2 ? 64 : 13) * MB - size();
      least = Math.min(least, free);
      return free;
    };
    expect(await rejection(compact(store, { freeBytes }))).toMatchObject({ code: 14031 });
    expect(asked).toBeGreaterThan(5);
    expect(least).toBeGreaterThanOrEqual(8 * MB);
    expect(files(dataDir)).toEqual(['acknowledged', 'log-000001', 'log-000002']);
    await compact(store);
    expect(files(dataDir)).toEqual(['acknowledged', 'log-000003', 'snapshot-000003']);
    await store.close();
  });

  it('is over before the folder is free for the next owner', async () => {
    const dataDir = freshFolder();
    folders.push(dataDir);
    const filling = await Store.open(dataDir);
    const all = filling.ensure('d', 'c');
    const rows = Array.from({ length: 40 }, (_, n) =>
      all.insert(writeDocument(doc({ _id: n, text: 'x'.repeat(2 ** 20) }))),
    );
    for (const row of rows) all.replace(row, writeDocument(doc({ _id: row.id - 1, text: 'y'.repeat(2 ** 20) })));
    for (const row of rows) all.replace(row, writeDocument(doc({ _id: row.id - 1, text: 'z'.repeat(2 ** 20) })));
    await filling.close();
    const running = await Running.start(
      { dataDir, port: undefined, auth: undefined, reapEveryMs: 60_000, compactFromBytes: 1024, compactEveryMs: 1 },
      { line: () => {}, failed: () => {} },
    );
    if (!(running instanceof Running)) throw new Error('the folder should be free');
    await expect.poll(() => files(dataDir).some((name) => name.endsWith('.tmp')), { interval: 1 }).toBe(true);
    await running.stop();
    const left = files(dataDir);
    expect(left).toEqual(['acknowledged', 'log-000001', 'log-000002']);
    await new Promise((resolve) => setTimeout(resolve, 300));
    expect(files(dataDir)).toEqual(left);
    const next = await Store.open(dataDir);
    expect(next.collection('d.c')?.rows.size).toBe(40);
    await next.close();
  });

  it('a broken snapshot is damage, however it is broken', async () => {
    const { dataDir, store } = await grown();
    await compact(store);
    await store.close();
    const snapshot = join(dataDir, 'store', 'snapshot-000002');
    const { truncateSync } = await import('node:fs');
    truncateSync(snapshot, statSync(snapshot).size - 10);
    expect(await rejection(Store.open(dataDir))).toMatchObject({ name: 'DamageError', file: snapshot });
  });
});
