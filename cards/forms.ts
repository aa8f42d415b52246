import type { IncidentState } from '../src/incident/index.js';
import {
  BANDS,
  DISPOSITIONS,
  FALSE_ALARM_CAUSES,
  LIMITS,
  label,
  nextStep,
  openSteps,
  pathOf,
  SEEN,
  type StepOnPath,
  TAKES,
} from '../src/incident/index.js';
import type { Field, Form, IncidentFormId } from './card.js';
import { clip } from './card.js';
import { emergencyFields } from './emergency-call.js';
import { filesField } from './evidence-field.js';
import { lossFields, lossInShort } from './loss-form.js';
import { en } from './words/en.js';
import type { Words } from './words/words.js';

/** Whom an incident can be handed to. */
export interface Target {
  /** `person:ana` or `role:supervisor`. */
  readonly value: string;
  readonly label: string;
}

export const SNOOZES = ['5m', '15m', '30m', '1h', '4h'] as const;

/** What a form can be asked about beside the incident. */
export interface Choices {
  readonly targets: readonly Target[];
  /** Officers who can be sent, best first, each with why. Only for `dispatch-to`. */
  readonly officers?: readonly Target[];
  /** In which losses of this client are counted. */
  readonly currency?: string;
}

/** The questions of one action, in the order in which they are asked. */
export function formFor(id: IncidentFormId, state: IncidentState, choices: Choices, words: Words = en): Form {
  const { title, submit } = words.forms[id];
  return {
    id,
    about: state.id,
    title: clip(`${title} ${label(state.number)}`, 24),
    submit,
    words: words.form,
    fields: FIELDS[id](words, choices, state),
  };
}

/** What an officer can tell, in the order in which it happens. */
export const ANSWERS = ['accepted', 'en-route', 'on-scene', 'clear', 'refused', 'well'] as const;

type Fields = (words: Words, choices: Choices, state: IncidentState) => Field[];

const FIELDS: Record<IncidentFormId, Fields> = {
  'dispatch-to': (words, { officers = [] }) => [
    {
      kind: 'select',
      name: 'officer',
      label: words.fields.officer,
      options: optionsOf(officers),
      ...(officers[0] ? { initial: officers[0].value } : {}),
      required: true,
    },
  ],
  step: (words, _choices, state) => stepFields(words, state),
  respond: (words) => [
    {
      kind: 'select',
      name: 'answer',
      label: words.fields.answer,
      options: ANSWERS.map((value) => ({ value, label: words.answering.responses[value] })),
      required: true,
    },
  ],
  'emergency-call': (words, _choices, state) => emergencyFields(state, words),
  assign: (words, { targets }) => [
    {
      kind: 'select',
      name: 'to',
      label: words.fields.to,
      options: optionsOf(targets.filter((target) => target.value.startsWith('person:'))),
      required: true,
    },
  ],
  escalate: (words, { targets }) => [
    { kind: 'select', name: 'to', label: words.fields.to, options: optionsOf(targets), required: true },
    text('why', words.fields.why, LIMITS.whyLength, true),
  ],
  note: (words, _choices, state) => [
    text('text', words.fields.text, LIMITS.noteLength, false),
    filesField(words),
    {
      kind: 'select',
      name: 'seen',
      label: words.fields.seen,
      options: SEEN.map((value) => ({ value, label: words.answering.seen[value] })),
      required: false,
    },
    {
      kind: 'select',
      name: 'band',
      label: words.fields.band,
      options: BANDS.filter((band) => band !== state.assessment.band).map((value) => ({
        value,
        label: words.bands[value],
      })),
      required: false,
    },
  ],
  resolve: (words, { currency }, state) => [
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
    ...(state.loss || currency === undefined ? [] : lossInShort(words, currency)),
    ...skipFields(words, state),
  ],
  'false-alarm': (words, _choices, state) => [
    {
      kind: 'select',
      name: 'cause',
      label: words.fields.cause,
      options: FALSE_ALARM_CAUSES.map((value) => ({ value, label: words.causes[value] })),
      required: true,
    },
    text('note', words.fields.note, LIMITS.noteLength, false),
    ...skipFields(words, state),
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
  loss: (words, { currency = 'EUR' }, state) => lossFields(words, currency, state.loss),
  reopen: (words) => [text('why', words.fields.why, LIMITS.whyLength, true)],
};

/** Done, answered or written down; or why not. */
function stepFields(words: Words, state: IncidentState): Field[] {
  const step = nextStep(state.plan.procedure, state.steps);
  if (!step) return [];
  const skip = text('skip', words.answering.skip, LIMITS.whyLength, false);
  const checklist: Field = {
    kind: 'told',
    name: 'checklist',
    label: words.fields.steps,
    text: pathOf({ steps: state.plan.procedure?.steps ?? [] }, state.steps)
      .slice(0, LISTED)
      .map((each, index) => stepLine(each, index, words))
      .join('\n'),
  };
  const hidden: Field = {
    kind: 'select',
    name: 'step',
    label: words.fields.step,
    options: [{ value: step.id, label: clip(step.text, 75) }],
    initial: step.id,
    required: true,
  };
  const options = {
    done: [{ value: 'done', label: words.answering.done }],
    answered: [
      { value: 'yes', label: words.answering.yes },
      { value: 'no', label: words.answering.no },
    ],
    noted: undefined,
  }[TAKES[step.kind]];
  const answer: Field = options
    ? { kind: 'select', name: 'answer', label: clip(step.text, 300), options, required: false }
    : text('text', clip(step.text, 300), LIMITS.noteLength, false);
  return [checklist, hidden, answer, skip];
}

/** Steps that a checklist shows; a longer way is on the console. */
const LISTED = 30;
/** Characters of what was done about one of them. */
const SAID = 120;

/** `2. Is a person inside? – yes (Ana Beck)`: what was done, or that it still has to be. */
function stepLine({ step, record }: StepOnPath, index: number, words: Words): string {
  const open = step.required ? ` (${words.answering.required})` : '';
  const line = `${index + 1}. ${clip(step.text, 150)}`;
  if (!record) return line + open;
  return `${line} ${clip(words.answering.stepResult(record.result), SAID)} (${clip(record.by.name, 60)})`;
}

/** Required steps that are open stand in the way; somebody who knows why they are not done may say so. */
const skipFields = (words: Words, state: IncidentState): Field[] => {
  const open = openSteps(state.plan.procedure, state.steps);
  if (open.length === 0) return [];
  const label = `${words.fields.skip}: ${open.map((step) => step.text).join('; ')}`;
  return [text('skip', clip(label, 300), LIMITS.whyLength, false)];
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
