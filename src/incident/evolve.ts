import { type Actor, refOf } from './actor.js';
import { addedTo, withOwnChats } from './destinations.js';
import { clockFrom } from './escalation.js';
import type { IncidentEvent } from './event.js';
import { assessedAs, foldAssessment, withoutRaise, withReading } from './fold-assessment.js';
import { answered, foldPaging, loud, quiet } from './fold-paging.js';
import { foldRecords } from './fold-records.js';
import { foldResponse } from './fold-response.js';
import type { Claim, IncidentFacts, IncidentState, Stage } from './incident.js';
import { needsSomebody } from './need.js';
import { calledBy } from './paging.js';
import { changesCard } from './reason.js';
import { heard, isOutThere, unasked } from './response.js';
import { riseOf } from './rise.js';
import { stamped } from './stamps.js';
import { joined, tallyOf } from './tally.js';

/** Bounds of what an incident holds, whatever happens to it. */
const KEEP = { restores: 16, escalations: 10 } as const;

interface Happened {
  readonly event: IncidentEvent;
  readonly at: Date;
  readonly actor: Actor;
}

/** Folds one event into the state. `id` is needed for the first event only. */
export function evolve(state: IncidentState | undefined, happened: Happened, id: string): IncidentState {
  const { event } = happened;
  if (event.type === 'opened') return opened(id, event, happened);
  if (!state) throw new Error(`event "${event.type}" before "opened" of incident ${id}`);
  const stamps = stamped(state.stamps, event, happened.at, state.respondBy);
  const told = stamps === state.stamps ? state : { ...state, stamps };
  const seen = changesCard(event.type) ? { ...told, cardVersion: told.cardVersion + 1 } : told;
  return heardFrom(step(seen, happened), happened);
}

function opened(id: string, event: Extract<IncidentEvent, { type: 'opened' }>, { at, actor }: Happened): IncidentState {
  const { type: _type, signals, ...rest } = event;
  return {
    ...rest,
    status: 'open',
    id,
    signals: tallyOf(signals),
    assessed: 1,
    avsHistory: withReading([], event.assessment, actor, at),
    steps: [],
    clock: clockFrom(at),
    pages: [],
    paged: 0,
    joined: [],
    noticed: [],
    responders: [],
    stamps: {},
    openedAt: at,
    overdue: false,
    escalations: [],
    notes: 0,
    reopened: 0,
    flapping: false,
    cardVersion: 1,
  };
}

