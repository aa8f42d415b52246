import type { PersonActor } from '../src/incident/index.js';
import {
  burstWith,
  type Checkpoint,
  checkpointIn,
  judgeScan,
  type KeptScan,
  type Mac,
  type PatrolRules,
  type Scan,
} from '../src/patrol/index.js';
import type { ScanStore } from '../src/ports-patrol.js';
import { createSerial } from '../src/serial.js';

export interface PatrolScansParts {
  readonly scans: ScanStore;
  readonly findCheckpoint: (siteId: string, id: string) => Checkpoint | undefined;
  /** Somebody of the book, as they act by a telephone. */
  readonly guard: (id: string) => PersonActor | undefined;
  readonly rules: PatrolRules;
  readonly mac: Mac;
  /** The task whose point this ticks off; nothing when nobody asks for it. */
  readonly choose: (scan: KeptScan, checkpoint: Checkpoint, guard: PersonActor) => Promise<number | undefined>;
  /** Ticks it off; that it was done already changes nothing. Throws when it may work later. */
  readonly tick: (task: number, scan: KeptScan, checkpoint: Checkpoint, guard: PersonActor) => Promise<void>;
  /** What it ticked off was not proven after all. */
  readonly untick: (task: number, scan: KeptScan, checkpoint: Checkpoint, guard: PersonActor) => Promise<void>;
}

export type ScanStatus = 'accepted' | 'duplicate' | 'key-reused';
export interface Taken {
  readonly status: ScanStatus;
  readonly scan: KeptScan;
}

/** Scans of one guard that are looked at before and after one. */
const AROUND = 250;
/** Longer than it takes to walk from any point of a site to any other. */
const WALK_MS = 60 * 60_000;

/**
 * Scans of codes: all of an upload are judged and written down, and only then what is proven ticks off points, so that none
 * counts that a later one of the same upload takes the proof from. Those of one guard are judged one after the other.
 */
export function createPatrolScans(parts: PatrolScansParts) {
  const { scans, findCheckpoint, guard, rules, mac, choose, tick, untick } = parts;
  const serial = createSerial();
  const span = Math.max(rules.burst.withinMs, WALK_MS);

  /** In the order in which they were made. */
  return async function take(source: string, told: readonly Scan[], receivedAt: Date): Promise<readonly Taken[]> {
    const sorted = [...told].sort((a, b) => a.scannedAt.getTime() - b.scannedAt.getTime());
    const taken = new Map<Scan, Taken>();
    for (const id of new Set(sorted.map((scan) => scan.guard)))
      await serial(id, async () => {
        const theirs = sorted.filter((scan) => scan.guard === id);
        for (const scan of theirs) taken.set(scan, await write(source, scan, receivedAt));
        for (const scan of theirs) {
          const { status } = taken.get(scan) as Taken;
          const row = await scans.find({ source, guard: id, key: scan.key });
          if (!row || status === 'key-reused') continue;
          taken.set(scan, { status, scan: row });
          await tickOff(row);
        }
      });
    return sorted.flatMap((scan) => taken.get(scan) ?? []);
  };

  async function write(source: string, scan: Scan, receivedAt: Date): Promise<Taken> {
    const found = checkpointIn(scan.token, findCheckpoint, mac);
    const checkpoint = found?.checkpoint;
    const known = await scans.find({ source, guard: scan.guard, key: scan.key });
    if (known) {
      if (isAnother(known, scan, checkpoint)) return { status: 'key-reused', scan: known };
      // Whoever took it may have died before it was done with the others.
      if (known.reasons.includes('burst')) await doubt(known);
      return { status: 'duplicate', scan: known };
    }
    const ahead = scan.sentAt ? scan.sentAt.getTime() - receivedAt.getTime() : 0;
    const others = await scans.around(scan.guard, new Date(scan.scannedAt.getTime() - ahead), span, AROUND);
    const kept: KeptScan = {
      ...judgeScan(
        scan,
        { checkpoint, oldToken: found?.old ?? false, isGuard: guard(scan.guard) !== undefined, others, placeOf },
        rules,
        receivedAt,
      ),
      source,
      key: scan.key,
      guard: scan.guard,
      deviceAt: scan.scannedAt,
      receivedAt,
      ...(checkpoint ? { checkpoint: checkpoint.id, siteId: checkpoint.siteId } : {}),
      ...(scan.at ? { at: scan.at } : {}),
      ...(scan.accuracyM === undefined ? {} : { accuracyM: scan.accuracyM }),
    };
    // Another instance was faster: then it is known.
    if (!(await scans.keep(kept))) return await write(source, scan, receivedAt);
    if (kept.reasons.includes('burst')) await doubt(kept);
    return { status: 'accepted', scan: kept };
  }

  /** Those beside a burst are part of it. */
  async function doubt(scan: KeptScan): Promise<void> {
    const others = await scans.around(scan.guard, scan.madeAt, span, AROUND);
    const rest = others.filter(({ source, key }) => source !== scan.source || key !== scan.key);
    const fresh = burstWith(scan.madeAt, rest, rules).filter(({ proven }) => proven);
    for (const each of fresh) {
      const who = guard(each.guard);
      const checkpoint = pointOf(each);
      if (each.task !== undefined && who && checkpoint) await untick(each.task, each, checkpoint, who);
    }
    await scans.unprove(fresh);
  }

  async function tickOff(scan: KeptScan): Promise<void> {
    const who = guard(scan.guard);
    const checkpoint = pointOf(scan);
    if (!scan.proven || !checkpoint || !who) return;
    // Written down before it is done, so that it is one task's, whoever dies on the way.
    const task = scan.task ?? (await choose(scan, checkpoint, who));
    if (task === undefined) return;
    if (scan.task === undefined) await scans.ticked(scan, task);
    await tick(task, scan, checkpoint, who);
  }

  function pointOf({ siteId, checkpoint }: KeptScan): Checkpoint | undefined {
    return siteId === undefined || checkpoint === undefined ? undefined : findCheckpoint(siteId, checkpoint);
  }
  function placeOf(scan: KeptScan) {
    return pointOf(scan)?.at;
  }
}

/** The same key for another scan: a telephone that counts from one again. */
const isAnother = (known: KeptScan, scan: Scan, point: Checkpoint | undefined): boolean =>
  known.deviceAt.getTime() !== scan.scannedAt.getTime() ||
  (point !== undefined &&
    known.checkpoint !== undefined &&
    (point.id !== known.checkpoint || point.siteId !== known.siteId));
