import { z } from 'zod';
import { BANDS, DISPOSITIONS, KINDS } from '../incident/index.js';
import { duration, id, money, phone, place, share, week, zone } from './values.js';

/** What is guarded: sites with their zones, devices and assets. */

const siteZone = z.strictObject({
  id,
  name: z.string().min(1),
  sensitivity: share.default(0.5),
  occupancy: z.enum(['public', 'staff', 'restricted']).default('staff'),
  adjoining: z.array(id).default([]),
});

export const site = z.strictObject({
  id,
  client: id.optional(),
  name: z.string().min(1),
  address: z.string().optional(),
  at: place.optional(),
  timezone: zone.optional(),
  hours: week.optional(),
  psap: z.strictObject({ name: z.string(), phone }).optional(),
  zones: z.array(siteZone).default([]),
});

export const device = z.strictObject({
  id,
  site: id,
  zone: id.optional(),
  name: z.string().optional(),
  class: z.string().default('sensor'),
  heartbeat: duration.optional(),
});

/** A point with a code on the wall that patrols have to be at. */
export const checkpoint = z.strictObject({
  id,
  site: id,
  zone: id.optional(),
  name: z.string().min(1).max(150).optional(),
  at: place.optional(),
  /** Metres. */
  radius: z.int().min(5).max(500).optional(),
  /** Counts the codes that were printed: with the next one, older ones are not taken any more. */
  code: z.int().min(1).max(999_999).default(1),
});

/** Points that are walked together. */
export const tour = z.strictObject({
  id,
  name: z.string().min(1).max(150).optional(),
  site: id,
  checkpoints: z.array(id).min(1).max(40),
  order: z.enum(['any', 'in-order']).default('any'),
});

export const asset = z.strictObject({
  id,
  site: id,
  zone: id.optional(),
  name: z.string().optional(),
  class: z.string().default('asset'),
  /** What stands on it: by it an alarm can name it. */
  tag: z.string().min(1).max(300).optional(),
  unitCost: money,
  quantity: z.int().min(1).default(1),
  criticality: share.default(0.5),
  vulnerability: share.default(0.5),
  highValue: z.boolean().default(false),
  custodian: id.optional(),
});

/** Assets that an incident touches are set aside, or looked into, without anybody asking. */
export const assetRule = z.strictObject({
  id,
  kinds: z.array(z.enum(KINDS)).min(1).optional(),
  band: z.enum(BANDS).optional(),
  on: z.enum(['opened', 'resolved']).default('opened'),
  after: z.array(z.enum(DISPOSITIONS)).min(1).optional(),
  highValue: z.boolean().default(true),
  status: z.enum(['under-investigation', 'restricted']).default('under-investigation'),
});
