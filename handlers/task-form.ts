import { z } from 'zod';
import type { TaskFormId } from '../cards/card.js';
import type { TaskWords } from '../cards/words/task-words.js';
import { LIMITS, type PersonActor, TASK_KINDS, TASK_OUTCOMES } from '../src/incident/index.js';
import { type Assignee, type ChecklistItem, FINDINGS, TASK_LIMITS, type TaskPersonCommand } from '../src/task/index.js';
import { later, parseDuration } from '../src/time.js';
import { momentOf } from './commands/times.js';
import { faultsOf } from './faults.js';

export interface TaskFormContext {
  readonly now: Date;
  /** Zone of the place. */
  readonly timezone: string;
  /** Somebody of the book, or a role that somebody holds. */
  readonly assignee: (target: string) => Assignee | undefined;
  readonly words: TaskWords;
}

type Values = Readonly<Record<string, string>>;
type Faults = { readonly faults: Values };

const choose = 'Please choose one.';
const words = (limit: number) =>
  z
    .string()
    .trim()
    .max(limit * 2, `At most ${limit} characters.`);
const some = (limit: number) => words(limit).min(1, 'Please write a few words.');
const target = z.string(choose).max(100);
const due = z.string().trim().min(1, 'Please write until when.').max(60);

const schemas = {
  task: z.object({
    kind: z.enum(TASK_KINDS, choose),
    title: some(TASK_LIMITS.title),
    place: z.string().max(130).optional(),
    to: target,
    due,
    checklist: words(TASK_LIMITS.items * TASK_LIMITS.itemText).default(''),
    details: words(TASK_LIMITS.details).default(''),
  }),
  'task-check': z.object({
    item: z.string(choose).max(100),
    result: z.enum(FINDINGS, choose),
    note: words(LIMITS.whyLength).default(''),
  }),
  'task-done': z.object({ outcome: z.enum(TASK_OUTCOMES, choose), note: words(LIMITS.noteLength).default('') }),
  'task-assign': z.object({ to: target }),
  'task-note': z.object({ text: some(LIMITS.noteLength) }),
  'task-put-off': z.object({ due, why: some(LIMITS.whyLength) }),
  'task-cancel': z.object({ why: some(LIMITS.whyLength) }),
} as const;

/** `45m`, `2h`, or a time on the wall clock of the place. */
const dueIn = (text: string, { now, timezone }: Pick<TaskFormContext, 'now' | 'timezone'>): Date | undefined => {
  const ms = parseDuration(text.replace(/\s/g, ''));
  return ms === undefined ? momentOf(text, now, timezone) : later(now, ms);
};

/** One point of each line; one that begins with a question mark may be left out. */
export const checklistIn = (text: string): ChecklistItem[] =>
  text
    .split('\n')
    .map((line) => line.trim())
    .filter((line) => line.replace(/^\?/, '').trim() !== '')
    .map((line, index) => ({
      id: `p${index + 1}`,
      text: line.replace(/^\?\s*/, ''),
      required: !line.startsWith('?'),
    }));

/** A new task as it was filled in; who gives it and where it is comes from elsewhere. */
export interface NewTask {
  readonly kind: (typeof TASK_KINDS)[number];
  readonly title: string;
  readonly details?: string;
  readonly place?: string;
  readonly to: Assignee;
  readonly dueAt: Date;
  readonly checklist: readonly ChecklistItem[];
}

export function newTaskFrom(values: Values, context: TaskFormContext): NewTask | Faults {
  const read = schemas.task.safeParse(values);
  if (!read.success) return { faults: faultsOf(read.error) };
  const { kind, title, details, place, checklist } = read.data;
  const to = context.assignee(read.data.to);
  if (!to) return { faults: { to: choose } };
  const dueAt = dueIn(read.data.due, context);
  if (!dueAt) return { faults: { due: context.words.fields.dueHint } };
  const more = { ...(details === '' ? {} : { details }), ...(place === undefined ? {} : { place }) };
  return { kind, title, to, dueAt, checklist: checklistIn(checklist), ...more };
}

/** What somebody asks of a task by a form; `hand-over` still lacks the chats that show it then. */
export type TaskAsked = { readonly command: TaskPersonCommand } | { readonly handTo: Assignee } | Faults;

export function taskAskedIn(
  form: Exclude<TaskFormId, 'task'>,
  values: Values,
  actor: PersonActor,
  context: TaskFormContext,
): TaskAsked {
  switch (form) {
    case 'task-check': {
      const read = schemas[form].safeParse(values);
      if (!read.success) return { faults: faultsOf(read.error) };
      return { command: { type: 'check', actor, ...read.data } };
    }
    case 'task-done': {
      const read = schemas[form].safeParse(values);
      if (!read.success) return { faults: faultsOf(read.error) };
      return { command: { type: 'finish', actor, ...read.data } };
    }
    case 'task-assign': {
      const read = schemas[form].safeParse(values);
      const to = read.success ? context.assignee(read.data.to) : undefined;
      return to ? { handTo: to } : { faults: { to: choose } };
    }
    case 'task-note': {
      const read = schemas[form].safeParse(values);
      if (!read.success) return { faults: faultsOf(read.error) };
      return { command: { type: 'note', actor, ...read.data } };
    }
    case 'task-put-off': {
      const read = schemas[form].safeParse(values);
      if (!read.success) return { faults: faultsOf(read.error) };
      const dueAt = dueIn(read.data.due, context);
      if (!dueAt) return { faults: { due: context.words.fields.dueHint } };
      return { command: { type: 'put-off', actor, dueAt, why: read.data.why } };
    }
    case 'task-cancel': {
      const read = schemas[form].safeParse(values);
      if (!read.success) return { faults: faultsOf(read.error) };
      return { command: { type: 'cancel', actor, ...read.data } };
    }
    default:
      return form satisfies never;
  }
}
