import { type Actor, type Destination, destinationKey, foldEvidence, refOf } from '../incident/index.js';
import type { TaskEvent } from './event.js';
import { doer, type Ring, type TaskFacts, type TaskStage, type TaskState } from './task.js';

interface Happened {
  readonly seq: number;
  readonly event: TaskEvent;
  readonly at: Date;
  readonly actor: Actor;
}

/** Chats that show one task, at most. */
const CHATS = 25;

/** Folds one event into the state. `id` is needed for the first event only. */
export function evolveTask(state: TaskState | undefined, happened: Happened, id: string): TaskState {
  const { event } = happened;
  if (event.type === 'opened') return opened(id, event, happened);
  if (!state) throw new Error(`event "${event.type}" before "opened" of task ${id}`);
  // What retention takes away changes nothing that a card shows.
  const seen = event.type === 'evidence-deleted' ? state : { ...state, cardVersion: state.cardVersion + 1 };
  return step(seen, happened);
}

function opened(id: string, event: Extract<TaskEvent, { type: 'opened' }>, { seq, at, actor }: Happened): TaskState {
  const { type: _type, ...given } = event;
  const state: TaskState = {
    ...given,
    status: 'open',
    id,
    ...(actor.kind === 'person' ? { from: refOf(actor) } : {}),
    openedAt: at,
    since: at,
    reminded: false,
    overdue: 0,
    checks: [],
    notes: 0,
    cardVersion: 1,
  };
  return { ...state, ...rung(seq, 'given', doerOf(state)) };
}

function step(state: TaskState, { seq, event, at, actor }: Happened): TaskState {
  switch (event.type) {
    case 'opened':
      return state;
    case 'accepted':
      // They have heard it.
      return staged(quiet(state, ['given']), { status: 'accepted', accepted: { by: event.by, at, via: event.via } });
    case 'handed-over': {
      const given = staged(quiet(state), { status: 'open' });
      const next: TaskState = { ...given, to: event.to, destinations: added(state.destinations, event.destinations) };
      return { ...next, ...rung(seq, 'given', doerOf(next)) };
    }
    case 'checked': {
      if (actor.kind !== 'person') return state;
      const check = { item: event.item, result: event.result, note: event.note, by: refOf(actor), at };
      return { ...state, checks: [...state.checks.filter(({ item }) => item !== event.item), check] };
    }
    case 'noted':
      return { ...state, notes: state.notes + 1 };
    case 'evidence-given':
    case 'evidence-kept':
    case 'evidence-failed':
    case 'evidence-deleted':
      return { ...state, evidence: foldEvidence(state.evidence, event, actor, at) };
    case 'shown-too':
      return { ...state, destinations: added(state.destinations, event.destinations) };
    case 'put-off':
      return { ...quiet(state), since: at, dueAt: event.dueAt, reminded: false, overdue: 0 };
    case 'reminded':
      return { ...state, reminded: true, ...rung(seq, 'reminder', event.to) };
    case 'overdue': {
      const destinations = added(state.destinations, event.destinations);
      return { ...state, overdue: event.times, destinations, ...rung(seq, 'overdue', event.to) };
    }
    case 'done': {
      if (actor.kind !== 'person') throw new Error(`task ${state.id} done by ${actor.id}: only a person may`);
      const { outcome, note } = event;
      return staged(state, { status: 'done', done: { by: refOf(actor), at, via: actor.via, outcome, note } });
    }
    case 'cancelled': {
      const by = actor.kind === 'person' ? actor.name : 'Tocsin';
      return staged(state, { status: 'cancelled', cancelled: { at, by, why: event.why } });
    }
    default:
      return event satisfies never;
  }
}

const doerOf = (state: TaskState) => [doer(state) ?? []].flat();

/** What was still to be rung is not true any more. */
function quiet(state: TaskState, whys?: readonly Ring['why'][]): TaskState {
  const { ring, ...rest } = state;
  return ring && whys && !whys.includes(ring.why) ? state : (rest as TaskState);
}

/** Nobody is called who is not named. */
const rung = (seq: number, why: Ring['why'], to: Ring['to']): { ring?: Ring } =>
  to.length === 0 ? {} : { ring: { seq, why, to } };

function added(have: readonly Destination[], more: readonly Destination[]): readonly Destination[] {
  const all = new Map([...have, ...more].map((destination) => [destinationKey(destination), destination]));
  return [...all.values()].slice(0, CHATS);
}

/** Changes the stage: what belonged to the old one leaves, so that no state is half one and half the other. */
function staged(state: TaskState, stage: TaskStage): TaskState {
  const {
    status: _s,
    accepted: _a,
    done: _d,
    cancelled: _c,
    ...facts
  } = state as TaskFacts & { status: string; accepted?: unknown; done?: unknown; cancelled?: unknown };
  return { ...facts, ...stage };
}
