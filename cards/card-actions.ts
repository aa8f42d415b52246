import type { IncidentState, PersonActor, PersonCommand } from '../src/incident/index.js';
import { refusedTo } from '../src/incident/index.js';
import type { Action, ActionId, CardElement, IncidentFormId } from './card.js';
import { isTaskAction } from './card.js';
import type { Words } from './words/words.js';

/** What an incident's card offers; `task` gives one that belongs to it. */
type Offered = IncidentFormId | 'claim' | 'release' | 'dispatch' | 'task';

const STYLE: Partial<Record<ActionId, Action['style']>> = { claim: 'primary', escalate: 'danger' };
const MORE: ReadonlySet<ActionId> = new Set(['dispatch-to', 'false-alarm', 'note', 'assign', 'snooze', 'task']);

/** What can be done now. At most five stand in a row on a phone. */
export function actionsFor(state: IncidentState): readonly Offered[] {
  const common: Offered[] = state.lifeSafety
    ? ['dispatch', 'escalate', 'resolve', 'dispatch-to', 'false-alarm', 'note', 'assign', 'task']
    : ['dispatch', 'escalate', 'resolve', 'dispatch-to', 'false-alarm', 'note', 'assign', 'snooze', 'task'];
  switch (state.status) {
    case 'open':
      return ['claim', ...common];
    case 'claimed':
      return ['release', ...common];
    case 'resolved':
      return ['reopen', 'note', 'loss', 'task'];
    case 'archived':
      return [];
    default:
      return state satisfies never;
  }
}

/** What an action is called. */
export const actionName = (id: ActionId, words: Words): string =>
  id === 'asset'
    ? words.asset.form.title
    : isTaskAction(id) || id === 'task'
      ? words.task.actions[id]
      : words.actions[id];

/** Which command an action comes to. What is left out is no matter of permission. */
const COMES_TO: Partial<Record<ActionId, PersonCommand['type']>> = {
  claim: 'claim',
  release: 'release',
  dispatch: 'dispatch',
  'dispatch-to': 'dispatch',
  escalate: 'escalate',
  resolve: 'resolve',
  'false-alarm': 'resolve',
  note: 'note',
  assign: 'assign',
  snooze: 'snooze',
  reopen: 'reopen',
  loss: 'loss',
};

function mayPress(id: ActionId, state: IncidentState, viewer: PersonActor | undefined): boolean {
  const command = COMES_TO[id];
  return viewer === undefined || command === undefined || refusedTo(viewer, command, state) === undefined;
}

/** The buttons of an incident; of one who looks at a card of their own, what they may press. */
export function actions(state: IncidentState, viewer: PersonActor | undefined, words: Words): CardElement[] {
  const ids = actionsFor(state).filter((id) => mayPress(id, state, viewer));
  if (ids.length === 0) return [];
  const made = ids.map(
    (id): Action => ({
      id,
      label: actionName(id, words),
      style: STYLE[id] ?? 'plain',
      more: MORE.has(id) || state.status === 'resolved',
    }),
  );
  return [{ kind: 'actions', actions: made }];
}
