import type { Owed } from '../src/incident/index.js';
import { destinationKey } from '../src/incident/index.js';

export interface Debt {
  readonly incidentId: string;
  readonly owedId: string;
}

interface Row extends Debt {
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
    learn(incidentId: string, version: number, owed: readonly Owed[]): void {
      const before = byIncident.get(incidentId);
      if (before && before.version > version) return;
      for (const row of before?.owed ?? []) rowsFor(destinationKey(row.destination)).delete(keyOf(incidentId, row.id));
      for (const { id, destination, priority, owedAt, dueAt } of owed) {
        if (dueAt === null) continue;
        rowsFor(destinationKey(destination)).set(keyOf(incidentId, id), { incidentId, owedId: id, priority, owedAt, dueAt });
      }
      if (owed.length > 0) byIncident.set(incidentId, { version, owed });
      else byIncident.delete(incidentId);
    },

    /** The most urgent debt that is due: smallest priority, then oldest. */
    next(destination: string, now: Date): Debt | undefined {
      let best: Row | undefined;
      for (const row of byDestination.get(destination)?.values() ?? []) {
        if (row.dueAt > now) continue;
        if (!best || row.priority < best.priority || (row.priority === best.priority && row.owedAt < best.owedAt)) best = row;
      }
      return best;
    },

    /** Milliseconds until the next debt of this destination falls due; `undefined` when there is none. */
    waitMs(destination: string, now: Date): number | undefined {
      const rows = [...(byDestination.get(destination)?.values() ?? [])];
      if (rows.length === 0) return undefined;
      return Math.max(0, Math.min(...rows.map((row) => row.dueAt.getTime())) - now.getTime());
    },

    /** Not to be tried again before that moment; in memory only. */
    defer(destination: string, { incidentId, owedId }: Debt, until: Date): void {
      const rows = rowsFor(destination);
      const row = rows.get(keyOf(incidentId, owedId));
      if (row) rows.set(keyOf(incidentId, owedId), { ...row, dueAt: until });
    },

    destinations: (): string[] => [...byDestination].filter(([, rows]) => rows.size > 0).map(([destination]) => destination),
    depth: (): number => [...byDestination.values()].reduce((sum, rows) => sum + rows.size, 0),
  };
}

export type Debts = ReturnType<typeof createDebts>;
