import type { PersonRef } from './actor.js';
import { later } from './instant.js';
import type { WelfareRules } from './plan.js';

/** How far somebody who was sent has come. */
export const RESPONDER_STATES = [
  'asked',
  'accepted',
  'en-route',
  'on-scene',
  'clear',
  'refused',
  'timed-out',
  'withdrawn',
] as const;
export type ResponderState = (typeof RESPONDER_STATES)[number];

/** What an officer who was sent can answer, in this order; `refused` only before anything else. */
export const RESPONSES = ['accepted', 'refused', 'en-route', 'on-scene', 'clear'] as const;
export type Response = (typeof RESPONSES)[number];

/** An officer who was sent to the incident. */
export interface Responder {
  readonly who: PersonRef;
  readonly state: ResponderState;
  readonly askedAt: Date;
  /** Since when it is in this state. */
  readonly at: Date;
  /** `620 m, fix 20 s old, holds keys`, as it was when they were chosen. */
  readonly because: string;
  /** They were first of all who could be sent. */
  readonly best: boolean;
  /** Heard of last; welfare counts from here. */
  readonly heardAt: Date;
  /** Asked whether all is well, and not heard of since. */
  readonly welfareAskedAt?: Date;
  /** Nobody heard of them: an incident of their own was opened. */
  readonly missedAt?: Date;
}

const ACTIVE: ReadonlySet<ResponderState> = new Set(['asked', 'accepted', 'en-route', 'on-scene']);
const OUT_THERE: ReadonlySet<ResponderState> = new Set(['accepted', 'en-route', 'on-scene']);

/** Somebody counts on them. */
export const isActive = ({ state }: Responder): boolean => ACTIVE.has(state);
/** They said that they come, and have not said that they are done. */
export const isOutThere = ({ state }: Responder): boolean => OUT_THERE.has(state);

/** A word from them: the clock of their welfare starts anew. */
export const heard = ({ welfareAskedAt: _asked, missedAt: _missed, ...responder }: Responder, at: Date): Responder => ({
  ...responder,
  heardAt: at,
});

/** It is over: who has not answered yet need not come. */
export const unasked = (have: readonly Responder[], at: Date): Responder[] =>
  have.map((responder) => (responder.state === 'asked' ? { ...responder, state: 'withdrawn', at } : responder));

/** Nobody of these is asked again for this incident. */
export const excludedFrom = (responders: readonly Responder[]): string[] =>
  responders.filter(({ state }) => state === 'refused' || state === 'timed-out').map(({ who }) => who.id);

export const responderOf = (responders: readonly Responder[], id: string): Responder | undefined =>
  responders.find(({ who }) => who.id === id);

const ORDER: readonly ResponderState[] = ['asked', 'accepted', 'en-route', 'on-scene', 'clear'];

/** Whether the answer changes anything. It never goes back: a late `accepted` does not undo `on-scene`. */
export function takes({ state }: Responder, answer: Response): boolean {
  if (answer === 'refused') return state === 'asked';
  const from = ORDER.indexOf(state);
  return from >= 0 && ORDER.indexOf(answer) > from;
}

/** When this officer has to be looked after next, and what for. */
export type WelfareDue =
  | { readonly what: 'time-out' | 'ask' | 'missed'; readonly who: PersonRef; readonly at: Date }
  | undefined;

/** Silence of an officer: first the next one is sent, then they are asked, then it is an alarm. */
export function welfareDue(responder: Responder, rules: WelfareRules): WelfareDue {
  const { who, state, askedAt, heardAt, welfareAskedAt, missedAt } = responder;
  if (state === 'asked') return { what: 'time-out', who, at: later(askedAt, rules.answerMs) };
  if (!isOutThere(responder) || missedAt) return undefined;
  if (welfareAskedAt) return { what: 'missed', who, at: later(welfareAskedAt, rules.graceMs) };
  return { what: 'ask', who, at: later(heardAt, quietMs(state, rules)) };
}

function quietMs(state: ResponderState, rules: WelfareRules): number {
  if (state === 'en-route') return rules.enRouteMs;
  return state === 'on-scene' ? rules.onSceneMs : rules.acceptedMs;
}

/** Officers kept on the incident: all that are active, and the newest others. */
const KEPT = 20;

export function withResponder(have: readonly Responder[], responder: Responder): Responder[] {
  const others = have.filter(({ who }) => who.id !== responder.who.id);
  const all = [...others, responder];
  if (all.length <= KEPT) return all;
  const spare = all.findIndex((each) => !isActive(each));
  return spare < 0 ? all : all.filter((_each, index) => index !== spare);
}
