import { z } from 'zod';
import { isLifeSafety, KINDS } from '../incident/kinds.js';
import type { Adapter, Meaning } from './adapter.js';
import { line, place, signal, unrecognised } from './draft.js';
import { isObject, own } from './fields.js';
import { whyNot } from './reason.js';
import { readStampedFields, type StampedScheme, verifyStamped } from './verify.js';
import { iso, unreadable } from './when.js';

const name = (max: number, description: string) => z.string().min(1).max(max).meta({ description });

/** The generic alarm. `docs/generic-alarm.schema.json` is made from it; a test holds both in step. */
export const genericAlarm = z
  .strictObject({
    key: name(
      200,
      "The sender's own id of this alarm. The same key again is the same alarm, however often it is sent.",
    ),
    kind: z.enum(KINDS).meta({ description: 'What it is. A closed list; `other` when nothing fits.' }),
    occurredAt: z.iso.datetime({ offset: true }).meta({ description: 'ISO 8601 with `Z` or an offset.' }),
    site: name(100, "Where: an id of the book, or a name that the source's map in the book knows."),
    zone: name(100, 'Zone of the site.').optional(),
    device: name(100, 'Camera, door, sensor or till.').optional(),
    assets: z.array(name(100, 'An asset of the book.')).max(50).optional().meta({ description: 'What is at stake.' }),
    subject: name(200, 'One line: what happened.'),
    details: z.string().max(2_000).optional().meta({ description: 'Plain text.' }),
    confidence: z.number().min(0).max(1).optional().meta({ description: "The detector's own belief." }),
    media: z
      .array(z.strictObject({ url: z.url({ protocol: /^https?$/ }).max(2_000), type: name(100, 'Media type.') }))
      .max(10)
      .optional()
      .meta({ description: 'Pictures and clips. Addresses are fetched by people, not by the bot.' }),
    traits: z
      .strictObject({
        plate: name(60, 'Number plate of a vehicle.').optional(),
        sku: name(60, 'Article, by its number.').optional(),
        method: name(60, 'How it was done: `refund-without-receipt`.').optional(),
      })
      .optional()
      .meta({ description: 'By what the same people are known when they come again.' }),
    clears: name(
      200,
      'Key of an earlier alarm that is over. The message then ends that alarm and opens none.',
    ).optional(),
  })
  .meta({
    title: 'Tocsin generic alarm',
    description: 'Body of POST /alarms/:source for a source with adapter `generic`.',
  });

type GenericAlarm = z.output<typeof genericAlarm>;

/** Without these there is no alarm to show. All else can be wrong and the alarm still counts. */
const essentials = z.object({
  key: z.string().min(1),
  kind: z.enum(KINDS),
  site: z.string().min(1),
  subject: z.string().min(1),
});

const OPTIONAL = [
  'occurredAt',
  'zone',
  'device',
  'assets',
  'details',
  'confidence',
  'media',
  'traits',
  'clears',
] as const;

interface Salvaged {
  readonly alarm: Omit<GenericAlarm, 'occurredAt'> & { readonly occurredAt?: string };
  readonly notes: readonly string[];
}

type Got = Salvaged | { readonly reason: string };

/** The door asks for the key, for how grave it is and for the meaning; it is read once for all of them. */
const readBefore = new WeakMap<object, Got>();

function read(value: unknown): Got {
  if (typeof value !== 'object' || value === null) return readAnew(value);
  const got = readBefore.get(value) ?? readAnew(value);
  readBefore.set(value, got);
  return got;
}

/** A duress alarm with a wrong `confidence` is a duress alarm: bad decoration is left off and said on the card. */
function readAnew(value: unknown): Got {
  const whole = genericAlarm.safeParse(value);
  if (whole.success) return { alarm: whole.data, notes: [] };
  const core = essentials.safeParse(value);
  if (!core.success) return { reason: whyNot(core.error, value) };
  const notes: string[] = [];
  const kept: Record<string, unknown> = {};
  for (const field of OPTIONAL) {
    const given = own(value, field);
    const read = genericAlarm.shape[field].safeParse(given);
    if (read.success) kept[field] = read.data;
    else if (field === 'details' && typeof given === 'string') kept[field] = given;
    else if (field !== 'occurredAt') notes.push(`Left out, ${whyNot(read.error, given, `body.${field}`)}`);
  }
  const known = Object.keys(genericAlarm.shape);
  const unknown = isObject(value) ? Object.keys(value).filter((key) => !known.includes(key)) : [];
  if (unknown.length > 0) notes.push(`Left out, unknown: ${unknown.slice(0, 5).join(', ')}`);
  return { alarm: { ...(kept as Partial<GenericAlarm>), ...core.data }, notes };
}

/** `X-Tocsin-Signature: t=<unix seconds>,v1=<hex hmac-sha256(secret, t + "." + raw body)>` */
export const TOCSIN_SIGNATURE: StampedScheme = {
  header: 'X-Tocsin-Signature',
  shape: 't=<unix seconds>,v1=<hex hmac-sha256(secret, t + "." + raw body)>',
  read: readStampedFields,
  message: (stamp, body) => [`${stamp}.`, body],
};

function understand(value: unknown): readonly Meaning[] {
  const got = read(value);
  if ('reason' in got) return [unrecognised(got.reason)];
  const { alarm, notes } = got;
  const occurredAt = alarm.occurredAt === undefined ? unreadable() : iso(alarm.occurredAt);
  const where = place(alarm.site, alarm.zone, alarm.device);
  if (alarm.clears !== undefined) {
    const { clears, subject } = alarm;
    // A sender that ends an alarm under the alarm's own key means a second message all the same.
    const key = alarm.key === clears ? `${clears}/cleared` : alarm.key;
    return [{ is: 'restore', key, clears, occurredAt, place: where, subject }];
  }
  return [
    signal({
      key: alarm.key,
      kind: alarm.kind,
      occurredAt,
      place: where,
      assetIds: alarm.assets ?? [],
      subject: alarm.subject,
      details: [alarm.details, ...notes.map((note) => line('Note', note))],
      confidence: alarm.confidence,
      media: alarm.media ?? [],
      traits: alarm.traits,
      video: (alarm.media?.length ?? 0) > 0,
    }),
  ];
}

/** Our own documented JSON, for everything that can be made to send it. */
export const generic: Adapter<Record<string, never>> = {
  name: 'generic',
  accepts: ['application/json'],
  verify: (input) => verifyStamped(input, TOCSIN_SIGNATURE),
  redact: [],
  options: (value) => z.strictObject({}).parse(value ?? {}),
  // A body that is not understood is known by its bytes: its corrected version may carry the same key.
  deliveryKey({ value }) {
    const got = read(value);
    if ('reason' in got) return undefined;
    const { key, clears } = got.alarm;
    return clears === undefined ? key : JSON.stringify([key, clears]);
  },
  grave({ value }) {
    const got = read(value);
    return 'alarm' in got && got.alarm.clears === undefined && isLifeSafety(got.alarm.kind);
  },
  understand: ({ value }) => understand(value),
};
