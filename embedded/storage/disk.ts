import { close, closeSync, constants, fdatasync, fsync, fsyncSync, mkdirSync, open, openSync, write } from 'node:fs';
import { open as openPath } from 'node:fs/promises';
import { dirname, resolve } from 'node:path';
import { promisify } from 'node:util';
import { StoreError } from '../errors.js';

/** On Linux a write to an O_DSYNC file returns when its data is on disk: one trip to the thread pool instead of two. */
const SYNCED = process.platform === 'linux' ? constants.O_DSYNC : 0;

// Plain descriptors: a FileHandle's promises cost a tenth of a small write.
const openFile = promisify(open);
export const closeFile = promisify(close);
export const syncDescriptor = promisify(fsync);

/** Opens a log for `writeDurably`. `O_CREAT | O_EXCL` makes a new one, mode 0600. */
export const openDurable = (file: string, flags = 0): Promise<number> =>
  openFile(file, constants.O_WRONLY | SYNCED | flags, 0o600);

/**
 * Writes all bytes and has them on disk. The descriptor is one of `openDurable`; where such a write does not wait for the
 * disk by itself (`waits` is false), fdatasync follows.
 */
export function writeDurably(to: number, bytes: Uint8Array, position: number, waits = SYNCED !== 0): Promise<void> {
  return new Promise((resolve, reject) => {
    const some = (from: number): void => {
      write(to, bytes, from, bytes.length - from, position + from, (error, written) => {
        if (error !== null) reject(error);
        else if (from + written < bytes.length) some(from + written);
        else if (waits) resolve();
        else fdatasync(to, (failed) => (failed === null ? resolve() : reject(failed)));
      });
    };
    some(0);
  });
}

/** Makes what was written to a file durable. */
export async function syncFile(file: string): Promise<void> {
  const handle = await openPath(file, 'r');
  try {
    await handle.sync();
  } finally {
    await handle.close();
  }
}

/** Makes a new name in a folder durable. */
export const syncFolder = (folder: string): Promise<void> => syncFile(folder);

/** The same, for a start that does one thing after the other. */
export function syncFolderNow(folder: string): void {
  const descriptor = openSync(folder, constants.O_RDONLY);
  try {
    fsyncSync(descriptor);
  } finally {
    closeSync(descriptor);
  }
}

/** Makes a folder (mode 0700) with those above it, each with its name on disk; does nothing when it is there. */
export function makeFolder(folder: string): void {
  const whole = resolve(folder);
  const first = mkdirSync(whole, { recursive: true, mode: 0o700 });
  if (first === undefined) return;
  // A file in a folder whose own name is lost in a power cut is lost with it.
  for (let made = whole; made.length >= first.length; made = dirname(made)) syncFolderNow(dirname(made));
}

/** No room, as the operating system says it. */
const FULL = new Map([
  ['ENOSPC', 'no space left on the disk of'],
  ['EDQUOT', 'no space left in the disk quota for'],
  ['EFBIG', 'no file may become larger (see ulimit -f):'],
]);

/** What a failed write of a log means for the clients. */
export function failureOf(error: unknown, file: string): StoreError {
  const code = error instanceof Error && 'code' in error ? String(error.code) : '';
  const text = error instanceof Error ? error.message : String(error);
  const full = FULL.get(code);
  const cause = full === undefined ? `cannot write ${file}: ${text}` : `${full} ${file}`;
  return new StoreError(
    full === undefined ? 'LogWriteFailed' : 'OutOfDiskSpace',
    `${cause}. The store takes no writes until it is restarted; reads go on.`,
  );
}
