import type { AccessFinding } from './access.js';
import type { Actor, PersonRef, Via } from './actor.js';
import type { Assessment, Band } from './assessment.js';
import type { Disposition, FalseAlarmCause } from './disposition.js';
import type { PagingEvent } from './event-paging.js';
import type { ResponseEvent } from './event-response.js';
import type { EvidenceEvent } from './evidence.js';
import type { Explanation } from './explanation.js';
import type { Kind } from './kinds.js';
import type { LossRecord } from './loss.js';
import type { AssetRef, AssetStatus, Destination, DeviceRef, Place } from './place.js';
import type { Plan, PlanReason } from './plan.js';
import type { StepResult } from './procedure.js';
import type { Flag } from './signal.js';
import type { TaskNews } from './task-news.js';
import type { Trait } from './trait.js';
import type { Seen } from './verification.js';

/** A signal as the incident remembers it; the whole signal stands in its own collection. */
export interface SignalRef {
  readonly id: string;
  readonly source: string;
  readonly key: string;
  readonly kind: Kind;
  readonly subject: string;
  readonly occurredAt: Date;
}

/**
 * Signals that joined within a second, as one. The incident counts and links them: its size must not grow with
 * the storm. `digest` ties the linked signals and their raw bodies into the evidence chain.
 */
export interface SignalBatch {
  /** Signals in the store carry it, so that the batch can be read back. */
  readonly id: string;
  readonly count: number;
  /** Hash over the signals and the hashes of their raw bodies. */
  readonly digest: string;
  readonly kinds: Readonly<Partial<Record<Kind, number>>>;
  readonly sources: readonly string[];
  readonly devices: readonly DeviceRef[];
  /** The newest of the batch, at most five. */
  readonly newest: readonly SignalRef[];
  readonly firstOccurredAt: Date;
  readonly lastOccurredAt: Date;
  readonly personSeen: boolean;
  readonly videoSeen: boolean;
  /** What the detectors say of their own state. */
  readonly flags: readonly Flag[];
  /** At most ten; none when no detector named one. */
  readonly traits?: readonly Trait[];
  /** Pictures that a person can look at, at most four, http(s) only. */
  readonly pictures: readonly string[];
}

/** Facts about the moment of opening that a later re-assessment needs again. */
export interface OpeningContext {
  /** 0–1, of the zone. */
  readonly sensitivity: number;
  readonly occupancy: 'public' | 'staff' | 'restricted';
  /** The site was closed (outside its hours) or its panel armed. */
  readonly armed: boolean;
  /** It closed a moment ago: people may still be inside. */
  readonly justClosed: boolean;
  /** Somebody works on the system of this site, and alarms are expected. */
  readonly onTest: boolean;
  readonly openingHoursKnown: boolean;
  /** Incidents in the same zone over the last 30 days, this one not counted. */
  readonly recentIncidents: number;
  readonly adjoiningZones: number;
  /** 0–1: points that the source gives to an alarm of its that nobody could understand. */
  readonly sourceWeight: number;
}

/** The most telling signal of an incident: it names the card. */
export interface Lead {
  readonly kind: Kind;
  readonly subject: string;
  /** What else the detector says, cut to what a card can show. */
  readonly details?: string;
}

export type EscalationTarget =
  | { readonly kind: 'person'; readonly id: string; readonly name: string }
  | { readonly kind: 'role'; readonly id: string; readonly name: string };

/**
 * What happened to an incident. An incident is nothing but the fold of these, so the hash chain over them proves
 * its whole state.
 */
