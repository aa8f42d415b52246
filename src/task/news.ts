import type { Actor, TaskNews } from '../incident/index.js';
import { isTold, type TaskEvent } from './event.js';
import { evolveTask } from './evolve.js';
import { doer, statusOf, type Task, type TaskState } from './task.js';

/** What an incident is told of one of its tasks, with whoever did it and when. */
export type Telling =
  | { readonly seq: number; readonly actor: Actor; readonly news: TaskNews }
  /** An audit found something: it is an alarm of its own. */
  | { readonly seq: number; readonly fault: Fault };

/** Something that is not in order, as it was found in an audit. */
export interface Fault {
  /** Of the checklist. */
  readonly item: string;
  readonly text: string;
  readonly note: string;
  readonly by: string;
}

/** Whether its incident has not heard all of it, or nobody of what an audit found. */
export const hasNews = ({ state, timeline, told }: Pick<Task, 'state' | 'timeline' | 'told'>): boolean =>
  timeline.some((entry) => entry.seq > told && (concerns(state, entry.event) || isFault(state, entry.event)));

const concerns = ({ incident }: Pick<TaskState, 'incident'>, event: TaskEvent): boolean =>
  incident !== undefined && isTold(event);

const isFault = (
  { kind }: Pick<TaskState, 'kind'>,
  event: TaskEvent,
): event is Extract<TaskEvent, { type: 'checked' }> =>
  kind === 'audit' && event.type === 'checked' && event.result === 'problem';

/** All that was not told yet, in order. */
export function tellings({ state: now, timeline, told }: Task): Telling[] {
  const found: Telling[] = [];
  let state: TaskState | undefined;
  for (const entry of timeline) {
    state = evolveTask(state, entry, now.id);
    const { seq, event, actor } = entry;
    if (seq <= told) continue;
    if (concerns(now, event)) found.push({ seq, actor, news: newsOf(state, seq, event) });
    else if (isFault(now, event)) found.push({ seq, fault: faultOf(event, actor) });
  }
  return found;
}

const faultOf = ({ item, text, note }: Extract<TaskEvent, { type: 'checked' }>, actor: Actor): Fault => ({
  item,
  text,
  note,
  by: actor.kind === 'person' ? actor.name : actor.id,
});

function newsOf(state: TaskState, seq: number, event: TaskEvent): TaskNews {
  const { id, number, kind, title, dueAt } = state;
  const who = doer(state)?.name ?? state.to.name;
  const status = statusOf(state);
  const base = { task: id, seq, number, kind, title, who, dueAt, status, ...(state.rule ? { rule: state.rule } : {}) };
  if (event.type === 'done') return { ...base, outcome: event.outcome, note: event.note };
  return event.type === 'cancelled' ? { ...base, note: event.why } : base;
}
