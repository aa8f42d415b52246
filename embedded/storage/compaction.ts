import { constants } from 'node:fs';
import { type FileHandle, open, rename, rm, statfs } from 'node:fs/promises';
import { StoreError } from '../errors.js';
import type { Collection } from './collection.js';
import { syncFolder } from './disk.js';
import { metaEntry, putEntry } from './entry.js';
import { listFiles, logFile, snapshotFile, storeFolder } from './files.js';
import { frame } from './frame.js';
import { endMeta, fileMeta } from './meta.js';
import type { Store } from './store.js';

const SLICE_BYTES = 1024 * 1024;
/** So much of the snapshot waits for the disk at once: more would hold up the log's own flushes. */
const SYNC_BYTES = 8 * 1024 * 1024;
const FIRST_AT = 64 * 1024 * 1024;
/** Stays free for the log, whatever compaction would like to have. */
const RESERVE_BYTES = 8 * 1024 * 1024;
/** What an entry takes beside its document, frames included. */
const ENTRY_BYTES = 16;

const megabytes = (bytes: number): string => `${(bytes / 1024 / 1024).toFixed(1)} MB`;

/** Whether more of the files is dead than alive, and enough to be worth it. */
export function isDue(store: Store, firstAt = FIRST_AT): boolean {
  const total = store.fileBytes();
  return total > firstAt && total > 2 * store.liveBytes();
}

/** How many bytes of free disk a folder has. */
async function freeIn(folder: string): Promise<number> {
  const { bavail, bsize } = await statfs(folder);
  return bavail * bsize;
}

export interface CompactOptions {
  /** Ends it early. */
  readonly isOver?: () => boolean;
  /** Free disk in bytes; asked before every write. */
  readonly freeBytes?: (folder: string) => Promise<number>;
}

/** Throws OutOfDiskSpace when the disk has not so much to spare. */
async function checkSpace(store: Store, wanted: number, freeBytes = freeIn): Promise<void> {
  const folder = storeFolder(store.dataDir);
  const free = await freeBytes(folder);
  if (free >= wanted + RESERVE_BYTES) return;
  throw new StoreError(
    'OutOfDiskSpace',
    `the files of ${folder} cannot be compacted: that needs ${megabytes(wanted + RESERVE_BYTES)} of free disk, there ` +
      `are ${megabytes(free)}. The store goes on, and its files grow; free some space.`,
  );
}

/** A collection, and the number from which its rows are younger than the new log: they are whole in that one. */
interface Part {
  readonly collection: Collection;
  readonly before: number;
}

/** The store's contents as frame-sized groups of entries. What is added meanwhile is left to the log, so this ends. */
function* slices(store: Store, parts: readonly Part[]): Generator<Uint8Array[]> {
  let slice: Uint8Array[] = metaEntry(fileMeta('snapshot'));
  for (const meta of store.metas()) slice.push(...metaEntry(meta));
  let bytes = 0;
  for (const { collection, before } of parts) {
    for (const row of collection.rows.values()) {
      if (row.id >= before) break;
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

async function fill(
  handle: FileHandle,
  store: Store,
  parts: readonly Part[],
  { isOver, freeBytes }: CompactOptions,
): Promise<number> {
  let sequence = 1;
  let bytes = 0;
  let synced = 0;
  for (const slice of slices(store, parts)) {
    if (isOver?.() === true) throw new StoreError('ShutdownInProgress', 'the store is shutting down');
    const made = frame(sequence++, slice);
    // Before each write and for this one: other processes, and the log itself, take from the same disk meanwhile.
    await checkSpace(store, made.length, freeBytes);
    await handle.writeFile(made);
    bytes += made.length;
    if (bytes - synced < SYNC_BYTES) continue;
    synced = bytes;
    await handle.datasync();
  }
  await handle.sync();
  return bytes;
}

async function writeSnapshot(
  store: Store,
  file: string,
  parts: readonly Part[],
  options: CompactOptions,
): Promise<number> {
  const handle = await open(file, constants.O_CREAT | constants.O_TRUNC | constants.O_WRONLY, 0o600);
  try {
    return await fill(handle, store, parts, options);
  } finally {
    await handle.close();
  }
}

/**
 * Writes a snapshot of what is alive and drops the logs before it, while commands go on. First a new log begins; the rows
 * that change while the snapshot is written are in that log too, with their whole contents, so the snapshot need not be of
 * one instant. Until its final name stands, the old files are all there: a crash at any point costs nothing. Needs as much
 * free disk as is alive, and says so (OutOfDiskSpace) before it begins, and when others take the disk as it goes.
 */
export async function compact(store: Store, options: CompactOptions = {}): Promise<void> {
  await checkSpace(store, store.liveBytes() + store.documents() * ENTRY_BYTES, options.freeBytes);
  const generation = store.generation + 1;
  const ended = await store.log.rotate(logFile(store.dataDir, generation), metaEntry(fileMeta('log')));
  store.olderBytes += ended;
  store.generation = generation;
  const parts = store.collections().map((collection) => ({ collection, before: collection.nextRow }));
  const file = snapshotFile(store.dataDir, generation);
  const temporary = `${file}.tmp`;
  try {
    const bytes = await writeSnapshot(store, temporary, parts, options);
    await store.log.settled();
    await rename(temporary, file);
    await syncFolder(storeFolder(store.dataDir));
    for (const old of listFiles(store.dataDir).rest) await rm(old, { force: true });
    store.olderBytes = bytes;
  } catch (error) {
    await rm(temporary, { force: true });
    throw error;
  }
}
