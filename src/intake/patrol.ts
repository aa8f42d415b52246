import { z } from 'zod';
import type { Adapter, ParsedBody } from './adapter.js';
import { ignored } from './draft.js';
import { TOCSIN_SIGNATURE } from './generic.js';
import { whyNot } from './reason.js';
import { verifyStamped } from './verify.js';

const when = z.iso.datetime({ offset: true }).transform((text) => new Date(text));
const scan = z.strictObject({
  key: z.string().min(1).max(200),
  token: z.string().min(1).max(300),
  guard: z.string().min(1).max(100),
  scannedAt: when,
  at: z.tuple([z.number().min(-90).max(90), z.number().min(-180).max(180)]).optional(),
  accuracyM: z.number().min(0).max(100_000).optional(),
});
const MOST = 200;
const upload = z.strictObject({ sentAt: when.optional(), scans: z.array(scan).min(1).max(MOST) });

export type ToldScans = z.output<typeof upload>;

/** One scan by itself, or an upload of many that were made without a network. */
export function scansIn({ value }: ParsedBody): { readonly told: ToldScans } | { readonly reason: string } {
  const many = typeof value === 'object' && value !== null && 'scans' in value;
  const { sentAt, ...one } = (many ? {} : (value ?? {})) as Record<string, unknown>;
  const read = upload.safeParse(many ? value : { ...(sentAt === undefined ? {} : { sentAt }), scans: [one] });
  return read.success ? { told: read.data } : { reason: whyNot(read.error, value) };
}

/** Checkpoint scans of patrols, signed as generic alarms are. Sent as an alarm they mean none. */
export const patrol: Adapter<Record<string, never>> = {
  name: 'patrol',
  accepts: ['application/json'],
  verify: (input) => verifyStamped(input, TOCSIN_SIGNATURE),
  redact: [],
  options: (value) => z.strictObject({}).parse(value ?? {}),
  deliveryKey: () => undefined,
  understand: () => [ignored('not-an-alarm', 'a checkpoint scan: its address is /patrols')],
};
