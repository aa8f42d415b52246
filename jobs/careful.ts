import type { Clock, Inbox, InboxRow, Interpretation } from '../src/ports.js';
import type { Pass, Understood } from './understand.js';

export interface CarefulParts {
  readonly inbox: Inbox;
  readonly clock: Clock;
  readonly understand: (rows: readonly InboxRow[], pass: Pass) => Promise<Understood>;
  /** The row as an alarm that nobody could understand, with the reason. */
  readonly unreadable: (row: InboxRow, reason: string) => Interpretation;
  readonly failed: (what: string, error: unknown) => void;
  /** The lane of life safety, or the ordinary one. */
  readonly grave: boolean;
}

export interface Progress {
  readonly settled: number;
  /** Rows that are left alone for a while, and how long it is until the first of them is due. */
  readonly waits?: number;
  readonly waitMs?: number;
}

/** A row that failed alone so often, while the store took the note of it each time, fails for a reason of its own. */
const TRIES = 3;
/** A row that could not even be shown as unreadable is left alone for so long. */
const ASIDE_MS = 60_000;

/**
 * Keeps one bad row from blocking everything behind it. A pass that fails is done again row by row; a row that keeps
 * failing alone is shown as an unrecognised alarm, by the ordinary lane; one that cannot even be shown is kept in the
 * inbox and tried again every minute. Returns how many rows were settled, and how long the next one waits for more of
 * its kind.
 */
export function createCarefulUnderstanding(parts: CarefulParts) {
  const { inbox, clock, understand, unreadable, failed, grave } = parts;
  /** Rows that are left alone for a while, and until when. */
  const aside = new Map<string, number>();

  return async function understandSome(
    limit: number,
    leftMs: () => number = () => Number.POSITIVE_INFINITY,
  ): Promise<Progress> {
    const now = clock.now().getTime();
    // A moment further ahead than anything waits was set before the clock was set back.
    for (const [id, until] of aside) if (until <= now || until - now > ASIDE_MS) aside.delete(id);
    const rows = await inbox.waiting(limit, { grave, except: new Set(aside.keys()) });
    if (rows.length === 0) return { settled: 0, ...waiting() };
    try {
      // With a full window there is no time to wait for more: it is a storm, and they join together anyway.
      const patient = rows.length < limit;
      const { settled, postponed } = await understand(rows, { patient, graveOnly: grave, leftMs });
      for (const [id, until] of postponed) aside.set(id, until);
      return { settled, ...waiting() };
    } catch (error) {
      failed('understanding alarms together', error);
    }
    let settled = 0;
    for (const row of rows) if (leftMs() > 0) settled += await alone(row, leftMs);
    return { settled };
  };

  function waiting(): Omit<Progress, 'settled'> {
    if (aside.size === 0) return {};
    return { waits: aside.size, waitMs: Math.max(0, Math.min(...aside.values()) - clock.now().getTime()) };
  }

  async function alone(row: InboxRow, leftMs: () => number): Promise<number> {
    try {
      return (await understand([row], { graveOnly: grave, leftMs })).settled;
    } catch (error) {
      failed(`understanding the message ${row.id} of ${row.source}`, error);
      // Whoever lost the inbox to another instance says nothing about the row.
      if (leftMs() <= 0 || (await tries(row)) < TRIES) return 0;
      return grave ? await passOn(row) : await show(row, error, leftMs);
    }
  }

  /** How often the row failed by itself: a store that takes no writes, and so not this one, blames nobody. */
  async function tries(row: InboxRow): Promise<number> {
    try {
      return await inbox.tried(row.id);
    } catch (error) {
      failed(`noting that the message ${row.id} of ${row.source} failed`, error);
      return 0;
    }
  }

  async function passOn(row: InboxRow): Promise<number> {
    await inbox.calm([row.id]);
    return 1;
  }

  async function show(row: InboxRow, error: unknown, leftMs: () => number): Promise<number> {
    const reason = `it could not be processed here: ${error instanceof Error ? error.message : String(error)}`;
    try {
      const readAs = () => Promise.resolve(unreadable(row, reason.slice(0, 300)));
      return (await understand([row], { readAs, leftMs })).settled;
    } catch (again) {
      aside.set(row.id, clock.now().getTime() + ASIDE_MS);
      failed(`showing the message ${row.id} of ${row.source}, which stays in the inbox`, again);
      return 0;
    }
  }
}
