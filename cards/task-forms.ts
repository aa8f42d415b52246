import { LIMITS, TASK_KINDS, TASK_OUTCOMES } from '../src/incident/index.js';
import { FINDINGS, nextItem, TASK_LIMITS, type TaskState, taskLabel } from '../src/task/index.js';
import type { Field, Form, TaskFormId } from './card.js';
import { clip } from './card.js';
import { filesField } from './evidence-field.js';
import type { Target } from './forms.js';
import { optionsOfPlaces, type ReportPlace } from './report-form.js';
import { en } from './words/en.js';
import type { Words } from './words/words.js';

/** What a new task can be about. */
export interface TaskAsking {
  readonly targets: readonly Target[];
  /** An incident that it belongs to, with its name; its place is where that is. */
  readonly incident?: { readonly id: string; readonly label: string };
  /** Else sites with their zones. */
  readonly places: readonly ReportPlace[];
}

/** As long as what is written into a field of a form, whatever it is. */
const DUE = 60;

/** The questions of a new task. */
export function newTaskForm({ targets, incident, places }: TaskAsking, words: Words = en): Form {
  const { fields, forms, kinds } = words.task;
  const place: Field = {
    kind: 'select',
    name: 'place',
    label: fields.place,
    options: optionsOfPlaces(places),
    required: true,
  };
  return {
    id: 'task',
    about: incident?.id ?? '',
    title: clip(incident ? `${forms.task.title} ${incident.label}` : forms.task.title, 24),
    submit: forms.task.submit,
    words: words.form,
    fields: [
      select('kind', fields.kind, TASK_KINDS, kinds),
      text('title', fields.title, TASK_LIMITS.title, { required: true }),
      ...(incident ? [] : [place]),
      { kind: 'select', name: 'to', label: fields.to, options: clipped(targets), required: true },
      text('due', fields.due, DUE, { required: true, initial: '2h', hint: fields.dueHint }),
      text('checklist', fields.checklist, TASK_LIMITS.details, { multiline: true, hint: fields.checklistHint }),
      text('details', fields.details, TASK_LIMITS.details, { multiline: true }),
    ],
  };
}

/** The questions of one action on a task. */
export function taskForm(
  id: Exclude<TaskFormId, 'task'>,
  state: TaskState,
  targets: readonly Target[],
  words: Words = en,
): Form {
  const { title, submit } = words.task.forms[id];
  return {
    id,
    about: state.id,
    title: clip(`${title} ${taskLabel(state.number)}`, 24),
    submit,
    words: words.form,
    fields: fieldsOf(id, state, targets, words),
  };
}

function fieldsOf(
  id: Exclude<TaskFormId, 'task'>,
  state: TaskState,
  targets: readonly Target[],
  words: Words,
): Field[] {
  const { fields, findings, outcomes } = words.task;
  const files = filesField(words);
  const why = text('why', fields.why, LIMITS.whyLength, { required: true, multiline: true });
  const note = text('note', fields.note, LIMITS.whyLength, { multiline: true, hint: fields.noteHint });
  switch (id) {
    case 'task-check': {
      const next = nextItem(state);
      return [
        {
          kind: 'select',
          name: 'item',
          label: fields.item,
          options: state.checklist.map((item) => ({ value: item.id, label: clip(item.text, 75) })),
          ...(next ? { initial: next.id } : {}),
          required: true,
        },
        { ...select('result', fields.result, FINDINGS, findings), initial: 'ok' },
        note,
      ];
    }
    case 'task-done':
      return [
        { ...select('outcome', fields.outcome, TASK_OUTCOMES, outcomes), initial: 'in-order' },
        { ...note, maxLength: LIMITS.noteLength },
        files,
      ];
    case 'task-assign':
      return [{ kind: 'select', name: 'to', label: fields.to, options: clipped(targets), required: true }];
    case 'task-note':
      return [text('text', fields.text, LIMITS.noteLength, { multiline: true }), files];
    case 'task-put-off':
      return [text('due', fields.due, DUE, { required: true, initial: '2h', hint: fields.dueHint }), why];
    case 'task-cancel':
      return [why];
    default:
      return id satisfies never;
  }
}

const clipped = (targets: readonly Target[]) => targets.map(({ value, label }) => ({ value, label: clip(label, 75) }));

const select = <Value extends string>(
  name: string,
  label: string,
  values: readonly Value[],
  called: Readonly<Record<Value, string>>,
): Extract<Field, { kind: 'select' }> => ({
  kind: 'select',
  name,
  label,
  options: values.map((value) => ({ value, label: called[value] })),
  required: true,
});

const text = (
  name: string,
  label: string,
  maxLength: number,
  more: { readonly required?: true; readonly multiline?: true; readonly initial?: string; readonly hint?: string } = {},
): Extract<Field, { kind: 'text' }> => ({
  kind: 'text',
  name,
  label,
  maxLength,
  multiline: more.multiline ?? false,
  required: more.required ?? false,
  ...(more.initial === undefined ? {} : { initial: more.initial }),
  ...(more.hint === undefined ? {} : { hint: more.hint }),
});
