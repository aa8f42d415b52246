import { spawn } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { mkdirSync, mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { MongoClient } from 'mongodb';
import { launchStore } from '../../embedded/launch.js';
import { diceOf, pause } from '../faults/dice.js';
import { smallDisk } from './small-disk.js';

/** How often, with which dice, and who hears of it. */
interface Options {
  readonly rounds: number;
  readonly seed: number;
  readonly log: (line: string) => void;
}

interface Result {
  readonly name: string;
  readonly rounds: number;
  readonly lost: number;
  readonly detail: string;
  readonly tookMs: number;
  readonly skipped?: string;
}

const NAME = 'disk full during backup';
const WRITERS = 4;
const BACKUP = join(dirname(createRequire(import.meta.url).resolve('#embedded-worker')), '../scripts/backup.js');

function runBackup(dataDir: string, file: string): Promise<{ code: number | null; error: string }> {
  const child = spawn(process.execPath, [BACKUP, file], {
    env: { PATH: process.env.PATH, DATA_DIR: dataDir },
    stdio: ['ignore', 'ignore', 'pipe'],
  });
  let error = '';
  child.stderr.on('data', (chunk: Buffer) => {
    error += chunk.toString();
  });
  return new Promise((resolve) => child.once('close', (code) => resolve({ code, error })));
}

/** What is wrong when a backup met a full disk, or nothing. */
async function fault(dataDir: string, disk: string): Promise<string | undefined> {
  const { code, error } = await runBackup(dataDir, join(disk, 'night.tocsin'));
  if (code === 0) return 'the backup claims to have fit';
  if (!error.includes('no space left on the disk of')) return `the backup said: ${error.trim()}`;
  const left = readdirSync(disk);
  return left.length === 0 ? undefined : `${left.join(', ')} was left behind`;
}

/**
 * Backups onto a disk that is too small, while clients write: each must end with the reason and leave nothing behind, and
 * every write that was acknowledged before, meanwhile and after must be in the store.
 */
export async function backupFull({ rounds, seed, log }: Options): Promise<Result> {
  const started = performance.now();
  const { between } = diceOf(seed);
  const folder = mkdtempSync(join(tmpdir(), 'tocsin-backup-full-'));
  const [dataDir, disk] = [join(folder, 'data'), join(folder, 'disk')];
  mkdirSync(disk);
  let mounted = smallDisk(disk, 64);
  if ('skipped' in mounted) {
    rmSync(folder, { recursive: true, force: true });
    return { name: NAME, rounds: 0, lost: 0, detail: 'not run', tookMs: performance.now() - started, ...mounted };
  }
  const store = await launchStore({ dataDir, onLine: log });
  const client = await new MongoClient(store.uri).connect();
  const rows = client.db('tocsin').collection<{ _id: string; bytes?: Buffer }>('rows');
  const acknowledged: string[] = [];
  let [running, faults, meanwhile] = [true, 0, 0];
  let writing: Promise<unknown> = Promise.resolve();
  try {
    // Random bytes, which no compression makes smaller.
    await rows.insertMany(Array.from({ length: 300 }, (_, n) => ({ _id: `bulk-${n}`, bytes: randomBytes(8_000) })));
    const writers = Array.from({ length: WRITERS }, async (_, writer) => {
      for (let n = 0; running; n++) {
        await rows.insertOne({ _id: `${writer}-${n}` });
        acknowledged.push(`${writer}-${n}`);
      }
    });
    writing = Promise.all(writers);
    for (let round = 0; round < rounds; round++) {
      mounted.release();
      mounted = smallDisk(disk, between(4, 400) * 4);
      if ('skipped' in mounted) throw new Error(mounted.skipped);
      const before = acknowledged.length;
      const wrong = await fault(dataDir, disk);
      if (wrong !== undefined) {
        faults++;
        log(`backup-full: round ${round} of seed ${seed}: ${wrong}`);
      }
      meanwhile += acknowledged.length - before;
    }
    await pause(100);
    running = false;
    await writing;
    const there = new Set((await rows.find({}, { projection: { _id: 1 } }).toArray()).map(({ _id }) => _id));
    const missing = acknowledged.filter((id) => !there.has(id)).length;
    const detail = `${rounds} refused for want of space, ${faults} not as they should; ${meanwhile} writes acknowledged meanwhile, ${missing} missing; the store is ${store.health().state}`;
    return { name: NAME, rounds, lost: faults + missing, detail, tookMs: performance.now() - started };
  } finally {
    running = false;
    await writing.finally(() => client.close());
    await store.stop();
    if ('release' in mounted) mounted.release();
    rmSync(folder, { recursive: true, force: true });
  }
}
