import type { PersonRef } from '../incident/index.js';
import {
  deletedEvidence,
  destinationKey,
  fetchedEvidence,
  givenEvidence,
  LIMITS,
  refOf,
  whole,
} from '../incident/index.js';
import { overdueAt, overdueBy, remindAt } from './clock.js';
import type { OpenTask, TaskCommand, TaskPersonCommand } from './command.js';
import type { TaskEvent } from './event.js';
import { taskRefusedTo } from './permission.js';
import type { TaskRefusal } from './refusal.js';
import { doer, isTaskLive, lacksPhoto, openItems, type TaskState } from './task.js';

export type TaskDecision =
  | { readonly ok: true; readonly events: readonly TaskEvent[] }
  | { readonly ok: false; readonly refusal: TaskRefusal };

const yes = (...events: TaskEvent[]): TaskDecision => ({ ok: true, events });
const no = (refusal: TaskRefusal): TaskDecision => ({ ok: false, refusal });

/** Bounds of what a task holds. */
export const TASK_LIMITS = {
  title: 150,
  details: 2_000,
  items: 40,
  itemText: 300,
  notes: 200,
  /** Of its history: after that it can only be finished or cancelled. */
  entries: 500,
  /** The furthest that a task may lie ahead. */
  aheadMs: 366 * 86_400_000,
} as const;

/** What a command makes of a task at this instant. Pure: the same state, command and `now` give the same events. */
export function decideTask(state: TaskState | undefined, command: TaskCommand, now: Date): TaskDecision {
  if (command.type === 'open') return state ? yes() : open(command, now);
  if (!state) return no({ code: 'unknown-task' });
  if (command.type === 'tick') return tick(state, command.leads, now);
  if (command.type === 'show') {
    const there = new Set(state.destinations.map(destinationKey));
    const destinations = command.destinations.filter((each) => !there.has(destinationKey(each)));
    return destinations.length === 0 || !isTaskLive(state) ? yes() : yes({ type: 'shown-too', destinations });
  }
  if (command.type === 'fetched') {
    const event = fetchedEvidence(state, command.fetched);
    return event ? yes(event) : yes();
  }
  if (command.type === 'delete-file') {
    const event = isTaskLive(state) ? undefined : deletedEvidence(state, command.file, command.why);
    return event ? yes(event) : yes();
  }
  // A picture may come after the word that it is done.
  if (command.type === 'evidence') return taskRefused(state, command) ?? evidence(state, command);
  if (state.status === 'done') return no({ code: 'over', is: 'done', by: state.done.by.name, at: state.done.at });
  if (state.status === 'cancelled')
    return no({ code: 'over', is: 'cancelled', by: state.cancelled.by, at: state.cancelled.at });
  return taskRefused(state, command) ?? person(state, command, now);
}

function taskRefused(state: TaskState, { actor, type }: TaskPersonCommand): TaskDecision | undefined {
  const refused = taskRefusedTo(actor, type, state);
  return refused && no(refused);
}

function evidence(state: TaskState, { files }: Extract<TaskPersonCommand, { type: 'evidence' }>): TaskDecision {
  const given = givenEvidence(state, files);
  if ('why' in given) return no({ code: 'invalid', field: 'files', why: given.why });
  return given.length > 0 ? yes({ type: 'evidence-given', files: given }) : yes();
}

function open(command: OpenTask, now: Date): TaskDecision {
  const { type: _type, actor: _actor, ...given } = command;
  const title = whole(given.title);
  const details = given.details === undefined ? '' : whole(given.details);
  const checklist = given.checklist.map((item) => ({ ...item, text: whole(item.text) }));
  const problem =
    textProblem('title', title, TASK_LIMITS.title) ??
    textProblem('details', details, TASK_LIMITS.details, false) ??
    dueProblem(given.dueAt, now);
  if (problem) return problem;
  if (checklist.length > TASK_LIMITS.items)
    return no({ code: 'invalid', field: 'checklist', why: `${checklist.length} points, at most ${TASK_LIMITS.items}` });
  for (const { text } of checklist) {
    const wrong = textProblem('checklist', text, TASK_LIMITS.itemText);
    if (wrong) return wrong;
  }
  const { details: _details, ...rest } = given;
  return yes({ ...rest, title, checklist, ...(details === '' ? {} : { details }), type: 'opened' });
}

/** What ends a task is always possible. */
const ENDS: ReadonlySet<TaskPersonCommand['type']> = new Set(['finish', 'cancel', 'accept']);

