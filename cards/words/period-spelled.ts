import { DateTime } from 'luxon';
import type { Period } from '../../src/report/index.js';

/** The first and the last day of a period, as the language writes them. */
export function daysOf(
  { from, to, zone }: Period,
  locale: string,
): { readonly first: DateTime; readonly last: DateTime } {
  return {
    first: DateTime.fromJSDate(from, { zone }).setLocale(locale),
    last: DateTime.fromJSDate(to, { zone }).minus({ milliseconds: 1 }).setLocale(locale),
  };
}

/** The number in `2026-W47`. */
export const weekNumber = ({ id }: Period): number => Number(id.slice(-2));
