import type { Actor, PersonActor, PersonRef } from './actor.js';
import type { Assessment } from './assessment.js';
import type { Disposition, FalseAlarmCause } from './disposition.js';
import type { EscalationTarget, IncidentEvent, Lead, SignalBatch, SignalRef } from './event.js';
import type { Destination } from './place.js';

type Opening = Extract<IncidentEvent, { type: 'opened' }>;

/** Opens an incident. Everything that must be known of the world at that moment is in it. */
export type Report = { readonly type: 'report'; readonly actor: Actor } & Omit<Opening, 'type'>;

/** What somebody, or a part of Tocsin, asks of an incident. */
export type Command =
  | Report
  | {
      readonly type: 'attach';
      readonly actor: Actor;
      readonly signals: SignalBatch;
      /** The assessment with these signals in it; the higher of old and new stands. */
      readonly assessment: Assessment;
      readonly lead?: Lead;
      readonly destinations?: readonly Destination[];
      readonly flapping: boolean;
    }
  | { readonly type: 'restore'; readonly actor: Actor; readonly signals: readonly SignalRef[] }
  | { readonly type: 'claim'; readonly actor: PersonActor }
  | { readonly type: 'release'; readonly actor: PersonActor }
  | { readonly type: 'assign'; readonly actor: PersonActor; readonly to: PersonRef }
  | { readonly type: 'note'; readonly actor: PersonActor; readonly text: string }
  | { readonly type: 'escalate'; readonly actor: PersonActor; readonly to: EscalationTarget; readonly why: string }
  | { readonly type: 'snooze'; readonly actor: PersonActor; readonly until: Date; readonly why: string }
  | {
      readonly type: 'resolve';
      readonly actor: PersonActor;
      readonly disposition: Disposition;
      readonly cause?: FalseAlarmCause;
      readonly note: string;
    }
  | { readonly type: 'reopen'; readonly actor: PersonActor; readonly why: string; readonly respondBy: Date }
  /** Time has passed; whatever is due happens. */
  /** `asOf`: what time it is for deadlines, when the clock of the wall was set back since they were given. */
  | { readonly type: 'tick'; readonly actor: Actor; readonly asOf?: Date }
  | { readonly type: 'archive'; readonly actor: Actor };

/** The commands that a person gives. */
export type PersonCommand = Extract<Command, { readonly actor: PersonActor }>;
