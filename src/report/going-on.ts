import type { Share } from './spread.js';
import { auditFigures, type TaskRow } from './work.js';

/** What is being worked on, beside incidents. */
export interface GoingOn {
  /** Investigations that are not done, and those among them whose time is over. */
  readonly open: number;
  readonly overdue: number;
  /** Done in the period, and those among them that found something. */
  readonly done: number;
  readonly found: number;
  /** Equipment checks passed, of those that were due. */
  readonly audits: Share;
}

/** `due`: tasks due in the period; `live`: investigations that are not over. */
export function goingOn(due: readonly TaskRow[], live: readonly TaskRow[], now: Date): GoingOn {
  const done = due.filter(({ kind, status }) => kind === 'investigation' && status === 'done');
  return {
    open: live.length,
    overdue: live.filter(({ dueAt }) => dueAt <= now).length,
    done: done.length,
    found: done.filter(({ outcome }) => outcome === 'found').length,
    audits: auditFigures(due, now),
  };
}
