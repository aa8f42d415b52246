import type { PersonActor } from '../src/incident/index.js';
import { label } from '../src/incident/index.js';
import {
  type Check,
  doer,
  isTaskLive,
  lacksPhoto,
  type Ring,
  statusOf,
  type TaskPersonCommand,
  type TaskState,
  taskLabel,
  taskRefusedTo,
} from '../src/task/index.js';
import type { Action, Card, CardElement, TaskActionId } from './card.js';
import { clip } from './card.js';
import { timesIn } from './times.js';
import { en } from './words/en.js';
import type { TaskStanding } from './words/task-words.js';
import type { Words } from './words/words.js';

/** Where a task can be read whole. */
export interface TaskLinks {
  task(number: number): string | undefined;
}

export interface TaskView {
  readonly words?: Words;
  /** Whoever looks at it, where each sees a card of their own: they are offered what they may do. */
  readonly viewer?: PersonActor;
}

/** Characters of a name. */
const NAME = 80;
const LISTED = 40;

/** `Patrol · Loading dock 2` */
const taskTitle = ({ kind, place }: TaskState, words: Words = en): string =>
  `${words.task.kinds[kind]} · ${place.zoneName ?? place.siteName}`;

/** `TASK-12 Patrol: walk the perimeter` */
export const taskName = ({ number, kind, title }: TaskState, words: Words = en): string =>
  `${taskLabel(number)} ${words.task.kinds[kind]}: ${clip(title, 100)}`;

/** A task as a card: what, where, who is to do it by when, what has to be looked at, what now. */
export function taskCard(state: TaskState, view: TaskView = {}): Card {
  const words = view.words ?? en;
  const standing = clip(words.task.standing(standingOf(state, words)), 700);
  const status = statusOf(state);
  return {
    about: state.id,
    version: state.cardVersion,
    accent: isTaskLive(state) ? (status === 'overdue' ? 'high' : 'low') : 'done',
    fallback: clip(`${taskName(state, words)}, ${state.place.siteName}: ${standing}`, 300),
    elements: [
      { kind: 'header', text: clip(`${taskTitle(state, words)} · ${taskLabel(state.number)}`, 150) },
      { kind: 'context', text: clip(whereAndWhy(state, words), 500) },
      { kind: 'text', tone: 'plain', text: clip(state.title, 200) },
      ...(state.details ? [{ kind: 'text', tone: 'plain', text: clip(state.details, 1_000) } as const] : []),
      { kind: 'text', tone: status === 'overdue' ? 'alert' : 'strong', text: standing },
      ...points(state, words),
      ...(state.evidence?.length
        ? [{ kind: 'context', text: clip(words.evidence.line(state.evidence), 300) } as const]
        : []),
      ...actions(state, view.viewer, words),
    ],
  };
}

function whereAndWhy({ place, incident, from, rule }: TaskState, { task }: Words): string {
  const site = place.address ? `${place.siteName}, ${place.address}` : place.siteName;
  const why = rule !== undefined ? [task.byRule] : from ? [task.from(clip(from.name, NAME))] : [];
  return [site, ...why, ...(incident ? [task.belongsTo(label(incident.number))] : [])].join(' · ');
}

/** Who has it, in words of the site's clock. */
function standingOf(state: TaskState, words: Words): TaskStanding {
  const times = timesIn(state.place.timezone, words.locale);
  const named = doer(state) !== undefined;
  const who = whoDoes(state, words);
  const due = times.dayTime(state.dueAt);
  switch (state.status) {
    case 'open':
      return { is: state.overdue > 0 ? 'overdue' : 'open', who, named, due };
    case 'accepted':
      if (state.overdue > 0) return { is: 'overdue', who, named, due };
      return { is: 'accepted', who, since: times.dayTime(state.accepted.at), due };
    case 'done': {
      const { by, at, outcome, note } = state.done;
      return { is: 'done', who: clip(by.name, NAME), at: times.dayTime(at), outcome, note: clip(note, 500) };
    }
    case 'cancelled': {
      const { by, at, why } = state.cancelled;
      return { is: 'cancelled', who: clip(by, NAME), at: times.dayTime(at), why: clip(why, 300) };
    }
    default:
      return state satisfies never;
  }
}

