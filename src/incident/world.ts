import type { PersonRef } from './actor.js';
import type { Band } from './assessment.js';
import type { Recipients } from './paging.js';
import type { Destination } from './place.js';
import type { PageVia, Plan, PlanReason, TargetName } from './plan.js';

/** Something that has to be looked up in the book before time can act. */
export type Question =
  | {
      readonly ask: 'recipients';
      readonly key: string;
      readonly targets: readonly TargetName[];
      readonly via: readonly PageVia[];
      /** The ways of this person that are left, at once and without their own delays. */
      readonly hurry: boolean;
    }
  /** The nearest suitable officer who is none of these. */
  | { readonly ask: 'officer'; readonly key: string; readonly without: readonly string[] };

/** An officer chosen by rank, and why. */
export interface Chosen {
  readonly who: PersonRef;
  readonly because: string;
  /** First of all who could be sent. */
  readonly best: boolean;
  /** The ways to them. */
  readonly recipients: Recipients;
}

/** A notice of the book that holds for the incident, and whom it goes to. */
export interface Notice {
  readonly id: string;
  readonly recipients: Recipients;
}

/** What the book says about an incident as bad as it has become. */
export interface Graver {
  /** How bad it is by rules and people, whatever a model says. */
  readonly band?: Band;
  /** Channels that want it from now on. */
  readonly destinations?: readonly Destination[];
  /** How such an incident is answered; taken when it outranks the plan that stands. */
  readonly plan?: { readonly plan: Plan; readonly because: readonly PlanReason[] };
  readonly notices?: readonly Notice[];
}

/** The answers, by the key of the question. */
export interface Known {
  readonly recipients: Readonly<Record<string, Recipients>>;
  readonly officers: Readonly<Record<string, Chosen | { readonly nobody: string }>>;
  /** Chats that take nothing now: who was to be called there is called otherwise. */
  readonly silent?: readonly Destination['surface'][];
}

export const NOTHING_KNOWN: Known = { recipients: {}, officers: {} };
