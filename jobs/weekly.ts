import { weeklyNews } from '../cards/weekly-news.js';
import type { ReportSpeech } from '../cards/words/reports.js';
import type { Destination } from '../src/incident/index.js';
import type { KeptWeekly, ReportStore } from '../src/ports-reports.js';
import { dueWeeks, goingOn, type Period, periodReport, periodsFor, type WeeklyAt } from '../src/report/index.js';
import type { RiskMove } from '../src/risk/index.js';
import type { ReportSeries } from './report-series.js';

/** What the book says about the weekly report. */
export interface WeeklyPlan {
  /** Nothing is made by itself when it is left out. */
  readonly at?: WeeklyAt;
  readonly organisation: string;
  readonly zone: string;
  readonly currency: string;
  readonly channels: readonly Destination[];
  readonly addresses: readonly string[];
}

export type RiskAt = (at: Date) => Promise<readonly RiskMove[] | undefined>;

export interface WeeklyParts {
  readonly reports: Pick<ReportStore, 'rows' | 'firstAt' | 'tasks' | 'investigations'>;
  /** How risk stood at that moment, against a week before; nothing when nobody worked it out. */
  readonly risks: RiskAt;
  /** Where the whole report is; nothing while Tocsin has no address that others reach. */
  readonly url: (id: string) => string | undefined;
  /** English where no language is named. */
  readonly speech: (language: string | undefined) => ReportSpeech;
}

const SERIES = 'weekly';
export const weeklyId = ({ id }: Pick<Period, 'id'>): string => `${SERIES}/${id}`;

/** The figures of a week as they are now. */
export async function countWeek(
  { reports, risks }: Pick<WeeklyParts, 'reports' | 'risks'>,
  period: Period,
  currency: string,
  now: Date,
): Promise<KeptWeekly> {
  const began = performance.now();
  const rows = await reports.rows(periodsFor(period));
  const [firstAt, risk, due, live] = await Promise.all([
    reports.firstAt(),
    risks(now < period.to ? now : period.to),
    reports.tasks(period),
    reports.investigations(),
  ]);
  const work = goingOn(due, live, now);
  const report = periodReport({ period, currency, rows, now, firstAt, work, risk });
  const tookMs = Math.round(performance.now() - began);
  return { id: weeklyId(period), kind: 'weekly', series: SERIES, report, madeAt: now, tookMs };
}

/** The weekly loss report, for managers and stakeholders. */
export const weeklySeries = (plan: WeeklyPlan, { reports, risks, url, speech }: WeeklyParts): ReportSeries => ({
  series: SERIES,
  idOf: weeklyId,
  due: (now, newest) => (plan.at ? dueWeeks(plan.at, now, plan.zone, newest) : []),
  count: (period, now) => countWeek({ reports, risks }, period, plan.currency, now),
  channels: plan.channels,
  addresses: plan.addresses,
  news: ({ id, report }, to) =>
    weeklyNews(report, { organisation: plan.organisation, url: url(id) }, speech(to.language)),
});
