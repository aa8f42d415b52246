import { type ChildProcess, spawn } from 'node:child_process';
import { cpSync, existsSync, mkdtempSync, readdirSync, renameSync, rmSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { Store } from '../../embedded/storage/store.js';
import { readDocument } from '../../embedded/values/read.js';
import { doc } from '../../embedded/values/value.js';
import { writeDocument } from '../../embedded/values/write.js';
import { backUp } from '../../src/app/backup.js';
import { diceOf, pause } from '../faults/dice.js';
import { below } from '../faults/floors.js';
import { type FaultOptions, type FaultResult, Faults } from './stage/fault.js';

const OLD = 1_000;
const NEW = 10_000;
const RESTORE = join(dirname(createRequire(import.meta.url).resolve('#embedded-worker')), '../scripts/restore.js');

/** A store whose documents all say which one they belong to. */
async function makeStore(dataDir: string, epoch: string, count: number): Promise<void> {
  const store = await Store.open(dataDir);
  const [left, right] = [store.ensure('tocsin', 'left'), store.ensure('tocsin', 'right')];
  for (let n = 0; n < count; n++) {
    (n % 2 === 0 ? left : right).insert(writeDocument(doc({ _id: n, epoch, text: `${epoch} ${n} `.repeat(30) })));
    if (n % 2_000 === 0) await store.log.settled();
  }
  await store.log.settled();
  await store.close();
}

/** Which store the folder has: `old`, `new`, or what is wrong with it. Opens it as the bot does. */
async function found(dataDir: string): Promise<string> {
  const store = await Store.open(dataDir);
  try {
    const epochs = new Map<string, number>();
    for (const collection of store.collections())
      for (const row of collection.rows.values()) {
        const epoch = String(readDocument(row.raw).get('epoch'));
        epochs.set(epoch, (epochs.get(epoch) ?? 0) + 1);
      }
    if (epochs.size === 1 && epochs.get('old') === OLD) return 'old';
    if (epochs.size === 1 && epochs.get('new') === NEW) return 'new';
    return `neither: ${JSON.stringify([...epochs])}`;
  } finally {
    await store.close();
  }
}

/** What is wrong after a kill, or nothing. A restored store has the old one beside it, whole. */
async function faultIn(dataDir: string): Promise<{ which: string; fault?: string }> {
  const which = await found(dataDir);
  const aside = readdirSync(dataDir).filter((name) => name.startsWith('store.before-'));
  const rest = readdirSync(dataDir).filter((name) => /^store\.(restoring|restored)/.test(name));
  if (rest.length > 0) return { which, fault: `${rest.join(', ')} was left behind` };
  if (which === 'old' && aside.length === 0) return { which };
  if (which === 'new' && aside.length === 1) {
    renameSync(join(dataDir, 'store'), join(dataDir, 'restored'));
    renameSync(join(dataDir, aside[0] ?? ''), join(dataDir, 'store'));
    const before = await found(dataDir);
    return before === 'old' ? { which } : { which, fault: `what was moved aside is ${before}` };
  }
  return { which, fault: `the store is ${which}, and ${aside.length} were moved aside` };
}

const startRestore = (dataDir: string, file: string): ChildProcess =>
  spawn(process.execPath, [RESTORE, file, '--force'], {
    env: { PATH: process.env.PATH, DATA_DIR: dataDir },
    stdio: 'ignore',
  });

const exited = (child: ChildProcess): Promise<void> => new Promise((resolve) => child.once('exit', () => resolve()));

/** What of a restore is seen from outside, in order; a kill comes within so many milliseconds after one of them. */
const STAGES = [
  { seen: '', withinMs: 400 },
  { seen: 'store.restoring', withinMs: 150 },
  { seen: 'store.restoring/store/log-000001', withinMs: 400 },
  { seen: 'store.restored', withinMs: 4 },
] as const;

/** Starts a restore and kills it at a random moment behind a random stage. Says whether it was still running. */
async function killed(dataDir: string, file: string, roll: () => number): Promise<boolean> {
  const child = startRestore(dataDir, file);
  const gone = exited(child);
  const stage = STAGES[Math.floor(roll() * STAGES.length)] ?? STAGES[0];
  // Without a timer of its own: the last stage lasts for a few milliseconds only.
  while (child.exitCode === null && !existsSync(join(dataDir, stage.seen)))
    await new Promise((resolve) => setImmediate(resolve));
  await pause(roll() * stage.withinMs);
  const running = child.exitCode === null;
  child.kill('SIGKILL');
  await gone;
  if (child.signalCode === null && child.exitCode !== 0)
    throw new Error(`a restore that nobody killed ended with ${child.exitCode}`);
  return running;
}

/**
 * `kill -9` at random moments of a restore over an existing store. Afterwards the folder must have the old store or the
 * restored one, whole, and the old one must never be gone.
 */
export async function restoreKill({ rounds, seed, log }: FaultOptions): Promise<FaultResult> {
  const started = performance.now();
  const { roll } = diceOf(seed);
  const folder = mkdtempSync(join(tmpdir(), 'tocsin-restore-kill-'));
  const at = (name: string): string => join(folder, name);
  const [old, made, dataDir, file] = [at('old'), at('new'), at('data'), at('new.tocsin')];
  const outcomes = { old: 0, new: 0, late: 0 };
  const faults = new Faults(log);
  try {
    await makeStore(old, 'old', OLD);
    await makeStore(made, 'new', NEW);
    await backUp({ dataDir: made, mongoUri: undefined }, file);
    for (let round = 0; round < rounds; round++) {
      rmSync(dataDir, { recursive: true, force: true });
      cpSync(old, dataDir, { recursive: true });
      if (!(await killed(dataDir, file, roll))) outcomes.late++;
      const { which, fault } = await faultIn(dataDir).catch((error: unknown) => ({
        which: 'unreadable',
        fault: error instanceof Error ? error.message : String(error),
      }));
      if (which === 'old' || which === 'new') outcomes[which]++;
      if (fault !== undefined) faults.add([`round ${round}: ${fault}`]);
    }
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
  const detail = `${outcomes.old} times the old store, ${outcomes.new} times the restored one (${outcomes.late} kills came too late), never a part`;
  const inTime = rounds - outcomes.late;
  const short = below([
    { what: 'restores were killed while they ran', was: inTime, least: Math.ceil(rounds / 2) },
    // Both sides of the moment at which the restored store takes the old one's place.
    { what: 'kills left the old store', was: outcomes.old, least: Math.floor(rounds / 8) },
    { what: 'kills left the restored store', was: outcomes.new - outcomes.late, least: Math.floor(rounds / 20) },
  ]);
  const { lines, count: lost } = faults;
  return {
    name: 'kill -9 during restore',
    rounds,
    lost,
    faults: lines,
    short,
    detail,
    tookMs: performance.now() - started,
  };
}
