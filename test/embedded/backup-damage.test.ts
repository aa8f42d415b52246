import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { diceOf } from '../../bench/faults/dice.js';
import { BackupDamage, checkBackup } from '../../embedded/backup/read.js';
import { restore } from '../../embedded/backup/restore.js';
import { HEADER_BYTES, readHeader } from '../../embedded/storage/frame.js';
import { Store } from '../../embedded/storage/store.js';
import { doc } from '../../embedded/values/value.js';
import { writeDocument } from '../../embedded/values/write.js';
import { backUp } from '../../src/app/backup.js';
import { rejection } from './store.js';

const FIRST_LINE_BYTES = 16;
const folder = mkdtempSync(join(tmpdir(), 'tocsin-damage-'));
const file = join(folder, 'whole.tocsin');
let whole: Buffer;
/** Where each frame begins, and where the file ends. */
let starts: number[];

beforeAll(async () => {
  const dataDir = join(folder, 'data');
  const store = await Store.open(dataDir);
  const { roll } = diceOf(7);
  for (const name of ['one', 'two', 'empty', 'three']) {
    const all = store.ensure('tocsin', name);
    for (let n = 0; n < (name === 'empty' ? 0 : 5); n++)
      all.insert(writeDocument(doc({ _id: n, n: roll(), text: 'alarm '.repeat(20) })));
  }
  await store.log.settled();
  await store.close();
  await backUp({ dataDir, mongoUri: undefined }, file);
  whole = readFileSync(file);
  starts = [FIRST_LINE_BYTES];
  for (let at = FIRST_LINE_BYTES; at < whole.length; starts.push(at))
    at += HEADER_BYTES + readHeader(whole.subarray(at))!.length;
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

/** Checks a changed copy: it must be refused, with its name and a place. */
async function refusal(changed: Buffer): Promise<BackupDamage> {
  const copy = join(folder, 'changed.tocsin');
  writeFileSync(copy, changed);
  const error = await rejection(checkBackup(copy));
  expect(error).toBeInstanceOf(BackupDamage);
  expect(error.message).toMatch(/changed\.tocsin is damaged at byte \d+: .+\. Nothing was changed\./);
  expect(readFileSync(copy).equals(changed)).toBe(true);
  return error as unknown as BackupDamage;
}

const frameOf = (at: number): number => (at < FIRST_LINE_BYTES ? 0 : starts.findLast((start) => start <= at)!);

describe('a damaged backup is refused, and the place named', () => {
  it('as it is, it is whole: a head, three blocks, an end', async () => {
    expect(await checkBackup(file)).toMatchObject({ documents: 15, collections: 4 });
    expect(starts).toHaveLength(6);
    expect(starts.at(-1)).toBe(whole.length);
  });

  it('whichever bit of whichever byte is flipped', async () => {
    const { between } = diceOf(11);
    for (let at = 0; at < whole.length; at++) {
      const changed = Buffer.from(whole);
      changed[at] = whole[at]! ^ (1 << between(0, 7));
      expect((await refusal(changed)).offset, `byte ${at}`).toBe(frameOf(at));
    }
  });

  it('wherever it was cut off: at each frame, and at 50 random places', async () => {
    const { between } = diceOf(13);
    const ends = [0, 1, ...starts.slice(0, -1), ...Array.from({ length: 50 }, () => between(1, whole.length - 1))];
    for (const end of ends) {
      const { message, offset } = await refusal(whole.subarray(0, end));
      expect(offset, `cut at ${end}`).toBe(end < FIRST_LINE_BYTES ? 0 : frameOf(end));
      if (end >= FIRST_LINE_BYTES) expect(message).toContain('it was cut off');
    }
  });

  it('when something follows, is missing, is there twice or is out of order', async () => {
    const frame = (at: number): Buffer => whole.subarray(starts[at]!, starts[at + 1]!);
    const line = whole.subarray(0, FIRST_LINE_BYTES);
    const put = (...frames: number[]): Buffer => Buffer.concat([line, ...frames.map(frame)]);
    expect(put(0, 1, 2, 3, 4).equals(whole)).toBe(true);
    expect((await refusal(Buffer.concat([whole, Buffer.from('\n')]))).message).toContain('1 bytes follow its end');
    expect((await refusal(Buffer.concat([whole, frame(4)]))).message).toContain('bytes follow its end');
    expect((await refusal(put(0, 1, 3, 4))).message).toContain('frame 3 is missing, frame 4 stands in its place');
    expect((await refusal(put(0, 1, 1, 2, 3, 4))).message).toContain('frame 3 is missing, frame 2 stands');
    expect((await refusal(put(0, 2, 1, 3, 4))).message).toContain('frame 2 is missing');
  });

  it('when it is something else, or of a newer version', async () => {
    expect((await refusal(Buffer.from('{"not":"a backup"}'))).message).toContain('it begins with');
    const newer = Buffer.concat([Buffer.from('tocsin backup 2\n'), whole.subarray(FIRST_LINE_BYTES)]);
    expect((await refusal(newer)).message).toContain('tocsin backup 2');
    expect((await rejection(checkBackup(join(folder, 'none')))).message).toContain('there is no file');
  });

  it('and a restore of it makes nothing', async () => {
    const changed = Buffer.from(whole);
    changed[whole.length - 1] = whole.at(-1)! ^ 1;
    const copy = join(folder, 'last.tocsin');
    writeFileSync(copy, changed);
    const dataDir = join(folder, 'nothing');
    expect(await rejection(restore({ dataDir, file: copy, files: [] }))).toBeInstanceOf(BackupDamage);
    expect(existsSync(dataDir)).toBe(false);
  });
});
