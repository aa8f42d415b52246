import type { AccessFinding } from './access.js';
import type { Actor, PersonActor, PersonRef } from './actor.js';
import type { Assessment, Band } from './assessment.js';
import type { Disposition, FalseAlarmCause } from './disposition.js';
import type { EscalationTarget, IncidentEvent, Lead, SignalBatch, SignalRef } from './event.js';
import type { Fetched, GivenFile } from './evidence.js';
import type { Explanation } from './explanation.js';
import type { LossRecord } from './loss.js';
import type { Recipients } from './paging.js';
import type { PageVia } from './plan.js';
import type { StepResult } from './procedure.js';
import type { Response } from './response.js';
import type { TaskNews } from './task-news.js';
import type { Seen } from './verification.js';
import type { Chosen, Graver, Known, Notice } from './world.js';

type Opening = Extract<IncidentEvent, { type: 'opened' }>;

/** Opens an incident. Everything that must be known of the world at that moment is in it. */
export type Report = {
  readonly type: 'report';
  readonly actor: Actor;
  readonly notices: readonly Notice[];
  /** Whom the first rung reaches, when it does not wait. */
  readonly known: Known;
} & Omit<Opening, 'type'>;

/** Signals that join an incident. */
export interface Attach extends Graver {
  readonly type: 'attach';
  readonly actor: Actor;
  readonly signals: SignalBatch;
  /** The assessment with these signals in it; the higher of old and new stands. */
  readonly assessment: Assessment;
  readonly lead?: Lead;
  readonly flapping: boolean;
}

/** What a person may ask of an incident. */
export type PersonCommand =
  | { readonly type: 'claim'; readonly actor: PersonActor }
  /** "Not me": whoever comes next is asked. */
  | { readonly type: 'decline'; readonly actor: PersonActor }
  | { readonly type: 'release'; readonly actor: PersonActor }
  | { readonly type: 'assign'; readonly actor: PersonActor; readonly to: PersonRef }
  | { readonly type: 'note'; readonly actor: PersonActor; readonly text: string }
  | {
      readonly type: 'escalate';
      readonly actor: PersonActor;
      readonly to: EscalationTarget;
      readonly why: string;
      /** The ways to them. */
      readonly recipients?: Recipients;
    }
  | { readonly type: 'snooze'; readonly actor: PersonActor; readonly until: Date; readonly why: string }
  | {
      readonly type: 'resolve';
      readonly actor: PersonActor;
      readonly disposition: Disposition;
      readonly cause?: FalseAlarmCause;
      readonly note: string;
      /** Why the steps that are still open are not done. */
      readonly skip?: string;
      /** Who is told that required steps were skipped. */
      readonly supervisors?: Recipients;
    }
  | { readonly type: 'reopen'; readonly actor: PersonActor; readonly why: string; readonly respondBy: Date }
  | {
      readonly type: 'verify';
      readonly actor: PersonActor;
      readonly seen: Seen;
      readonly note: string;
      /** The assessment with that in it. */
      readonly assessment: Assessment;
      readonly graver?: Graver;
    }
  | {
      readonly type: 'rate';
      readonly actor: PersonActor;
      readonly to: Band;
      readonly why: string;
      readonly graver?: Graver;
    }
  | {
      readonly type: 'step';
      readonly actor: PersonActor;
      readonly step: string;
      readonly result: StepResult;
      readonly supervisors?: Recipients;
    }
  /** "I have called them." */
  | { readonly type: 'emergency-call'; readonly actor: PersonActor; readonly reference: string }
  | { readonly type: 'dispatch'; readonly actor: PersonActor; readonly officer: Chosen }
  /** Files that somebody gives: they are fetched and hashed after this. */
  | { readonly type: 'evidence'; readonly actor: PersonActor; readonly files: readonly GivenFile[] }
  /** What was lost, or what it was after all. */
  | {
      readonly type: 'loss';
      readonly actor: PersonActor;
      readonly loss: LossRecord;
      /** Only when nothing is on record yet. */
      readonly first?: boolean;
      readonly notices?: readonly Notice[];
    }
  /** An officer answers for themselves; somebody who leads may answer for them. */
  | { readonly type: 'respond'; readonly actor: PersonActor; readonly who: PersonRef; readonly answer: Response }
  | { readonly type: 'recall'; readonly actor: PersonActor; readonly who: PersonRef; readonly why: string }
  /** "I am well": the answer to a welfare question. */
  | { readonly type: 'well'; readonly actor: PersonActor };

/** What somebody, or a part of Tocsin, asks of an incident. */
export type Command =
  | Report
  | Attach
  | PersonCommand
  | { readonly type: 'restore'; readonly actor: Actor; readonly signals: readonly SignalRef[] }
  /** Time has passed; whatever is due happens. */
  | {
      readonly type: 'tick';
      readonly actor: Actor;
      /** What time it is for deadlines, when the clock of the wall was set back since they were given. */
      readonly asOf?: Date;
      /** What the book says about whatever is due. */
      readonly known: Known;
    }
  /** How far a page came, as its provider tells. */
  | {
      readonly type: 'receipt';
      readonly actor: Actor;
      readonly page: string;
      readonly status: 'delivered' | 'failed';
      readonly via?: PageVia;
      readonly error?: string;
    }
  /** Its report is on the way. */
  | ({ readonly actor: Actor } & Omit<Extract<IncidentEvent, { type: 'report-owed' }>, 'type'> & {
        readonly type: 'report-out';
      })
  /** What the badges at its doors say. */
  | { readonly type: 'access'; readonly actor: Actor; readonly findings: readonly AccessFinding[] }
  /** How an asset stands now; whoever said so is the actor. */
  | ({ readonly actor: Actor } & Omit<Extract<IncidentEvent, { type: 'asset-status' }>, 'type'> & {
        readonly type: 'asset';
      })
  /** How one of its tasks stands; whoever did it is the actor. */
  | { readonly type: 'task'; readonly actor: Actor; readonly news: TaskNews }
  /** A file was kept long enough. */
  | { readonly type: 'delete-file'; readonly actor: Actor; readonly file: string; readonly why: string }
  /** What became of a file that was given. */
  | { readonly type: 'fetched'; readonly actor: Actor; readonly fetched: Fetched }
  | { readonly type: 'explain'; readonly actor: Actor; readonly explanation: Explanation; readonly assessed: number }
  | { readonly type: 'archive'; readonly actor: Actor };
