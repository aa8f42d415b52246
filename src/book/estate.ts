import { z } from 'zod';
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

export const asset = z.strictObject({
  id,
  site: id,
  zone: id.optional(),
  name: z.string().optional(),
  class: z.string().default('asset'),
  unitCost: money,
  quantity: z.int().min(1).default(1),
  criticality: share.default(0.5),
  vulnerability: share.default(0.5),
  highValue: z.boolean().default(false),
  custodian: id.optional(),
});