function person(state: TaskState, command: Exclude<TaskPersonCommand, { type: 'evidence' }>, now: Date): TaskDecision {
  if (state.cardVersion >= TASK_LIMITS.entries && !ENDS.has(command.type)) return no({ code: 'too-long' });
  switch (command.type) {
    case 'accept': {
      if (state.status !== 'accepted')
        return yes({ type: 'accepted', by: refOf(command.actor), via: command.actor.via });
      const { by, at } = state.accepted;
      return by.id === command.actor.id ? yes() : no({ code: 'already-accepted', by, since: at });
    }
    case 'hand-over': {
      const { to, destinations } = command;
      if (to.kind === state.to.kind && to.id === state.to.id && state.status === 'open') return yes();
      const from = doer(state);
      const before = from ? ({ kind: 'person', ...from } as const) : state.to;
      return yes({ type: 'handed-over', to, from: before, destinations });
    }
    case 'check':
      return check(state, command);
    case 'note': {
      const text = whole(command.text);
      if (state.notes >= TASK_LIMITS.notes) return no({ code: 'too-long' });
      return textProblem('text', text, LIMITS.noteLength) ?? yes({ type: 'noted', text });
    }
    case 'put-off': {
      const why = whole(command.why);
      return (
        textProblem('why', why, LIMITS.whyLength) ??
        dueProblem(command.dueAt, now) ??
        yes({ type: 'put-off', dueAt: command.dueAt, why })
      );
    }
    case 'finish':
      return finish(state, command);
    case 'cancel': {
      const why = whole(command.why);
      return textProblem('why', why, LIMITS.whyLength) ?? yes({ type: 'cancelled', why });
    }
    default:
      return command satisfies never;
  }
}

function check(state: TaskState, command: Extract<TaskPersonCommand, { type: 'check' }>): TaskDecision {
  const item = state.checklist.find(({ id }) => id === command.item);
  if (!item) return no({ code: 'no-such-item' });
  const note = whole(command.note);
  // A problem that nobody describes helps nobody.
  const problem = textProblem('note', note, LIMITS.whyLength, command.result === 'problem');
  if (problem) return problem;
  const known = state.checks.find(({ item: id }) => id === item.id);
  if (known?.result === command.result && known.note === note) return yes();
  return yes({ type: 'checked', item: item.id, text: item.text, result: command.result, note });
}

function finish(state: TaskState, command: Extract<TaskPersonCommand, { type: 'finish' }>): TaskDecision {
  const note = whole(command.note);
  const problem = textProblem('note', note, LIMITS.noteLength, command.outcome !== 'in-order');
  if (problem) return problem;
  if (command.outcome === 'in-order' && state.checks.some(({ result }) => result === 'problem'))
    return no({ code: 'invalid', field: 'outcome', why: 'a point has a problem' });
  const open = openItems(state);
  // What could not be done at all has no points to look at.
  if (open.length > 0 && command.outcome !== 'not-possible') return no({ code: 'items-open', items: open });
  if (lacksPhoto(state) && command.outcome !== 'not-possible') return no({ code: 'photo-missing' });
  return yes({ type: 'done', outcome: command.outcome, note });
}

function tick(state: TaskState, leads: Extract<TaskCommand, { type: 'tick' }>['leads'], now: Date): TaskDecision {
  if (!isTaskLive(state)) return yes();
  const who = doer(state);
  const overdue = overdueAt(state);
  if (overdue && overdue <= now) {
    const to = unique([...(who ? [who] : []), ...leads.people]);
    const { destinations } = leads;
    return yes({ type: 'overdue', dueAt: state.dueAt, times: overdueBy(state, now), to, destinations });
  }
  if (!state.reminded && state.overdue === 0 && remindAt(state) <= now)
    return yes({ type: 'reminded', to: who ? [who] : [] });
  return yes();
}

const unique = (people: readonly PersonRef[]): PersonRef[] => [
  ...new Map(people.map((each) => [each.id, each])).values(),
];

function textProblem(field: string, text: string, limit: number, required = true): TaskDecision | undefined {
  const length = [...text].length;
  if (length === 0 && required) return no({ code: 'invalid', field, why: 'it is empty' });
  if (length > limit) return no({ code: 'invalid', field, why: `${length} characters, at most ${limit}` });
  return undefined;
}

function dueProblem(dueAt: Date, now: Date): TaskDecision | undefined {
  const ms = dueAt.getTime() - now.getTime();
  if (Number.isNaN(ms)) return no({ code: 'invalid', field: 'due', why: 'it is no time' });
  if (ms <= 0) return no({ code: 'invalid', field: 'due', why: 'it is over' });
  if (ms > TASK_LIMITS.aheadMs) return no({ code: 'invalid', field: 'due', why: 'it is more than a year ahead' });
  return undefined;
}
