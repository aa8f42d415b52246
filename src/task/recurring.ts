import { DateTime } from 'luxon';
import type { TaskRule } from '../incident/index.js';
import type { TaskPlace } from './task.js';

/** A task that comes again: a tour each night, a check of the cameras each month. */
export interface Recurring extends Omit<TaskRule, 'on' | 'after'> {
  readonly place: TaskPlace;
  /** On the wall clock of the site. */
  readonly at: readonly { readonly hour: number; readonly minute: number }[];
  /** ISO weekdays; every day when left out. */
  readonly weekdays?: ReadonlySet<number>;
  /** Of the month, 1–28; every day when left out. */
  readonly dayOfMonth?: number;
}

export interface Occurrence {
  readonly rule: Recurring;
  /** `2026-11-22T22:00` on the wall clock: names it once, also where the clocks go back. */
  readonly name: string;
  readonly at: Date;
}

/**
 * The moments in `(from, to]` at which it is given, the oldest first. A time that DST leaves out comes an hour later; one that it
 * has twice comes once.
 */
export function occurrences(rule: Recurring, from: Date, to: Date): Occurrence[] {
  const zone = rule.place.timezone;
  const found: Occurrence[] = [];
  const last = DateTime.fromJSDate(to, { zone });
  for (let day = DateTime.fromJSDate(from, { zone }).startOf('day'); day <= last; day = day.plus({ days: 1 })) {
    if (rule.weekdays && !rule.weekdays.has(day.weekday)) continue;
    if (rule.dayOfMonth !== undefined && day.day !== rule.dayOfMonth) continue;
    for (const { hour, minute } of rule.at) {
      const at = day.set({ hour, minute }).toJSDate();
      const clock = `${String(hour).padStart(2, '0')}:${String(minute).padStart(2, '0')}`;
      if (at > from && at <= to) found.push({ rule, name: `${day.toFormat('yyyy-LL-dd')}T${clock}`, at });
    }
  }
  return found.sort((a, b) => a.at.getTime() - b.at.getTime());
}
