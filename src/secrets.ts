import { randomBytes } from 'node:crypto';
import { chmodSync, existsSync, mkdirSync, readFileSync, renameSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';

/** Secrets that Tocsin made for itself, kept in `DATA_DIR` for the owner's eyes only. */
export interface MadeSecrets {
  get(name: string): string | undefined;
  /** The secret of this name, made now if there is none. 32 random bytes, hex. */
  make(name: string): string;
}

const FILE = 'secrets.json';
const schema = z.record(z.string(), z.string());

export function madeSecrets(dataDir: string): MadeSecrets {
  mkdirSync(dataDir, { recursive: true, mode: 0o700 });
  const file = join(dataDir, FILE);
  let secrets = existsSync(file) ? read(file) : {};
  return {
    get: (name) => secrets[name],
    make(name) {
      const have = secrets[name];
      if (have) return have;
      return alone(`${file}.lock`, () => {
        // Another instance may have made it meanwhile: whoever signs with one of two is not understood by the other.
        secrets = existsSync(file) ? read(file) : {};
        const there = secrets[name];
        if (there) return there;
        const made = randomBytes(32).toString('hex');
        secrets = { ...secrets, [name]: made };
        // Beside and renamed, so that a crash leaves the old file whole.
        writeFileSync(`${file}.new`, JSON.stringify(secrets, null, 2), { mode: 0o600 });
        renameSync(`${file}.new`, file);
        chmodSync(file, 0o600);
        return made;
      });
    },
  };
}

/** Whoever has the folder has the file; one that is so old was left behind by somebody who died. */
const STALE_MS = 5_000;
const AGAIN_MS = 20;

function alone<T>(lock: string, run: () => T): T {
  const end = Date.now() + 2 * STALE_MS;
  for (;;) {
    try {
      mkdirSync(lock);
      break;
    } catch (error) {
      if ((error as { code?: string }).code !== 'EEXIST') throw error;
      if (Date.now() > end)
        throw new Error(`${lock} does not go away: remove it when no other Tocsin is starting here`);
      const made = statSync(lock, { throwIfNoEntry: false })?.mtimeMs;
      if (made !== undefined && Date.now() - made > STALE_MS) rmSync(lock, { recursive: true, force: true });
      else Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, AGAIN_MS);
    }
  }
  try {
    return run();
  } finally {
    rmSync(lock, { recursive: true, force: true });
  }
}

function read(file: string): Record<string, string> {
  try {
    return schema.parse(JSON.parse(readFileSync(file, 'utf8')));
  } catch (error) {
    throw new Error(
      `${file} cannot be read: ${(error as Error).message}. Restore it from a copy, or delete it to have new secrets made.`,
    );
  }
}
