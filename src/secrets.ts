import { randomBytes } from 'node:crypto';
import { chmodSync, existsSync, mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
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
  const secrets = existsSync(file) ? read(file) : {};
  return {
    get: (name) => secrets[name],
    make(name) {
      const have = secrets[name];
      if (have) return have;
      const made = randomBytes(32).toString('hex');
      secrets[name] = made;
      // Beside and renamed, so that a crash leaves the old file whole.
      writeFileSync(`${file}.new`, JSON.stringify(secrets, null, 2), { mode: 0o600 });
      renameSync(`${file}.new`, file);
      chmodSync(file, 0o600);
      return made;
    },
  };
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
