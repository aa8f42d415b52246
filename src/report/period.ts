import { DateTime } from 'luxon';

/** A stretch of the calendar in one zone: from its first instant to the first after it. */
export interface Period {
  readonly kind: 'week' | 'month' | 'day';
  /** `2026-W47`, `2026-11`, `2026-11-22`: the same period has one name, whoever asks. */
  readonly id: string;
  readonly from: Date;
  readonly to: Date;
  /** IANA. */
  readonly zone: string;
}

const NAME = { week: "kkkk-'W'WW", month: 'yyyy-LL', day: 'yyyy-LL-dd' } as const;

/** The week (from Monday), month or day in which an instant lies, by the wall clock of the zone: DST makes it longer or shorter. */
export function periodAt(kind: Period['kind'], at: Date, zone: string): Period {
  const from = DateTime.fromJSDate(at, { zone }).startOf(kind);
  return made(kind, from, zone);
}

/** The same by the name of a day, `2026-11-16`; `undefined` for what is none. */
export function periodOn(kind: Period['kind'], day: string, zone: string): Period | undefined {
  const at = DateTime.fromFormat(day, 'yyyy-LL-dd', { zone });
  return at.isValid ? made(kind, at.startOf(kind), zone) : undefined;
}

/** The period of a name: `2026-W47`, `2026-11` or `2026-11-22`; `undefined` for what is none. */
export function periodNamed(id: string, zone: string): Period | undefined {
  const kind = /^\d{4}-W\d{2}$/.test(id) ? 'week' : /^\d{4}-\d{2}$/.test(id) ? 'month' : 'day';
  const at = DateTime.fromFormat(id, NAME[kind], { zone });
  return at.isValid ? made(kind, at.startOf(kind), zone) : undefined;
}

/** So many periods later; earlier when negative. */
export function shifted({ kind, from, zone }: Period, count: number): Period {
  const start = DateTime.fromJSDate(from, { zone }).plus({ [`${kind}s`]: count });
  return made(kind, start.startOf(kind), zone);
}

/** The same ISO week of the year before; of the 53rd the last one. For months and days the same date. */
export function yearBefore({ kind, from, zone }: Period): Period {
  const start = DateTime.fromJSDate(from, { zone });
  if (kind !== 'week') return made(kind, start.minus({ years: 1 }).startOf(kind), zone);
  const weekYear = start.weekYear - 1;
  const weeks = DateTime.fromObject({ weekYear, weekNumber: 1 }, { zone }).weeksInWeekYear;
  const weekNumber = Math.min(start.weekNumber, weeks);
  return made(kind, DateTime.fromObject({ weekYear, weekNumber, weekday: 1 }, { zone }), zone);
}

/** The newest period that is over. */
export const lastEnded = (kind: Period['kind'], now: Date, zone: string): Period =>
  shifted(periodAt(kind, now, zone), -1);

export const isIn = ({ from, to }: Pick<Period, 'from' | 'to'>, at: Date): boolean => at >= from && at < to;

function made(kind: Period['kind'], from: DateTime, zone: string): Period {
  const to = from.plus({ [`${kind}s`]: 1 }).startOf(kind);
  return { kind, id: from.toFormat(NAME[kind]), from: from.toJSDate(), to: to.toJSDate(), zone };
}
