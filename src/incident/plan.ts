import type { AvsLevel, Band } from './assessment.js';
import type { Kind } from './kinds.js';
import type { Procedure } from './procedure.js';
import type { ReportPlan } from './report.js';
import type { TaskRule } from './task-news.js';

/** The ways to a person, in the words of the book. */
export const PAGE_VIAS = ['chat', 'sms', 'voice', 'email'] as const;
export type PageVia = (typeof PAGE_VIAS)[number];

/** Whom the book can name: `rotation:night-berlin`, `person:ana`, `role:supervisor`, `list:…`, `channel:…`. */
export type TargetName = string;

/** One rung of the ladder. Times count from the beginning of the round. */
export interface PolicyStep {
  readonly afterMs: number;
  readonly notify: readonly TargetName[];
  readonly via: readonly PageVia[];
  /** So many people have to answer before the ladder stops; one when left out. */
  readonly requireClaims?: number;
  /** Pages the same again until the next rung. */
  readonly repeat?: { readonly everyMs: number; readonly times: number };
  /** A text without a receipt for so long counts as not delivered. */
  readonly deliveredWithinMs: number;
}

/** Who is told, in which order, until somebody has it. */
export interface Policy {
  readonly id: string;
  /** In order of `afterMs`; at least one. */
  readonly steps: readonly PolicyStep[];
  readonly rounds: number;
  /** From the beginning of a round to that of the next. */
  readonly roundMs: number;
  /** Told when all rounds are over, again and again: escalation never ends in silence. */
  readonly lastResort: readonly TargetName[];
  readonly lastResortVia: readonly PageVia[];
  readonly lastResortEveryMs: number;
}

/** Why this protocol: the conditions of its rule that held. */
export type PlanReason =
  | { readonly code: 'band'; readonly band: Band }
  | { readonly code: 'avs'; readonly level: AvsLevel }
  | { readonly code: 'life-safety' }
  | { readonly code: 'covert' }
  | { readonly code: 'kind'; readonly kind: Kind }
  | { readonly code: 'place'; readonly name: string }
  | { readonly code: 'closed' }
  | { readonly code: 'open' }
  | { readonly code: 'hours'; readonly hours: string }
  | { readonly code: 'assets' }
  /** The rule has no conditions: it is for everything that no other rule takes. */
  | { readonly code: 'otherwise' };

/** How an incident is answered: chosen by rule, and pinned with everything that it names. */
export interface Plan {
  /** Hash of all below: many incidents share one plan, and the chain of each says which one it was. */
  readonly version: string;
  /** Id of the protocol in the book, or `emergency` and `standard` of our own. */
  readonly protocol: string;
  /** 0 for what is least; a plan gives way only to one of a higher rank. */
  readonly rank: number;
  readonly dispatch: 'automatic' | 'ask' | 'never';
  /** Qualifications without each of which no officer is sent; none when left out. */
  readonly requires?: readonly string[];
  readonly escalation: Policy;
  readonly procedure?: Procedure;
  /** Tasks that are given by themselves; none when left out. */
  readonly tasks?: readonly TaskRule[];
  /** Who has its report once it is over; nobody when left out. */
  readonly report?: ReportPlan;
  readonly welfare: WelfareRules;
}

/** How long somebody who has it, or is on the way, may be silent before they are asked. */
export interface WelfareRules {
  /** After a claim that nobody acted on. */
  readonly claimedMs: number;
  /** An officer who was sent answers within this, or the next one is. */
  readonly answerMs: number;
  readonly acceptedMs: number;
  readonly enRouteMs: number;
  readonly onSceneMs: number;
  /** After the question, before silence is an alarm. */
  readonly graceMs: number;
}

/** Ours: long enough not to nag, short enough that nobody lies somewhere for half an hour. */
export const DEFAULT_WELFARE: WelfareRules = {
  claimedMs: 15 * 60_000,
  answerMs: 60_000,
  acceptedMs: 5 * 60_000,
  enRouteMs: 20 * 60_000,
  onSceneMs: 15 * 60_000,
  graceMs: 2 * 60_000,
};
