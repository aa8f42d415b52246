import fs, { chmodSync, mkdirSync, readlinkSync, rmSync, statSync, symlinkSync, writeFileSync } from 'node:fs';
import { syncBuiltinESMExports } from 'node:module';
import { join } from 'node:path';
import { MongoClient } from 'mongodb';
import { afterEach, describe, expect, it } from 'vitest';
import { takeFolder } from '../../embedded/backup/alone.js';
import { launchStore } from '../../embedded/launch.js';
import { prepareFolder, shortPath } from '../../embedded/storage/folder.js';
import { Store } from '../../embedded/storage/store.js';
import { freshFolder, openStore } from './store.js';

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
    const home = join(prepareFolder(long).sockets, '..');
    chmodSync(home, 0o755);
    expect(() => prepareFolder(long)).toThrow(
      `${home} is not a private folder of this user; remove it, or choose a data folder with a shorter path than ${long}`,
    );
    rmSync(home, { recursive: true });
  });

  it('with a long path is closed to others as well, since its sockets are in it', () => {
    const long = join(folder(), 'deep'.repeat(30));
    mkdirSync(long);
    writeFileSync(join(long, 'letter.txt'), '');
    chmodSync(long, 0o755);
    expect(() => prepareFolder(long)).toThrow(`${long} can be entered by others (mode 755); run: chmod 700 ${long}`);
  });

  it('with a long path has its short one again after somebody cleaned it away, or led it astray', () => {
    const long = join(folder(), 'deep'.repeat(30));
    const { data, sockets } = prepareFolder(long);
    rmSync(sockets);
    expect(readlinkSync(shortPath(data))).toBe(data);
    rmSync(sockets);
    symlinkSync(folder(), sockets);
    expect(readlinkSync(shortPath(data))).toBe(data);
    rmSync(join(sockets, '..'), { recursive: true });
  });

  it('with a long path has one owner, whatever temporary folder a process has', async () => {
    const dataDir = join(folder(), 'deep'.repeat(30));
    const before = process.env.TMPDIR;
    try {
      process.env.TMPDIR = folder();
      const first = await openStore({ dataDir });
      process.env.TMPDIR = folder();
      expect(await takeFolder(dataDir)).toBeUndefined();
      const second = await launchStore({ dataDir, onLine: () => {} });
      expect([first.store.role, second.role]).toEqual(['owner', 'client']);
      expect(second.uri).not.toBe(first.store.uri);
      const client = await new MongoClient(second.uri).connect();
      await client.db('d').collection('c').insertOne({ by: 'second' });
      expect(await first.client.db('d').collection('c').countDocuments({ by: 'second' })).toBe(1);
      await client.close();
      await second.stop();
      await first.close();
    } finally {
      if (before === undefined) delete process.env.TMPDIR;
      else process.env.TMPDIR = before;
    }
  });

  it.skipIf(process.platform !== 'linux')(
    'and the folder of the log have their names on disk before anything is in them',
    async () => {
      const dataDir = join(folder(), 'new', 'data');
      const synced: string[] = [];
      const { fsyncSync } = fs;
      // The real call, seen from the kernel's side: which folder the descriptor stands for.
      fs.fsyncSync = (descriptor) => {
        synced.push(readlinkSync(`/proc/self/fd/${descriptor}`));
        fsyncSync(descriptor);
      };
      syncBuiltinESMExports();
      try {
        const { data } = prepareFolder(dataDir);
        await (await Store.open(data)).close();
        expect(synced).toEqual([join(data, '..'), join(data, '../..'), data]);
      } finally {
        fs.fsyncSync = fsyncSync;
        syncBuiltinESMExports();
      }
    },
  );
});
