import { type ChildProcess, spawn } from 'node:child_process';
import { existsSync, rmSync } from 'node:fs';
import { createInterface } from 'node:readline';
import { MongoClient } from 'mongodb';
import { afterEach, describe, expect, it } from 'vitest';
import type { Health } from '../../embedded/messages.js';
import { putEntry } from '../../embedded/storage/entry.js';
import { Log } from '../../embedded/storage/log.js';
import { doc } from '../../embedded/values/value.js';
import { writeDocument } from '../../embedded/values/write.js';
import { freshFolder, openStore, rejection } from './store.js';

const linux = process.platform === 'linux';

describe('a commit that fails', () => {
  const entry = putEntry(1, 1, writeDocument(doc({ _id: 1 })));

  it.skipIf(!existsSync('/dev/full'))('for want of space is 14031, once, and for all that waited', async () => {
    const log = new Log('/dev/full', 0, 1);
    const causes: string[] = [];
    log.onFailure = (error) => causes.push(error.message);
    log.append(entry);
    const waiting = [rejection(log.settled()), rejection(log.settled())];
    for (const error of await Promise.all(waiting)) {
      expect(error).toMatchObject({ code: 14031, codeName: 'OutOfDiskSpace' });
      expect(error.message).toBe(
        'no space left on the disk of /dev/full. The store takes no writes until it is restarted; reads go on.',
      );
    }
    expect(() => log.append(entry)).toThrow(/no space left/);
    expect(await rejection(log.settled())).toMatchObject({ code: 14031 });
    expect(await rejection(log.rotate('/tmp/never', []))).toMatchObject({ code: 14031 });
    expect(causes).toHaveLength(1);
    await log.close().catch(() => {});
  });

  // Nothing is mapped at the first pages of a process, so the kernel answers a write there as a broken disk would.
  it.skipIf(!linux)('for a broken disk is LogWriteFailed, with the cause and the file', async () => {
    const log = new Log('/proc/self/mem', 0, 1);
    log.append(entry);
    const error = await rejection(log.settled());
    expect(error).toMatchObject({ code: 42, codeName: 'LogWriteFailed' });
    expect(error.message).toMatch(
      /^cannot write \/proc\/self\/mem: EIO: .*The store takes no writes until it is restarted/,
    );
    await log.close().catch(() => {});
  });
});

/** A store in a process whose files may not become larger than so many KiB: a disk that is full, without being root. */
class Cramped {
  private readonly lines: AsyncIterator<string>;
  private constructor(private readonly child: ChildProcess) {
    this.lines = createInterface({ input: child.stdout as NonNullable<ChildProcess['stdout']> })[
      Symbol.asyncIterator
    ]();
  }

  static async start(dataDir: string, kilobytes: number): Promise<{ keeper: Cramped; uri: string }> {
    const run = `ulimit -f ${kilobytes} && exec "$0" dist/test/embedded/keeper.js "$1"`;
    const child = spawn('bash', ['-c', run, process.execPath, dataDir], { stdio: ['pipe', 'pipe', 'inherit'] });
    const keeper = new Cramped(child);
    const { uri } = (await keeper.read()) as { uri: string };
    return { keeper, uri };
  }

  async health(): Promise<Health & { told: string[] }> {
    this.child.stdin?.write('health\n');
    return (await this.read()) as Health & { told: string[] };
  }

  async stop(): Promise<void> {
    const ended = new Promise((resolve) => this.child.once('close', resolve));
    this.child.stdin?.end();
    await ended;
  }

  private async read(): Promise<unknown> {
    const line = await this.lines.next();
    if (line.done === true) throw new Error('the keeper has gone');
    return JSON.parse(line.value);
  }
}

describe.skipIf(process.platform === 'win32')('a store that cannot write any more', () => {
  const folders: string[] = [];
  afterEach(() => {
    for (const one of folders.splice(0)) rmSync(one, { recursive: true, force: true });
  });

  it('says so, goes on reading, and after a restart has everything that it acknowledged', async () => {
    const dataDir = freshFolder();
    folders.push(dataDir);
    const { keeper, uri } = await Cramped.start(dataDir, 6 * 1024);
    const client = await new MongoClient(uri).connect();
    const all = client.db('d').collection<{ _id: number; text: string }>('c');
    expect(await keeper.health()).toMatchObject({ state: 'ok', told: [] });
    const acknowledged: number[] = [];
    let failure: (Error & { code?: number }) | undefined;
    for (let n = 0; failure === undefined; n++) {
      try {
        await all.insertOne({ _id: n, text: 'x'.repeat(40_000) });
        acknowledged.push(n);
      } catch (error) {
        failure = error as Error;
      }
    }
    expect(failure).toMatchObject({ code: 14031, codeName: 'OutOfDiskSpace' });
    expect(failure.message).toMatch(
      /no file may become larger \(see ulimit -f\): .*log-000001\. The store takes no writes/,
    );
    expect(acknowledged.length).toBeGreaterThan(100);
    for (const write of [
      () => all.insertOne({ _id: -1, text: '' }),
      () => all.updateOne({ _id: 0 }, { $set: { text: '' } }),
      () => all.deleteOne({ _id: 0 }),
      () => all.findOneAndUpdate({ _id: 0 }, { $set: { text: '' } }),
      () => all.createIndex({ text: 1 }),
      () => client.db('d').createCollection('e'),
      // Their own errors would rest on what is not on disk.
      () => client.db('d').createCollection('c'),
      () => all.findOneAndUpdate({ text: 'none' }, { $setOnInsert: { _id: 0 } }, { upsert: true }),
      () => all.drop(),
    ])
      expect(await rejection(write())).toMatchObject({ code: 14031 });
    expect((await all.findOne({ _id: 5 }))?.text).toHaveLength(40_000);
    expect(await all.countDocuments({ _id: { $in: acknowledged } })).toBe(acknowledged.length);
    const health = await keeper.health();
    expect(health).toMatchObject({ state: 'read-only', cause: failure.message });
    expect(health.told).toEqual([failure.message]);
    await client.close();
    await keeper.stop();

    const again = await openStore({ dataDir });
    const found = again.client.db('d').collection<{ _id: number; text: string }>('c');
    const kept = await found
      .find({}, { projection: { _id: 1 } })
      .sort({ _id: 1 })
      .toArray();
    expect(kept.map((one) => one._id).slice(0, acknowledged.length)).toEqual(acknowledged);
    await found.insertOne({ _id: 100_000, text: 'goes on' });
    expect(again.store.health().state).toBe('ok');
    await again.close();
  });
});
