import { z } from 'zod';
import { ROLES } from '../incident/index.js';
import { dayOf, everyDay, type Restriction, type Step } from '../oncall/index.js';
import { tracker } from './dispatch.js';
import { duration, hours, id, phone, secret, week, zone } from './values.js';

/** People, and who of them is on call when. */

export const language = z.string().regex(/^[a-z]{2}$/, 'a language is two letters (ISO 639-1)');
export const via = z.enum(['chat', 'sms', 'voice', 'email']);

export const person = z.strictObject({
  id,
  name: z.string().min(1),
  roles: z.array(z.enum(ROLES)).min(1),
  phone: phone.optional(),
  email: z.email().optional(),
  language: language.optional(),
  slack: z.string().optional(),
  teams: z.string().optional(),
  sites: z.array(id).default([]),
  qualifications: z.array(z.string()).default([]),
  notify: z.array(z.strictObject({ via, after: duration })).default([]),
  duressWord: secret.optional(),
  /** Whose positions are theirs, and what the tracker is called there. */
  trackers: z.array(tracker).default([]),
  /** Of the quiet hours; the organisation's when it is left out. */
  timezone: zone.optional(),
  quiet: z
    .string()
    .regex(/^([01]\d|2[0-4]):[0-5]\d-([01]\d|2[0-4]):[0-5]\d$/, 'quiet hours are written "22:00-06:00"')
    .pipe(hours)
    .optional(),
});

/** `18:00`; minutes since midnight inside. */
const handover = z
  .string()
  .regex(/^([01]\d|2[0-3]):[0-5]\d$/, 'a hand-over is a local time of day, written "18:00"')
  .transform((text) => Number(text.slice(0, 2)) * 60 + Number(text.slice(3)));

const EVERY = 'a turn is written 1d or 2w (days and weeks of the calendar), or 12h or 90m (time that passes)';
const ELAPSED = { h: 3_600_000, m: 60_000 } as const;
const MOST_DAYS = 3_660;
const LEAST_MS = 15 * 60_000;

/** `1d` and `2w` are steps of the calendar, `12h` and `90m` time that passes: on two days of the year that is not the same. */
const every = z.string().transform((text, context): Step => {
  const [, count, unit] = /^([1-9]\d{0,3})([mhdw])$/.exec(text) ?? [];
  const days = Number(count) * (unit === 'w' ? 7 : 1);
  if ((unit === 'd' || unit === 'w') && days <= MOST_DAYS) return { unit: 'days', days };
  const ms = unit === 'h' || unit === 'm' ? Number(count) * ELAPSED[unit] : 0;
  if (ms >= LEAST_MS) return { unit: 'elapsed', ms };
  context.issues.push({ code: 'custom', message: `${EVERY}, and lasts a quarter of an hour at least`, input: text });
  return z.NEVER;
});

/** `2026-01-05`; a day since 1970 inside. */
const start = z.string().transform((text, context) => {
  const day = dayOf(text);
  if (day !== undefined) return day;
  context.issues.push({ code: 'custom', message: 'a start is a day, written 2026-01-05', input: text });
  return z.NEVER;
});

const RESTRICT = 'a restriction is written "18:00-06:00", or by day { mon-fri: "18:00-06:00", sat-sun: "00:00-24:00" }';
const restrict = z.union([z.string(), z.record(z.string(), z.string())]).transform((value, context): Restriction => {
  const read = typeof value === 'string' ? hours.safeParse(value) : week.safeParse(value);
  if (read.success) return read.data instanceof Map ? read.data : everyDay(read.data);
  for (const { path, message } of read.error.issues) {
    const own = message.startsWith('opening hours') ? RESTRICT : message;
    context.issues.push({ code: 'custom', message: own, input: value, path: [...path] });
  }
  return z.NEVER;
});

/** People who take turns, or a shift plan in a calendar file. */
const layer = z
  .strictObject({
    people: z.array(id).min(1).max(200).optional(),
    handover: handover.optional(),
    every: every.optional(),
    start: start.optional(),
    restrict: restrict.optional(),
    /** An iCalendar file, beside the book. */
    plan: z.string().min(1).optional(),
  })
  .transform(({ people, handover, every, start, restrict, plan }, context) => {
    const limits = restrict ? { restrict } : {};
    const turns = { people, handover, every, start };
    const given = Object.entries(turns).filter(([, value]) => value !== undefined);
    if (plan !== undefined) {
      for (const [key] of given)
        context.issues.push({
          code: 'custom',
          message: 'a layer with a plan has nothing else but restrict: the plan says who and when',
          input: plan,
          path: [key],
        });
      return given.length > 0 ? z.NEVER : { plan, ...limits };
    }
    if (people && handover !== undefined && every && start !== undefined)
      return { people, handover, every, start, ...limits };
    for (const [key, value] of Object.entries(turns))
      if (value === undefined)
        context.issues.push({ code: 'custom', message: 'this is missing', input: undefined, path: [key] });
    return z.NEVER;
  });

const WHEN = 'a time is written 2026-12-24T18:00 (local), 2026-12-24T18:00Z or 2026-12-24T18:00+01:00';

/** A local time, as if it were UTC, or an instant; which of the two the rotation's zone has to know. */
const moment = z.string().transform((text, context) => {
  const [, day = '', hh, mm, offset] =
    /^(\d{4}-\d\d-\d\d)T([01]\d|2[0-3]):([0-5]\d)(Z|[+-](?:0\d|1[0-4]):[0-5]\d)?$/.exec(text) ?? [];
  const date = dayOf(day);
  if (date !== undefined) {
    const local = date * 86_400_000 + (Number(hh) * 60 + Number(mm)) * 60_000;
    return offset === undefined ? { local } : { at: Date.parse(text) };
  }
  context.issues.push({ code: 'custom', message: WHEN, input: text });
  return z.NEVER;
});

const override = z.strictObject({
  person: id,
  from: moment,
  to: moment,
  instead: id.optional(),
  /** Counted from 1, as the layers stand in the book. */
  layer: z.int().min(1).optional(),
});

export const rotation = z.strictObject({
  id,
  name: z.string().min(1).max(80).optional(),
  timezone: zone,
  layers: z.array(layer).min(1, 'a rotation needs at least one layer').max(20),
  overrides: z.array(override).max(1_000).default([]),
});