export type IncidentEvent =
  | {
      readonly type: 'opened';
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
      readonly signals: SignalBatch;
      readonly assessment: Assessment;
      readonly destinations: readonly Destination[];
      /** When somebody should have claimed it. */
      readonly respondBy: Date;
      /** How it is answered, and why so. */
      readonly plan: Plan;
      readonly because: readonly PlanReason[];
    }
  | {
      readonly type: 'signals-joined';
      readonly signals: SignalBatch;
      /** How bad it is from now on, when these signals changed that. */
      readonly assessment?: Assessment;
      /** What leads the card from now on, when these signals weigh more than what opened it. */
      readonly lead?: Lead;
      /** Channels that want the incident since its band rose; added to those that have it. */
      readonly destinations?: readonly Destination[];
      /** The band before, when these signals raised it. */
      readonly rose?: Band;
      /** The alarm repeats after a person called it false: counted, and nobody is called. */
      readonly flapping: boolean;
    }
  | { readonly type: 'restored'; readonly signals: readonly SignalRef[] }
  | { readonly type: 'claimed'; readonly by: PersonRef; readonly via: Via }
  | { readonly type: 'released'; readonly from: PersonRef }
  | { readonly type: 'assigned'; readonly to: PersonRef; readonly from?: PersonRef; readonly via: Via }
  | { readonly type: 'noted'; readonly text: string }
  | { readonly type: 'escalated'; readonly to: EscalationTarget; readonly why: string }
  | { readonly type: 'snoozed'; readonly until: Date; readonly why: string }
  | { readonly type: 'snooze-ended' }
  | { readonly type: 'overdue'; readonly respondBy: Date }
  | {
      readonly type: 'resolved';
      readonly disposition: Disposition;
      readonly cause?: FalseAlarmCause;
      readonly note: string;
    }
  | { readonly type: 'reopened'; readonly why: string; readonly respondBy: Date }
  | { readonly type: 'archived' }
  /** Somebody looked, or asked: what is there. */
  | {
      readonly type: 'verified';
      readonly seen: Seen;
      readonly note: string;
      readonly assessment: Assessment;
      /** The band before, when what they saw raised it; and the channels that want it since. */
      readonly rose?: Band;
      readonly destinations?: readonly Destination[];
    }
  /** A person's decision how bad it is. Only so does a band ever fall. */
  | {
      readonly type: 'rated';
      readonly from: Band;
      readonly to: Band;
      readonly why: string;
      /** Channels that want it since it is that bad. */
      readonly destinations?: readonly Destination[];
    }
  /** A graver protocol took over. */
  | { readonly type: 'replanned'; readonly from: string; readonly plan: Plan; readonly because: readonly PlanReason[] }
  /** What a language model says of it. `rose`: the band before, when it asked for the next one up. */
  | { readonly type: 'explained'; readonly explanation: Explanation; readonly assessed: number; readonly rose?: Band }
  /** A person called the emergency services. */
  | {
      readonly type: 'emergency-called';
      readonly name: string;
      readonly phone: string;
      /** What they gave to ask for it later; may be empty. */
      readonly reference: string;
    }
  /** `corrects`: there was another record before. */
  | { readonly type: 'loss-recorded'; readonly loss: LossRecord; readonly corrects: boolean }
  /** Its report is on the way to so many addresses and to these webhooks. */
  | {
      readonly type: 'report-owed';
      readonly mails: number;
      readonly webhooks: readonly string[];
      /** When it ended, as this report tells it. */
      readonly ending: Date;
    }
  /** What the badges at its doors say; the whole of it each time. */
  | { readonly type: 'access-found'; readonly findings: readonly AccessFinding[] }
  /** An asset that it touches stands otherwise. */
  | {
      readonly type: 'asset-status';
      readonly asset: AssetRef;
      readonly from: AssetStatus;
      readonly to: AssetStatus;
      readonly why: string;
    }
  /** One of its tasks stands otherwise than before. */
  | { readonly type: 'task-told'; readonly news: TaskNews }
  | { readonly type: 'step-settled'; readonly step: string; readonly text: string; readonly result: StepResult }
  | EvidenceEvent
  | PagingEvent
  | ResponseEvent
  /** The provider's receipt of a first card: `ref` is its message id. */
  | {
      readonly type: 'card-posted';
      readonly destination: string;
      readonly ref: string;
      readonly lookedUp: boolean;
      /** The version of the card as it was posted; 0 when it was found again, and nobody knows. */
      readonly shown: number;
      /** Ids of the people whom it mentions. */
      readonly called?: readonly string[];
    }
  | { readonly type: 'delivery-failed'; readonly destination: string; readonly what: string; readonly error: string };

export type EventType = IncidentEvent['type'];

/** One link of the evidence chain: who did what when, and the hash of the entry before. */
export interface TimelineEntry<Event = IncidentEvent> {
  /** 1 for the opening, then without gaps. */
  readonly seq: number;
  readonly at: Date;
  readonly actor: Actor;
  readonly event: Event;
  /** Hash of the entry before; of the opening: 64 zeros. */
  readonly prev: string;
  /** Hash over everything above and the id of whose history it is. */
  readonly hash: string;
}
