import type { PersonRef, Via } from './actor.js';
import type { Assessment } from './assessment.js';
import type { CardRow, Owed } from './delivery.js';
import type { Disposition, FalseAlarmCause } from './disposition.js';
import type { EscalationTarget, OpeningContext, SignalRef, TimelineEntry } from './event.js';
import type { Kind } from './kinds.js';
import type { AssetRef, Destination, DeviceRef, Place } from './place.js';

/** The signals of an incident, counted and linked. Every list in it is bounded. */
export interface SignalTally {
  readonly count: number;
  readonly kinds: Readonly<Partial<Record<Kind, number>>>;
  readonly sources: readonly string[];
  readonly devices: readonly DeviceRef[];
  /** Newest first. */
  readonly newest: readonly SignalRef[];
  readonly firstOccurredAt: Date;
  readonly lastOccurredAt: Date;
  readonly personSeen: boolean;
  readonly videoSeen: boolean;
  readonly pictures: readonly string[];
  /** Batches joined last, so that one which is understood twice after a crash is counted once. */
  readonly batches: readonly string[];
}

export interface Claim {
  readonly by: PersonRef;
  readonly at: Date;
  readonly via: Via;
}

export interface Resolution {
  readonly by: PersonRef;
  readonly at: Date;
  readonly via: Via;
  readonly disposition: Disposition;
  readonly cause?: FalseAlarmCause;
  readonly note: string;
}

export interface Escalation {
  readonly to: EscalationTarget;
  readonly why: string;
  readonly at: Date;
  readonly by: string;
}

/** What every incident has, whatever its status. All of it is the fold of its events. */
export interface IncidentFacts {
  readonly id: string;
  /** 42 of `INC-42`. */
  readonly number: number;
  readonly subject: string;
  readonly details?: string;
  readonly kind: Kind;
  readonly lifeSafety: boolean;
  readonly covert: boolean;
  readonly unrecognised?: string;
  readonly place: Place;
  readonly assets: readonly AssetRef[];
  readonly context: OpeningContext;
  readonly assessment: Assessment;
  readonly signals: SignalTally;
  readonly destinations: readonly Destination[];
  readonly openedAt: Date;
  readonly respondBy: Date;
  readonly overdue: boolean;
  readonly snoozedUntil?: Date;
  readonly restoredAt?: Date;
  /** Restores noted last, so that one which is understood twice after a crash is noted once. */
  readonly restores?: readonly string[];
  readonly escalations: readonly Escalation[];
  readonly notes: number;
  readonly reopened: number;
  readonly flapping: boolean;
  /** Who had it last, for the card of a resolved incident and for flap rules. */
  readonly lastClaim?: Claim;
  /** Grows with every event that changes what a card shows. */
  readonly cardVersion: number;
}

export type Stage =
  | { readonly status: 'open' }
  | { readonly status: 'claimed'; readonly claim: Claim }
  | { readonly status: 'resolved'; readonly resolution: Resolution }
  | { readonly status: 'archived'; readonly resolution: Resolution; readonly archivedAt: Date };

/** An incident as the timeline tells it. */
export type IncidentState = IncidentFacts & Stage;

export type Status = Stage['status'];

/** Where the evidence chain stands. Older entries continue in linked pages of the same chain. */
export interface ChainHead {
  readonly seq: number;
  readonly hash: string;
  readonly pages: number;
}

/** An incident as it is kept: state, chain, what its channels show and what it still owes, in one document. */
export interface Incident {
  readonly state: IncidentState;
  readonly timeline: readonly TimelineEntry[];
  readonly chain: ChainHead;
  readonly cards: readonly CardRow[];
  readonly owed: readonly Owed[];
  /** Counts the saves; a save of an old version is refused by the store. */
  readonly version: number;
  readonly changedAt: Date;
}

export const isLive = (state: Stage): boolean => state.status === 'open' || state.status === 'claimed';

export const label = (number: number): string => `INC-${number}`;
