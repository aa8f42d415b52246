import { z } from 'zod';
import { KINDS } from '../incident/index.js';
import { isGuarded } from '../loopback.js';
import type { PlanShift } from '../oncall/index.js';
import { parseWeeklyAt } from '../report/index.js';
import { ENDED, RETAINED } from '../retention/index.js';
import { bandRule, escalation, notice, procedure, protocol, threat } from './answering.js';
import { client } from './clients.js';
import { dispatch } from './dispatch.js';
import { asset, assetRule, checkpoint, device, site, tour } from './estate.js';
import { model } from './model.js';
import { language, person, rotation } from './people.js';
import { recurring } from './recurring-schema.js';
import { currency, duration, id, secret, share, zone } from './values.js';

const organisation = z.strictObject({
  name: z.string().min(1),
  timezone: zone,
  language: language.default('en'),
  currency,
});

/** So long something is kept; of several that apply the longest counts. */
const retentionRule = z
  .strictObject({
    class: z.enum([...RETAINED, 'alarm', ...ENDED]),
    keep: duration,
    client: id.optional(),
    /** Of incidents of these kinds alone. */
    kinds: z.array(z.enum(KINDS)).min(1).optional(),
  })
  .refine(({ class: what, kinds }) => kinds === undefined || (ENDED as readonly string[]).includes(what), {
    path: ['kinds'],
    message: `kinds are of incidents: only ${ENDED.join(', ')} can be parted by them`,
  })
  .refine(({ class: what, client }) => what !== 'alarm' || client === undefined, {
    path: ['client'],
    message: 'a message of which no incident speaks is of no client',
  });

const legalHold = z.strictObject({
  id,
  incidents: z.array(z.string().regex(/^INC-\d{1,9}$/, 'an incident is written INC-42')).min(1),
  why: z.string().min(1).max(500),
});

const mention = z.enum(['none', 'here', 'channel']);
const channel = z.strictObject({
  id,
  surface: z.enum(['slack', 'teams']),
  to: z.string().min(1),
  for: z
    .strictObject({ sites: z.array(id).optional(), clients: z.array(id).optional(), band: bandRule.optional() })
    .optional(),
  mention: z.strictObject({ low: mention, medium: mention, high: mention, critical: mention }).partial().default({}),
  receives: z.array(z.string()).optional(),
  audience: z.enum(['team', 'client']).default('team'),
  /** Of the cards there; the client's, or the organisation's, when it is left out. */
  language: language.optional(),
  /** What of an incident stands in a client's channel. Everything that is not left out here does. */
  shows: z.strictObject({ names: z.boolean(), pictures: z.boolean(), words: z.boolean() }).partial().default({}),
  /** What somebody in this channel whom the book does not name may do. */
  guests: z.enum(['responder', 'none']).optional(),
  /** People near the device can see this channel: covert incidents are not posted there. */
  visibleOnSite: z.boolean().default(false),
});

const placeRef = z.strictObject({ site: id.optional(), zone: id.optional(), device: id.optional() });
const source = z.strictObject({
  id,
  adapter: z.string(),
  secret,
  site: id.optional(),
  zone: id.optional(),
  cameras: z.record(z.string(), placeRef).default({}),
  devices: z.record(z.string(), placeRef).default({}),
  sites: z.record(z.string(), id).default({}),
  zones: z.record(z.string(), z.strictObject({ site: id.optional(), zone: id })).default({}),
  /** 0–1: how grave an alarm of this source is that nobody could understand. */
  weight: share.default(0.5),
  options: z.unknown().optional(),
  /** It is to be heard of so often, by an alarm or by anything else; its silence is an incident at its site, else at the first. */
  heartbeat: duration.optional(),
  /** Addresses that may send for this source (CIDR or single); for detectors that cannot sign. */
  from: z.array(z.string()).optional(),
});

const grouping = z.strictObject({
  kinds: z.array(z.enum(KINDS)).min(1),
  by: z.array(z.enum(['site', 'zone', 'device', 'source'])).min(1),
  within: duration,
});

const weeklyAt = z.string().refine((text) => parseWeeklyAt(text) !== undefined, 'a day and a time, like "Mon 07:00"');

const weight = z.number().min(0).max(100);

/** Somebody else's program that is told when an incident is over. */
const webhook = z.strictObject({
  id,
  url: z.url({ protocol: /^https?$/ }).refine(isGuarded, 'https, or an address of this machine'),
  secret,
});

/** The organisation as data. Every key is a promise to users: keys are added, never renamed. */
export const bookSchema = z.strictObject({
  organisation,
  clients: z.array(client).default([]),
  sites: z.array(site).min(1, 'at least one site, so that an alarm has a place'),
  devices: z.array(device).default([]),
  assets: z.array(asset).default([]),
  assetRules: z.array(assetRule).max(50).default([]),
  checkpoints: z.array(checkpoint).default([]),
  tours: z.array(tour).default([]),
  recurring: z.array(recurring).max(500).default([]),
  people: z.array(person).default([]),
  rotations: z.array(rotation).default([]),
  escalation: z.array(escalation).default([]),
  protocols: z.array(protocol).default([]),
  procedures: z.array(procedure).default([]),
  channels: z.array(channel).default([]),
  lists: z.record(z.string(), z.array(z.string())).default({}),
  sources: z.array(source).default([]),
  grouping: z.array(grouping).default([]),
  flap: z.strictObject({ count: z.int().min(1), within: duration }).optional(),
  respond: z
    .strictObject({ low: duration, medium: duration, high: duration, critical: duration })
    .partial()
    .default({}),
  severity: z
    .strictObject({
      weights: z
        .strictObject({
          kind: weight,
          assets: weight,
          location: weight,
          contagion: weight,
          validation: weight,
          context: weight,
          recurrence: weight,
        })
        .partial()
        .default({}),
      bands: z.strictObject({ medium: weight, high: weight, critical: weight }).partial().default({}),
    })
    .default({ weights: {}, bands: {} }),
  dispatch,
  threat,
  model,
  risk: z.strictObject({ halfLife: duration }).optional(),
  notices: z.array(notice).default([]),
  webhooks: z.array(webhook).max(50).default([]),
  archive: z.strictObject({ after: duration }).default({ after: 14 * 86_400_000 }),
  retention: z.array(retentionRule).max(200).default([]),
  /** Incidents that the law wants kept, with all that belongs to their time. */
  legalHolds: z.array(legalHold).max(1_000).default([]),
  reports: z.strictObject({ weekly: z.strictObject({ at: weeklyAt, to: z.array(z.string()) }).optional() }).optional(),
});

export interface BookData extends z.output<typeof bookSchema> {
  /** Shifts of the calendar files that rotations name, read beside the book. */
  readonly plans?: ReadonlyMap<string, readonly PlanShift[]>;
  /** Logos and certificates that clients name, read beside the book; by the name that stands there. */
  readonly files?: ReadonlyMap<string, Uint8Array>;
}
export type Person = BookData['people'][number];
export type Site = BookData['sites'][number];
export type Source = BookData['sources'][number];
export type Channel = BookData['channels'][number];
export type Client = BookData['clients'][number];
