import { z } from 'zod';
import { KINDS } from '../incident/kinds.js';
import { IGNORED_REASONS } from './adapter.js';
import { pathProblem } from './jsonpath.js';
import { isZone } from './when.js';

/** `$.a.b` looks into one alarm, `$$.a.b` into the whole body when `each` splits it. */
export const isPath = (text: string): boolean => text.startsWith('$');
export const bare = (path: string): string => (path.startsWith('$$') ? path.slice(1) : path);

const checkPath = (text: string, context: z.core.$RefinementCtx<string>): void => {
  const problem = isPath(text)
    ? pathProblem(bare(text))
    : `expected a JSONPath that starts with $, found "${text.slice(0, 60)}"`;
  if (problem !== undefined) context.addIssue({ code: 'custom', message: problem, input: text });
};

const path = z.string().superRefine(checkPath);

/** A text that starts with `$` is a path, any other stands for itself. */
const pathOrText = z
  .string()
  .min(1)
  .max(300)
  .superRefine((text, context) => {
    if (isPath(text)) checkPath(text, context);
  });

const oneOrMore = <T extends z.ZodType>(schema: T) =>
  z
    .union([schema, z.array(schema).min(1).max(10)])
    .transform((value) => (Array.isArray(value) ? value : [value]) as z.output<T>[]);

const scalar = z.union([z.string(), z.number(), z.boolean()]).transform(String);

/** Holds when the path finds something and it is (one of) `is`, is not `not`, contains `contains`. Compared as text. */
const guard = z.strictObject({
  path,
  is: oneOrMore(scalar).optional(),
  not: oneOrMore(scalar).optional(),
  contains: z.string().min(1).optional(),
});
export type Guard = z.output<typeof guard>;

const guards = oneOrMore(guard);

const header = z.string().regex(/^[\w-]{1,100}$/, 'expected a header name');

const proof = z.union([
  z.literal('token'),
  z.strictObject({
    hmac: z.strictObject({
      header,
      algorithm: z.enum(['sha1', 'sha256', 'sha512']).default('sha256'),
      encoding: z.enum(['hex', 'base64']).default('hex'),
      prefix: z.string().max(40).default(''),
      timestampHeader: header.optional(),
      separator: z.string().max(5).default('.'),
    }),
  }),
]);

/** The mapper of a `mapped` source: how somebody else's JSON or XML reads as an alarm. Documented in docs/sources.md. */
export const mappedOptions = z.strictObject({
  proof: proof.default('token'),
  each: path.optional(),
  ignore: z
    .array(z.strictObject({ ...guard.shape, reason: z.enum(IGNORED_REASONS).default('not-an-alarm') }))
    .max(50)
    .default([]),
  when: guards.optional(),
  key: oneOrMore(path),
  kind: z.union([
    z.enum(KINDS),
    z.strictObject({ path, map: z.record(z.string(), z.enum(KINDS)), default: z.enum(KINDS).optional() }),
  ]),
  occurredAt: z
    .strictObject({
      path,
      as: z.enum(['iso', 'seconds', 'milliseconds']).default('iso'),
      timezone: z.string().refine(isZone, { error: 'expected an IANA time zone like Europe/Berlin' }).default('UTC'),
    })
    .optional(),
  site: pathOrText.optional(),
  zone: pathOrText.optional(),
  device: pathOrText.optional(),
  subject: pathOrText,
  details: oneOrMore(pathOrText).optional(),
  confidence: z
    .union([
      path.transform((text) => ({ path: text, of: 1 })),
      z.strictObject({ path, of: z.number().positive().default(1) }),
    ])
    .optional(),
  media: z.strictObject({ path, type: z.string().max(100).default('image/jpeg') }).optional(),
  /** By what the same people are known when they come again. */
  traits: z.strictObject({ plate: path.optional(), sku: path.optional(), method: pathOrText.optional() }).optional(),
  clears: z.strictObject({ when: guards, key: oneOrMore(path) }).optional(),
  /** Field names whose values never reach the disk. */
  redact: z.array(z.string().min(1).max(100)).max(100).default([]),
});

export type MappedOptions = z.output<typeof mappedOptions>;
