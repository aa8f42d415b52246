import type { LatLon } from '../dispatch/index.js';

/** A point that a guard has to be at, with a code on the wall. */
export interface Checkpoint {
  readonly id: string;
  readonly siteId: string;
  readonly zoneId?: string;
  readonly name: string;
  readonly at?: LatLon;
  /** How far from it a scan may be made, in metres. */
  readonly radiusM: number;
  /** Counts the codes that were printed for it: an older one is not taken any more. */
  readonly code: number;
}

/** What counts as proof. */
export interface PatrolRules {
  /** A fix that says no more than this, in metres, says nothing. */
  readonly accuracyM: number;
  /** More scans than this of one guard within that time are a burst. */
  readonly burst: { readonly scans: number; readonly withinMs: number };
  /** A clock that is off by more is said to be. */
  readonly clockMs: number;
  /** Nobody walks faster, in metres a second. */
  readonly fastestMs: number;
  /** So old a scan may be that was made without a network. */
  readonly offlineMs: number;
}

/** Ours: GPS of a telephone outdoors; more than eight points in ten minutes nobody looks at; a runner's pace. */
export const PATROL_RULES: PatrolRules = {
  accuracyM: 50,
  burst: { scans: 8, withinMs: 10 * 60_000 },
  clockMs: 10 * 60_000,
  fastestMs: 7,
  offlineMs: 72 * 3_600_000,
};

/** A scan as a telephone tells it. Its clock is its own. */
export interface Scan {
  /** The telephone's own id of it: the same key is the same scan, however often it is sent. */
  readonly key: string;
  readonly token: string;
  /** Id of a person of the book. */
  readonly guard: string;
  /** By the clock of the telephone. */
  readonly scannedAt: Date;
  /** By the same clock, when it was sent: how far that is from ours is how far the clock is off. */
  readonly sentAt?: Date;
  readonly at?: LatLon;
  readonly accuracyM?: number;
}

/** Why a scan proves nothing; it is kept and shown apart, and not counted. */
export const UNPROVEN = [
  'bad-token',
  'old-token',
  'unknown-guard',
  'no-position',
  'inaccurate',
  'far',
  'burst',
  'too-fast',
  'clock',
  'future',
  'too-old',
] as const;
export type Unproven = (typeof UNPROVEN)[number];

/** True of a scan that counts, and worth saying. */
export const REMARKS = ['offline', 'clock-off'] as const;
export type Remark = (typeof REMARKS)[number];

export interface Judged {
  readonly proven: boolean;
  readonly reasons: readonly Unproven[];
  readonly remarks: readonly Remark[];
  /** Metres from the point. */
  readonly distanceM?: number;
  /** When it was made, by our clock, as far as that can be known. */
  readonly madeAt: Date;
  /** Milliseconds by which the telephone's clock is ahead of ours. */
  readonly aheadMs?: number;
}

/** A scan as it is kept: the time of the device and ours, apart. */
export interface KeptScan extends Judged {
  readonly source: string;
  readonly key: string;
  readonly guard: string;
  readonly checkpoint?: string;
  readonly siteId?: string;
  readonly deviceAt: Date;
  readonly receivedAt: Date;
  readonly at?: LatLon;
  readonly accuracyM?: number;
  /** The task whose point it ticked off. */
  readonly task?: number;
}
