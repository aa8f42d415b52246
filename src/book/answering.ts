import { z } from 'zod';
import type { Condition } from '../assess/condition.js';
import { BANDS, DISPOSITIONS, KINDS, STEP_KINDS, TASK_KINDS } from '../incident/index.js';
import { via } from './people.js';
import { duration, hours, id } from './values.js';

/** How incidents are answered: conditions, protocols, procedures, escalation, notices. */

/** `critical` or `>=medium`. */
export const bandRule = z
  .string()
  .regex(/^(>=)?(low|medium|high|critical)$/, 'a band is low, medium, high, critical or ">=medium"');

const orAbove = (text: string): { readonly name: string; readonly orAbove: boolean } => ({
  name: text.replace('>=', ''),
  orAbove: text.startsWith('>='),
});

const band = bandRule.transform((text) => {
  const { name, orAbove: above } = orAbove(text);
  return { is: BANDS.find((each) => each === name) ?? 'critical', orAbove: above };
});

const LEVELS = [0, 1, 2, 3, 4] as const;
const avs = z
  .union([z.int().transform(String), z.string()])
  .pipe(z.string().regex(/^(>=)?[0-4]$/, 'a validation level is 0 to 4 or ">=3"'))
  .transform((text) => {
    const { name, orAbove: above } = orAbove(text);
    return { is: LEVELS.find((each) => String(each) === name) ?? 4, orAbove: above };
  });

const loss = z
  .union([z.int().transform(String), z.string()])
  .pipe(z.string().regex(/^(>=)?\d{1,12}$/, 'a loss is an amount in minor units or ">=500000"'))
  .transform((text) => Number(text.replace('>=', '')));

const localHours = z.string().transform((text, context) => {
  const read = hours.safeParse(text);
  if (read.success) return { text, ...read.data };
  context.issues.push({ code: 'custom', message: 'hours are written "22:00-06:00"', input: text });
  return z.NEVER;
});

const some = <T extends z.ZodType>(item: T) => z.array(item).min(1);

/** Conditions within conditions: deeper than anybody writes, and far from endless. */
const DEEPEST = 5;

const plain = {
  band: band.optional(),
  avs: avs.optional(),
  lifeSafety: z.boolean().optional(),
  covert: z.boolean().optional(),
  kinds: some(z.enum(KINDS)).optional(),
  sites: some(id).optional(),
  zones: some(id).optional(),
  clients: some(id).optional(),
  closed: z.boolean().optional(),
  hours: localHours.optional(),
  highValue: z.boolean().optional(),
  loss: loss.optional(),
};

function conditionOf(depth: number): z.ZodType<Condition> {
  if (depth === 0) return z.strictObject(plain);
  const inner = z.lazy(() => conditionOf(depth - 1));
  return z.strictObject({ ...plain, any: some(inner).optional(), all: some(inner).optional(), not: inner.optional() });
}

export const condition = conditionOf(DEEPEST);

export const target = z.string().min(1).max(100);

const escalationStep = z.strictObject({
  after: duration,
  notify: z.array(target).min(1).max(20),
  via: z.array(via).min(1).max(4),
  /** So many people have to answer before the ladder stops. */
  requireClaims: z.int().min(1).max(10).optional(),
  repeat: z.strictObject({ every: duration, times: z.int().min(1).max(20) }).optional(),
  /** A text without a receipt for so long counts as not delivered. */
  deliveredWithin: duration.optional(),
  /** Left out unless this holds. */
  when: condition.optional(),
});

export const escalation = z.strictObject({
  id,
  rounds: z.int().min(1).max(20).default(2),
  /** From the beginning of one round to that of the next. */
  round: duration.optional(),
  lastResort: id.optional(),
  /** How often the last resort is told again. */
  lastResortEvery: duration.optional(),
  steps: z
    .array(escalationStep)
    .min(1)
    .max(20)
    .superRefine((steps, context) => {
      steps.forEach((step, index) => {
        const before = steps[index - 1];
        if (before && step.after < before.after)
          context.addIssue({ code: 'custom', path: [index, 'after'], message: 'it lies before the step above it' });
      });
    }),
});

const points = z
  .array(
    z.union([
      z.string().min(1).max(300),
      z.strictObject({ text: z.string().min(1).max(300), required: z.boolean().default(true) }),
    ]),
  )
  .max(40);

/** What every task of the book has: what is to be done within which time, and what has to be looked at. */
export const taskFields = {
  id,
  kind: z.enum(TASK_KINDS),
  title: z.string().trim().min(1).max(150),
  details: z.string().max(2_000).optional(),
  within: duration.refine((ms) => ms >= 60_000 && ms <= 366 * 86_400_000, 'from one minute to a year'),
  checklist: points.default([]),
  /** Its points are looked at by scanning their codes; before those of the checklist. */
  tour: id.optional(),
  /** It is not done without a picture. */
  photo: z.boolean().default(false),
};

/** A task that a protocol gives. */
const taskRule = z.strictObject({
  ...taskFields,
  /** `nearest` officer, `rotation:…`, `person:…` or `role:…`. */
  to: target.default('nearest'),
  on: z.enum(['opened', 'resolved']).default('opened'),
  after: some(z.enum(DISPOSITIONS)).optional(),
});

export const protocol = z.strictObject({
  id,
  when: condition.default({}),
  escalation: id.optional(),
  dispatch: z.enum(['automatic', 'ask', 'never']).default('ask'),
  sop: id.optional(),
  /** Given by themselves, once each for an incident. */
  tasks: z.array(taskRule).max(10).default([]),
  /** Who has the report of an incident once it is over. */
  report: z
    .strictObject({ to: z.array(z.string()).max(20).default([]), webhooks: z.array(id).max(10).default([]) })
    .optional(),
  /** Qualifications without each of which no officer is sent. */
  requires: z.array(z.string().min(1)).default([]),
  /** How long somebody may be silent before they are asked. */
  welfare: z
    .strictObject({
      claimed: duration,
      answer: duration,
      accepted: duration,
      enRoute: duration,
      onScene: duration,
      grace: duration,
    })
    .partial()
    .optional(),
});

export const procedure = z.strictObject({
  id,
  steps: z
    .array(
      z.strictObject({
        id,
        kind: z.enum(STEP_KINDS),
        text: z.string().min(1).max(300),
        required: z.boolean().default(false),
        skippable: z.boolean().default(false),
        yes: id.optional(),
        no: id.optional(),
        url: z
          .url({ protocol: /^https?$/ })
          .max(500)
          .optional(),
      }),
    )
    .max(50),
});

export const notice = z.strictObject({
  id: id.optional(),
  to: z.array(target).min(1).max(20),
  via: z.array(via).min(1).max(4).optional(),
  when: condition.default({}),
});

const weight = z.number().min(0).max(1_000);

/** How threatened a site is, from what is going on there. */
export const threat = z
  .strictObject({
    weights: z.strictObject({ low: weight, medium: weight, high: weight, critical: weight }).partial().default({}),
    levels: z
      .strictObject({ elevated: z.number().min(0), high: z.number().min(0), severe: z.number().min(0) })
      .partial()
      .default({}),
  })
  .default({ weights: {}, levels: {} });
