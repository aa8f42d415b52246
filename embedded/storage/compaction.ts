import { constants } from 'node:fs';
import { open, rename, rm } from 'node:fs/promises';
import { metaEntry, putEntry } from './entry.js';
import { listFiles, logFile, removeFiles, snapshotFile, storeFolder } from './files.js';
import { frame } from './frame.js';
import { syncFolder } from './log.js';
import { endMeta, fileMeta } from './meta.js';
import type { Store } from './store.js';

const SLICE_BYTES = 1024 * 1024;
const FIRST_AT = 64 * 1024 * 1024;

/** Whether more of the files is dead than alive, and enough to be worth it. */
export function isDue(store: Store, firstAt = FIRST_AT): boolean {
  const total = store.fileBytes();
  return total > firstAt && total > 2 * store.liveBytes();
}

/** The store's contents as frame-sized groups of entries. */
function* slices(store: Store): Generator<Uint8Array[]> {
  let slice: Uint8Array[] = metaEntry(fileMeta('snapshot'));
  for (const meta of store.metas()) slice.push(...metaEntry(meta));
  let bytes = 0;
  for (const collection of store.collections()) {
    for (const row of collection.rows.values()) {
      slice.push(...putEntry(collection.id, row.id, row.raw));
      bytes += row.raw.length;
      if (bytes < SLICE_BYTES) continue;
      yield slice;
      slice = [];
      bytes = 0;
    }
  }
  slice.push(...metaEntry(endMeta()));
  yield slice;
}

async function writeSnapshot(store: Store, file: string): Promise<number> {
  const handle = await open(file, constants.O_CREAT | constants.O_TRUNC | constants.O_WRONLY, 0o600);
  try {
    let sequence = 1;
    let bytes = 0;
    for (const slice of slices(store)) {
      const made = frame(sequence++, slice);
      await handle.writeFile(made);
      bytes += made.length;
    }
    await handle.sync();
    return bytes;
  } finally {
    await handle.close();
  }
}

/**
 * Writes a snapshot of what is alive and drops the logs before it, while commands go on. First a new log begins; the rows
 * that change while the snapshot is written are in that log too, with their whole contents, so the snapshot need not be of
 * one instant. Until its final name stands, the old files are all there: a crash at any point costs nothing.
 */
export async function compact(store: Store): Promise<void> {
  const generation = store.generation + 1;
  const before = store.fileBytes();
  await store.log.rotate(logFile(store.dataDir, generation), metaEntry(fileMeta('log')));
  store.generation = generation;
  store.olderBytes = before;
  const file = snapshotFile(store.dataDir, generation);
  const temporary = `${file}.tmp`;
  try {
    const bytes = await writeSnapshot(store, temporary);
    await store.log.settled();
    await rename(temporary, file);
    await syncFolder(storeFolder(store.dataDir));
    removeFiles(listFiles(store.dataDir).rest);
    store.olderBytes = bytes;
  } catch (error) {
    await rm(temporary, { force: true });
    throw error;
  }
}
