import { DateTime } from 'luxon';
import type { Kind, LossBasis } from '../incident/index.js';
import { type MoneySums, type MoneyUnit, moneySums, sameUnit } from './money-sums.js';
import { isIn, type Period } from './period.js';
import type { ReportRow } from './row.js';
import { type Share, type Spread, shareOf, spreadOf } from './spread.js';

/** How the figures of every report are counted, whoever it is for. */

const TOP = 10;
const TOP_LOSSES = 5;

export interface KindCount {
  readonly kind: Kind;
  readonly count: number;
  readonly before?: number;
}

export interface SiteCount {
  readonly site: string;
  readonly count: number;
  readonly net: number;
}

export interface Counts {
  readonly rows: readonly ReportRow[];
  readonly money: MoneySums | undefined;
  readonly acknowledged: Spread | undefined;
}

/** Without tests and duplicates. */
export const inPeriod = (rows: readonly ReportRow[], period: Period): ReportRow[] =>
  rows.filter(
    ({ openedAt, disposition }) => isIn(period, openedAt) && disposition !== 'test' && disposition !== 'duplicate',
  );

export function countsOf(rows: readonly ReportRow[], unit: MoneyUnit): Counts {
  return {
    rows,
    money: moneySums(rows).find((sums) => sameUnit(sums, unit)),
    acknowledged: spreadOf(times(rows, ({ acknowledgedAt }) => acknowledgedAt)),
  };
}

export const times = (rows: readonly ReportRow[], of: (row: ReportRow) => Date | undefined): number[] =>
  rows.flatMap((row) => {
    const at = of(row);
    return at ? [Math.max(0, at.getTime() - row.openedAt.getTime())] : [];
  });

/**
 * Of those that somebody had, or that are over, or that were due by now: whoever still waits within the time is counted as
 * neither. One that was closed in time, without a claim, was answered in time.
 */
export function judgedBy(
  rows: readonly ReportRow[],
  dueAt: (row: ReportRow) => Date,
  now: Date,
  wasInTime = (row: ReportRow): boolean => answered(row) <= dueAt(row).getTime(),
): Share {
  const judged = rows.filter((row) => answered(row) < Number.POSITIVE_INFINITY || dueAt(row) <= now);
  return shareOf(judged.filter(wasInTime).length, judged.length);
}

const answered = ({ acknowledgedAt, resolvedAt }: ReportRow): number =>
  (acknowledgedAt ?? resolvedAt)?.getTime() ?? Number.POSITIVE_INFINITY;

/** By the deadline that each had at first: one that a reopening set later changes nothing of it. */
export const withinTarget = (rows: readonly ReportRow[], now: Date): Share =>
  judgedBy(
    rows,
    ({ respondBy }) => respondBy,
    now,
    ({ acknowledgedAt, inTime, resolvedAt, respondBy }) =>
      acknowledgedAt === undefined ? resolvedAt !== undefined && resolvedAt <= respondBy : inTime === true,
  );

/** At which the losses of the period mostly are; cost when nothing was lost. */
export function basisOf(rows: readonly ReportRow[], currency: string): LossBasis {
  const [most] = moneySums(rows).filter((sums) => sums.currency === currency);
  return most?.basis ?? 'cost';
}

export function tally<K extends string>(
  rows: readonly ReportRow[],
  of: (row: ReportRow) => K,
): Partial<Record<K, number>> {
  const counts: Partial<Record<K, number>> = {};
  for (const row of rows) counts[of(row)] = (counts[of(row)] ?? 0) + 1;
  return counts;
}

export function kindsOf(rows: readonly ReportRow[], before: readonly ReportRow[] | undefined): KindCount[] {
  const earlier = before && tally(before, ({ kind }) => kind);
  return (Object.entries(tally(rows, ({ kind }) => kind)) as [Kind, number][])
    .map(([kind, count]) => ({ kind, count, ...(earlier ? { before: earlier[kind] ?? 0 } : {}) }))
    .sort((a, b) => b.count - a.count || a.kind.localeCompare(b.kind))
    .slice(0, TOP);
}

export function sitesOf(rows: readonly ReportRow[], unit: MoneyUnit): SiteCount[] {
  const sites = new Map<string, { site: string; count: number; net: number }>();
  for (const { siteId, siteName, loss } of rows) {
    const site = sites.get(siteId) ?? { site: siteName, count: 0, net: 0 };
    sites.set(siteId, {
      ...site,
      count: site.count + 1,
      net: site.net + (loss && sameUnit(loss, unit) ? loss.net : 0),
    });
  }
  return [...sites.values()]
    .sort((a, b) => b.net - a.net || b.count - a.count || a.site.localeCompare(b.site))
    .slice(0, TOP);
}

export function heatOf(rows: readonly ReportRow[], zone: string): number[][] {
  const heat = Array.from({ length: 7 }, () => new Array<number>(24).fill(0));
  for (const { openedAt } of rows) {
    const at = DateTime.fromJSDate(openedAt, { zone });
    const day = heat[at.weekday - 1];
    if (day) day[at.hour] = (day[at.hour] ?? 0) + 1;
  }
  return heat;
}
/** Amounts of two currencies, or at two bases, are not compared: those of the report come first, the others after them. */
export function topOf(rows: readonly ReportRow[], unit: MoneyUnit): ReportRow[] {
  const net = ({ loss }: ReportRow): number => loss?.net ?? 0;
  const foreign = ({ loss }: ReportRow): number => (loss && sameUnit(loss, unit) ? 0 : 1);
  return rows
    .filter((row) => net(row) > 0)
    .sort((a, b) => foreign(a) - foreign(b) || net(b) - net(a) || a.number - b.number)
    .slice(0, TOP_LOSSES);
}
