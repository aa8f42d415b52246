import { readdirSync, readFileSync, rmSync, truncateSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { Int32 } from 'bson';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { compact } from '../../embedded/storage/compaction.js';
import { metaEntry } from '../../embedded/storage/entry.js';
import { frame, HEADER_BYTES, readHeader } from '../../embedded/storage/frame.js';
import { Store } from '../../embedded/storage/store.js';
import { doc } from '../../embedded/values/value.js';
import { writeDocument } from '../../embedded/values/write.js';
import { freshFolder, rejection } from './store.js';

/** A folder with a snapshot and two logs behind it, and what became of it. */
describe('a folder that is not whole is refused, file and byte are named, and nothing in it is changed', () => {
  let dataDir: string;
  const file = (name: string): string => join(dataDir, 'store', name);
  beforeEach(async () => {
    dataDir = freshFolder();
    const store = await Store.open(dataDir);
    const all = store.ensure('d', 'c');
    const put = async (n: number) => {
      all.insert(writeDocument(doc({ _id: n, text: 'x'.repeat(400) })));
      await store.log.settled();
    };
    for (let n = 0; n < 5; n++) await put(n);
    await compact(store);
    for (let n = 5; n < 10; n++) await put(n);
    await store.log.rotate(file('log-000003'), metaEntry(doc({ op: 'file', kind: 'log', format: new Int32(1) })));
    for (let n = 10; n < 15; n++) await put(n);
    await store.close();
  });
  afterEach(() => rmSync(dataDir, { recursive: true, force: true }));

  /** Where the frames of a file begin, and where the last one ends. */
  function starts(name: string): number[] {
    const bytes = readFileSync(file(name));
    const found = [0];
    for (let at = 0; at < bytes.length; found.push(at))
      at += HEADER_BYTES + (readHeader(bytes.subarray(at))?.length ?? bytes.length);
    return found;
  }

  function remake(name: string, entries: Buffer[], keep = 0): void {
    const old = readFileSync(file(name));
    const sequence = readHeader(old)?.sequence ?? 1;
    writeFileSync(file(name), Buffer.concat([frame(sequence, entries), old.subarray(keep)]));
  }

  it.each<[string, string, () => void, number | undefined]>([
    [
      'the file ends in a broken frame, but a newer file follows',
      'log-000002',
      () => truncateSync(file('log-000002'), (starts('log-000002').at(-1) ?? 0) - 30),
      5,
    ],
    [
      'frame 8 is missing, frame 9 stands in its place',
      'log-000002',
      () => {
        const [, a = 0, b = 0] = starts('log-000002');
        const bytes = readFileSync(file('log-000002'));
        writeFileSync(file('log-000002'), Buffer.concat([bytes.subarray(0, a), bytes.subarray(b)]));
      },
      1,
    ],
    [
      'frame 12 is missing, frame 13 stands in its place',
      'log-000003',
      () => truncateSync(file('log-000002'), starts('log-000002').at(-2) ?? 0),
      0,
    ],
    [
      'the file is empty, but it should continue the snapshot',
      'log-000002',
      () => truncateSync(file('log-000002'), 0),
      0,
    ],
    ['the file is missing', 'log-000002', () => rmSync(file('log-000002')), 0],
    [
      'the snapshot has no end',
      'snapshot-000002',
      () => {
        const [at = 0] = starts('snapshot-000002');
        expect(at).toBe(0);
        remake('snapshot-000002', metaEntry(doc({ op: 'file', kind: 'snapshot', format: new Int32(1) })), 1e9);
      },
      undefined,
    ],
    [
      'it was written by a newer version of the store',
      'log-000003',
      () => remake('log-000003', metaEntry(doc({ op: 'file', format: new Int32(2) })), starts('log-000003')[1]),
      0,
    ],
    [
      "unknown entry 'wonder'; was it written by a newer version?",
      'log-000003',
      () => remake('log-000003', metaEntry(doc({ op: 'wonder' })), starts('log-000003')[1]),
      0,
    ],
  ])('%s', async (text, name, damage, at) => {
    const offset = at === undefined ? undefined : starts(name)[at];
    damage();
    const before = readdirSync(join(dataDir, 'store')).map((one) => [one, readFileSync(file(one)).toString('hex')]);
    const error = await rejection(Store.open(dataDir));
    expect(error).toMatchObject({ name: 'DamageError', file: file(name), ...(offset === undefined ? {} : { offset }) });
    expect(error.message).toContain(text);
    expect(error.message).toMatch(/Nothing was changed. Keep a copy of the folder, then restore a backup, or /);
    expect(readdirSync(join(dataDir, 'store')).map((one) => [one, readFileSync(file(one)).toString('hex')])).toEqual(
      before,
    );
  });

  it('whatever is cut off at the end of whatever file', async () => {
    for (const name of ['snapshot-000002', 'log-000002', 'log-000003']) {
      const whole = readFileSync(file(name));
      for (let kept = 0; kept < whole.length; kept += 97) {
        writeFileSync(file(name), whole.subarray(0, kept));
        const error = await rejection(Store.open(dataDir).then((store) => store.close()));
        expect([error.name, kept, name]).toEqual(['DamageError', kept, name]);
        expect(readFileSync(file(name)).equals(whole.subarray(0, kept))).toBe(true);
      }
      writeFileSync(file(name), whole);
    }
    const store = await Store.open(dataDir);
    expect(store.documents()).toBe(15);
    await store.close();
  });
});
