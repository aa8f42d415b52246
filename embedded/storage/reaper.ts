import type { Index } from '../index/index.js';
import { encodeKey, rankBounds } from '../values/key.js';
import { RANK } from '../values/value.js';
import type { Collection } from './collection.js';
import type { Store } from './store.js';

const AT_ONCE = 500;

/** Rows whose date in a TTL index is past. Other types than dates never expire; of several dates the earliest counts. */
function expired(index: Index, seconds: number, now: number): Set<Parameters<Collection['remove']>[0]> {
  const descending = index.maker.fields[0]?.descending === true;
  const [first, end] = rankBounds(RANK.date, descending);
  const edge = encodeKey([new Date(now - seconds * 1000)], [descending]);
  const rows = new Set<Parameters<Collection['remove']>[0]>();
  const [from, to] = descending ? [edge, end] : [first, `${edge}\u0100`];
  for (const [, row] of index.entries.scan(from, to, false)) {
    rows.add(row);
    if (rows.size >= AT_ONCE) break;
  }
  return rows;
}

/** Deletes what TTL indexes say is over, a slice at a time so that commands are not held up. Gives the number. */
export async function reap(store: Store, now = Date.now()): Promise<number> {
  let removed = 0;
  for (const collection of store.collections()) {
    for (const index of collection.indexes) {
      const seconds = index.spec.expireAfterSeconds;
      if (seconds === undefined) continue;
      // An index that was dropped meanwhile keeps its entries: its rows would be found again and again.
      while (collection.indexes.includes(index)) {
        if (store.log.failure !== undefined) return removed;
        const rows = expired(index, seconds, now);
        for (const row of rows) collection.remove(row);
        removed += rows.size;
        if (rows.size < AT_ONCE) break;
        await new Promise(setImmediate);
      }
    }
  }
  return removed;
}
