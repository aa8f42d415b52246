import { existsSync, readdirSync } from 'node:fs';
import { storeFolder } from '../storage/files.js';
import { type Folder, prepareFolder, storeSocket } from '../storage/folder.js';
import { claim, knock, type Lock } from '../storage/lock.js';
import { restoredFolder } from '../storage/restored.js';

/** Whether a store is in the folder, running or not. Makes nothing. */
export function hasStore(dataDir: string): boolean {
  if (existsSync(restoredFolder(dataDir))) return true;
  return existsSync(storeFolder(dataDir)) && readdirSync(storeFolder(dataDir)).length > 0;
}

/** A folder that no other process can open before the lock is released. */
export interface Alone {
  readonly folder: Folder;
  readonly lock: Lock;
}

/** Takes the folder for this process; undefined while another one has it. */
export async function takeFolder(dataDir: string): Promise<Alone | undefined> {
  const folder = prepareFolder(dataDir);
  const lock = await claim(folder.sockets);
  return lock === undefined ? undefined : { folder, lock };
}

const WAIT_MS = 100;

/**
 * Takes the folder, or gives the socket of the store that runs on it. An owner that does not listen (one that starts, another
 * backup) is waited for.
 */
export async function takeOrReach(dataDir: string, withinMs = 30_000): Promise<Alone | { readonly socket: string }> {
  for (const end = Date.now() + withinMs; ; ) {
    const alone = await takeFolder(dataDir);
    if (alone !== undefined) return alone;
    const socket = storeSocket(prepareFolder(dataDir));
    const line = await knock(socket);
    line?.destroy();
    if (line !== undefined) return { socket };
    if (Date.now() > end)
      throw new Error(
        `another process has the store in ${dataDir} and does not answer; stop it (or wait for it) and try again`,
      );
    await new Promise((resolve) => setTimeout(resolve, WAIT_MS));
  }
}
