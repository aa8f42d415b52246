import { spawn } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { mkdirSync, mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { MongoClient } from 'mongodb';
import { diceOf, pause } from '../faults/dice.js';
import { below } from '../faults/floors.js';
import { smallDisk } from './small-disk.js';
import { type FaultOptions, type FaultResult, Faults } from './stage/fault.js';
import { Kept } from './stage/kept.js';

const NAME = 'disk full during backup';
const WRITERS = 4;
/** That must be acknowledged while a backup is refused. */
const LEAST_WRITES = 10;
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

const rowsOf = (client: MongoClient) => client.db('tocsin').collection<{ _id: string; bytes?: Buffer }>('rows');

/** What of the acknowledged is not on the disk: the store is opened anew by a process that remembers nothing. */
async function missingAfterRestart(dataDir: string, acknowledged: readonly string[]): Promise<string[]> {
  const again = await Kept.start({ dataDir });
  const client = new MongoClient(again.uri);
  try {
    const there = new Set(
      (
        await rowsOf(client)
          .find({}, { projection: { _id: 1 } })
          .toArray()
      ).map(({ _id }) => _id),
    );
    return acknowledged.filter((id) => !there.has(id)).map((id) => `the acknowledged write ${id} is not on the disk`);
  } finally {
    await client.close();
    await again.stop();
  }
}

/**
 * Backups onto a disk that is too small, while clients write: each must end with the reason and leave nothing behind, and
 * every write that was acknowledged before, meanwhile and after must be on the disk when the store is killed.
 */
export async function backupFull({ rounds, seed, log }: FaultOptions): Promise<FaultResult> {
  const started = performance.now();
  const { between } = diceOf(seed);
  const folder = mkdtempSync(join(tmpdir(), 'tocsin-backup-full-'));
  const [dataDir, disk] = [join(folder, 'data'), join(folder, 'disk')];
  mkdirSync(disk);
  let mounted = smallDisk(disk, 64);
  if ('skipped' in mounted) {
    rmSync(folder, { recursive: true, force: true });
    const nothing = { rounds: 0, lost: 0, faults: [], short: [], detail: 'not run' };
    return { name: NAME, ...nothing, tookMs: performance.now() - started, ...mounted };
  }
  const faults = new Faults(log);
  const kept = await Kept.start({ dataDir });
  const client = new MongoClient(kept.uri);
  const acknowledged: string[] = [];
  let [running, alive, meanwhile] = [true, true, 0];
  let writing: Promise<unknown> = Promise.resolve();
  try {
    const rows = rowsOf(client);
    // Random bytes, which no compression makes smaller.
    const bulk = Array.from({ length: 300 }, (_, n) => ({ _id: `bulk-${n}`, bytes: randomBytes(8_000) }));
    await rows.insertMany(bulk);
    acknowledged.push(...bulk.map(({ _id }) => _id));
    const writers = Array.from({ length: WRITERS }, async (_, writer) => {
      for (let n = 0; running; n++) {
        await rows.insertOne({ _id: `${writer}-${n}` });
        acknowledged.push(`${writer}-${n}`);
      }
    });
    writing = Promise.all(writers);
    // It is awaited below; an error must not end the whole program before.
    writing.catch(() => undefined);
    for (let round = 0; round < rounds; round++) {
      mounted.release();
      mounted = smallDisk(disk, between(4, 400) * 4);
      if ('skipped' in mounted) throw new Error(mounted.skipped);
      const before = acknowledged.length;
      const wrong = await fault(dataDir, disk);
      if (wrong !== undefined) faults.add([`round ${round}: ${wrong}`]);
      meanwhile += acknowledged.length - before;
    }
    await pause(100);
    running = false;
    await writing;
    const { state } = await kept.health();
    if (state !== 'ok') faults.add([`the store is ${state}`]);
    await client.close();
    alive = false;
    await kept.kill();
    const missing = await missingAfterRestart(dataDir, acknowledged);
    faults.add(missing);
    const { lines, count: lost } = faults;
    const detail = `${rounds} refused for want of space; ${meanwhile} writes acknowledged meanwhile, ${missing.length} of ${acknowledged.length} missing after a kill and a new start`;
    const short = below([{ what: 'writes were acknowledged meanwhile', was: meanwhile, least: LEAST_WRITES * rounds }]);
    const told = { lost, faults: lines, short, acknowledged: acknowledged.length, detail };
    return { name: NAME, rounds, ...told, tookMs: performance.now() - started };
  } finally {
    running = false;
    if (alive) {
      await client.close();
      await kept.stop();
    }
    if ('release' in mounted) mounted.release();
    rmSync(folder, { recursive: true, force: true });
  }
}
