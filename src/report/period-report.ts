import { DateTime } from 'luxon';
import type { Band, FalseAlarmCause } from '../incident/index.js';
import type { RiskMove } from '../risk/index.js';
import { byClass, type ClassSum } from './asset-classes.js';
import { type Compared, type Counted, compared } from './compared.js';
import {
  basisOf,
  type Counts,
  countsOf,
  heatOf,
  inPeriod,
  type KindCount,
  kindsOf,
  type SiteCount,
  sitesOf,
  tally,
  times,
  topOf,
  withinTarget,
} from './counting.js';
import type { GoingOn } from './going-on.js';
import { type MoneySums, type MoneyUnit, moneySums } from './money-sums.js';
import { type Pattern, patternsOf, withoutPlates } from './pattern.js';
import { isIn, type Period, shifted, yearBefore } from './period.js';
import { type ReportRow, withoutTraits } from './row.js';
import { type Share, type Spread, shareOf, spreadOf } from './spread.js';

/** What happened in a day, week or month, against what happened before. Every share has its n; money is in minor units. */
export interface PeriodReport {
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
  readonly byKind: readonly KindCount[];
  readonly bySite: readonly SiteCount[];
  readonly money: readonly MoneySums[];
  /** Goods lost, by class of the inventory, in `unit`; nothing where nobody asked. */
  readonly byClass?: readonly ClassSum[];
  readonly topLosses: readonly ReportRow[];
  readonly acknowledged: Spread | undefined;
  readonly onScene: Spread | undefined;
  readonly falseAlarms: Share;
  readonly falseCauses: readonly { readonly cause: FalseAlarmCause; readonly count: number }[];
  /** Incidents by weekday (Monday first) and hour, on the wall clock of the zone. */
  readonly heat: readonly (readonly number[])[];
  readonly patterns: readonly Pattern[];
  readonly goingOn?: GoingOn;
  /** Where risk was highest at the end of it, against a week before; nothing when nobody worked it out. */
  readonly risk?: readonly RiskMove[];
  /** Incidents and net losses of this week and the four before, the oldest first; none where nobody counted. */
  readonly trend: readonly { readonly period: string; readonly incidents: number; readonly net: number }[];
}

export interface PeriodParts {
  readonly period: Period;
  /** In which the key figures of money are. */
  readonly currency: string;
  /** Incidents of this period, of the four before and of the same one last year. */
  readonly rows: readonly ReportRow[];
  /** When it is counted: what is due later than that is not judged. */
  readonly now: Date;
  /** What is being worked on beside incidents; nothing where nobody asked. */
  readonly work?: GoingOn | undefined;
  /** How risk stood at the end of it; nothing when nobody worked it out. */
  readonly risk?: readonly RiskMove[] | undefined;
  /** When the first incident ever was opened: before that nobody counted. */
  readonly firstAt: Date | undefined;
}

const EARLIER = 4;
const RISKS = 12;

/** The periods of which a report needs the incidents, this one first. */
export const periodsFor = (period: Period): readonly Period[] => [
  period,
  ...Array.from({ length: EARLIER }, (_, index) => shifted(period, -1 - index)),
  yearBefore(period),
];

export function periodReport({ period, currency, rows, now: at, firstAt, work, risk }: PeriodParts): PeriodReport {
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
    byClass: byClass(now.rows, unit),
    topLosses: topOf(now.rows, unit).map(withoutTraits),
    acknowledged: now.acknowledged,
    onScene: spreadOf(times(now.rows, ({ onSceneAt }) => onSceneAt)),
    falseAlarms: shareOf(wrong.length, resolved.length),
    falseCauses: Object.entries(tally(wrong, ({ cause }) => cause ?? 'unknown'))
      .map(([cause, count]) => ({ cause: cause as FalseAlarmCause, count: count ?? 0 }))
      .sort((a, b) => b.count - a.count),
    heat: heatOf(now.rows, period.zone),
    patterns: withoutPlates(
      patternsOf({
        rows: now.rows,
        earlier: known.length === EARLIER ? known : [],
        hourOf: (at) => DateTime.fromJSDate(at, { zone: period.zone }).hour,
      }),
    ),
    ...(work ? { goingOn: work } : {}),
    ...(risk ? { risk: risk.slice(0, RISKS) } : {}),
    trend: [...before.reverse(), { period: period.id, counts: now }].flatMap(({ period: id, counts }) =>
      counts ? [{ period: id, incidents: counts.rows.length, net: counts.money?.net ?? 0 }] : [],
    ),
  };
}
