import {
  appendFileSync,
  cpSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  truncateSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import { MongoClient } from 'mongodb';
import { afterEach, describe, expect, it } from 'vitest';
import { launchStore } from '../../embedded/launch.js';
import type { Health } from '../../embedded/messages.js';
import { metaEntry, putEntry } from '../../embedded/storage/entry.js';
import { frame, HEADER_BYTES, readHeader } from '../../embedded/storage/frame.js';
import { claim, owner } from '../../embedded/storage/lock.js';
import { readMark } from '../../embedded/storage/mark.js';
import { fileMeta } from '../../embedded/storage/meta.js';
import { Store } from '../../embedded/storage/store.js';
import { doc } from '../../embedded/values/value.js';
import { writeDocument } from '../../embedded/values/write.js';
import { freshFolder, openStore, rejection } from './store.js';

const folders: string[] = [];
const folder = (): string => {
  folders.push(freshFolder());
  return folders.at(-1) ?? '';
};
afterEach(() => {
  for (const one of folders.splice(0)) rmSync(one, { recursive: true, force: true });
});

const newestLog = (dataDir: string): string => {
  const names = readdirSync(join(dataDir, 'store')).filter((name) => name.startsWith('log-'));
  return join(dataDir, 'store', names.sort().at(-1) ?? '');
};

/** A folder whose log has one frame per document, and where each frame starts. */
async function written(documents: number): Promise<{ dataDir: string; log: string; starts: number[] }> {
  const dataDir = folder();
  const store = await Store.open(dataDir);
  const all = store.ensure('d', 'c');
  for (let n = 0; n < documents; n++) {
    all.insert(writeDocument(doc({ _id: n, text: `number ${n} ${'x'.repeat(900)}` })));
    await store.log.settled();
  }
  await store.close();
  const log = newestLog(dataDir);
  const bytes = readFileSync(log);
  const starts = [0];
  for (let at = 0; at < bytes.length; starts.push(at))
    at += HEADER_BYTES + (readHeader(bytes.subarray(at))?.length ?? bytes.length);
  return { dataDir, log, starts };
}

/** A frame that was on its way to the disk when the power went. */
const unfinished = (sequence: number, n: number): Buffer =>
  frame(sequence, putEntry(1, n + 1, writeDocument(doc({ _id: n, text: 'x'.repeat(900) }))));

async function countIn(dataDir: string): Promise<number> {
  const store = await Store.open(dataDir);
  const count = store.documents();
  await store.close();
  return count;
}

/** That a kill loses nothing is shown in `faults.test.ts`. */
describe('what was acknowledged survives', () => {
  it('a torn tail: the rest is there, the tail is cut, writing goes on', async () => {
    const { dataDir, starts } = await written(10);
    for (const there of [1, 23, 24, 150, 500]) {
      const copy = folder();
      cpSync(dataDir, copy, { recursive: true });
      appendFileSync(newestLog(copy), unfinished(starts.length, 10).subarray(0, there));
      const store = await Store.open(copy);
      expect(store.documents()).toBe(10);
      expect(store.recovered.tornBytes).toBe(there);
      store.ensure('d', 'c').insert(writeDocument(doc({ _id: 'after' })));
      await store.log.settled();
      await store.close();
      expect(await countIn(copy)).toBe(11);
    }
  });

  it('an end that is gone, at whatever byte: refused with file and offset; the way on is named and works', async () => {
    const { dataDir, starts } = await written(6);
    const end = starts.at(-1) ?? 0;
    for (const lost of [1, 13, 150, end - (starts.at(-2) ?? 0), end - (starts.at(2) ?? 0), end]) {
      const copy = folder();
      cpSync(dataDir, copy, { recursive: true });
      const file = newestLog(copy);
      truncateSync(file, end - lost);
      const error = await rejection(Store.open(copy));
      const from = starts.findLast((one) => one <= end - lost);
      expect(error).toMatchObject({ name: 'DamageError', file, offset: from });
      expect(error.message).toContain('but everything up to frame 7 was acknowledged');
      expect(statSync(file).size).toBe(end - lost);
      const mark = /remove (\S+) to start without what is gone/.exec(error.message)?.[1] ?? '';
      rmSync(mark);
      expect(await countIn(copy)).toBe(Math.max(0, starts.indexOf(from ?? 0) - 1));
    }
  });

  it('all files gone but the mark: refused', async () => {
    const { dataDir, log } = await written(2);
    rmSync(log);
    expect((await rejection(Store.open(dataDir))).message).toContain('log-000001 at byte 0: the file is missing');
  });

  it('a damaged mark damages nothing: it is said and written anew', async () => {
    const { dataDir, log } = await written(4);
    const mark = join(log, '../acknowledged');
    for (const wrong of ['', 'acknowledged up to frame 0000000000000099 00000000\n', 'x'.repeat(200)]) {
      writeFileSync(mark, wrong);
      const store = await Store.open(dataDir);
      expect([store.documents(), store.recovered.notes]).toEqual([4, [`${mark} was unreadable; it is written anew`]]);
      await store.close();
      expect(readMark(dataDir)).toBe(5);
    }
  });

  it('the mark follows the frames within a moment, and never goes ahead of them', async () => {
    const dataDir = folder();
    const store = await Store.open(dataDir);
    const all = store.ensure('d', 'c');
    for (let n = 0; n < 40; n++) {
      all.insert(writeDocument(doc({ _id: n })));
      expect(Number(readMark(dataDir))).toBeLessThanOrEqual(n + 2);
      await store.log.settled();
    }
    await expect.poll(() => readMark(dataDir), { timeout: 2_000 }).toBe(41);
    await store.close();
  });

  it('a tail of sectors that were never written, as after a power cut', async () => {
    const { dataDir, log, starts } = await written(5);
    const bytes = Buffer.concat([readFileSync(log), unfinished(starts.length, 5)]);
    bytes.fill(0, Math.ceil((starts.at(-1) ?? 0) / 512) * 512);
    writeFileSync(log, Buffer.concat([bytes, Buffer.alloc(4096)]));
    expect(await countIn(dataDir)).toBe(5);
  });

  it('a flipped bit in the newest frame with zeros written ahead behind it, as a killed store leaves them: refused', async () => {
    const { dataDir, log, starts } = await written(5);
    const whole = Buffer.concat([readFileSync(log), Buffer.alloc(4096)]);
    const last = starts.at(-2) ?? 0;
    for (const at of [last + 2, last + 9, last + 21, last + 300]) {
      const broken = Buffer.from(whole);
      broken[at] = (broken[at] ?? 0) ^ 16;
      writeFileSync(log, broken);
      expect(await rejection(Store.open(dataDir))).toMatchObject({ name: 'DamageError', file: log, offset: last });
      expect(readFileSync(log).equals(broken)).toBe(true);
    }
  });

  it('any flipped bit: refused with file and offset, the file left as it is; never silently less', async () => {
    const { dataDir, log, starts } = await written(12);
    const whole = readFileSync(log);
    let refused = 0;
    for (let at = 3; at < whole.length; at += 131) {
      const broken = Buffer.from(whole);
      broken[at] = (broken[at] ?? 0) ^ (1 << (at % 8));
      writeFileSync(log, broken);
      const error = await rejection(Store.open(dataDir).then((store) => store.close()));
      const start = starts.findLast((one) => one <= at);
      expect(error.name).toBe('DamageError');
      expect(error.message).toContain(log);
      expect(error.offset).toBe(start);
      expect(readFileSync(log).equals(broken)).toBe(true);
      refused++;
    }
    expect(refused).toBeGreaterThan(90);
    writeFileSync(log, whole);
    expect(await countIn(dataDir)).toBe(12);
  });

  it('the launcher says what is damaged', async () => {
    const { dataDir, log } = await written(3);
    const bytes = readFileSync(log);
    bytes[bytes.length - 500] = 1;
    writeFileSync(log, bytes);
    const error = await rejection(launchStore({ dataDir }));
    expect(error.message).toMatch(/damaged: .*log-000001 at byte \d+/);
  });

  it('a missing file is missed', async () => {
    const { dataDir } = await written(3);
    const store = await Store.open(dataDir);
    await store.log.rotate(join(dataDir, 'store', 'log-000002'), metaEntry(fileMeta('log')));
    await store.close();
    rmSync(join(dataDir, 'store', 'log-000001'));
    expect((await rejection(Store.open(dataDir))).message).toContain('log-000001 at byte 0: the file is missing');
  });
});

describe('group commit', () => {
  it('writes what arrives together as one frame', async () => {
    const dataDir = folder();
    const store = await Store.open(dataDir);
    const all = store.ensure('d', 'c');
    await store.log.settled();
    const before = store.log.bytes;
    const raws = Array.from({ length: 20 }, (_, n) => writeDocument(doc({ _id: n })));
    const settled = raws.map((raw) => {
      all.insert(raw);
      return store.log.settled();
    });
    await Promise.all(settled);
    const entries = raws.flatMap((raw, n) => putEntry(all.id, n + 1, raw));
    expect(store.log.bytes - before).toBe(frame(1, entries).length);
    await store.close();
  });
});

describe('one owner per folder', () => {
  it('many starters at once: one wins; after its end the next one can', async () => {
    const dir = folder();
    for (let round = 0; round < 3; round++) {
      const locks = (await Promise.all(Array.from({ length: 8 }, () => claim(dir)))).filter(
        (lock) => lock !== undefined,
      );
      expect(locks).toHaveLength(1);
      expect(await owner(dir)).toBe(locks[0]?.path);
      await locks[0]?.release();
      expect(await owner(dir)).toBeUndefined();
    }
    expect(readdirSync(dir).filter((name) => name.endsWith('.tmp'))).toEqual([]);
  });

  it('a second launch is a client of the first, and hears of its end', async () => {
    const first = await openStore();
    const second = await launchStore({ dataDir: first.dataDir });
    expect([first.store.role, second.role, second.uri]).toEqual(['owner', 'client', first.store.uri]);
    const client = await new MongoClient(second.uri).connect();
    await client.db('d').collection('c').insertOne({ by: 'second' });
    expect(await first.client.db('d').collection('c').countDocuments({ by: 'second' })).toBe(1);
    await client.close();
    const gone = new Promise<Error>((resolve) => second.onFailure(resolve));
    await first.close();
    expect((await gone).message).toMatch(/has gone/);
    expect(second.health().state).toBe('dead');
    await second.stop();
  });

  it('goes to a short private folder when the path is too long for a socket', async () => {
    const dataDir = join(folder(), 'deep'.repeat(30));
    const { store, client, close } = await openStore({ dataDir });
    await client.db('d').collection('c').insertOne({});
    const socket = readFileSync(join(dataDir, 'store.sock.path'), 'utf8').trim();
    expect(decodeURIComponent(store.uri)).toContain(socket);
    expect(Buffer.byteLength(socket)).toBeLessThan(104);
    await close();
    rmSync(join(socket, '../..'), { recursive: true, force: true });
  });

  it('a thread that does not answer is told of, and is well again when it does', async () => {
    const { store, client, close } = await openStore({ silentAfterMs: 700 });
    const all = client.db('d').collection('c');
    await all.insertOne({ text: `${'a'.repeat(40)}!` });
    const silent = new Promise<{ error: Error; health: Health }>((resolve) =>
      store.onFailure((error) => resolve({ error, health: store.health() })),
    );
    // It holds the thread until the watchdog of the query ends it.
    const hanging = rejection(all.findOne({ text: /^(a+)+$/ }));
    const { error, health } = await silent;
    expect(error.message).toMatch(/no sign of life/);
    expect(health).toMatchObject({ state: 'silent', cause: error.message });
    expect((await hanging).code).toBe(50);
    await expect.poll(() => store.health().state, { timeout: 10_000 }).toBe('ok');
    expect(store.health()).not.toHaveProperty('cause');
    await close();
    expect(store.health().state).toBe('stopped');
  });

  it('health and stop', async () => {
    const { store, close } = await openStore();
    expect(store.health().state).toBe('ok');
    await close();
    expect(store.health().state).toBe('stopped');
  });
});
