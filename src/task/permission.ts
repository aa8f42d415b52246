import { DESK, LEADS, leads, mayEver, type PersonActor } from '../incident/index.js';
import type { TaskPersonCommand } from './command.js';
import type { TaskRefusal } from './refusal.js';
import { doer, type TaskState } from './task.js';

/** Those who may add a note to an incident are the desk: tasks are theirs. */
export const mayUseTasks = (actor: PersonActor): boolean => mayEver(actor, 'note');

/** What belongs to whoever is to do it, and to those who lead. A note is open to all of the desk. */
const OWN: ReadonlySet<TaskPersonCommand['type']> = new Set(['accept', 'check', 'finish', 'hand-over']);
/** What belongs to whoever gave it, and to those who lead. */
const GIVERS: ReadonlySet<TaskPersonCommand['type']> = new Set(['put-off', 'cancel']);

/** Whether this person may do that now; `undefined` means yes. */
export function taskRefusedTo(
  actor: PersonActor,
  command: TaskPersonCommand['type'],
  state: TaskState,
): TaskRefusal | undefined {
  if (!mayUseTasks(actor)) return { code: 'not-permitted', needs: DESK };
  if (leads(actor)) return undefined;
  if (OWN.has(command)) {
    const who = doer(state);
    // Whatever stands open for a role is open to all who have it.
    const theirs = who ? who.id === actor.id : actor.roles.some((role) => role === state.to.id);
    return theirs ? undefined : { code: 'not-yours', whose: who ? { kind: 'person', ...who } : state.to, needs: LEADS };
  }
  if (GIVERS.has(command) && state.from?.id !== actor.id)
    return {
      code: 'not-yours',
      whose: { kind: 'person', ...(state.from ?? { id: 'tocsin', name: 'Tocsin' }) },
      needs: LEADS,
    };
  return undefined;
}
