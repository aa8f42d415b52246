import { z } from 'zod';
import { isZone, parseDuration } from '../time.js';

/** Lower-case letters, digits and dashes: how things of the book are called by other things. */
export const id = z.string().regex(/^[a-z0-9][a-z0-9-]{0,63}$/, 'an id is lower-case letters, digits and dashes');

/** `90s`, `15m`, `8h`, `30d`, `5y`; milliseconds inside. */
export const duration = z.string().transform((text, context) => {
  const years = /^(\d{1,3})y$/.exec(text);
  const ms = years ? Number(years[1]) * 365 * 86_400_000 : parseDuration(text);
  if (ms !== undefined) return ms;
  context.issues.push({ code: 'custom', message: 'a duration is written 90s, 15m, 8h, 30d or 5y', input: text });
  return z.NEVER;
});

export const zone = z.string().refine(isZone, 'not an IANA time zone (example: Europe/Berlin)');
export const currency = z.string().regex(/^[A-Z]{3}$/, 'a currency is three capital letters (ISO 4217)');
export const money = z.strictObject({ amount: z.int().min(0), currency });
export const share = z.number().min(0).max(1);
export const place = z.tuple([z.number().min(-90).max(90), z.number().min(-180).max(180)]);
export const phone = z.string().regex(/^\+[1-9]\d{2,14}$/, 'a phone number is written +4930110 (E.164)');

/** Secrets are never in the book, only where to find them. */
export const secret = z.string().regex(/^env:[A-Z][A-Z0-9_]*$/, 'a secret is a reference: env:NAME');

/** `"09:00-21:00"`; may pass midnight (`"18:00-02:00"`). Minutes since midnight inside. */
export const hours = z.string().transform((text, context) => {
  const match = /^([01]\d|2[0-4]):([0-5]\d)-([01]\d|2[0-4]):([0-5]\d)$/.exec(text);
  if (match) {
    const [from, to] = [Number(match[1]) * 60 + Number(match[2]), Number(match[3]) * 60 + Number(match[4])];
    if (from <= 1440 && to <= 1440 && from !== to) return { from, to };
  }
  context.issues.push({ code: 'custom', message: 'opening hours are written "09:00-21:00"', input: text });
  return z.NEVER;
});
export type Hours = z.output<typeof hours>;

const DAYS = ['mon', 'tue', 'wed', 'thu', 'fri', 'sat', 'sun'] as const;

/** `mon-fri`, `sat`; ISO weekdays 1–7 inside. */
export const weekdays = z.string().transform((text, context) => {
  const days = daysIn(text);
  if (days) return new Set(days);
  context.issues.push({ code: 'custom', message: 'days are written mon-fri, or sat', input: text });
  return z.NEVER;
});

function daysIn(key: string): number[] | undefined {
  const [from, to] = key.split('-').map((day) => DAYS.indexOf(day as (typeof DAYS)[number]) + 1);
  if (!from || to === 0 || (to !== undefined && to < from)) return undefined;
  return Array.from({ length: (to ?? from) - from + 1 }, (_, index) => from + index);
}

/** `{ mon-sat: "09:00-21:00" }`; ISO weekdays 1–7 inside. A day that is left out is closed. */
export const week = z.record(z.string(), hours).transform((entries, context) => {
  const days = new Map<number, Hours>();
  for (const [key, value] of Object.entries(entries)) {
    const named = daysIn(key);
    if (!named) {
      context.issues.push({
        code: 'custom',
        message: `"${key}" is not a day or a range of days (mon … sun)`,
        input: key,
        path: [key],
      });
      return z.NEVER;
    }
    for (const day of named) days.set(day, value);
  }
  return days;
});