/** Who is to do it: a name, or the role of which anybody may. */
export const whoDoes = (state: TaskState, words: Words): string =>
  clip(doer(state)?.name ?? (state.to.kind === 'role' ? roleName(state.to.id, words) : state.to.name), NAME);

const roleName = (id: string, { roles }: Words): string => roles[id as keyof typeof roles] ?? id;

function points(state: TaskState, words: Words): CardElement[] {
  if (state.checklist.length === 0 && !state.photo) return [];
  const times = timesIn(state.place.timezone, words.locale);
  const checks = new Map<string, Check>(state.checks.map((check) => [check.item, check]));
  const items = state.checklist.slice(0, LISTED).map(({ id, text, required }) => {
    const check = checks.get(id);
    if (!check) return { text: words.task.item(clip(text, 150), required) };
    const { result, note, by, at } = check;
    const done = { text: clip(text, 150), result, note: clip(note, 120), by: clip(by.name, 60), at: times.time(at) };
    return { text: words.task.checked(done) };
  });
  const photo = state.photo ? [{ text: words.task.photo(!lacksPhoto(state)) }] : [];
  return [{ kind: 'list', items: [...items, ...photo] }];
}

/** Which command an action comes to. */
const COMES_TO: Readonly<Record<Exclude<TaskActionId, 'task'>, TaskPersonCommand['type']>> = {
  'task-accept': 'accept',
  'task-check': 'check',
  'task-done': 'finish',
  'task-assign': 'hand-over',
  'task-note': 'note',
  'task-put-off': 'put-off',
  'task-cancel': 'cancel',
};
const MORE: ReadonlySet<TaskActionId> = new Set(['task-assign', 'task-note', 'task-put-off', 'task-cancel']);

function actionsOf(state: TaskState): (keyof typeof COMES_TO)[] {
  if (!isTaskLive(state)) return [];
  return [
    ...(state.status === 'open' ? (['task-accept'] as const) : []),
    ...(state.checklist.length > 0 ? (['task-check'] as const) : []),
    'task-done',
    'task-assign',
    'task-note',
    'task-put-off',
    'task-cancel',
  ];
}

function actions(state: TaskState, viewer: PersonActor | undefined, words: Words): CardElement[] {
  const ids = actionsOf(state).filter(
    (id) => viewer === undefined || taskRefusedTo(viewer, COMES_TO[id], state) === undefined,
  );
  if (ids.length === 0) return [];
  const made = ids.map(
    (id): Action => ({
      id,
      label: words.task.actions[id],
      style: id === 'task-accept' ? 'primary' : 'plain',
      more: MORE.has(id),
    }),
  );
  return [{ kind: 'actions', actions: made }];
}

/** Calls people by name: what it is, and until when. */
export function taskRing(state: TaskState, ring: Ring, words: Words = en): string {
  const due = timesIn(state.place.timezone, words.locale).dayTime(state.dueAt);
  const what = `${taskName(state, words)}, ${state.place.siteName}`;
  const names = ring.to.map(({ name }) => clip(name, NAME)).slice(0, 10);
  return clip(`${names.join(', ')}: ${words.task.ring(ring.why, what, due)}`, 500);
}

/** One line of a list of tasks. */
export function taskItem(state: TaskState, links: TaskLinks, words: Words = en) {
  const url = links.task(state.number);
  const text = words.task.listed({
    label: taskLabel(state.number),
    kind: words.task.kinds[state.kind],
    title: clip(state.title, 100),
    place: state.place.zoneName ? `${state.place.siteName}, ${state.place.zoneName}` : state.place.siteName,
    who: whoDoes(state, words),
    due: timesIn(state.place.timezone, words.locale).dayTime(state.dueAt),
    status: statusOf(state),
  });
  return { text: clip(text, 300), ...(url === undefined ? {} : { url }) };
}
