import { readdirSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { Int32 } from 'bson';
import { afterEach, describe, expect, it } from 'vitest';
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
    expect(files(dataDir)).toEqual(['log-000002', 'snapshot-000002']);
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
    expect(files(dataDir)).toEqual(['log-000001', 'log-000002']);
    await compact(again);
    expect(files(dataDir)).toEqual(['log-000003', 'snapshot-000003']);
    await again.close();
    const last = await Store.open(dataDir);
    expect(state(last)).toEqual(wanted);
    await last.close();
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
