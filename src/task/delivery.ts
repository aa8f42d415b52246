import type { Destination, Outcome } from '../incident/index.js';
import { backOffMs, destinationKey, STUCK_MS } from '../incident/index.js';
import { later } from '../time.js';
import { isTaskLive, type Ring, type Task, type TaskState } from './task.js';

/** What one chat shows of a task, and what it still has to be told. */
export interface TaskCard {
  readonly destination: Destination;
  /** The provider's message id, once the card is posted. */
  readonly ref?: string;
  /** `cardVersion` that it shows; 0 before it is posted. */
  readonly shown: number;
  /** The ring that called people there last, by its entry. */
  readonly rung: number;
  /** Not before this. */
  readonly dueAt: Date;
  readonly attempts: number;
  /** Set in a write before a post leaves, so that after a crash it is looked up, not sent twice. */
  readonly attempt?: { readonly token: string; readonly at: Date; readonly ring?: number };
  /** Only a person can mend it. */
  readonly stuck?: true;
  readonly lastError?: string;
}

/** What is done next in one chat. */
export type TaskStep =
  | { readonly do: 'post'; readonly ring?: Ring }
  | { readonly do: 'ring'; readonly ref: string; readonly ring: Ring }
  | { readonly do: 'update'; readonly ref: string };

/** In somebody's own chat nobody else is called. */
export function ringIn({ ring }: TaskState, { destination, rung }: TaskCard): Ring | undefined {
  if (!ring || ring.seq <= rung) return undefined;
  const { person } = destination;
  if (person === undefined) return ring;
  return ring.to.some(({ id }) => id === person) ? ring : undefined;
}

/** A chat that shows a task that is over, and has refused it so often, is left alone. */
const TRIES_WHEN_OVER = 30;

export function nextTaskStep(state: TaskState, card: TaskCard): TaskStep | undefined {
  if (!isTaskLive(state) && card.attempts > TRIES_WHEN_OVER) return undefined;
  const ring = isTaskLive(state) ? ringIn(state, card) : undefined;
  if (card.ref === undefined) return ring ? { do: 'post', ring } : { do: 'post' };
  if (ring) return { do: 'ring', ref: card.ref, ring };
  return card.shown < state.cardVersion ? { do: 'update', ref: card.ref } : undefined;
}

/** When something is to be done in a chat next, if anything. */
export function taskOwedAt({ state, cards }: Pick<Task, 'state' | 'cards'>): Date | undefined {
  const due = cards.filter((card) => nextTaskStep(state, card)).map(({ dueAt }) => dueAt.getTime());
  return due.length === 0 ? undefined : new Date(Math.min(...due));
}

/** A row for each chat; what changed is owed at once where nothing stands in the way. */
export function oweTaskCards(state: TaskState, cards: readonly TaskCard[], now: Date): TaskCard[] {
  const rows = state.destinations.map((destination): TaskCard => {
    const known = cards.find((card) => destinationKey(card.destination) === destinationKey(destination));
    if (!known) return { destination, shown: 0, rung: 0, dueAt: now, attempts: 0 };
    return known.attempts === 0 && known.dueAt > now ? { ...known, dueAt: now } : known;
  });
  return rows;
}

/** Marks that a message is about to leave. */
export const beginTaskAttempt = (task: Task, destination: string, attempt: TaskCard['attempt'] & object): Task => ({
  ...task,
  cards: task.cards.map((card) => (destinationKey(card.destination) === destination ? { ...card, attempt } : card)),
});

export interface TaskAttempted {
  /** `slack:C0OPS` */
  readonly destination: string;
  readonly step: TaskStep;
  /** The version of the card that was rendered. */
  readonly version: number;
}

/** Writes down what became of a step. */
export function settleTaskCard(task: Task, attempted: TaskAttempted, outcome: Outcome, now: Date): Task {
  const cards = task.cards.map((card) =>
    destinationKey(card.destination) === attempted.destination ? settled(card, attempted, outcome, now) : card,
  );
  return { ...task, cards };
}

function settled(card: TaskCard, { step, version }: TaskAttempted, outcome: Outcome, now: Date): TaskCard {
  const { attempt, stuck: _stuck, lastError: _error, ...rest } = card;
  switch (outcome.kind) {
    case 'delivered':
    case 'skipped': {
      const calm = { ...rest, attempts: 0, dueAt: now };
      const ref = outcome.kind === 'delivered' ? outcome.ref : card.ref;
      const looked = outcome.kind === 'delivered' && outcome.lookedUp === true;
      // What was found is what left then: a ring since has still to be heard.
      const rung = (looked ? attempt?.ring : step.do === 'update' ? undefined : step.ring?.seq) ?? rest.rung;
      if (step.do === 'ring') return { ...calm, rung };
      // What it shows that was found again nobody knows: it is brought up to date.
      const shown = looked ? 0 : version;
      return {
        ...calm,
        ...(ref === undefined ? {} : { ref }),
        shown,
        rung,
      };
    }
    case 'retry':
      return {
        ...rest,
        ...(outcome.inDoubt && attempt ? { attempt } : {}),
        attempts: card.attempts + 1,
        dueAt: later(now, outcome.afterMs ?? backOffMs(card.attempts)),
        lastError: outcome.error,
      };
    case 'lost': {
      const { ref: _gone, ...left } = rest;
      return { ...left, shown: 0, dueAt: now, lastError: outcome.error };
    }
    case 'dead':
      return {
        ...rest,
        attempts: card.attempts + 1,
        dueAt: later(now, STUCK_MS),
        stuck: true,
        lastError: outcome.error,
      };
    default:
      return outcome satisfies never;
  }
}
