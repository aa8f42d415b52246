import { z } from 'zod';
import type { IncidentFormId } from '../cards/card.js';
import type { Target } from '../cards/forms.js';
import { ANSWERS, SNOOZES } from '../cards/forms.js';
import type { LossWords } from '../cards/words/loss-words.js';
import type { Inbound } from '../src/inbound.js';
import type {
  EscalationTarget,
  IncidentState,
  LossRecord,
  PersonActor,
  PersonCommand,
  Recipients,
  TargetName,
} from '../src/incident/index.js';
import { BANDS, DISPOSITIONS, FALSE_ALARM_CAUSES, LIMITS, refOf, SEEN } from '../src/incident/index.js';
import type { Openings } from '../src/ports.js';
import { later, parseDuration } from '../src/time.js';
import { faultsOf } from './faults.js';
import { lossFrom, lossInShortSchema, lossSchema } from './loss-form.js';
import { stepCommand, stepSchema } from './step-form.js';

/** A command, or how to make it from the state that it will meet. */
export type Made = PersonCommand | ((state: IncidentState) => PersonCommand);

export interface FormContext {
  readonly now: Date;
  readonly targets: readonly Target[];
  /** How long the team has to claim an incident that is opened again. */
  readonly respondMs: number;
  /** How bad it is with what somebody found. */
  readonly verified: Openings['verified'];
  readonly rated: Openings['rated'];
  /** The ways to those who are named. */
  readonly recipients: (state: IncidentState, target: TargetName) => Recipients;
  /** In which losses of this client are counted, and who is to know of one. */
  readonly currency: string;
  readonly lost: Openings['lost'];
  /** Of whoever fills it in. */
  readonly words: LossWords;
}

export type Parsed = { readonly commands: readonly Made[] } | { readonly faults: Readonly<Record<string, string>> };

const written = (limit: number) =>
  z
    .string()
    .trim()
    .min(1, 'Please write a few words.')
    .max(limit * 2);
const unwritten = (limit: number) =>
  z
    .string()
    .trim()
    .max(limit * 2)
    .default('');
const choice = <T extends string>(values: readonly [T, ...T[]]) => z.enum(values, 'Please choose one.');
/** A menu that nothing was chosen from is empty, or missing. */
const perhaps = <T extends string>(values: readonly [T, ...T[]]) =>
  z.preprocess((value) => (value === '' ? undefined : value), z.enum(values, 'Please choose one.').optional());
const somebody = z.string().min(1, 'Please choose one.').max(100);

const SCHEMAS = {
  'dispatch-to': z.object({ officer: somebody }),
  step: stepSchema,
  respond: z.object({ answer: choice(ANSWERS) }),
  'emergency-call': z.object({ reference: unwritten(LIMITS.referenceLength) }),
  assign: z.object({ to: somebody }),
  escalate: z.object({ to: somebody, why: written(LIMITS.whyLength) }),
  note: z
    .object({ text: unwritten(LIMITS.noteLength), seen: perhaps(SEEN), band: perhaps(BANDS) })
    .refine(({ text, seen }) => text !== '' || seen !== undefined, {
      path: ['text'],
      message: 'Please write a few words.',
    }),
  resolve: z.object({
    disposition: choice(DISPOSITIONS).exclude(['false-alarm']),
    note: unwritten(LIMITS.noteLength),
    skip: unwritten(LIMITS.whyLength),
    ...lossInShortSchema,
  }),
  loss: lossSchema,
  'false-alarm': z.object({
    cause: choice(FALSE_ALARM_CAUSES),
    note: unwritten(LIMITS.noteLength),
    skip: unwritten(LIMITS.whyLength),
  }),
  snooze: z.object({ for: choice(SNOOZES), why: written(LIMITS.whyLength) }),
  reopen: z.object({ why: written(LIMITS.whyLength) }),
} as const satisfies Record<IncidentFormId, z.ZodType>;

const NOBODY = 'This is nobody in the book.';
const SUPERVISORS: TargetName = 'role:supervisor';

/** Forms whose commands need nothing that takes time. Who is sent is ranked anew, elsewhere. */
type Plain = Exclude<IncidentFormId, 'dispatch-to'>;
type Values<F extends IncidentFormId> = z.output<(typeof SCHEMAS)[F]>;

