import { z } from 'zod';
import type { FormId } from '../cards/card.js';
import type { Target } from '../cards/forms.js';
import { SNOOZES } from '../cards/forms.js';
import type { Inbound } from '../src/inbound.js';
import type { EscalationTarget, PersonActor, PersonCommand } from '../src/incident/index.js';
import { DISPOSITIONS, FALSE_ALARM_CAUSES, LIMITS } from '../src/incident/index.js';
import { later, parseDuration } from '../src/time.js';

interface Context {
  readonly now: Date;
  readonly targets: readonly Target[];
  /** How long the team has to claim an incident that is opened again. */
  readonly respondMs: number;
}

type Parsed = { readonly command: PersonCommand } | { readonly faults: Readonly<Record<string, string>> };

const words = (limit: number) =>
  z
    .string()
    .trim()
    .min(1, 'Please write a few words.')
    .max(limit * 2);
const choice = <T extends string>(values: readonly [T, ...T[]]) => z.enum(values, 'Please choose one.');

const SCHEMAS = {
  assign: z.object({ to: z.string().min(1, 'Please choose one.').max(100) }),
  escalate: z.object({ to: z.string().min(1, 'Please choose one.').max(100), why: words(LIMITS.whyLength) }),
  note: z.object({ text: words(LIMITS.noteLength) }),
  resolve: z.object({
    disposition: choice(DISPOSITIONS).exclude(['false-alarm']),
    note: z
      .string()
      .trim()
      .max(LIMITS.noteLength * 2)
      .default(''),
  }),
  'false-alarm': z.object({
    cause: choice(FALSE_ALARM_CAUSES),
    note: z
      .string()
      .trim()
      .max(LIMITS.noteLength * 2)
      .default(''),
  }),
  snooze: z.object({ for: choice(SNOOZES), why: words(LIMITS.whyLength) }),
  reopen: z.object({ why: words(LIMITS.whyLength) }),
} as const satisfies Record<FormId, z.ZodType>;

const NOBODY = 'This is nobody in the book.';

type Values<F extends FormId> = z.output<(typeof SCHEMAS)[F]>;

/** Turns what a person filled in into a command, or says by field what is missing. */
export function commandFrom(inbound: Extract<Inbound, { kind: 'submit' }>, context: Context): Parsed {
  const result = SCHEMAS[inbound.form].safeParse(inbound.values);
  if (!result.success) {
    return {
      faults: Object.fromEntries(result.error.issues.map((issue) => [String(issue.path[0] ?? 'form'), issue.message])),
    };
  }
  return BUILD[inbound.form](result.data as never, inbound.who, context);
}

const BUILD: { readonly [F in FormId]: (values: Values<F>, actor: PersonActor, context: Context) => Parsed } = {
  assign: ({ to }, actor, { targets }) => {
    const target = targetFrom(to, targets);
    return target?.kind === 'person'
      ? { command: { type: 'assign', actor, to: { id: target.id, name: target.name } } }
      : { faults: { to: NOBODY } };
  },
  escalate: ({ to, why }, actor, { targets }) => {
    const target = targetFrom(to, targets);
    return target ? { command: { type: 'escalate', actor, to: target, why } } : { faults: { to: NOBODY } };
  },
  note: ({ text }, actor) => ({ command: { type: 'note', actor, text } }),
  resolve: ({ disposition, note }, actor) => ({ command: { type: 'resolve', actor, disposition, note } }),
  'false-alarm': ({ cause, note }, actor) => ({
    command: { type: 'resolve', actor, disposition: 'false-alarm', cause, note },
  }),
  snooze: ({ for: span, why }, actor, { now }) => ({
    command: { type: 'snooze', actor, why, until: later(now, parseDuration(span) ?? 0) },
  }),
  reopen: ({ why }, actor, { now, respondMs }) => ({
    command: { type: 'reopen', actor, why, respondBy: later(now, respondMs) },
  }),
};

function targetFrom(value: string, targets: readonly Target[]): EscalationTarget | undefined {
  const target = targets.find((each) => each.value === value);
  const [kind, id] = value.split(':');
  if (!target || id === undefined || (kind !== 'person' && kind !== 'role')) return undefined;
  return { kind, id, name: target.label };
}
