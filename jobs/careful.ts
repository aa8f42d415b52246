import type { Clock, Inbox, InboxRow, Interpretation } from '../src/ports.js';

export interface CarefulParts {
  readonly inbox: Inbox;
  readonly clock: Clock;
  readonly understand: (
    rows: readonly InboxRow[],
    readAs?: (row: InboxRow) => Promise<Interpretation>,
    patient?: boolean,
  ) => Promise<number>;
  /** The row as an alarm that nobody could understand, with the reason. */
  readonly unreadable: (row: InboxRow, reason: string) => Interpretation;
  readonly failed: (what: string, error: unknown) => void;
}

/** A row that failed alone so often fails for a reason of its own, not for a passing one of the store. */
const TRIES = 3;
/** A row that could not even be shown as unreadable is left alone for so long. */
const ASIDE_MS = 60_000;

/**
 * Keeps one bad row from blocking everything behind it. A pass that fails is done again row by row; a row that keeps
 * failing alone is shown as an unrecognised alarm; one that cannot even be shown is kept in the inbox and tried again
 * every minute. Returns how many rows were settled.
 */
export function createCarefulUnderstanding({ inbox, clock, understand, unreadable, failed }: CarefulParts) {
  const failures = new Map<string, number>();
  const aside = new Map<string, number>();

  return async function understandSome(limit: number): Promise<number> {
    const now = clock.now().getTime();
    for (const [id, until] of aside) if (until <= now) aside.delete(id);
    const rows = (await inbox.waiting(limit + aside.size)).filter((row) => !aside.has(row.id));
    if (rows.length === 0) return 0;
    try {
      // With a full window there is no time to wait for more: it is a storm, and they join together anyway.
      return await understand(rows, undefined, rows.length < limit);
    } catch (error) {
      failed('understanding alarms together', error);
    }
    let settled = 0;
    for (const row of rows) settled += await alone(row);
    return settled;
  };

  async function alone(row: InboxRow): Promise<number> {
    try {
      const settled = await understand([row]);
      failures.delete(row.id);
      return settled;
    } catch (error) {
      const count = (failures.get(row.id) ?? 0) + 1;
      failures.set(row.id, count);
      failed(`understanding the message ${row.id} of ${row.source}`, error);
      return count < TRIES ? 0 : await show(row, error);
    }
  }

  async function show(row: InboxRow, error: unknown): Promise<number> {
    const reason = `it could not be processed here: ${error instanceof Error ? error.message : String(error)}`;
    try {
      const settled = await understand([row], () => Promise.resolve(unreadable(row, reason.slice(0, 300))));
      failures.delete(row.id);
      return settled;
    } catch (again) {
      aside.set(row.id, clock.now().getTime() + ASIDE_MS);
      failed(`showing the message ${row.id} of ${row.source}, which stays in the inbox`, again);
      return 0;
    }
  }
}
