import { DateTime } from 'luxon';
import type { Band, FalseAlarmCause, Kind, LossBasis } from '../incident/index.js';
import { type Compared, type Counted, compared } from './compared.js';
import { type MoneySums, type MoneyUnit, moneySums, sameUnit } from './money-sums.js';
import { type Pattern, patternsOf } from './pattern.js';
import { isIn, type Period, shifted, yearBefore } from './period.js';
import type { ReportRow } from './row.js';
import { type Share, type Spread, shareOf, spreadOf } from './spread.js';

/** What happened in a week, against what happened before. Every share has its n; money is in minor units. */
export interface WeeklyReport {
  readonly period: Period;
  /** In which the key figures of money are; others have sums of their own. */
  readonly unit: MoneyUnit;
  readonly incidents: Compared;
  readonly netLoss: Compared;
  readonly prevented: Compared;
  /** Median milliseconds from the alarm until somebody had it. */
  readonly acknowledge: Compared;
  /** Had by somebody before it was due. */
  readonly withinTarget: Share;
  /** Called tests and duplicates: in no other figure. */
  readonly removed: { readonly tests: number; readonly duplicates: number };
  /** Not resolved when the report was made. */
  readonly open: number;
  readonly byBand: Readonly<Partial<Record<Band, number>>>;
  readonly byKind: readonly { readonly kind: Kind; readonly count: number; readonly before?: number }[];
  readonly bySite: readonly { readonly site: string; readonly count: number; readonly net: number }[];
  readonly money: readonly MoneySums[];
  readonly topLosses: readonly ReportRow[];
  readonly acknowledged: Spread | undefined;
  readonly onScene: Spread | undefined;
  readonly falseAlarms: Share;
  readonly falseCauses: readonly { readonly cause: FalseAlarmCause; readonly count: number }[];
  /** Incidents by weekday (Monday first) and hour, on the wall clock of the zone. */
  readonly heat: readonly (readonly number[])[];
  readonly patterns: readonly Pattern[];
  /** Incidents and net losses of this week and the four before, the oldest first; none where nobody counted. */
  readonly trend: readonly { readonly period: string; readonly incidents: number; readonly net: number }[];
}

export interface WeeklyParts {
  readonly period: Period;
  /** In which the key figures of money are. */
  readonly currency: string;
  /** Incidents of this period, of the four before and of the same one last year. */
  readonly rows: readonly ReportRow[];
  /** When it is counted: what is due later than that is not judged. */
  readonly now: Date;
  /** When the first incident ever was opened: before that nobody counted. */
  readonly firstAt: Date | undefined;
}

const EARLIER = 4;
const TOP = 10;
const TOP_LOSSES = 5;

/** The periods of which a report needs the incidents, this one first. */
export const periodsFor = (period: Period): readonly Period[] => [
  period,
  ...Array.from({ length: EARLIER }, (_, index) => shifted(period, -1 - index)),
  yearBefore(period),
];

interface Counts {
  readonly rows: readonly ReportRow[];
  readonly money: MoneySums | undefined;
  readonly acknowledged: Spread | undefined;
}

export function weeklyReport({ period, currency, rows, now: at, firstAt }: WeeklyParts): WeeklyReport {
  const mine = inPeriod(rows, period);
  const unit = { currency, basis: basisOf(mine, currency) };
  const [, ...others] = periodsFor(period);
  const wasThere = ({ from }: Period): boolean => firstAt !== undefined && firstAt <= from;
  const of = (one: Period): Counts | undefined => (wasThere(one) ? countsOf(inPeriod(rows, one), unit) : undefined);
  const all = rows.filter(({ openedAt }) => isIn(period, openedAt));
  const now = countsOf(mine, unit);
  const before = others.slice(0, EARLIER).map((one) => ({ period: one.id, counts: of(one) }));
  const counted: Counted<Counts> = {
    now,
    earlier: before.map(({ counts }) => counts),
    yearAgo: others.slice(EARLIER).map(of)[0],
  };
  const known = counted.earlier.flatMap((each) => (each ? [each.rows] : []));
  const resolved = now.rows.filter(({ disposition }) => disposition !== undefined);
  const wrong = now.rows.filter(({ disposition }) => disposition === 'false-alarm');
  return {
    period,
    unit,
    incidents: compared(counted, (each) => each.rows.length),
    netLoss: compared(counted, ({ money }) => money?.net ?? 0),
    prevented: compared(counted, ({ money }) => money?.prevented ?? 0),
    acknowledge: compared(counted, ({ acknowledged }) => acknowledged?.medianMs),
    withinTarget: withinTarget(now.rows, at),
    removed: {
      tests: all.filter(({ disposition }) => disposition === 'test').length,
      duplicates: all.filter(({ disposition }) => disposition === 'duplicate').length,
    },
    open: now.rows.filter(({ resolvedAt }) => resolvedAt === undefined).length,
    byBand: tally(now.rows, ({ band }) => band),
    byKind: kindsOf(now.rows, counted.earlier[0]?.rows),
    bySite: sitesOf(now.rows, unit),
    money: moneySums(now.rows),
    topLosses: topOf(now.rows, unit),
    acknowledged: now.acknowledged,
    onScene: spreadOf(times(now.rows, ({ onSceneAt }) => onSceneAt)),
    falseAlarms: shareOf(wrong.length, resolved.length),
    falseCauses: Object.entries(tally(wrong, ({ cause }) => cause ?? 'unknown'))
      .map(([cause, count]) => ({ cause: cause as FalseAlarmCause, count: count ?? 0 }))
      .sort((a, b) => b.count - a.count),
    heat: heatOf(now.rows, period.zone),
    patterns: patternsOf({
      rows: now.rows,
      earlier: known.length === EARLIER ? known : [],
      hourOf: (at) => DateTime.fromJSDate(at, { zone: period.zone }).hour,
    }),
    trend: [...before.reverse(), { period: period.id, counts: now }].flatMap(({ period: id, counts }) =>
      counts ? [{ period: id, incidents: counts.rows.length, net: counts.money?.net ?? 0 }] : [],
    ),
  };
}

