import { closeSync, ftruncateSync, mkdtempSync, openSync, rmSync, statfsSync, writeSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { diceOf, pause } from '../faults/dice.js';
import { below } from '../faults/floors.js';
import { smallDisk } from './small-disk.js';
import { type FaultOptions, type FaultResult, Faults } from './stage/fault.js';
import { type KeepOptions, Kept } from './stage/kept.js';
import { Ledger } from './stage/ledger.js';
import { filesOf } from './stage/storm.js';
import { Writers } from './stage/writers.js';

const MB = 1024 * 1024;
const DISK_KB = 64 * 1024;
const COMPACT_FROM = MB;
/** Fewer do not fill such a disk. */
const LEAST_WRITES = 500;

/** Something else on the disk that takes the room. */
class Ballast {
  private readonly fd: number;
  /** Whether it has taken the room just now. */
  takes = false;
  constructor(private readonly folder: string) {
    this.fd = openSync(join(folder, 'ballast'), 'w');
  }

  /** Takes all but so many bytes. */
  leave(bytes: number): void {
    this.takes = true;
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
    this.takes = false;
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

/** Phases that are about a compaction, which has to have met the full disk. */
const COMPACTIONS = ['before a compaction', 'during compactions'];

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

/** Whether a compaction met the full disk: its file was there meanwhile, or the store said that it has no room for one. */
function watched(dataDir: string, ballast: Ballast) {
  let seen = false;
  const look = setInterval(() => {
    seen ||= ballast.takes && filesOf(dataDir).some((name) => name.endsWith('.tmp'));
  }, 1);
  return async (kept: Kept): Promise<boolean> => {
    clearInterval(look);
    return seen || (await kept.health()).lines.some((line) => line.includes('cannot be compacted'));
  };
}

/** One disk that becomes full: the store says so, reads on, and has everything after a restart. */
async function once(
  phase: string,
  keep: KeepOptions,
  scene: { ledger: Ledger; seed: number; round: number },
  disk: string,
): Promise<{ readonly wrong: string[]; readonly met: boolean }> {
  const { ledger, seed, round } = scene;
  const ballast = new Ballast(disk);
  const wrong: string[] = [];
  const kept = await Kept.start(keep);
  const writers = new Writers(kept.uri, ledger, diceOf(seed + round), `f${round}`);
  await writers.prepare();
  wrong.push(...ledger.check(await writers.all()));
  writers.start(8);
  const compactionMet = watched(keep.dataDir, ballast);
  await PHASES[phase]?.({ kept, writers, ballast });
  await writers.failed();
  const met = await compactionMet(kept);
  const { failure } = writers;
  if (failure?.code !== 14031) wrong.push(`writers ended with ${failure?.code}: ${failure?.message}`);
  const health = await kept.health();
  if (health.state !== 'read-only' || health.cause === undefined) wrong.push(`health says ${health.state}`);
  const inMemory = await writers.all();
  if (inMemory.length === 0) wrong.push(`nothing can be read`);
  await writers.stop();
  if (round % 2 === 0) await kept.kill();
  else await kept.stop();
  ballast.free();
  ballast.close();
  const again = await Kept.start(keep);
  const after = new Writers(again.uri, ledger, diceOf(seed + round), `g${round}`);
  await after.prepare();
  wrong.push(...ledger.check(await after.all()), ...(await after.faults()));
  const before = ledger.acknowledged;
  after.start(4);
  await pause(150);
  if (after.failure !== undefined) wrong.push(`does not write again: ${after.failure.message}`);
  if (ledger.acknowledged <= before) wrong.push('nothing was acknowledged after the restart');
  await after.stop();
  await again.stop();
  return { wrong: wrong.map((line) => `${phase}: ${line}`), met };
}

/** A disk that becomes full at every phase. */
export async function diskFull({ rounds, seed, log }: FaultOptions): Promise<FaultResult> {
  const started = performance.now();
  const name = 'disk-full';
  const disk = mkdtempSync(join(tmpdir(), 'tocsin-full-'));
  const mounted = smallDisk(disk, DISK_KB);
  if ('skipped' in mounted) {
    rmSync(disk, { recursive: true, force: true });
    const nothing = { rounds: 0, lost: 0, faults: [], short: [], detail: '' };
    return { name, ...nothing, tookMs: performance.now() - started, skipped: mounted.skipped };
  }
  const faults = new Faults(log);
  const met = new Map(COMPACTIONS.map((phase) => [phase, 0]));
  let acknowledged = 0;
  try {
    for (let round = 0; round < rounds; round++) {
      for (const phase of Object.keys(PHASES)) {
        const ledger = new Ledger();
        const dataDir = join(disk, `data-${round}`);
        const keep = { dataDir, compactFromBytes: COMPACT_FROM };
        const one = await once(phase, keep, { ledger, seed, round }, disk);
        faults.add(one.wrong);
        if (one.met && met.has(phase)) met.set(phase, (met.get(phase) ?? 0) + 1);
        acknowledged += ledger.acknowledged;
        rmSync(dataDir, { recursive: true, force: true });
        rmSync(join(disk, 'ballast'), { force: true });
      }
    }
  } finally {
    mounted.release();
    rmSync(disk, { recursive: true, force: true });
  }
  const detail = `${acknowledged.toLocaleString('en-GB')} acknowledged writes; phases: ${Object.keys(PHASES).join(', ')}; a compaction met the full disk in ${[...met.values()].join(' and ')} of ${rounds} rounds`;
  const short = below([
    { what: 'writes were acknowledged', was: acknowledged, least: LEAST_WRITES * rounds },
    ...[...met].map(([phase, was]) => ({ what: `compactions met the full disk "${phase}"`, was, least: rounds })),
  ]);
  const { lines, count: lost } = faults;
  return { name, rounds, lost, faults: lines, short, acknowledged, detail, tookMs: performance.now() - started };
}
