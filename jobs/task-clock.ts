import type { Desk } from '../src/desk.js';
import type { SystemActor } from '../src/incident/index.js';
import type { Clock } from '../src/ports.js';
import type { TaskPlanning, TaskStore } from '../src/ports-tasks.js';
import { doer, type Fault, type TaskState, tellings } from '../src/task/index.js';
import type { TaskDesk } from '../src/task-desk.js';

export interface TaskClockParts {
  readonly tasks: Pick<TaskStore, 'load' | 'due' | 'telling'>;
  readonly taskDesk: TaskDesk;
  readonly desk: Pick<Desk, 'execute'>;
  readonly planning: Pick<TaskPlanning, 'leads'>;
  /** Something that an audit found: raised once, however often it is told. */
  readonly raiseFault: (state: TaskState, fault: Fault, seq: number) => Promise<void>;
  readonly clock: Clock;
  readonly failed: (what: string, error: unknown) => void;
}

const AT_ONCE = 100;
const CLOCK: SystemActor = { kind: 'system', id: 'clock' };

/** What time asks of tasks: reminders, what is overdue, and telling their incidents how they stand. */
export function createTaskClock({ tasks, taskDesk, desk, planning, raiseFault, clock, failed }: TaskClockParts) {
  async function act(id: string): Promise<boolean> {
    const task = await tasks.load(id);
    if (!task) return false;
    const leads = planning.leads(task.state.place, { times: task.state.overdue + 1, doer: doer(task.state)?.id });
    const result = await taskDesk.execute(id, { type: 'tick', actor: CLOCK, leads });
    return result.ok && result.events.length > 0;
  }

  /** The incident first, then that it was told: told twice, it hears it once. */
  async function tell(task: Awaited<ReturnType<TaskStore['telling']>>[number]): Promise<void> {
    const { id, incident } = task.state;
    for (const telling of tellings(task)) {
      if ('fault' in telling) await raiseFault(task.state, telling.fault, telling.seq);
      else if (incident) {
        const { actor, news } = telling;
        const result = await desk.execute(incident.id, { type: 'task', actor, news });
        // An incident that is archived, or gone, hears nothing any more.
        if (!result.ok && result.refusal.code === 'busy') return;
      }
      await taskDesk.told(id, telling.seq);
    }
  }

  async function each<Thing>(
    things: readonly Thing[],
    what: (thing: Thing) => string,
    run: (thing: Thing) => Promise<unknown>,
  ) {
    let acted = 0;
    for (const thing of things) {
      try {
        if ((await run(thing)) !== false) acted += 1;
      } catch (error) {
        // One task that cannot be saved must not stop the others.
        failed(what(thing), error);
      }
    }
    return acted;
  }

  return async function actOnTasks(): Promise<'more' | 'idle'> {
    const due = await tasks.due(clock.now(), AT_ONCE);
    const acted = await each(due, (id) => `the clock of ${id}`, act);
    const telling = await tasks.telling(AT_ONCE);
    await each(telling, ({ state }) => `telling an incident of ${state.id}`, tell);
    return acted === AT_ONCE || telling.length === AT_ONCE ? 'more' : 'idle';
  };
}
