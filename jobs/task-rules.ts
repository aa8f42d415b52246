import type { IncidentState, SystemActor, TaskRule } from '../src/incident/index.js';
import { tasksWanted } from '../src/incident/index.js';
import type { Clock, IncidentStore, IncidentWishes } from '../src/ports.js';
import type { TaskPlanning } from '../src/ports-tasks.js';
import { type Assignee, taskId, taskPlaceOf } from '../src/task/index.js';
import type { TaskDesk } from '../src/task-desk.js';
import { later } from '../src/time.js';

export interface TaskRuleParts {
  readonly wishes: IncidentWishes;
  readonly incidents: Pick<IncidentStore, 'load'>;
  readonly taskDesk: TaskDesk;
  readonly planning: Pick<TaskPlanning, 'destinations'>;
  /** Who does it: the nearest officer, whoever is on call, a person or a role of the book. */
  readonly assignee: (rule: TaskRule, state: IncidentState, now: Date) => Promise<Assignee>;
  /** A short text that is the same for the same. */
  readonly digest: (value: unknown) => string;
  readonly clock: Clock;
  readonly failed: (what: string, error: unknown) => void;
}

const AT_ONCE = 50;
/** Enough of a hash to tell all tasks of this world apart. */
const ID = 32;
const RULE: SystemActor = { kind: 'system', id: 'intake' };

/** Gives the tasks that protocols want, once each: an incident wants one until it was told of it. */
export function createTaskRules(parts: TaskRuleParts) {
  const { wishes, incidents, taskDesk, planning, assignee, digest, clock, failed } = parts;

  async function give(state: IncidentState, rule: TaskRule): Promise<void> {
    const now = clock.now();
    const { place, covert } = state;
    const to = await assignee(rule, state, now);
    const where = taskPlaceOf(place);
    const result = await taskDesk.open(taskId(digest([state.id, rule.id]).slice(0, ID)), {
      type: 'open',
      actor: RULE,
      kind: rule.kind,
      title: rule.title,
      ...(rule.details === undefined ? {} : { details: rule.details }),
      place: where,
      incident: { id: state.id, number: state.number },
      to,
      dueAt: later(now, rule.withinMs),
      rule: rule.id,
      ...(covert ? { covert: true } : {}),
      ...(rule.ordered ? { ordered: true } : {}),
      ...(rule.photo ? { photo: true } : {}),
      checklist: rule.checklist,
      destinations: planning.destinations({ place: where, to, covert }),
    });
    if (!result.ok) throw new Error(`the rule "${rule.id}" gives no task: ${JSON.stringify(result.refusal)}`);
  }

  return async function giveSome(): Promise<'more' | 'idle'> {
    const ids = await wishes.wanted(AT_ONCE);
    for (const id of ids) {
      const state = (await incidents.load(id))?.state;
      for (const rule of state ? tasksWanted(state) : []) {
        try {
          if (state) await give(state, rule);
        } catch (error) {
          failed(`giving a task of ${id}`, error);
        }
      }
    }
    return 'idle';
  };
}
