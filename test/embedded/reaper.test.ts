import { rmSync } from 'node:fs';
import { Int32 } from 'bson';
import { afterEach, describe, expect, it } from 'vitest';
import { reap } from '../../embedded/storage/reaper.js';
import { Store } from '../../embedded/storage/store.js';
import { doc } from '../../embedded/values/value.js';
import { writeDocument } from '../../embedded/values/write.js';
import { freshFolder } from './store.js';

describe('the reaper', () => {
  const folders: string[] = [];
  afterEach(() => {
    for (const one of folders.splice(0)) rmSync(one, { recursive: true, force: true });
  });

  async function expired(count: number): Promise<Store> {
    folders.push(freshFolder());
    const store = await Store.open(folders.at(-1) ?? '');
    const all = store.ensure('d', 'c');
    store.createIndex(all, {
      name: 'at',
      key: doc({ at: new Int32(1) }),
      unique: false,
      sparse: false,
      expireAfterSeconds: 1,
    });
    for (let n = 0; n < count; n++) all.insert(writeDocument(doc({ _id: new Int32(n), at: new Date(n) })));
    return store;
  }

  it('removes in slices', async () => {
    const store = await expired(1_200);
    expect(await reap(store)).toBe(1_200);
    expect(store.documents()).toBe(0);
    await store.close();
  });

  it.each<[string, (store: Store) => void, number]>([
    ['index', (store) => store.dropIndex(store.ensure('d', 'c'), 'at'), 1_500],
    ['collection', (store) => store.drop(store.ensure('d', 'c')), 0],
  ])('comes to an end when its %s is dropped meanwhile', async (_, drop, left) => {
    const store = await expired(2_000);
    const reaping = reap(store);
    drop(store);
    expect(await reaping).toBe(500);
    expect(store.documents()).toBe(left);
    await store.close();
  });
});
