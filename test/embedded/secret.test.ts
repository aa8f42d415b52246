import { readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, describe, expect, it } from 'vitest';
import { launchStore } from '../../embedded/launch.js';
import { secretOf } from '../../embedded/secret.js';
import { freshFolder, rejection } from './store.js';

describe('the secret of a folder', () => {
  const folders: string[] = [];
  const folder = (): string => {
    folders.push(freshFolder());
    return folders.at(-1) ?? '';
  };
  afterEach(() => {
    for (const one of folders.splice(0)) rmSync(one, { recursive: true, force: true });
  });

  it('is made once, for its owner alone, and stays', () => {
    const dataDir = join(folder(), 'new');
    const made = secretOf(dataDir);
    expect(made.password).toMatch(/^[0-9a-f]{48}$/);
    expect(secretOf(dataDir)).toEqual(made);
    expect(readFileSync(join(dataDir, 'store.secret'), 'utf8')).toBe(`${made.password}\n`);
    expect(statSync(join(dataDir, 'store.secret')).mode & 0o777).toBe(0o600);
    expect(readdirSync(dataDir)).toEqual(['store.secret']);
  });

  it.each(['', '\n', 'abcdef\n', `${'0'.repeat(47)}\n`, 'G'.repeat(48), `${'0'.repeat(48)}\n\n`])(
    'that is %j is no password: the store does not start',
    async (text) => {
      const dataDir = folder();
      const file = join(dataDir, 'store.secret');
      writeFileSync(file, text);
      expect((await rejection(launchStore({ dataDir, port: 0 }))).message).toBe(
        `${file} does not hold 48 hexadecimal digits; remove it, and the next start makes a new secret`,
      );
      expect(readFileSync(file, 'utf8')).toBe(text);
    },
  );
});
