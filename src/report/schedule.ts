import { DateTime } from 'luxon';
import { lastEnded, type Period, shifted } from './period.js';

/** `Mon 07:00`: when the report of a week is made, on the wall clock of the zone. */
export interface WeeklyAt {
  /** ISO: 1 is Monday. */
  readonly weekday: number;
  readonly hour: number;
  readonly minute: number;
}

const DAYS = ['mon', 'tue', 'wed', 'thu', 'fri', 'sat', 'sun'];
/** Of what was missed while nobody was there, so many are caught up. */
const CAUGHT_UP = { day: 14, week: 8, month: 6 } as const;

export function parseWeeklyAt(text: string): WeeklyAt | undefined {
  const [, day = '', hour, minute] = /^(mon|tue|wed|thu|fri|sat|sun) ([01]\d|2[0-3]):([0-5]\d)$/i.exec(text) ?? [];
  const weekday = DAYS.indexOf(day.toLowerCase()) + 1;
  return weekday === 0 ? undefined : { weekday, hour: Number(hour), minute: Number(minute) };
}

/** The newest moment, now or before, at which a report was to be made. A time that DST leaves out comes an hour later. */
export function lastDue({ weekday, hour, minute }: WeeklyAt, now: Date, zone: string): Date {
  const monday = DateTime.fromJSDate(now, { zone }).startOf('week');
  const due = monday.plus({ days: weekday - 1 }).set({ hour, minute });
  const at =
    due.toJSDate() <= now
      ? due
      : monday
          .minus({ weeks: 1 })
          .plus({ days: weekday - 1 })
          .set({ hour, minute });
  return at.toJSDate();
}

/** The weeks whose report is due and not made, the oldest first. */
export const dueWeeks = (at: WeeklyAt, now: Date, zone: string, newest: string | undefined): Period[] =>
  missed(lastEnded('week', lastDue(at, now, zone), zone), newest);

/** The periods of one kind that are over and have no report, the oldest first. */
export const duePeriods = (kind: Period['kind'], now: Date, zone: string, newest: string | undefined): Period[] =>
  missed(lastEnded(kind, now, zone), newest);

/** Without any report yet it is the last period alone: before Tocsin was asked for reports nobody waits for one. */
function missed(latest: Period, newest: string | undefined): Period[] {
  if (newest === undefined) return [latest];
  const due: Period[] = [];
  for (let period = latest; due.length < CAUGHT_UP[latest.kind] && period.id > newest; period = shifted(period, -1))
    due.unshift(period);
  return due;
}
