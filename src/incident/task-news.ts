import type { Disposition } from './disposition.js';
import type { IncidentState, Stage } from './incident.js';

export const TASK_KINDS = ['patrol', 'investigation', 'audit', 'follow-up'] as const;
export type TaskKind = (typeof TASK_KINDS)[number];

/** A live one whose time is over is overdue, whether somebody accepted it or not. */
export const TASK_STATUSES = ['open', 'accepted', 'overdue', 'done', 'cancelled'] as const;
export type TaskStatus = (typeof TASK_STATUSES)[number];

/** What came of it. */
export const TASK_OUTCOMES = ['in-order', 'found', 'not-possible'] as const;
export type TaskOutcome = (typeof TASK_OUTCOMES)[number];

/** How one of its tasks stands, as the incident was told. */
export interface TaskNews {
  /** Id of the task. */
  readonly task: string;
  /** The entry of its own timeline that says so. */
  readonly seq: number;
  /** 12 of `TASK-12`. */
  readonly number: number;
  readonly kind: TaskKind;
  readonly title: string;
  /** Whoever is to do it, or did it. */
  readonly who: string;
  readonly dueAt: Date;
  readonly status: TaskStatus;
  readonly outcome?: TaskOutcome;
  /** What they wrote about it. */
  readonly note?: string;
  /** The rule of the protocol that gave it. */
  readonly rule?: string;
}

/** A task that a protocol gives by itself. */
export interface TaskRule {
  readonly id: string;
  readonly kind: TaskKind;
  readonly title: string;
  readonly details?: string;
  /** `nearest` officer, or a target of the book: `person:…`, `role:…`, `rotation:…`. */
  readonly to: string;
  readonly withinMs: number;
  /** It is not done without a picture. */
  readonly photo?: true;
  /** Its points are walked in their order. */
  readonly ordered?: true;
  /** When it is given: with the incident, or once it is resolved. */
  readonly on: 'opened' | 'resolved';
  /** Only after one of these outcomes; any when left out. */
  readonly after?: readonly Disposition[];
  readonly checklist: readonly { readonly id: string; readonly text: string; readonly required: boolean }[];
}

/** Bounds of what an incident keeps of its tasks; each stands in a document of its own. */
const KEEP = { tasks: 20, rules: 50 } as const;

/** Tasks that its protocol wants and that it was not told of yet: given once each, whatever becomes of them. */
export function tasksWanted(state: IncidentState): readonly TaskRule[] {
  const rules = state.plan.tasks ?? [];
  if (rules.length === 0) return [];
  return rules.filter((rule) => !state.tasked?.includes(rule.id) && isTime(rule, state));
}

function isTime({ on, after }: TaskRule, state: Stage): boolean {
  if (on === 'opened') return state.status === 'open' || state.status === 'claimed';
  if (state.status !== 'resolved') return false;
  return after === undefined || after.includes(state.resolution.disposition);
}

/** Whether that is older than what is known of the task, or just that. */
export const isOldTaskNews = ({ tasks }: Pick<IncidentState, 'tasks'>, news: TaskNews): boolean =>
  tasks?.some(({ task, seq }) => task === news.task && seq >= news.seq) ?? false;

const isOver = ({ status }: TaskNews): boolean => status === 'done' || status === 'cancelled';

/** The tasks with that in them; those that are over leave first when there are too many. */
export function withTaskNews(state: IncidentState, news: TaskNews): Pick<IncidentState, 'tasks' | 'tasked'> {
  const before = state.tasks ?? [];
  const known = before.some(({ task }) => task === news.task);
  const all = known ? before.map((each) => (each.task === news.task ? news : each)) : [...before, news];
  const over = all.filter(isOver);
  const leaves = new Set(over.slice(0, Math.max(0, all.length - KEEP.tasks)));
  const tasks = all.filter((each) => !leaves.has(each)).slice(-KEEP.tasks);
  const tasked = state.tasked ?? [];
  if (news.rule === undefined || tasked.includes(news.rule)) return { tasks, ...(state.tasked ? { tasked } : {}) };
  return { tasks, tasked: [...tasked, news.rule].slice(-KEEP.rules) };
}