function step(state: IncidentState, happened: Happened): IncidentState {
  const { event, at, actor } = happened;
  switch (event.type) {
    case 'opened':
      return state;
    case 'signals-joined': {
      const before = event.rose ? withoutRaise(state) : state;
      const next = event.assessment ? assessedAs(before, event.assessment, actor, at) : before;
      return {
        // What was put off was something milder.
        ...(event.rose || event.lead ? unsnoozed(next, at) : next),
        ...event.lead,
        destinations: addedTo(state.destinations, event.destinations ?? []),
        signals: joined(state.signals, event.signals),
        flapping: event.flapping,
      };
    }
    case 'restored': {
      const restores = [...(state.restores ?? []), ...event.signals.map((signal) => signal.id)].slice(-KEEP.restores);
      return { ...state, restoredAt: at, restores };
    }
    case 'claimed':
      return claimed(state, { by: event.by, at, via: event.via, heardAt: at });
    case 'assigned':
      return claimed(state, { by: event.to, at, via: event.via, heardAt: at });
    case 'released':
    case 'claim-lapsed':
      return loud(staged(state, { status: 'open' }), at);
    case 'claim-asked':
      return state.status === 'claimed' ? { ...state, claim: { ...state.claim, askedAt: at } } : state;
    case 'noted':
      return { ...state, notes: state.notes + 1 };
    case 'escalated': {
      const by = actor.kind === 'person' ? actor.name : 'Tocsin';
      const escalations = [...state.escalations, { to: event.to, why: event.why, at, by }].slice(-KEEP.escalations);
      return { ...unsnoozed(state, at), escalations };
    }
    case 'snoozed':
      return { ...quiet(state, at), snoozedUntil: event.until };
    case 'snooze-ended':
      return unsnoozed(state, at);
    case 'overdue':
      return { ...state, overdue: true };
    case 'resolved': {
      const { disposition, cause, note } = event;
      if (actor.kind !== 'person') throw new Error(`incident ${state.id} resolved by ${actor.id}: only a person may`);
      const by = refOf(actor);
      const resolution = { by, at, via: actor.via, disposition, note, ...(cause ? { cause } : {}) };
      const left = { ...without(state, 'snoozedUntil'), responders: unasked(state.responders, at) };
      return staged(quiet(left, at, left.responders.filter(isOutThere)), { status: 'resolved', resolution });
    }
    case 'reopened': {
      return {
        ...staged(without(state, 'snoozedUntil'), { status: 'open' }),
        clock: clockFrom(at),
        joined: [],
        reopened: state.reopened + 1,
        overdue: false,
        respondBy: event.respondBy,
        flapping: false,
      };
    }
    case 'archived':
      if (state.status !== 'resolved') throw new Error(`incident ${state.id} archived while ${state.status}`);
      return staged(state, { status: 'archived', resolution: state.resolution, archivedAt: at });
    case 'card-posted':
      return { ...state, pages: calledBy(state.pages, event, at) };
    case 'delivery-failed':
      return state;
    case 'replanned': {
      const clock = clockFrom(at);
      const planned = { ...foldAssessment(state, { event, at, actor }), clock };
      // Somebody has it already: the new ladder begins when they give it back.
      return needsSomebody(planned) ? planned : { ...planned, clock: { ...clock, restsSince: at } };
    }
    case 'verified':
    case 'rated': {
      const found = foldAssessment(state, { event, at, actor });
      const destinations = addedTo(state.destinations, event.destinations ?? []);
      // What was put off was something milder.
      return { ...(riseOf(event) ? unsnoozed(found, at) : found), destinations };
    }
    case 'explained':
      return foldAssessment(state, { event, at, actor });
    case 'emergency-called': {
      if (actor.kind !== 'person') return state;
      const call = { name: event.name, by: refOf(actor), at, reference: event.reference };
      return { ...state, emergencyCalls: [...(state.emergencyCalls ?? []), call].slice(-KEEP.escalations) };
    }
    case 'loss-recorded':
    case 'step-settled':
    case 'evidence-given':
    case 'evidence-kept':
    case 'evidence-failed':
    case 'evidence-deleted':
    case 'report-owed':
    case 'access-found':
    case 'asset-status':
    case 'task-told':
      return foldRecords(state, { event, at, actor });
    case 'paged': {
      const paged = foldPaging(state, { event, at });
      // A channel that shows it already is rung by its own rule.
      return event.destinations
        ? { ...paged, destinations: withOwnChats(event.destinations, state.destinations) }
        : paged;
    }
    case 'called':
    case 'page-sent':
    case 'page-delivered':
    case 'page-failed':
      return foldPaging(state, { event, at });
    case 'joined': {
      const more = foldPaging(state, { event, at });
      return needsSomebody(more) ? more : quiet(more, at);
    }
    default:
      return foldResponse(state, event, at);
  }
}

/** Whatever they do is a word from whoever has it, and from whoever is out there. */
function heardFrom(before: IncidentState, { at, actor }: Happened): IncidentState {
  if (actor.kind !== 'person') return before;
  const responders = before.responders.map((each) =>
    each.who.id === actor.id && isOutThere(each) ? heard(each, at) : each,
  );
  const state = { ...before, responders };
  if (state.status !== 'claimed' || state.claim.by.id !== actor.id) return state;
  const { askedAt: _asked, ...claim } = state.claim;
  return { ...state, claim: { ...claim, heardAt: at } };
}

function claimed(state: IncidentState, claim: Claim): IncidentState {
  const has = staged(without(state, 'snoozedUntil'), { status: 'claimed', claim });
  const told = { ...has, pages: answered(has, claim.by.id, claim.at) };
  return needsSomebody(told) ? told : quiet(told, claim.at);
}

function unsnoozed(state: IncidentState, at: Date): IncidentState {
  if (!state.snoozedUntil) return state;
  const woken = without(state, 'snoozedUntil');
  // Whoever has it was not silent: it was put off.
  const awake = woken.status === 'claimed' ? { ...woken, claim: { ...woken.claim, heardAt: at } } : woken;
  return needsSomebody(awake) ? loud(awake, at) : awake;
}

/** Changes the stage: what belonged to the old one leaves, so that no state is half one and half the other. */
function staged(state: IncidentState, stage: Stage): IncidentState {
  const {
    status: _s,
    claim,
    resolution: _r,
    archivedAt: _a,
    ...facts
  } = state as IncidentFacts & {
    status: string;
    claim?: Claim;
    resolution?: unknown;
    archivedAt?: unknown;
  };
  const lastClaim = claim ?? (stage.status === 'claimed' ? stage.claim : undefined);
  return { ...facts, ...(lastClaim ? { lastClaim } : {}), ...stage };
}

function without(state: IncidentState, key: 'snoozedUntil'): IncidentState {
  const { [key]: _gone, ...rest } = state;
  return rest as IncidentState;
}
