import { digest } from '../../src/digest.js';
import type { Actor } from '../../src/incident/index.js';
import { applyTask, decideTask, type OpenTask, type Task, type TaskCommand, taskId } from '../../src/task/index.js';
import { minute, NIGHT, ops, sam } from '../incident/given.js';

export const TASK = taskId('1');

export const toAna = { kind: 'person', id: 'ana', name: 'Ana Beck' } as const;
export const anaAlone = { ...ops, to: 'U0ANA', name: 'Ana Beck', person: 'ana' } as const;

export const openTask = (change: Partial<OpenTask> = {}): OpenTask => ({
  type: 'open',
  actor: sam,
  number: 12,
  kind: 'patrol',
  title: 'Walk the perimeter',
  place: { siteId: 'mall', siteName: 'Riverside Mall', timezone: 'Europe/Berlin', zoneName: 'Loading dock 2' },
  to: toAna,
  dueAt: minute(60),
  checklist: [
    { id: 'p1', text: 'North door', required: true },
    { id: 'p2', text: 'Roof hatch', required: false },
  ],
  destinations: [ops],
  ...change,
});

/** What becomes of a task after commands, each with its time; those that are refused change nothing. */
export function taskAfter(opened: OpenTask, ...later: readonly (readonly [TaskCommand, Date])[]): Task {
  let task: Task | undefined;
  for (const [command, now] of [[opened, NIGHT], ...later] as const) {
    const decision = decideTask(task?.state, command, now);
    if (!decision.ok || decision.events.length === 0) continue;
    const actor: Actor = command.actor;
    task = applyTask(TASK, task, decision.events, { actor, now, digest });
  }
  if (!task) throw new Error('the task was not even opened');
  return task;
}
