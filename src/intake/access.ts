import { z } from 'zod';
import type { Adapter, ParsedBody } from './adapter.js';
import { ignored } from './draft.js';
import { TOCSIN_SIGNATURE } from './generic.js';
import { whyNot } from './reason.js';
import { verifyStamped } from './verify.js';

const text = z
  .string()
  .min(1)
  .max(150)
  .transform((value) => value.replace(/[\p{Cc}\p{Cf}]+/gu, ' ').trim());

/** What else a system sends (PINs, raw bits of cards) is left where it was: it is not read. */
const event = z.object({
  key: z.string().min(1).max(200),
  at: z.iso.datetime({ offset: true }).transform((value) => new Date(value)),
  site: z.string().min(1).max(100),
  zone: z.string().min(1).max(100).optional(),
  door: text,
  result: z.enum(['granted', 'denied', 'forced', 'tailgating']),
  direction: z.enum(['in', 'out']).default('in'),
  badge: z.string().min(1).max(200).optional(),
  holder: text.optional(),
  reason: text.optional(),
});
const MOST = 500;
const upload = z.object({ events: z.array(event).min(1).max(MOST) });

export type ToldAccess = z.output<typeof event>;

/** One event by itself, or many. */
export function accessIn({
  value,
}: ParsedBody): { readonly told: readonly ToldAccess[] } | { readonly reason: string } {
  const many = typeof value === 'object' && value !== null && 'events' in value;
  const read = upload.safeParse(many ? value : { events: [value ?? {}] });
  return read.success ? { told: read.data.events } : { reason: whyNot(read.error, value) };
}

/** Badge events of an access system, signed as generic alarms are. Sent as an alarm they mean none. */
export const access: Adapter<Record<string, never>> = {
  name: 'access',
  accepts: ['application/json'],
  verify: (input) => verifyStamped(input, TOCSIN_SIGNATURE),
  redact: ['$..pin', '$..badge', '$..card', '$..rawCard', '$..input_value'],
  options: (value) => z.strictObject({}).parse(value ?? {}),
  deliveryKey: () => undefined,
  understand: () => [ignored('not-an-alarm', 'a badge event: its address is /access')],
};
