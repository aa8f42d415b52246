import { closeSync, ftruncateSync, mkdtempSync, openSync, rmSync, statfsSync, writeSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { diceOf, pause } from '../faults/dice.js';
import { smallDisk } from './small-disk.js';
import { type FaultOptions, type FaultResult, Faults } from './stage/fault.js';
import { type KeepOptions, Kept } from './stage/kept.js';
import { Ledger } from './stage/ledger.js';
import { Writers } from './stage/writers.js';

const MB = 1024 * 1024;
const DISK_KB = 64 * 1024;
const COMPACT_FROM = MB;

/** Something else on the disk that takes the room. */
class Ballast {
  private readonly fd: number;
  constructor(private readonly folder: string) {
    this.fd = openSync(join(folder, 'ballast'), 'w');
  }

  /** Takes all but so many bytes. */
  leave(bytes: number): void {
    const { bavail, bsize } = statfsSync(this.folder);
    let left = bavail * bsize - bytes;
    const piece = Buffer.alloc(64 * 1024, 1);
    try {
      while (left > 0) left -= writeSync(this.fd, piece, 0, Math.min(left, piece.length));
    } catch (error) {
      // The store was faster: the disk is full, which is what was wanted.
      if ((error as { code?: string }).code !== 'ENOSPC') throw error;
    }
  }

  free(): void {
    ftruncateSync(this.fd, 0);
  }

  close(): void {
    closeSync(this.fd);
  }
}

interface Scene {
  readonly kept: Kept;
  readonly writers: Writers;
  readonly ballast: Ballast;
}

/** When the disk becomes full. */
const PHASES: Readonly<Record<string, (scene: Scene) => Promise<void>>> = {
  /** While clients write. */
  write: async ({ ballast }) => {
    await pause(100);
    ballast.leave(MB);
  },
  /** When a compaction is due and has no room. */
  'before a compaction': async ({ ballast, kept }) => {
    for (let n = 0; n < 100 && (await kept.health()).liveBytes < MB; n++) await pause(20);
    ballast.leave(5 * MB);
  },
  /** While a snapshot is written. */
  'during compactions': async ({ ballast }) => {
    for (let n = 0; n < 8; n++) {
      await pause(60);
      ballast.leave(4 * MB);
      await pause(15);
      ballast.free();
    }
    ballast.leave(0);
  },
};

/** One disk that becomes full: the store says so, reads on, and has everything after a restart. */
async function once(
  phase: string,
  keep: KeepOptions,
  scene: { ledger: Ledger; seed: number; round: number },
  disk: string,
): Promise<string[]> {
  const { ledger, seed, round } = scene;
  const ballast = new Ballast(disk);
  const wrong: string[] = [];
  const kept = await Kept.start(keep);
  const writers = new Writers(kept.uri, ledger, diceOf(seed + round), `f${round}`);
  await writers.prepare();
  wrong.push(...ledger.check(await writers.all()));
  writers.start(8);
  await PHASES[phase]?.({ kept, writers, ballast });
  await writers.failed();
  const { failure } = writers;
  if (failure?.code !== 14031) wrong.push(`${phase}: writers ended with ${failure?.code}: ${failure?.message}`);
  const health = await kept.health();
  if (health.state !== 'read-only' || health.cause === undefined) wrong.push(`${phase}: health says ${health.state}`);
  const inMemory = await writers.all();
  if (inMemory.length === 0) wrong.push(`${phase}: nothing can be read`);
  await writers.stop();
  if (round % 2 === 0) await kept.kill();
  else await kept.stop();
  ballast.free();
  ballast.close();
  const again = await Kept.start(keep);
  const after = new Writers(again.uri, ledger, diceOf(seed + round), `g${round}`);
  await after.prepare();
  wrong.push(...ledger.check(await after.all()), ...(await after.faults()));
  after.start(4);
  await pause(150);
  if (after.failure !== undefined) wrong.push(`${phase}: does not write again: ${after.failure.message}`);
  await after.stop();
  await again.stop();
  return wrong.map((line) => `${phase}: ${line}`);
}

/** A disk that becomes full at every phase. */
export async function diskFull({ rounds, seed, log }: FaultOptions): Promise<FaultResult> {
  const started = performance.now();
  const name = 'disk-full';
  const disk = mkdtempSync(join(tmpdir(), 'tocsin-full-'));
  const mounted = smallDisk(disk, DISK_KB);
  if ('skipped' in mounted) {
    rmSync(disk, { recursive: true, force: true });
    return { name, rounds: 0, lost: 0, detail: '', tookMs: performance.now() - started, skipped: mounted.skipped };
  }
  const faults = new Faults(log);
  let acknowledged = 0;
  try {
    for (let round = 0; round < rounds; round++) {
      for (const phase of Object.keys(PHASES)) {
        const ledger = new Ledger();
        const dataDir = join(disk, `data-${round}`);
        faults.add(await once(phase, { dataDir, compactFromBytes: COMPACT_FROM }, { ledger, seed, round }, disk));
        acknowledged += ledger.acknowledged;
        rmSync(dataDir, { recursive: true, force: true });
        rmSync(join(disk, 'ballast'), { force: true });
      }
    }
  } finally {
    mounted.release();
    rmSync(disk, { recursive: true, force: true });
  }
  const detail = `${acknowledged.toLocaleString('en-GB')} acknowledged writes; phases: ${Object.keys(PHASES).join(', ')}`;
  return { name, rounds, lost: faults.count, detail, tookMs: performance.now() - started };
}
