import { apply } from './apply.js';
import type { Digest } from './chain.js';
import type { CardRow, Outcome, Owed } from './delivery.js';
import { backOffMs, STUCK_MS } from './delivery.js';
import type { IncidentEvent } from './event.js';
import type { Incident } from './incident.js';
import { later } from './instant.js';
import { oweCall, oweCard } from './owe.js';
import { destinationKey } from './place.js';

/** What was rendered and handed over: the version of the card, or the last timeline entry told in the thread. */
export interface Attempted {
  readonly owedId: string;
  readonly reached: number;
  readonly token: string;
  /** Ids of the people whom the message mentions. */
  readonly called?: readonly string[];
  /** The message that was to be changed or answered. */
  readonly ref?: string;
}

/** Marks that a first post is about to leave. After a crash the mark says: look the message up before posting. */
export function beginAttempt(incident: Incident, owedId: string, token: string, now: Date): Incident {
  const owed = incident.owed.map((row) => (row.id === owedId ? { ...row, attempt: { token, at: now } } : row));
  return { ...incident, owed };
}

/**
 * Writes the outcome of a delivery into the incident: a receipt of a first card and a death go into the chain, a
 * row that reached what is wanted leaves `owed`, a row that has been overtaken meanwhile stays.
 */
export function settle(
  incident: Incident,
  attempted: Attempted,
  outcome: Outcome,
  context: { readonly now: Date; readonly digest: Digest },
): Incident {
  const row = incident.owed.find((owed) => owed.id === attempted.owedId);
  if (!row) return outcome.kind === 'delivered' ? late(incident, attempted, outcome.ref, context.now) : incident;
  switch (outcome.kind) {
    case 'delivered':
      return delivered(incident, row, attempted, outcome, context);
    case 'skipped':
      return toldUpTo(incident, row, attempted.reached);
    case 'retry': {
      const pause = outcome.afterMs ?? backOffMs(row.attempts);
      const dueAt = later(context.now, pause);
      const { attempt, ...rest } = row;
      const doubt = outcome.inDoubt && attempt ? { attempt } : {};
      return {
        ...incident,
        owed: replaced(incident.owed, {
          ...rest,
          ...doubt,
          attempts: row.attempts + 1,
          dueAt,
          lastError: outcome.error,
        }),
      };
    }
    case 'lost': {
      const { attempt: _gone, ...fresh } = row;
      const card = incident.cards.find((each) => each.destination === destinationKey(row.destination));
      // Posted anew while this call was on its way to the old one: that is gone, this is not.
      if (card && attempted.ref !== undefined && card.ref !== attempted.ref)
        return { ...incident, owed: replaced(incident.owed, { ...fresh, dueAt: context.now }) };
      const cards = incident.cards.filter((card) => card.destination !== destinationKey(row.destination));
      const owed = replaced(incident.owed, { ...fresh, dueAt: context.now, lastError: outcome.error });
      return { ...incident, cards, owed: oweCard(incident.state, row.destination, owed, 'posted anew', context.now) };
    }
    case 'dead': {
      const destination = destinationKey(row.destination);
      const event = { type: 'delivery-failed', destination, what: row.what, error: outcome.error } as const;
      // Said once in the timeline, however often it is tried again.
      const failed = row.stuck ? incident : record(incident, event, context);
      const dueAt = later(context.now, STUCK_MS);
      const stuck: Owed = { ...row, attempts: row.attempts + 1, dueAt, stuck: true, lastError: outcome.error };
      return { ...failed, owed: replaced(failed.owed, stuck) };
    }
    default:
      return outcome satisfies never;
  }
}

/**
 * Somebody looked at the channel and found the card gone, or older than what the provider had confirmed. `ref` is the
 * message that was looked for; when there is another one by now, nothing is amiss.
 */
export function missed(incident: Incident, { destination, ref, what }: Missed, now: Date): Incident {
  const card = incident.cards.find((each) => each.destination === destination && each.ref === ref);
  const to = incident.state.destinations.find((each) => destinationKey(each) === destination);
  if (!card || !to) return incident;
  const others = incident.cards.filter((each) => each !== card);
  if (what === 'gone') {
    return { ...incident, cards: others, owed: oweCard(incident.state, to, incident.owed, 'posted anew', now) };
  }
  const owed = oweCard(incident.state, to, incident.owed, 'shown anew', now, true);
  return { ...incident, cards: incident.cards.map((each) => (each === card ? { ...card, shown: 0 } : each)), owed };
}

