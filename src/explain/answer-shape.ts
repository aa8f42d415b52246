import { z } from 'zod';
import { CLASSIFICATIONS } from '../incident/explanation.js';
import { BANDS } from '../incident/index.js';

/**
 * What the model is asked for. Without lengths and ranges: strict mode of some providers refuses such keywords and
 * others ignore them, so they are written in the rules and held in `answer.ts`. Nothing is optional, as strict mode
 * wants it; what may be missing is null.
 */
const asked = z.strictObject({
  summary: z.string(),
  classification: z.enum(CLASSIFICATIONS),
  actions: z.array(z.string()),
  checks: z.array(z.string()),
  confidence: z.number(),
  raise: z.strictObject({ to: z.enum(BANDS), why: z.string() }).nullable(),
});

/** The same as JSON schema, as a request carries it. */
export const ANSWER_SHAPE = {
  name: 'explanation',
  schema: schemaOf(asked),
} as const;

function schemaOf(shape: z.ZodType): Readonly<Record<string, unknown>> {
  const { $schema: _dialect, ...schema } = z.toJSONSchema(shape, { target: 'draft-7' });
  return schema;
}

const text = z.string().max(8_000);

/** What is read: kind to a server that adds fields or leaves `raise` out, strict about everything that is used. */
export const readAnswer = z.object({
  summary: text,
  classification: z.enum(CLASSIFICATIONS),
  actions: z.array(text).max(50),
  checks: z.array(text).max(50),
  confidence: z.number().min(0).max(1),
  raise: z.object({ to: z.enum(BANDS), why: text }).nullish(),
});
