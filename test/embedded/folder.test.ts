import { chmodSync, mkdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, describe, expect, it } from 'vitest';
import { prepareFolder } from '../../embedded/storage/folder.js';
import { freshFolder } from './store.js';

describe('the data folder', () => {
  const folders: string[] = [];
  const folder = (): string => {
    folders.push(freshFolder());
    return folders.at(-1) ?? '';
  };
  afterEach(() => {
    for (const one of folders.splice(0)) rmSync(one, { recursive: true, force: true });
  });

  it('is closed to others when it is empty or a store is in it', () => {
    const [fresh, used] = [folder(), folder()];
    chmodSync(fresh, 0o755);
    mkdirSync(join(used, 'store'));
    chmodSync(used, 0o755);
    for (const one of [fresh, used]) {
      prepareFolder(one);
      expect(statSync(one).mode & 0o777).toBe(0o700);
    }
  });

  it('of somebody else is refused with the command that mends it', () => {
    const home = folder();
    writeFileSync(join(home, 'letter.txt'), '');
    chmodSync(home, 0o755);
    expect(() => prepareFolder(home)).toThrow(`${home} can be entered by others (mode 755); run: chmod 700 ${home}`);
    expect(statSync(home).mode & 0o777).toBe(0o755);
  });

  it('with a long path does not put its sockets where others could have been before', () => {
    const long = join(folder(), 'deep'.repeat(30));
    const { sockets } = prepareFolder(long);
    expect(readFileSync(join(long, 'store.sock.path'), 'utf8')).toBe(`${join(sockets, 'store.sock')}\n`);
    chmodSync(sockets, 0o755);
    expect(() => prepareFolder(long)).toThrow(
      `${sockets} is not a private folder of this user; remove it, or choose a data folder with a shorter path than ${long}`,
    );
    rmSync(sockets, { recursive: true });
  });
});