export interface Missed {
  /** `slack:C0OPS` */
  readonly destination: string;
  readonly ref: string;
  readonly what: 'gone' | 'stale';
}

function delivered(
  incident: Incident,
  row: Owed,
  attempted: Attempted,
  outcome: Extract<Outcome, { kind: 'delivered' }>,
  context: { readonly now: Date; readonly digest: Digest },
): Incident {
  const destination = destinationKey(row.destination);
  const have = incident.cards.find((card) => card.destination === destination);
  if (row.what === 'call') return calledUpTo(incident, row, attempted, outcome.ref, context);
  if (row.what !== 'card') return toldUpTo(incident, row, attempted.reached);
  // Somebody else posted it while this call was on its way: that card stays the one, and this message is one too many.
  if (have && have.ref !== outcome.ref) return incident;
  const first = !have;
  // A message found again may be an older rendering: it is taken as shown at version 0, and so updated next.
  const shown = outcome.lookedUp ? 0 : attempted.reached;
  const card: CardRow = { destination, ref: outcome.ref, shown, diary: have?.diary ?? 1 };
  const cards = have ? incident.cards.map((each) => (each === have ? card : each)) : [...incident.cards, card];
  const told: Incident = { ...incident, cards, owed: reached(incident.owed, row, shown) };
  if (!first) return told;
  const lookedUp = outcome.lookedUp === true;
  const event = { type: 'card-posted', destination, ref: outcome.ref, lookedUp, shown, ...whom(attempted) } as const;
  const posted = record(told, event, context);
  // Whoever was paged while it was on its way does not stand on it.
  return { ...posted, owed: oweCall(posted, row.destination, posted.owed, context.now) };
}

/**
 * A call that was held up for so long that others have done since what was owed. When it wrote over a newer card, that
 * is shown anew.
 */
function late(incident: Incident, { owedId, reached: shown }: Attempted, ref: string, now: Date): Incident {
  const card = incident.cards.find((each) => `${each.destination}/card` === owedId && each.ref === ref);
  if (!card || shown === 0 || shown >= card.shown) return incident;
  return missed(incident, { destination: card.destination, ref, what: 'stale' }, now);
}

/** Those who were to be called in the chat up to there have been. */
function calledUpTo(
  incident: Incident,
  row: Owed,
  attempted: Attempted,
  ref: string,
  context: { readonly now: Date; readonly digest: Digest },
): Incident {
  const destination = destinationKey(row.destination);
  const event = { type: 'called', destination, ref, shown: attempted.reached, ...whom(attempted) } as const;
  return record(toldUpTo(incident, row, attempted.reached), event, context);
}

const whom = ({ called }: Attempted): { readonly called?: readonly string[] } =>
  called === undefined ? {} : { called };

/** Nothing of the row remains to be told up to there; the diary of a thread goes on after it. */
function toldUpTo(incident: Incident, row: Owed, upTo: number): Incident {
  const destination = destinationKey(row.destination);
  const cards =
    row.what === 'diary'
      ? incident.cards.map((card) =>
          card.destination === destination ? { ...card, diary: Math.max(card.diary, upTo) } : card,
        )
      : incident.cards;
  return { ...incident, cards, owed: reached(incident.owed, row, upTo) };
}

function record(
  incident: Incident,
  event: IncidentEvent,
  context: { readonly now: Date; readonly digest: Digest },
): Incident {
  return apply(incident.state.id, incident, [event], { ...context, actor: { kind: 'system', id: 'delivery' } });
}

/** The row leaves when what is wanted was reached; else it stays, without its mark. */
function reached(rows: readonly Owed[], row: Owed, upTo: number): Owed[] {
  if (row.wanted <= upTo) return rows.filter((each) => each.id !== row.id);
  const { attempt: _gone, lastError: _old, stuck: _mended, ...rest } = row;
  return replaced(rows, { ...rest, attempts: 0 });
}

const replaced = (rows: readonly Owed[], row: Owed): Owed[] => rows.map((each) => (each.id === row.id ? row : each));

/** The earliest moment at which this incident owes something, and how urgent that is. */
export function nextOwed(owed: readonly Owed[]): { dueAt: Date; priority: number } | undefined {
  if (owed.length === 0) return undefined;
  return {
    dueAt: new Date(Math.min(...owed.map((row) => row.dueAt.getTime()))),
    priority: Math.min(...owed.map((row) => row.priority)),
  };
}
