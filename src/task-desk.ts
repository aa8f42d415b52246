import type { Digest, Outcome } from './incident/index.js';
import type { Clock, Numbers } from './ports.js';
import type { TaskBell, TaskStore } from './ports-tasks.js';
import { createSerial } from './serial.js';
import {
  applyTask,
  beginTaskAttempt,
  decideTask,
  type OpenTask,
  settleTaskCard,
  type Task,
  type TaskAttempted,
  type TaskCommand,
  type TaskEvent,
  type TaskRefusal,
} from './task/index.js';

export type TaskResult =
  | { readonly ok: true; readonly task: Task; readonly events: readonly TaskEvent[] }
  | { readonly ok: false; readonly refusal: TaskRefusal; readonly task?: Task };

/** The one place that turns what is asked of tasks into saved events and what their chats are owed. */
export interface TaskDesk {
  /** Gives a task under an id that its cause determines; given twice, it is given once. */
  open(id: string, command: Omit<OpenTask, 'number'>): Promise<TaskResult>;
  execute(id: string, command: Exclude<TaskCommand, OpenTask>): Promise<TaskResult>;
  /** Writes down that a message is about to leave. `undefined` when somebody else has changed the task since it was read. */
  beginAttempt(task: Task, destination: string, token: string, ring?: number): Promise<Task | undefined>;
  settle(id: string, attempted: TaskAttempted, outcome: Outcome): Promise<void>;
  /** Its incident has heard of everything up to this entry. */
  told(id: string, seq: number): Promise<void>;
}

export interface TaskDeskParts {
  readonly tasks: TaskStore;
  readonly numbers: Numbers;
  readonly clock: Clock;
  readonly digest: Digest;
  readonly bell: TaskBell;
}

/** Other instances may be faster so often before the caller is told to try again. */
const TRIES = 20;

export function createTaskDesk({ tasks, numbers, clock, digest, bell }: TaskDeskParts): TaskDesk {
  const serial = createSerial();

  async function save(task: Task): Promise<Task | undefined> {
    if (!(await tasks.save(task))) return undefined;
    const saved = { ...task, version: task.version + 1 };
    bell.saved(saved);
    return saved;
  }

  /** Saves what `change` makes of it, whoever else changes it meanwhile. */
  async function changing(id: string, change: (task: Task) => Task): Promise<void> {
    for (let attempt = 0; attempt < TRIES; attempt++) {
      const before = await tasks.load(id);
      if (!before) return;
      const after = change(before);
      if (after === before || (await save(after))) return;
    }
    throw new Error(`task ${id} could not be saved: ${TRIES} times another instance was faster`);
  }

  return {
    open: (id, command) =>
      serial(id, async () => {
        const known = await tasks.load(id);
        if (known) return { ok: true, task: known, events: [] };
        const now = clock.now();
        // A number is taken only for what will stand.
        const tried = decideTask(undefined, { ...command, number: 0 }, now);
        if (!tried.ok) return tried;
        const number = await numbers.next('task');
        const decision = decideTask(undefined, { ...command, number }, now);
        if (!decision.ok) return decision;
        const task = applyTask(id, undefined, decision.events, { actor: command.actor, now, digest });
        if (await tasks.insert(task)) {
          bell.saved(task);
          return { ok: true, task, events: decision.events };
        }
        const winner = await tasks.load(id);
        return winner ? { ok: true, task: winner, events: [] } : { ok: false, refusal: { code: 'busy' } };
      }),

    execute: (id, command) =>
      serial(id, async () => {
        for (let attempt = 0; attempt < TRIES; attempt++) {
          const before = await tasks.load(id);
          if (!before) return { ok: false, refusal: { code: 'unknown-task' } };
          const now = clock.now();
          const decision = decideTask(before.state, command, now);
          if (!decision.ok) return { ...decision, task: before };
          if (decision.events.length === 0) return { ok: true, task: before, events: [] };
          const task = await save(applyTask(id, before, decision.events, { actor: command.actor, now, digest }));
          if (task) return { ok: true, task, events: decision.events };
        }
        return { ok: false, refusal: { code: 'busy' } };
      }),

    beginAttempt: (task, destination, token, ring) =>
      serial(task.state.id, () => {
        const attempt = { token, at: clock.now(), ...(ring === undefined ? {} : { ring }) };
        return save(beginTaskAttempt(task, destination, attempt));
      }),

    settle: (id, attempted, outcome) =>
      serial(id, () => changing(id, (task) => settleTaskCard(task, attempted, outcome, clock.now()))),

    told: (id, seq) => serial(id, () => changing(id, (task) => (task.told >= seq ? task : { ...task, told: seq }))),
  };
}
