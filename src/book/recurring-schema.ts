import { z } from 'zod';
import { target, taskFields } from './answering.js';
import { id, weekdays } from './values.js';

const clock = z.string().regex(/^([01]\d|2[0-3]):[0-5]\d$/, 'a time of day is written "22:00"');

/** A task that comes again by the clock of its site. */
export const recurring = z.strictObject({
  ...taskFields,
  to: target.default('role:responder'),
  site: id,
  zone: id.optional(),
  at: z.union([clock, z.array(clock).min(1).max(24)]).transform((at) => (typeof at === 'string' ? [at] : at)),
  days: weekdays.optional(),
  dayOfMonth: z.int().min(1).max(28).optional(),
  /** Each device of this class at the site is a point to be looked at. */
  class: z.string().min(1).max(100).optional(),
});
