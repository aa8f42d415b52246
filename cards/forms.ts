import type { IncidentState } from '../src/incident/index.js';
import { DISPOSITIONS, FALSE_ALARM_CAUSES, LIMITS, label } from '../src/incident/index.js';
import type { Field, Form, FormId } from './card.js';
import { clip } from './card.js';
import { en } from './words/en.js';
import type { Words } from './words/words.js';

/** Whom an incident can be handed to. */
export interface Target {
  /** `person:ana` or `role:supervisor`. */
  readonly value: string;
  readonly label: string;
}

export const SNOOZES = ['5m', '15m', '30m', '1h', '4h'] as const;

/** The questions of one action, in the order in which they are asked. */
export function formFor(id: FormId, state: IncidentState, targets: readonly Target[], words: Words = en): Form {
  const { title, submit } = words.forms[id];
  return {
    id,
    incidentId: state.id,
    title: clip(`${title} ${label(state.number)}`, 24),
    submit,
    fields: FIELDS[id](words, targets),
  };
}

const FIELDS: Record<FormId, (words: Words, targets: readonly Target[]) => Field[]> = {
  assign: (words, targets) => [
    {
      kind: 'select',
      name: 'to',
      label: words.fields.to,
      options: optionsOf(targets.filter((target) => target.value.startsWith('person:'))),
      required: true,
    },
  ],
  escalate: (words, targets) => [
    { kind: 'select', name: 'to', label: words.fields.to, options: optionsOf(targets), required: true },
    text('why', words.fields.why, LIMITS.whyLength, true),
  ],
  note: (words) => [text('text', words.fields.text, LIMITS.noteLength, true)],
  resolve: (words) => [
    {
      kind: 'select',
      name: 'disposition',
      label: words.fields.disposition,
      options: DISPOSITIONS.filter((each) => each !== 'false-alarm').map((value) => ({
        value,
        label: words.dispositions[value],
      })),
      required: true,
    },
    text('note', words.fields.note, LIMITS.noteLength, false),
  ],
  'false-alarm': (words) => [
    {
      kind: 'select',
      name: 'cause',
      label: words.fields.cause,
      options: FALSE_ALARM_CAUSES.map((value) => ({ value, label: words.causes[value] })),
      required: true,
    },
    text('note', words.fields.note, LIMITS.noteLength, false),
  ],
  snooze: (words) => [
    {
      kind: 'select',
      name: 'for',
      label: words.fields.for,
      options: SNOOZES.map((value) => ({ value, label: spelled(value) })),
      initial: '15m',
      required: true,
    },
    text('why', words.fields.why, LIMITS.whyLength, true),
  ],
  reopen: (words) => [text('why', words.fields.why, LIMITS.whyLength, true)],
};

const optionsOf = (targets: readonly Target[]) =>
  targets.map(({ value, label }) => ({ value, label: clip(label, 75) }));

const text = (name: string, label: string, maxLength: number, required: boolean): Field => ({
  kind: 'text',
  name,
  label,
  multiline: true,
  maxLength,
  required,
});

const spelled = (value: string): string => value.replace('m', ' min').replace('h', ' h');
