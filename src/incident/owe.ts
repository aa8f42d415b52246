import type { Actor } from './actor.js';
import type { CardRow, Owed } from './delivery.js';
import { PRIORITY } from './delivery.js';
import type { IncidentEvent } from './event.js';
import type { IncidentState } from './incident.js';
import { isFor, toCall } from './paging.js';
import type { Destination } from './place.js';
import { destinationKey } from './place.js';
import { reasonFor } from './reason.js';
import { riseOf } from './rise.js';

export interface Owing {
  readonly state: IncidentState;
  readonly seq: number;
  readonly cards: readonly CardRow[];
  readonly owed: readonly Owed[];
}

/**
 * What the incident owes after an event: one row per destination and thing, lifted to the newest wanted version.
 * Runs in the same write as the event, so it is owed exactly once.
 */
export function owe(after: Owing, event: IncidentEvent, actor: Actor, now: Date): Owed[] {
  const reason = reasonFor(event, actor);
  if (reason === null) return [...after.owed];
  let owed = [...after.owed];
  for (const destination of after.state.destinations) {
    const posted = after.cards.some((card) => card.destination === destinationKey(destination));
    const byPerson = actor.kind === 'person' && posted;
    owed = raise(owed, cardOwed(after.state, destination, posted, reason, now, byPerson));
    // The card itself says what opened it; the diary in its thread begins with the next entry. A person's own chat has no
    // threads, and every line would ring: the card tells it all.
    if (!saidByTheCard(event) && destination.person === undefined)
      owed = raise(owed, lineOwed(after, destination, 'diary', PRIORITY.diary, reason, now));
    // A card that was posted long ago changes silently: a rise has to call, as a first card does.
    const rose = riseOf(event);
    if (rose && posted && destination.person === undefined) {
      const priority = PRIORITY.firstCard[after.state.assessment.band];
      owed = raise(owed, lineOwed(after, destination, 'rise', priority, `rose from ${rose}`, now));
    }
    if (event.type === 'paged' && posted) owed = oweCall(after, destination, owed, now);
  }
  // Whoever was to be called in the chat is not needed any more.
  return toCall(after.state).length > 0 ? owed : owed.filter(({ what }) => what !== 'call');
}

/** A card that is posted already rings no bell: whom it is to call is called in its thread. A first card calls by itself. */
export function oweCall(
  { state }: Pick<Owing, 'state'>,
  destination: Destination,
  rows: readonly Owed[],
  now: Date,
): Owed[] {
  if (destination.audience !== 'team' || !toCall(state).some(({ to }) => isFor(destination, to))) return [...rows];
  const priority = Math.min(PRIORITY.person, cardPriority(state, true));
  const about = { state, seq: state.cardVersion };
  return raise(rows, lineOwed(about, destination, 'call', priority, 'people paged', now));
}

/** What stands on the first card needs no line below it: what opened it, and who was told at once. */
export const saidByTheCard = (event: IncidentEvent): boolean =>
  event.type === 'opened' ||
  (event.type === 'paged' && event.why.code === 'step' && event.why.round === 1 && event.why.step === 0);

/** The card is gone from its channel, or shows something older: it is owed once more, whatever else is. */
export function oweCard(
  state: IncidentState,
  destination: Destination,
  rows: readonly Owed[],
  reason: string,
  now: Date,
  posted = false,
): Owed[] {
  return raise(rows, cardOwed(state, destination, posted, reason, now));
}

function cardOwed(
  state: IncidentState,
  destination: Destination,
  posted: boolean,
  reason: string,
  now: Date,
  byPerson = false,
): Owed {
  const priority = cardPriority(state, posted);
  return {
    id: `${destinationKey(destination)}/card`,
    destination,
    what: 'card',
    wanted: state.cardVersion,
    reason,
    priority: byPerson ? Math.min(priority, PRIORITY.person) : priority,
    owedAt: now,
    dueAt: now,
    attempts: 0,
  };
}

function lineOwed(
  after: Pick<Owing, 'state' | 'seq'>,
  destination: Destination,
  what: 'diary' | 'rise' | 'call',
  priority: number,
  reason: string,
  now: Date,
): Owed {
  return {
    id: `${destinationKey(destination)}/${what}`,
    destination,
    what,
    wanted: after.seq,
    reason,
    priority,
    owedAt: now,
    dueAt: now,
    attempts: 0,
  };
}

export function cardPriority(state: IncidentState, posted: boolean): number {
  if (state.lifeSafety) return posted ? PRIORITY.lifeSafetyUpdate : PRIORITY.lifeSafetyCard;
  return (posted ? PRIORITY.update : PRIORITY.firstCard)[state.assessment.band];
}

/** Lifts the row of the same id, or adds it. An older debt keeps its age, its pause after a 429 and its attempts. */
function raise(rows: readonly Owed[], next: Owed): Owed[] {
  const have = rows.find((row) => row.id === next.id);
  if (!have) return [...rows, next];
  const lifted: Owed = {
    ...have,
    wanted: Math.max(have.wanted, next.wanted),
    reason: next.reason,
    priority: Math.min(have.priority, next.priority),
    dueAt: have.stuck ? next.dueAt : have.dueAt,
  };
  return rows.map((row) => (row.id === next.id ? lifted : row));
}
