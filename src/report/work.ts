import { type Share, shareOf } from './spread.js';
import { sum } from './sum.js';

/** A task as a report needs it. */
export interface TaskRow {
  readonly number: number;
  readonly kind: 'patrol' | 'investigation' | 'audit' | 'follow-up';
  readonly siteId: string;
  readonly clientId?: string;
  readonly dueAt: Date;
  readonly status: 'open' | 'accepted' | 'done' | 'cancelled';
  readonly doneAt?: Date;
  /** Done, and how it came out. */
  readonly outcome?: string;
  /** Required checkpoints, by id; what no scan can prove is none. */
  readonly points: readonly string[];
  /** Points that somebody looked at, and those among them with a problem. */
  readonly checked: readonly string[];
  readonly problems: number;
}

/** A scan of a code as a report needs it. */
export interface ScanRow {
  readonly siteId?: string;
  readonly checkpoint?: string;
  readonly proven: boolean;
  readonly task?: number;
}

/** What patrols did in a period; cancelled ones are left out. */
export interface PatrolFigures {
  /** Due in the period. */
  readonly due: number;
  /** Done before they were due, of those due by now. */
  readonly onTime: Share;
  /** Points proven by a scan, of required points of patrols that were due. */
  readonly proven: Share;
  /** Looked at, and said by hand. */
  readonly byHand: number;
  /** Scans that prove nothing; they are counted nowhere else. */
  readonly unproven: number;
  readonly problems: number;
}

export function patrolFigures(tasks: readonly TaskRow[], scans: readonly ScanRow[], now: Date): PatrolFigures {
  const due = tasks.filter(({ kind, status }) => kind === 'patrol' && status !== 'cancelled');
  const judged = due.filter(({ dueAt, status }) => status === 'done' || dueAt <= now);
  const provenOf = new Map<number, Set<string>>();
  for (const { proven, task, checkpoint } of scans) {
    if (!proven || task === undefined || checkpoint === undefined) continue;
    const points = provenOf.get(task) ?? new Set();
    provenOf.set(task, points.add(checkpoint));
  }
  const isProven = (task: TaskRow, point: string): boolean => provenOf.get(task.number)?.has(point) ?? false;
  const points = judged.flatMap((task) => task.points.map((point) => ({ task, point })));
  return {
    due: due.length,
    onTime: shareOf(judged.filter(inTime).length, judged.length),
    proven: shareOf(points.filter(({ task, point }) => isProven(task, point)).length, points.length),
    byHand: points.filter(({ task, point }) => task.checked.includes(point) && !isProven(task, point)).length,
    unproven: scans.filter(({ proven }) => !proven).length,
    problems: sum(judged.map(({ problems }) => problems)),
  };
}

/** Audits of equipment passed, of those due: one that is overdue has failed, and so has one that found something. */
export function auditFigures(tasks: readonly TaskRow[], now: Date): Share {
  const due = tasks.filter(
    ({ kind, status, dueAt }) => kind === 'audit' && status !== 'cancelled' && (status === 'done' || dueAt <= now),
  );
  const passed = due.filter((task) => inTime(task) && task.outcome === 'in-order' && task.problems === 0);
  return shareOf(passed.length, due.length);
}

const inTime = ({ status, doneAt, dueAt }: TaskRow): boolean =>
  status === 'done' && doneAt !== undefined && doneAt <= dueAt;
