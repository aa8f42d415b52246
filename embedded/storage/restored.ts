import { existsSync, readdirSync, renameSync, rmdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { syncFolder } from './disk.js';
import { storeFolder } from './files.js';

/**
 * A restored store, whole and on disk, that has yet to take the place of the old one. Getting this name is the one step that
 * decides: whoever opens the folder next goes on from here, so a process that dies in between leaves the old store (before
 * it) or the new one (after it), and never a part.
 */
export const restoredFolder = (dataDir: string): string => join(dataDir, 'store.restored');

/** Where a restored store is built. Whatever is there when nobody builds was left by a process that died. */
export const buildingFolder = (dataDir: string): string => join(dataDir, 'store.restoring');

/** Where the store before a restore is kept. */
function asideFolder(dataDir: string, now: Date): string {
  const name = `store.before-${now.toISOString().replace(/\.\d+|[-:]/g, '')}`;
  let free = join(dataDir, name);
  for (let n = 2; existsSync(free); n++) free = join(dataDir, `${name}-${n}`);
  return free;
}

/**
 * Puts a restored store in its place, when there is one; the old one is moved aside. Only for who holds the folder's lock.
 * Gives the name under which the old store is kept, when there was one.
 */
export async function finishRestore(dataDir: string, now = new Date()): Promise<string | undefined> {
  rmSync(buildingFolder(dataDir), { recursive: true, force: true });
  const restored = restoredFolder(dataDir);
  if (!existsSync(restored)) return undefined;
  const place = storeFolder(dataDir);
  let aside: string | undefined;
  if (existsSync(place)) {
    if (readdirSync(place).length === 0) rmdirSync(place);
    else {
      aside = asideFolder(dataDir, now);
      renameSync(place, aside);
      await syncFolder(dataDir);
    }
  }
  renameSync(restored, place);
  await syncFolder(dataDir);
  return aside;
}
