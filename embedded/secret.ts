import { randomBytes } from 'node:crypto';
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

/** Name and password for TCP. */
export interface Secret {
  readonly user: string;
  readonly password: string;
}

/** The secret of a folder, in `store.secret` (mode 0600); made when there is none. */
export function secretOf(dataDir: string): Secret {
  mkdirSync(dataDir, { recursive: true, mode: 0o700 });
  const file = join(dataDir, 'store.secret');
  try {
    writeFileSync(file, `${randomBytes(24).toString('hex')}\n`, { mode: 0o600, flag: 'wx' });
  } catch (error) {
    if (!(error instanceof Error && 'code' in error && error.code === 'EEXIST')) throw error;
  }
  return { user: 'tocsin', password: readFileSync(file, 'utf8').trim() };
}
