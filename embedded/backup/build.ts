import { constants, mkdirSync } from 'node:fs';
import { type FileHandle, open } from 'node:fs/promises';
import { syncFolder } from '../storage/disk.js';
import { metaEntry, putEntry } from '../storage/entry.js';
import { logFile, snapshotFile, storeFolder } from '../storage/files.js';
import { frame } from '../storage/frame.js';
import { createIndexMeta, createMeta, endMeta, fileMeta, readSpec } from '../storage/meta.js';
import { Store } from '../storage/store.js';
import type { CollectionHead, Part } from './parts.js';
import { documentsIn } from './read.js';

/** Makes a file out of frames, one after the other, and has it on disk. */
async function writeFrames(file: string, frames: AsyncIterable<Uint8Array[]>): Promise<void> {
  const handle: FileHandle = await open(file, constants.O_CREAT | constants.O_EXCL | constants.O_WRONLY, 0o600);
  try {
    let sequence = 1;
    for await (const entries of frames) await handle.writeFile(frame(sequence++, entries));
    await handle.sync();
  } finally {
    await handle.close();
  }
}

function headEntries(collections: readonly CollectionHead[]): Uint8Array[] {
  return [
    ...metaEntry(fileMeta('snapshot')),
    ...collections.flatMap(({ database, name, uuid, indexes }, at) => [
      ...metaEntry(createMeta({ id: at + 1, database, name, uuid })),
      ...indexes.flatMap((spec) => metaEntry(createIndexMeta({ id: at + 1 }, readSpec(spec)))),
    ]),
  ];
}

async function* snapshot(parts: AsyncIterable<Part>): AsyncGenerator<Uint8Array[]> {
  const rows: number[] = [];
  for await (const part of parts) {
    if (part.kind === 'head') yield headEntries(part.collections);
    else if (part.kind === 'block') {
      const entries: Uint8Array[] = [];
      for (const raw of documentsIn(part.bytes)) {
        const row = (rows[part.collection] ?? 0) + 1;
        rows[part.collection] = row;
        entries.push(...putEntry(part.collection + 1, row, raw));
      }
      yield entries;
    } else if (part.kind === 'end') yield metaEntry(endMeta());
  }
}

async function* emptyLog(): AsyncGenerator<Uint8Array[]> {
  yield metaEntry(fileMeta('log'));
}

/** Writes the files of a store into a folder of its own, a block at a time: it needs no memory for all of it. */
export async function buildStore(dataDir: string, parts: AsyncIterable<Part>): Promise<void> {
  mkdirSync(storeFolder(dataDir), { recursive: true, mode: 0o700 });
  await writeFrames(snapshotFile(dataDir, 1), snapshot(parts));
  await writeFrames(logFile(dataDir, 1), emptyLog());
  await syncFolder(storeFolder(dataDir));
}

/** Starts the store once, for a trial, and counts. Throws when it is not what the backup says. */
export async function tryStore(dataDir: string, collections: readonly CollectionHead[]): Promise<void> {
  const store = await Store.open(dataDir);
  try {
    for (const { database, name, documents, bytes, indexes } of collections) {
      const found = store.collection(`${database}.${name}`);
      const is = `${found?.rows.size} documents, ${found?.bytes} bytes, ${(found?.indexes.length ?? 0) - 1} indexes`;
      const should = `${documents} documents, ${bytes} bytes, ${indexes.length} indexes`;
      if (is !== should) throw new Error(`${database}.${name} came out with ${is}; it should have ${should}`);
    }
  } finally {
    await store.close();
  }
}
