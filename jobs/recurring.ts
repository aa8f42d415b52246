import type { SystemActor } from '../src/incident/index.js';
import type { Clock } from '../src/ports.js';
import type { MarkStore, TaskPlanning } from '../src/ports-tasks.js';
import { type Assignee, type Occurrence, occurrences, type Recurring, taskId } from '../src/task/index.js';
import type { TaskDesk } from '../src/task-desk.js';
import { later } from '../src/time.js';

export interface RecurringParts {
  readonly rules: () => readonly Recurring[];
  readonly marks: MarkStore;
  readonly taskDesk: Pick<TaskDesk, 'open'>;
  readonly planning: Pick<TaskPlanning, 'destinations'>;
  readonly assignee: (to: string, now: Date) => Assignee;
  readonly digest: (value: unknown) => string;
  readonly clock: Clock;
  readonly failed: (what: string, error: unknown) => void;
}

/** What was to be given while Tocsin was off is given late, so that it is seen to be missing; older than this is past. */
const BACK_MS = 26 * 3_600_000;
const ID = 32;
const CALENDAR: SystemActor = { kind: 'system', id: 'clock' };

/** Gives the tasks that come again: each once for each of its times, whatever crashes and however many look. */
export function createRecurring(parts: RecurringParts) {
  const { rules, marks, taskDesk, planning, assignee, digest, clock, failed } = parts;

  async function give({ rule, name, at }: Occurrence, now: Date): Promise<void> {
    const { id, kind, title, details, place, withinMs, ordered, photo, checklist } = rule;
    const to = assignee(rule.to, now);
    const dueAt = later(at, withinMs);
    const result = await taskDesk.open(taskId(digest(['recurring', id, name]).slice(0, ID)), {
      type: 'open',
      actor: CALENDAR,
      kind,
      title,
      ...(details === undefined ? {} : { details }),
      place,
      to,
      // Its time runs from when it was to be given; what is over by now is overdue at once.
      dueAt: dueAt > now ? dueAt : later(now, 1_000),
      rule: id,
      ...(ordered ? { ordered: true } : {}),
      ...(photo ? { photo } : {}),
      checklist,
      destinations: planning.destinations({ place, to }),
    });
    if (!result.ok) throw new Error(`the book's recurring "${id}" gives no task: ${JSON.stringify(result.refusal)}`);
  }

  async function giveOf(rule: Recurring): Promise<void> {
    const now = clock.now();
    const mark = `recurring/${rule.id}`;
    // A rule that is new to the book gives nothing for the time before it stood there.
    const given = await marks.begin(mark, now);
    const since = later(now, -BACK_MS);
    for (const occurrence of occurrences(rule, given > since ? given : since, now)) await give(occurrence, now);
    await marks.advance(mark, now);
  }

  return async function giveDue(): Promise<void> {
    for (const rule of rules()) {
      try {
        await giveOf(rule);
      } catch (error) {
        // It is tried again with the next look; one that cannot be given holds up no other.
        failed(`giving the task "${rule.id}"`, error);
      }
    }
  };
}
