import { cpSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { compact } from '../../embedded/storage/compaction.js';
import { readMark } from '../../embedded/storage/mark.js';
import { DamageError } from '../../embedded/storage/scan.js';
import { Store } from '../../embedded/storage/store.js';
import { readDocument } from '../../embedded/values/read.js';
import { doc } from '../../embedded/values/value.js';
import { writeDocument } from '../../embedded/values/write.js';
import { type Dice, diceOf, pause } from '../faults/dice.js';
import { below } from '../faults/floors.js';
import { type FaultOptions, type FaultResult, Faults } from './stage/fault.js';
import { docOf } from './stage/ledger.js';

const DOCUMENTS = 400;

const put = (n: number, rev: number): Buffer => {
  const { _id, text } = docOf(`d${n}`, rev);
  return writeDocument(doc({ _id, rev, text }));
};

/** A folder with a snapshot and the logs behind it, as a store leaves it that was stopped, and as one that was killed. */
async function makeFolders(root: string): Promise<string[]> {
  const [stopped, killed] = [join(root, 'stopped'), join(root, 'killed')];
  const store = await Store.open(stopped);
  let last = 0;
  const { onDurable } = store.log;
  store.log.onDurable = (sequence) => {
    last = sequence;
    onDurable(sequence);
  };
  const all = store.ensure('d', 'c');
  const rows = [];
  for (let n = 0; n < DOCUMENTS; n++) {
    rows.push(all.insert(put(n, 0)));
    if (n % 5 === 0) await store.log.settled();
    if (n === DOCUMENTS / 2) await compact(store);
  }
  for (const [n, row] of rows.entries()) {
    all.replace(row, put(n, 1));
    if (n % 9 === 0) await store.log.settled();
  }
  await store.log.settled();
  // The mark follows the frames within a moment; a kill before that is another scenario's.
  for (let wait = 0; wait < 500 && readMark(stopped) !== last; wait++) await pause(20);
  cpSync(stopped, killed, { recursive: true });
  await store.close();
  return [stopped, killed];
}

const files = (dataDir: string): string[] =>
  readdirSync(join(dataDir, 'store')).map((name) => join(dataDir, 'store', name));

/** Where a file's contents end; a killed store leaves zeros behind them, and harm to those is worth a try only now and then. */
function reach(file: string): number {
  const bytes = readFileSync(file);
  let end = bytes.length;
  while (end > 0 && bytes[end - 1] === 0) end--;
  return Math.min(bytes.length, end + 8 * 1024);
}

/** Flips a bit, or cuts an end off. Says what it did. */
function harm(dataDir: string, dice: Dice): string {
  // By size, so that every byte of the folder is as likely as any other; small files come to their turn too.
  const all = files(dataDir);
  const total = all.reduce((sum, file) => sum + reach(file), 0);
  let byte = dice.between(0, total - 1);
  const large = all.find((file) => {
    byte -= reach(file);
    return byte < 0;
  });
  const file = (dice.roll() < 0.1 ? dice.pick(all) : large) ?? '';
  const bytes = readFileSync(file);
  const at = dice.between(0, reach(file) - 1);
  if (dice.roll() < 0.5) {
    const bit = dice.between(0, 7);
    bytes[at] = (bytes[at] ?? 0) ^ (1 << bit);
    writeFileSync(file, bytes);
    return `bit ${bit} of byte ${at} of ${file} flipped`;
  }
  writeFileSync(file, bytes.subarray(0, at));
  return `${file} cut off at byte ${at} of ${bytes.length}`;
}

/** What is missing or wrong in an opened store. */
function missing(store: Store): string[] {
  const rows = [...(store.collection('d.c')?.rows.values() ?? [])].map((row) => readDocument(row.raw));
  const found = new Map(rows.map((one) => [one.get('_id'), one]));
  return Array.from({ length: DOCUMENTS }, (_, n) => docOf(`d${n}`, 1)).flatMap(({ _id, text }) =>
    found.get(_id)?.get('text') === text ? [] : [`${_id} is not there as it was acknowledged`],
  );
}

const printOf = (dataDir: string): string =>
  files(dataDir)
    .map((file) => readFileSync(file).toString('base64'))
    .join();

/** Opens a harmed folder. Gives how it ended, or what is wrong with that. */
async function outcome(dataDir: string): Promise<{ readonly kind: 'refused' | 'whole'; readonly wrong: string[] }> {
  const before = printOf(dataDir);
  try {
    const store = await Store.open(dataDir);
    const wrong = missing(store);
    await store.close();
    return { kind: 'whole', wrong };
  } catch (error) {
    const wrong: string[] = [];
    if (!(error instanceof DamageError)) wrong.push(`refused with ${String(error)}`);
    else if (!error.message.includes(`${error.file} at byte ${error.offset}`))
      wrong.push(`no place in: ${error.message}`);
    if (printOf(dataDir) !== before) wrong.push('the refusal changed the folder');
    return { kind: 'refused', wrong };
  }
}

/** Bit flips and truncations at random places of a folder: refused with file and byte, or everything is there. */
export async function storeDamage({ rounds, seed, log }: FaultOptions): Promise<FaultResult> {
  const started = performance.now();
  const root = mkdtempSync(join(tmpdir(), 'tocsin-damage-'));
  const [dice, faults] = [diceOf(seed), new Faults(log)];
  const count = { refused: 0, whole: 0 };
  try {
    const folders = await makeFolders(root);
    const copy = join(root, 'copy');
    for (let round = 0; round < rounds; round++) {
      cpSync(folders[round % 2] ?? '', copy, { recursive: true });
      const done = harm(copy, dice);
      const { kind, wrong } = await outcome(copy);
      count[kind]++;
      faults.add(wrong.map((line) => `${line} (${done})`));
      rmSync(copy, { recursive: true });
    }
  } finally {
    rmSync(root, { recursive: true, force: true });
  }
  const detail = `${rounds} flips and truncations: ${count.refused} refused with file and byte, ${count.whole} harmless (everything there)`;
  // Most harm hits something that counts; a store that takes all of it for harmless does not look.
  const short = below([
    { what: 'of the harmed folders were refused', was: count.refused, least: Math.floor(rounds / 4) },
    { what: 'harmed folders were opened or refused', was: count.refused + count.whole, least: rounds },
  ]);
  const { lines, count: lost } = faults;
  return { name: 'damage', rounds, lost, faults: lines, short, detail, tookMs: performance.now() - started };
}
