import type { Role, TaskKind, TaskNews, TaskOutcome, TaskStatus } from '../../src/incident/index.js';
import type { Assignee, Finding, Ring, TaskEvent, TaskEventType, TaskRefusal } from '../../src/task/index.js';
import type { TaskActionId, TaskFormId } from '../card.js';
import type { Times } from './words.js';

/** What a card says of whoever is to do a task, in times of the site. */
export type TaskStanding =
  | { readonly is: 'open'; readonly who: string; readonly named: boolean; readonly due: string }
  | { readonly is: 'accepted'; readonly who: string; readonly since: string; readonly due: string }
  | { readonly is: 'overdue'; readonly who: string; readonly named: boolean; readonly due: string }
  | {
      readonly is: 'done';
      readonly who: string;
      readonly at: string;
      readonly outcome: TaskOutcome;
      readonly note: string;
    }
  | { readonly is: 'cancelled'; readonly who: string; readonly at: string; readonly why: string };

/** What is said of tasks. */
export interface TaskWords {
  readonly kinds: Readonly<Record<TaskKind, string>>;
  readonly statuses: Readonly<Record<TaskStatus, string>>;
  readonly findings: Readonly<Record<Finding, string>>;
  readonly outcomes: Readonly<Record<TaskOutcome, string>>;
  readonly actions: Readonly<Record<TaskActionId, string>>;
  readonly forms: Readonly<Record<TaskFormId, { readonly title: string; readonly submit: string }>>;
  readonly fields: Readonly<
    Record<
      | 'kind'
      | 'title'
      | 'details'
      | 'place'
      | 'to'
      | 'due'
      | 'dueHint'
      | 'checklist'
      | 'checklistHint'
      | 'item'
      | 'result'
      | 'outcome'
      | 'note'
      | 'noteHint'
      | 'text'
      | 'why',
      string
    >
  >;
  standing(facts: TaskStanding): string;
  /** A point of the list that nobody has looked at. */
  item(text: string, required: boolean): string;
  /** A picture belongs to it. */
  photo(given: boolean): string;
  checked(facts: { text: string; result: Finding; note: string; by: string; at: string }): string;
  from(name: string): string;
  readonly byRule: string;
  belongsTo(label: string): string;
  /** Calls people in a chat. */
  ring(why: Ring['why'], what: string, due: string): string;
  event(event: TaskEvent, by: string, times: Times): string;
  done(type: TaskEventType, label: string): string;
  refusal(refusal: TaskRefusal, times: Times): string;
  /** In the diary of its incident. */
  told(news: TaskNews, by: string, times: Times): string;
  /** On the card of its incident. */
  line(news: TaskNews, times: Times): string;
  readonly mine: string;
  readonly title: (count: number, mine: boolean) => string;
  /** One of a list. */
  listed(facts: {
    label: string;
    kind: string;
    title: string;
    place: string;
    who: string;
    due: string;
    status: TaskStatus;
  }): string;
}

/** Roles in this language; people by their names. */
export const assigneeIn = (roles: Readonly<Record<Role, string>>) => {
  const named = (name: string): string => (roles as Readonly<Record<string, string | undefined>>)[name] ?? name;
  return { named, whoIs: ({ kind, id, name }: Assignee): string => (kind === 'role' ? named(id) : name) };
};

export const listed =
  (roles: Readonly<Record<Role, string>>) =>
  (needs: readonly Role[], or: string): string => {
    const names = needs.map((role) => roles[role]);
    return names.length < 2 ? (names[0] ?? '') : `${names.slice(0, -1).join(', ')} ${or} ${names.at(-1)}`;
  };
