import { greatCircleM, type LatLon } from '../dispatch/index.js';
import { burstWith } from './burst.js';
import type { Checkpoint, Judged, KeptScan, PatrolRules, Remark, Scan, Unproven } from './scan.js';

export interface Known {
  readonly checkpoint: Checkpoint | undefined;
  /** The code is one that was replaced. */
  readonly oldToken: boolean;
  readonly isGuard: boolean;
  /** Other scans of the same guard, however they were judged, made around that time. */
  readonly others: readonly KeptScan[];
  /** Where the point of another scan is. */
  readonly placeOf: (other: KeptScan) => LatLon | undefined;
}

/** A telephone that sends at once may take so long. */
const PROMPT_MS = 2 * 60_000;
const AHEAD_MS = 60_000;

/**
 * Whether a scan proves that somebody was there. A code can be photographed: so it takes a position near the point, at a
 * time that can be true, by somebody who could have walked there.
 */
export function judgeScan(scan: Scan, known: Known, rules: PatrolRules, receivedAt: Date): Judged {
  const reasons: Unproven[] = [];
  const remarks: Remark[] = [];
  const { checkpoint } = known;
  if (!checkpoint) reasons.push('bad-token');
  if (known.oldToken) reasons.push('old-token');
  if (!known.isGuard) reasons.push('unknown-guard');

  const aheadMs = scan.sentAt && scan.sentAt.getTime() - receivedAt.getTime();
  const clock = timeOf(scan, aheadMs, rules, receivedAt);
  reasons.push(...clock.reasons);
  remarks.push(...clock.remarks);

  const place = placeFaults(scan, checkpoint, rules);
  reasons.push(...place.reasons);

  if (checkpoint && tooFast(checkpoint, clock.madeAt, known, rules)) reasons.push('too-fast');
  // One that proves nothing by itself takes nothing from the others either.
  if (reasons.length === 0 && burstWith(clock.madeAt, known.others, rules).length > 0) reasons.push('burst');

  return {
    proven: reasons.length === 0,
    reasons,
    remarks,
    ...(place.distanceM === undefined ? {} : { distanceM: place.distanceM }),
    madeAt: clock.madeAt,
    ...(aheadMs === undefined ? {} : { aheadMs }),
  };
}

function timeOf(
  { scannedAt, sentAt }: Scan,
  aheadMs: number | undefined,
  rules: PatrolRules,
  receivedAt: Date,
): { readonly madeAt: Date; readonly reasons: Unproven[]; readonly remarks: Remark[] } {
  const remarks: Remark[] = [];
  // What both times of the telephone have in common is how far it is off; the span between them is true.
  const madeAt = new Date(scannedAt.getTime() - (aheadMs ?? 0));
  const age = receivedAt.getTime() - madeAt.getTime();
  if (aheadMs !== undefined && Math.abs(aheadMs) > rules.clockMs) remarks.push('clock-off');
  if (Number.isNaN(age)) return { madeAt: receivedAt, reasons: ['clock'], remarks };
  if (age < -(sentAt ? AHEAD_MS : rules.clockMs))
    return { madeAt: receivedAt, reasons: [sentAt ? 'future' : 'clock'], remarks };
  // Nothing was made later than it arrived.
  if (age < 0) return { madeAt: receivedAt, reasons: [], remarks };
  if (age > rules.offlineMs) return { madeAt, reasons: ['too-old'], remarks };
  if (age <= PROMPT_MS) return { madeAt, reasons: [], remarks };
  // Late, or a clock that is slow: only whoever says when they sent it can tell the two apart.
  if (sentAt === undefined && age > rules.clockMs) return { madeAt: receivedAt, reasons: ['clock'], remarks };
  return { madeAt, reasons: [], remarks: [...remarks, 'offline'] };
}

function placeFaults(
  { at, accuracyM }: Scan,
  checkpoint: Checkpoint | undefined,
  rules: PatrolRules,
): { readonly reasons: Unproven[]; readonly distanceM?: number } {
  // A point whose place nobody wrote down cannot be held to one.
  if (!checkpoint?.at) return { reasons: [] };
  if (!at) return { reasons: ['no-position'] };
  const distanceM = Math.round(greatCircleM(at, checkpoint.at));
  const reasons: Unproven[] = [];
  if (accuracyM === undefined || accuracyM > rules.accuracyM) reasons.push('inaccurate');
  // Who may be as near as that, by how sure the fix is, is near.
  if (distanceM - Math.min(accuracyM ?? 0, rules.accuracyM) > checkpoint.radiusM) reasons.push('far');
  return { reasons, distanceM };
}

const isAt = (other: KeptScan, { id, siteId }: Checkpoint): boolean =>
  other.checkpoint === id && other.siteId === siteId;

/** From a point where they were to this one in less time than anybody needs. */
function tooFast(
  checkpoint: Checkpoint,
  madeAt: Date,
  { others, placeOf }: Known,
  { fastestMs }: PatrolRules,
): boolean {
  const here = checkpoint.at;
  if (!here) return false;
  return others.some((other) => {
    if (!other.proven || isAt(other, checkpoint)) return false;
    const there = placeOf(other);
    if (!there) return false;
    const seconds = Math.abs(madeAt.getTime() - other.madeAt.getTime()) / 1_000;
    const metres = Math.max(0, greatCircleM(here, there) - checkpoint.radiusM);
    return metres > seconds * fastestMs;
  });
}
