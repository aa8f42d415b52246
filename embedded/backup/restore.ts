import { existsSync, rmSync } from 'node:fs';
import { open, rename } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { syncFolder } from '../storage/disk.js';
import { storeFolder } from '../storage/files.js';
import { buildingFolder, finishRestore, restoredFolder } from '../storage/restored.js';
import { hasStore, takeFolder } from './alone.js';
import { buildStore, tryStore } from './build.js';
import type { Summary } from './format.js';
import type { CollectionHead, Part } from './parts.js';
import { checkBackup, readBackup } from './read.js';

export interface RestoreOptions {
  readonly dataDir: string;
  readonly file: string;
  /** Also where there is a store already; that one is moved aside. */
  readonly force?: boolean;
  /** Which files beside the store may be put into the data folder, when the backup has them and the folder has not. */
  readonly files: readonly string[];
}

export interface Restored {
  readonly summary: Summary;
  /** Where the store is kept that was there before. */
  readonly aside: string | undefined;
  readonly filesPut: readonly string[];
  /** Files of the backup that were there already, and stayed as they were. */
  readonly filesKept: readonly string[];
}

/** Hands a part on and keeps what is needed behind the walk. */
async function* noting(
  parts: AsyncIterable<Part>,
  collections: CollectionHead[],
  files: Map<string, Buffer>,
): AsyncGenerator<Part> {
  for await (const part of parts) {
    if (part.kind === 'head') collections.push(...part.collections);
    if (part.kind === 'file') files.set(part.name, part.bytes);
    yield part;
  }
}

async function putFile(dataDir: string, name: string, bytes: Buffer): Promise<void> {
  const temporary = join(dataDir, `${name}.restoring`);
  rmSync(temporary, { force: true });
  const handle = await open(temporary, 'wx', 0o600);
  try {
    await handle.writeFile(bytes);
    await handle.sync();
  } finally {
    await handle.close();
  }
  await rename(temporary, join(dataDir, name));
}

/** The one step that decides (see `restored.ts`), and what follows from it. */
async function swap(dataDir: string): Promise<string | undefined> {
  await rename(storeFolder(buildingFolder(dataDir)), restoredFolder(dataDir));
  await syncFolder(dataDir);
  try {
    return await finishRestore(dataDir);
  } catch (error) {
    // A folder that cannot be moved, one that is a mount of its own say: the old store stays.
    if (existsSync(storeFolder(dataDir))) rmSync(restoredFolder(dataDir), { recursive: true, force: true });
    throw error;
  }
}

function told(error: unknown, data: string): unknown {
  const code = error instanceof Error && 'code' in error ? error.code : undefined;
  if (code !== 'ENOSPC' && code !== 'EDQUOT') return error;
  return new Error(`no space left on the disk of ${data}; nothing was changed`, { cause: error });
}

async function build(data: string, file: string, allowed: readonly string[]): Promise<Omit<Restored, 'summary'>> {
  const made = buildingFolder(data);
  rmSync(made, { recursive: true, force: true });
  const collections: CollectionHead[] = [];
  const files = new Map<string, Buffer>();
  try {
    await buildStore(made, noting(readBackup(file), collections, files));
    await tryStore(made, collections);
    const known = [...files].filter(([name]) => allowed.includes(name));
    const missing = known.filter(([name]) => !existsSync(join(data, name)));
    // Before the store, so that a restored store is never without them; they replace nothing, so the old one can bear them.
    for (const [name, bytes] of missing) await putFile(data, name, bytes);
    const filesPut = missing.map(([name]) => name);
    const filesKept = known.map(([name]) => name).filter((name) => !filesPut.includes(name));
    return { aside: await swap(data), filesPut, filesKept };
  } catch (error) {
    throw told(error, data);
  } finally {
    rmSync(made, { recursive: true, force: true });
  }
}

/**
 * Makes a store out of a backup. The whole file is checked before anything is touched. Refuses while a process has the
 * folder, and where a store is already unless `force` says otherwise: that one is moved aside, never deleted. Whenever this
 * process is killed, the folder has either the store that it had or the restored one.
 */
export async function restore(options: RestoreOptions): Promise<Restored> {
  const { force = false, files } = options;
  const file = resolve(options.file);
  const summary = await checkBackup(file);
  const alone = await takeFolder(options.dataDir);
  if (alone === undefined)
    throw new Error(`the store in ${options.dataDir} is in use: stop the bot (or whatever runs on it), then restore`);
  const { folder, lock } = alone;
  try {
    await finishRestore(folder.data);
    if (hasStore(folder.data) && !force) {
      throw new Error(
        `there is a store in ${folder.data} already, and it was left as it is; restore into another DATA_DIR, or add --force to move it aside`,
      );
    }
    return { summary, ...(await build(folder.data, file, files)) };
  } finally {
    await lock.release();
  }
}