/** What was filled in, or by field what is missing. */
export function valuesOf<F extends IncidentFormId>(
  form: F,
  given: Readonly<Record<string, string>>,
): { readonly values: Values<F> } | { readonly faults: Readonly<Record<string, string>> } {
  const result = SCHEMAS[form].safeParse(given);
  if (result.success) return { values: result.data as Values<F> };
  return { faults: faultsOf(result.error) };
}

/** Turns what a person filled in into commands, or says by field what is missing. */
export function commandsFrom(
  inbound: Extract<Inbound, { kind: 'submit' }> & { readonly form: Plain },
  context: FormContext,
): Parsed {
  const read = valuesOf(inbound.form, inbound.values);
  return 'faults' in read ? read : BUILD[inbound.form](read.values as never, inbound.who, context);
}

const BUILD: { readonly [F in Plain]: (values: Values<F>, actor: PersonActor, context: FormContext) => Parsed } = {
  assign: ({ to }, actor, { targets }) => {
    const target = targetFrom(to, targets);
    return target?.kind === 'person'
      ? one({ type: 'assign', actor, to: { id: target.id, name: target.name } })
      : { faults: { to: NOBODY } };
  },
  escalate: ({ to, why }, actor, { targets, recipients }) => {
    const target = targetFrom(to, targets);
    if (!target) return { faults: { to: NOBODY } };
    return one((state) => ({ type: 'escalate', actor, to: target, why, recipients: recipients(state, to) }));
  },
  note: ({ text, seen, band }, actor, { verified, rated }) => ({
    commands: [
      ...(seen
        ? [(state: IncidentState) => ({ type: 'verify', actor, seen, note: text, ...verified(state, seen) }) as const]
        : []),
      ...(band
        ? [
            (state: IncidentState) =>
              ({ type: 'rate', actor, to: band, why: text, graver: rated(state, band) }) as const,
          ]
        : []),
      ...(seen || band ? [] : [{ type: 'note', actor, text } as const]),
    ],
  }),
  respond: ({ answer }, actor) =>
    one(answer === 'well' ? { type: 'well', actor } : { type: 'respond', actor, who: refOf(actor), answer }),
  'emergency-call': ({ reference }, actor) => one({ type: 'emergency-call', actor, reference }),
  step: (values, actor, { recipients }) => stepCommand(values, actor, (state) => recipients(state, SUPERVISORS)),
  resolve: ({ disposition, note, skip, ...missing }, actor, context) => {
    const resolve: Made = (state) => ({
      type: 'resolve',
      actor,
      disposition,
      note,
      ...skipped(skip, context.recipients(state, SUPERVISORS)),
    });
    if (!missing.category && !missing.method && missing.lines === '' && missing.recovered === '') return one(resolve);
    const read = lossFrom(missing, context.currency, context.words);
    return 'faults' in read ? read : { commands: [resolve, lossOf(read.loss, actor, context, true)] };
  },
  loss: (typed, actor, context) => {
    const read = lossFrom(typed, context.currency, context.words);
    return 'faults' in read ? read : one(lossOf(read.loss, actor, context));
  },
  'false-alarm': ({ cause, note, skip }, actor, { recipients }) =>
    one((state) => ({
      type: 'resolve',
      actor,
      disposition: 'false-alarm',
      cause,
      note,
      ...skipped(skip, recipients(state, SUPERVISORS)),
    })),
  snooze: ({ for: span, why }, actor, { now }) =>
    one({ type: 'snooze', actor, why, until: later(now, parseDuration(span) ?? 0) }),
  reopen: ({ why }, actor, { now, respondMs }) => one({ type: 'reopen', actor, why, respondBy: later(now, respondMs) }),
};

const lossOf =
  (loss: LossRecord, actor: PersonActor, { lost }: FormContext, first = false): Made =>
  (state) => ({ type: 'loss', actor, loss, notices: lost(state, loss), ...(first ? { first } : {}) });

const one = (made: Made): Parsed => ({ commands: [made] });

const skipped = (skip: string, supervisors: Recipients) => (skip === '' ? {} : { skip, supervisors });

function targetFrom(value: string, targets: readonly Target[]): EscalationTarget | undefined {
  const target = targets.find((each) => each.value === value);
  const [kind, id] = value.split(':');
  if (!target || id === undefined || (kind !== 'person' && kind !== 'role')) return undefined;
  return { kind, id, name: target.label };
}
