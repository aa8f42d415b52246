import type { Actor, TaskNews } from '../incident/index.js';
import { isTold, type TaskEvent } from './event.js';
import { evolveTask } from './evolve.js';
import { doer, statusOf, type Task, type TaskState } from './task.js';

/** What an incident is told of one of its tasks, with whoever did it and when. */
export interface Telling {
  readonly seq: number;
  readonly actor: Actor;
  readonly news: TaskNews;
}

/** Whether its incident has not heard all of it. */
export const hasNews = ({ state, timeline, told }: Pick<Task, 'state' | 'timeline' | 'told'>): boolean =>
  state.incident !== undefined && timeline.some(({ seq, event }) => seq > told && isTold(event));

/** All that its incident was not told yet, in order. */
export function tellings({ state: now, timeline, told }: Task): Telling[] {
  const found: Telling[] = [];
  let state: TaskState | undefined;
  for (const entry of timeline) {
    state = evolveTask(state, entry, now.id);
    if (entry.seq > told && isTold(entry.event))
      found.push({ seq: entry.seq, actor: entry.actor, news: newsOf(state, entry.seq, entry.event) });
  }
  return found;
}

function newsOf(state: TaskState, seq: number, event: TaskEvent): TaskNews {
  const { id, number, kind, title, dueAt } = state;
  const who = doer(state)?.name ?? state.to.name;
  const status = statusOf(state);
  const base = { task: id, seq, number, kind, title, who, dueAt, status, ...(state.rule ? { rule: state.rule } : {}) };
  if (event.type === 'done') return { ...base, outcome: event.outcome, note: event.note };
  return event.type === 'cancelled' ? { ...base, note: event.why } : base;
}
