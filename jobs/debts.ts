import type { CardRow, Owed } from '../src/incident/index.js';
import { destinationKey } from '../src/incident/index.js';
import type { CallLimits } from '../src/limits.js';

export interface Debt {
  readonly incidentId: string;
  readonly owedId: string;
}

/** The call that pays a debt, or `none` for a diary whose card is not posted yet. */
export type Call = keyof CallLimits | 'none';

/** Milliseconds until the platform takes such a call for this destination. */
type WaitOf = (call: keyof CallLimits) => number;

interface Row extends Debt {
  readonly call: Call;
  readonly priority: number;
  readonly owedAt: Date;
  readonly dueAt: Date;
}

/**
 * What is owed, in memory, so that a save wakes its delivery without asking the store. The store remains the truth:
 * every debt is read again before it is paid, and a poll brings in what other instances or a crash left.
 */
export function createDebts() {
  const byDestination = new Map<string, Map<string, Row>>();
  const byIncident = new Map<string, { readonly version: number; readonly owed: readonly Owed[] }>();

  const rowsFor = (destination: string): Map<string, Row> => {
    const rows = byDestination.get(destination) ?? new Map<string, Row>();
    byDestination.set(destination, rows);
    return rows;
  };
  const keyOf = (incidentId: string, owedId: string): string => `${incidentId} ${owedId}`;

  return {
    /** All that this incident owes as of `version`. News from an older version is ignored. */
    learn(incidentId: string, version: number, owed: readonly Owed[], cards: readonly CardRow[]): void {
      const before = byIncident.get(incidentId);
      if (before && before.version > version) return;
      for (const row of before?.owed ?? []) rowsFor(destinationKey(row.destination)).delete(keyOf(incidentId, row.id));
      for (const row of owed) {
        const { id, destination, priority, owedAt, dueAt } = row;
        const debt = { incidentId, owedId: id, call: callFor(row, cards), priority, owedAt, dueAt };
        rowsFor(destinationKey(destination)).set(keyOf(incidentId, id), debt);
      }
      if (owed.length > 0) byIncident.set(incidentId, { version, owed });
      else byIncident.delete(incidentId);
    },

    /**
     * The most urgent debt that is due and whose call the platform takes now: smallest priority, then oldest. An
     * update that has to wait for its own limit does not hold up a first card.
     */
    next(destination: string, now: Date, waitOf: WaitOf): Debt | undefined {
      let best: Row | undefined;
      for (const row of byDestination.get(destination)?.values() ?? []) {
        if (notYet(row.dueAt, now) || row.call === 'none' || waitOf(row.call) > 0) continue;
        if (!best || row.priority < best.priority || (row.priority === best.priority && row.owedAt < best.owedAt))
          best = row;
      }
      return best;
    },

    /** Milliseconds until the next debt of this destination can be paid; `undefined` when there is none. */
    waitMs(destination: string, now: Date, waitOf: WaitOf): number | undefined {
      const waits: number[] = [];
      for (const { call, dueAt } of byDestination.get(destination)?.values() ?? []) {
        if (call !== 'none') waits.push(Math.max(0, dueAt.getTime() - now.getTime(), waitOf(call)));
      }
      return waits.length === 0 ? undefined : Math.min(...waits);
    },

    /** Not to be tried again before that moment; in memory only. */
    defer(destination: string, { incidentId, owedId }: Debt, until: Date): void {
      const rows = rowsFor(destination);
      const row = rows.get(keyOf(incidentId, owedId));
      if (row) rows.set(keyOf(incidentId, owedId), { ...row, dueAt: until });
    },

    destinations: (): string[] =>
      [...byDestination].filter(([, rows]) => rows.size > 0).map(([destination]) => destination),
    depth: (): number => [...byDestination.values()].reduce((sum, rows) => sum + rows.size, 0),
  };
}

export type Debts = ReturnType<typeof createDebts>;

/** The longest pause that we give ourselves: a moment further ahead was written before the clock was set back. */
const FURTHEST_MS = 10 * 60_000;
export const notYet = (dueAt: Date, now: Date): boolean =>
  dueAt > now && dueAt.getTime() - now.getTime() <= FURTHEST_MS;

/** A card is posted once and updated from then on; the diary is told in the thread of the card, so the card comes first. */
export function callFor(owed: Owed, cards: readonly CardRow[]): Call {
  const posted = cards.some((card) => card.destination === destinationKey(owed.destination));
  if (owed.what === 'card') return posted ? 'update' : 'post';
  return posted ? 'reply' : 'none';
}
