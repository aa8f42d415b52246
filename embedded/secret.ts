import { randomBytes } from 'node:crypto';
import { closeSync, fsyncSync, linkSync, openSync, readFileSync, rmSync, writeSync } from 'node:fs';
import { join } from 'node:path';
import { makeFolder, syncFolderNow } from './storage/disk.js';

/** Name and password for TCP. */
export interface Secret {
  readonly user: string;
  readonly password: string;
}

const PASSWORD = /^([0-9a-f]{48})\n?$/;

const codeOf = (error: unknown): string => (error instanceof Error && 'code' in error ? String(error.code) : '');

function read(file: string): string | undefined {
  try {
    return readFileSync(file, 'utf8');
  } catch (error) {
    if (codeOf(error) === 'ENOENT') return undefined;
    throw error;
  }
}

/** Makes the file whole or not at all: it gets its name when its contents are on disk. Whoever comes second leaves the first one's. */
function make(dataDir: string, file: string): void {
  makeFolder(dataDir);
  const temporary = `${file}.${randomBytes(4).toString('hex')}.tmp`;
  const descriptor = openSync(temporary, 'wx', 0o600);
  try {
    try {
      writeSync(descriptor, `${randomBytes(24).toString('hex')}\n`);
      fsyncSync(descriptor);
    } finally {
      closeSync(descriptor);
    }
    linkSync(temporary, file);
  } catch (error) {
    if (codeOf(error) !== 'EEXIST') throw error;
  } finally {
    rmSync(temporary, { force: true });
  }
  syncFolderNow(dataDir);
}

/**
 * The secret of a folder, in `store.secret` (mode 0600); made when there is none. Throws when the file holds something else
 * than 48 hexadecimal digits: half a secret, or none, would be a password that anybody guesses.
 */
export function secretOf(dataDir: string): Secret {
  const file = join(dataDir, 'store.secret');
  if (read(file) === undefined) make(dataDir, file);
  const [, password] = PASSWORD.exec(read(file) ?? '') ?? [];
  if (password !== undefined) return { user: 'tocsin', password };
  throw new Error(`${file} does not hold 48 hexadecimal digits; remove it, and the next start makes a new secret`);
}