/** Without tests and duplicates. */
const inPeriod = (rows: readonly ReportRow[], period: Period): ReportRow[] =>
  rows.filter(
    ({ openedAt, disposition }) => isIn(period, openedAt) && disposition !== 'test' && disposition !== 'duplicate',
  );

function countsOf(rows: readonly ReportRow[], unit: MoneyUnit): Counts {
  return {
    rows,
    money: moneySums(rows).find((sums) => sameUnit(sums, unit)),
    acknowledged: spreadOf(times(rows, ({ acknowledgedAt }) => acknowledgedAt)),
  };
}

const times = (rows: readonly ReportRow[], of: (row: ReportRow) => Date | undefined): number[] =>
  rows.flatMap((row) => {
    const at = of(row);
    return at ? [Math.max(0, at.getTime() - row.openedAt.getTime())] : [];
  });

/**
 * Of those that somebody had, or that are over, or that were due by now: whoever still waits within the time is counted as
 * neither. One that was closed in time, without a claim, was answered in time.
 */
function withinTarget(rows: readonly ReportRow[], now: Date): Share {
  const judged = rows.filter(
    ({ acknowledgedAt, resolvedAt, respondBy }) =>
      acknowledgedAt !== undefined || resolvedAt !== undefined || respondBy <= now,
  );
  const inTime = judged.filter(({ acknowledgedAt, inTime: had, resolvedAt, respondBy }) =>
    acknowledgedAt === undefined ? resolvedAt !== undefined && resolvedAt <= respondBy : had === true,
  );
  return shareOf(inTime.length, judged.length);
}

/** At which the losses of the week mostly are; cost when nothing was lost. */
function basisOf(rows: readonly ReportRow[], currency: string): LossBasis {
  const [most] = moneySums(rows).filter((sums) => sums.currency === currency);
  return most?.basis ?? 'cost';
}

function tally<K extends string>(rows: readonly ReportRow[], of: (row: ReportRow) => K): Partial<Record<K, number>> {
  const counts: Partial<Record<K, number>> = {};
  for (const row of rows) counts[of(row)] = (counts[of(row)] ?? 0) + 1;
  return counts;
}

function kindsOf(rows: readonly ReportRow[], before: readonly ReportRow[] | undefined): WeeklyReport['byKind'] {
  const earlier = before && tally(before, ({ kind }) => kind);
  return (Object.entries(tally(rows, ({ kind }) => kind)) as [Kind, number][])
    .map(([kind, count]) => ({ kind, count, ...(earlier ? { before: earlier[kind] ?? 0 } : {}) }))
    .sort((a, b) => b.count - a.count || a.kind.localeCompare(b.kind))
    .slice(0, TOP);
}

function sitesOf(rows: readonly ReportRow[], unit: MoneyUnit): WeeklyReport['bySite'] {
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

/** Amounts of two currencies, or at two bases, are not compared: those of the report come first, the others after them. */
function topOf(rows: readonly ReportRow[], unit: MoneyUnit): ReportRow[] {
  const net = ({ loss }: ReportRow): number => loss?.net ?? 0;
  const foreign = ({ loss }: ReportRow): number => (loss && sameUnit(loss, unit) ? 0 : 1);
  return rows
    .filter((row) => net(row) > 0)
    .sort((a, b) => foreign(a) - foreign(b) || net(b) - net(a) || a.number - b.number)
    .slice(0, TOP_LOSSES);
}

function heatOf(rows: readonly ReportRow[], zone: string): number[][] {
  const heat = Array.from({ length: 7 }, () => new Array<number>(24).fill(0));
  for (const { openedAt } of rows) {
    const at = DateTime.fromJSDate(openedAt, { zone });
    const day = heat[at.weekday - 1];
    if (day) day[at.hour] = (day[at.hour] ?? 0) + 1;
  }
  return heat;
}
