import type { AccessFinding } from './access.js';
import type { PersonRef, Via } from './actor.js';
import type { Assessment, AvsReading, Band, Rating } from './assessment.js';
import type { CardRow, Owed } from './delivery.js';
import type { Disposition, FalseAlarmCause } from './disposition.js';
import type { EscalationClock } from './escalation.js';
import type { EscalationTarget, OpeningContext, SignalRef, TimelineEntry } from './event.js';
import type { EvidenceItem } from './evidence.js';
import type { Explanation } from './explanation.js';
import type { Kind } from './kinds.js';
import type { RecordedLoss } from './loss.js';
import type { PageDebt, PageRecord } from './paging.js';
import type { AssetRef, Destination, DeviceRef, Place } from './place.js';
import type { Plan, PlanReason } from './plan.js';
import type { StepRecord } from './procedure.js';
import type { Responder } from './response.js';
import type { Flag } from './signal.js';
import type { Stamps } from './stamps.js';
import type { TaskNews } from './task-news.js';
import type { Trait } from './trait.js';
import type { Seen } from './verification.js';

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
  readonly flags: readonly Flag[];
  readonly traits?: readonly Trait[];
  readonly pictures: readonly string[];
  /** Batches joined last, so that one which is understood twice after a crash is counted once. */
  readonly batches: readonly string[];
}

export interface Claim {
  readonly by: PersonRef;
  readonly at: Date;
  readonly via: Via;
  /** When whoever has it was last heard of; asked since then when they were silent for long. */
  readonly heardAt: Date;
  readonly askedAt?: Date;
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

export interface EmergencyCall {
  readonly name: string;
  readonly by: PersonRef;
  readonly at: Date;
  readonly reference: string;
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
  /** Counts the assessments; the explanation of an older one is old. */
  readonly assessed: number;
  /** Validation levels so far, newest last. */
  readonly avsHistory: readonly AvsReading[];
  /** What a person found who looked. */
  readonly seen?: Seen;
  /** A person's decision about the band: signals that weigh no more than those of then do not undo it. */
  readonly rating?: Rating;
  /** How bad rules and people found it, while a model shows it one band worse. */
  readonly raisedFrom?: Band;
  readonly explanation?: Explanation & { readonly assessed: number; readonly at: Date; readonly raised: boolean };
  readonly plan: Plan;
  readonly because: readonly PlanReason[];
  /** What was done of the procedure. */
  readonly steps: readonly StepRecord[];
  readonly clock: EscalationClock;
  readonly pages: readonly PageRecord[];
  /** Pages ever ordered: names the next one. */
  readonly paged: number;
  /** Who answered besides the one who has it. */
  readonly joined: readonly PersonRef[];
  /** Notices of the book that were given already: once for each incident. */
  readonly noticed: readonly string[];
  readonly responders: readonly Responder[];
  /** So many had been sent when nobody was left to be. */
  readonly unsent?: number;
  /** When that was found out last, and how often. */
  readonly unsentAt?: Date;
  readonly unsentTimes?: number;
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
  /** What was lost, as far as somebody wrote it down. */
  readonly loss?: RecordedLoss;
  /** The ending whose report was sent. */
  readonly reportedAt?: Date;
  /** What the badges at its doors say. */
  readonly access?: readonly AccessFinding[];
  readonly accessAt?: Date;
  /** Files that people gave. */
  readonly evidence?: readonly EvidenceItem[];
  /** How its tasks stand, as it was told; bounded. */
  readonly tasks?: readonly TaskNews[];
  /** Rules of its protocol that gave a task. */
  readonly tasked?: readonly string[];
  /** When it was answered; nothing that nobody did. */
  readonly stamps: Stamps;
  /** When the emergency services were called, by whom; the newest last. */
  readonly emergencyCalls?: readonly EmergencyCall[];
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
  /** Pages that are still to be sent. */
  readonly calls: readonly PageDebt[];
  /** Counts the saves; a save of an old version is refused by the store. */
  readonly version: number;
  readonly changedAt: Date;
}

export const isLive = (state: Stage): boolean => state.status === 'open' || state.status === 'claimed';

export const label = (number: number): string => `INC-${number}`;

/** 42 of `INC-42`, `inc42`, `#42` or `42`; 0 of anything else. */
export function numberIn(text: string, prefix: string): number {
  const digits = /^\d{1,9}$/.exec(text.replace(new RegExp(`^(${prefix}-?|#)`, 'i'), ''))?.[0];
  return digits === undefined ? 0 : Number(digits);
}
