import type { Band } from '../src/incident/index.js';
import type { FormWords } from './words/form-words.js';

/**
 * What a human reads, as plain data. Text is text: no markup, no escaping; each surface escapes for itself, so an
 * alarm titled `<!channel>` pings nobody and `<script>` runs nowhere.
 */
export interface Card {
  /** Whose buttons stand on it; a card about many incidents has none. */
  readonly about?: string;
  /** News that is about no single incident and is never changed. */
  readonly topic?: 'bulletin';
  /** `cardVersion` of the incident as it is shown here. */
  readonly version?: number;
  /** The colour of the bar; the words say the same. */
  readonly accent: Band | 'done';
  /** One sentence for notifications and for surfaces that cannot show the rest. */
  readonly fallback: string;
  readonly elements: readonly CardElement[];
}

export type CardElement =
  | { readonly kind: 'header'; readonly text: string }
  | { readonly kind: 'text'; readonly text: string; readonly tone: Tone }
  | { readonly kind: 'image'; readonly url: string; readonly alt: string }
  | { readonly kind: 'context'; readonly text: string }
  | { readonly kind: 'list'; readonly items: readonly Item[] }
  /** `name` tells two rows of one card apart. */
  | { readonly kind: 'actions'; readonly name?: string; readonly actions: readonly Action[] };

/** A line of a list; with an address it leads there. */
export interface Item {
  readonly text: string;
  readonly url?: string;
}

/** `quote` is text that came from outside in somebody else's words. */
export type Tone = 'plain' | 'strong' | 'alert' | 'quote';

export interface Action {
  readonly id: ActionId;
  readonly label: string;
  readonly style: 'primary' | 'danger' | 'plain';
  /** Stands behind the three dots. */
  readonly more: boolean;
}

/** Actions that ask something first, about an incident. */
export const INCIDENT_FORMS = [
  'dispatch-to',
  'step',
  'respond',
  'emergency-call',
  'assign',
  'escalate',
  'note',
  'resolve',
  'false-alarm',
  'snooze',
  'reopen',
  'loss',
] as const;
export type IncidentFormId = (typeof INCIDENT_FORMS)[number];

/** Actions that ask something first, about a task; `task` about one that is to be given. */
export const TASK_FORMS = [
  'task',
  'task-check',
  'task-done',
  'task-assign',
  'task-note',
  'task-put-off',
  'task-cancel',
] as const;
export type TaskFormId = (typeof TASK_FORMS)[number];
export type TaskActionId = TaskFormId | 'task-accept';

export const isTaskAction = (action: ActionId): action is Exclude<TaskActionId, 'task'> =>
  action === 'task-accept' || (action !== 'task' && (TASK_FORMS as readonly ActionId[]).includes(action));

export const isTaskForm = (form: FormId): form is TaskFormId => (TASK_FORMS as readonly FormId[]).includes(form);

/** All that ask something first; `report` is about what is no incident yet, `attach` asks which one. */
export const FORM_ACTIONS = [...INCIDENT_FORMS, ...TASK_FORMS, 'report', 'attach', 'asset'] as const;
export type FormId = (typeof FORM_ACTIONS)[number];

/** What can be pressed. The id travels through every surface and comes back as an `Inbound`. */
export const ACTION_IDS = ['claim', 'release', 'dispatch', 'task-accept', ...FORM_ACTIONS] as const;
export type ActionId = (typeof ACTION_IDS)[number];

/** A report, and a task that belongs to nothing yet. */
export const isAboutNothing = (action: ActionId): boolean => action === 'report' || action === 'task';

export const asksFirst = (action: ActionId): action is FormId => (FORM_ACTIONS as readonly ActionId[]).includes(action);

/** Questions asked before a command is given. */
export interface Form {
  readonly id: FormId;
  readonly about: string;
  readonly title: string;
  readonly submit: string;
  readonly fields: readonly Field[];
  /** What stands around the fields, in the language of whoever fills them in. */
  readonly words: FormWords;
}

export type Field =
  /** Files to be given, in surfaces that can; it is left out in others. */
  | {
      readonly kind: 'files';
      readonly name: string;
      readonly label: string;
      readonly hint: string;
      readonly most: number;
      readonly required: false;
    }
  /** Something to read, not to fill in. */
  | { readonly kind: 'told'; readonly name: string; readonly label: string; readonly text: string }
  | {
      readonly kind: 'select';
      readonly name: string;
      readonly label: string;
      readonly options: readonly { readonly value: string; readonly label: string }[];
      readonly initial?: string;
      readonly required: boolean;
      /** What to do about options that a surface cannot show. */
      readonly hint?: string;
    }
  | {
      readonly kind: 'text';
      readonly name: string;
      readonly label: string;
      readonly hint?: string;
      readonly multiline: boolean;
      readonly initial?: string;
      readonly maxLength: number;
      readonly required: boolean;
    };

/** Cuts by code points, never through an emoji, and says so with an ellipsis. */
export function clip(text: string, length: number): string {
  const points = [...text];
  return points.length <= length ? text : `${points.slice(0, length - 1).join('')}…`;
}
