import { later } from '../time.js';
import { isTaskLive, type TaskFacts, type TaskState } from './task.js';

const MINUTE_MS = 60_000;
const HOUR_MS = 60 * MINUTE_MS;

/** Before it is due; of a short task a third of its time. */
const REMIND_MS = 15 * MINUTE_MS;
/** After it was due it is said at once, and so long after that again. Then it stands on the board. */
const OVERDUE_MS = [0, HOUR_MS, 4 * HOUR_MS, 24 * HOUR_MS] as const;

/** When whoever is to do it is reminded. */
export const remindAt = ({ since, dueAt }: Pick<TaskFacts, 'since' | 'dueAt'>): Date =>
  later(dueAt, -Math.min(REMIND_MS, Math.max(0, (dueAt.getTime() - since.getTime()) / 3)));

/** When it is said the next time that it is overdue; nothing when that was said often enough. */
export function overdueAt({ dueAt, overdue }: Pick<TaskFacts, 'dueAt' | 'overdue'>): Date | undefined {
  const after = OVERDUE_MS[overdue];
  return after === undefined ? undefined : later(dueAt, after);
}

/** How often it should have been said by then that it is overdue. */
export const overdueBy = ({ dueAt }: Pick<TaskFacts, 'dueAt'>, now: Date): number =>
  OVERDUE_MS.filter((after) => later(dueAt, after) <= now).length;

/** When time acts on it next. */
export function taskDueAt(state: TaskState): Date | undefined {
  if (!isTaskLive(state)) return undefined;
  return state.reminded || state.overdue > 0 ? overdueAt(state) : remindAt(state);
}
