import { openSync, readdirSync, readFileSync, readlinkSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, describe, expect, it } from 'vitest';
import { compact } from '../../embedded/storage/compaction.js';
import { closeFile, openDurable, writeDurably } from '../../embedded/storage/disk.js';
import { metaEntry } from '../../embedded/storage/entry.js';
import { fileMeta } from '../../embedded/storage/meta.js';
import { Store } from '../../embedded/storage/store.js';
import { doc } from '../../embedded/values/value.js';
import { writeDocument } from '../../embedded/values/write.js';
import { freshFolder, openStore, rejection } from './store.js';

const linux = process.platform === 'linux';
const folders: string[] = [];
const folder = (): string => {
  folders.push(freshFolder());
  return folders.at(-1) ?? '';
};
afterEach(() => {
  for (const one of folders.splice(0)) rmSync(one, { recursive: true, force: true });
});

describe('the log', () => {
  it('goes on in a new file though more is waiting after every flush', async () => {
    const store = await Store.open(folder());
    const all = store.ensure('d', 'c');
    const { onDurable } = store.log;
    const MOST = 2_000;
    let written = 0;
    let ending = false;
    const write = (): void => {
      if (!ending && written < MOST) all.insert(writeDocument(doc({ _id: written++, text: 'x'.repeat(100) })));
    };
    // Whatever the disk's speed: a writer is there before the flush ends.
    store.log.onDurable = (sequence) => {
      onDurable(sequence);
      write();
    };
    write();
    await expect.poll(() => written, { interval: 1 }).toBeGreaterThan(5);
    const before = written;
    const wished = store.log.rotate(join(store.dataDir, 'store', 'log-000002'), metaEntry(fileMeta('log')));
    let atSwitch = MOST;
    await wished.then(() => {
      atSwitch = written;
    });
    // The flush that was under way, and the new file's first frame.
    expect(atSwitch - before).toBeLessThan(5);
    ending = true;
    await store.close();
    const again = await Store.open(store.dataDir);
    expect(again.documents()).toBe(written);
    expect(again.generation).toBe(2);
    await again.close();
  });

  it('that cannot begin a new file goes on in the old one', async () => {
    const store = await Store.open(folder());
    const error = await rejection(store.log.rotate(join(store.dataDir, 'nowhere', 'log-000002'), []));
    expect(error).toMatchObject({ code: 'ENOENT' });
    store.ensure('d', 'c').insert(writeDocument(doc({ _id: 1 })));
    await store.log.settled();
    await store.close();
    const again = await Store.open(store.dataDir);
    expect(again.documents()).toBe(1);
    await again.close();
  });
});

describe('a write is on disk when it is acknowledged', () => {
  /** The flags of a file that this process has open, as the kernel has them. */
  function flagsOf(name: string): number {
    for (const descriptor of readdirSync('/proc/self/fd')) {
      try {
        if (!readlinkSync(`/proc/self/fd/${descriptor}`).endsWith(name)) continue;
      } catch {
        // The descriptor of this very listing has gone.
        continue;
      }
      const flags = /^flags:\s+([0-7]+)$/m.exec(readFileSync(`/proc/self/fdinfo/${descriptor}`, 'latin1'))?.[1];
      return Number.parseInt(flags ?? '', 8);
    }
    throw new Error(`${name} is not open`);
  }
  const O_DSYNC = 0o10000;

  it.skipIf(!linux)('on Linux by O_DSYNC: of a first log, of one that is opened again, and of the next', async () => {
    const first = await openStore();
    await first.client.db('d').collection('c').insertOne({});
    expect(flagsOf(`${first.dataDir}/store/log-000001`) & O_DSYNC).toBe(O_DSYNC);
    await first.close();
    const store = await Store.open(folder());
    await store.close();
    const again = await Store.open(store.dataDir);
    again.ensure('d', 'c').insert(writeDocument(doc({ _id: 1 })));
    await again.log.settled();
    expect(flagsOf(`${store.dataDir}/store/log-000001`) & O_DSYNC).toBe(O_DSYNC);
    await compact(again);
    expect(flagsOf(`${store.dataDir}/store/log-000002`) & O_DSYNC).toBe(O_DSYNC);
    await again.close();
  });

  it.skipIf(!linux)('elsewhere by fdatasync, and not before it has succeeded', async () => {
    // It takes every write, and refuses to be synced.
    const sink = openSync('/dev/null', 'w');
    const error = await rejection(writeDurably(sink, Buffer.from('entry'), 0, false));
    expect(error).toMatchObject({ code: 'EINVAL', syscall: 'fdatasync' });
    await closeFile(sink);
    const file = join(folder(), 'log');
    const log = await openDurable(file, 0o100);
    await writeDurably(log, Buffer.from('entry'), 0, false);
    expect(readFileSync(file, 'latin1')).toBe('entry');
    await closeFile(log);
  });
});
