import { createReportSeries, type ReportSeries } from '../../jobs/report-series.js';
import type { KeptReport, OwedMail, ReportStore } from '../../src/ports-reports.js';
import { isIn, type ReportRow } from '../../src/report/index.js';

/** One store of reports, and as many instances on it as a test wants. */
export function reportHouse(
  rows: readonly ReportRow[],
  start: string,
  series: (reports: Reports) => readonly ReportSeries[],
) {
  let now = new Date(start);
  const kept = new Map<string, KeptReport>();
  const told: string[] = [];
  const mails = new Map<string, Pick<OwedMail, 'to'>>();
  const failures: unknown[] = [];
  let counted = 0;
  let crash: string | undefined;
  const reports = {
    rows: async (periods: readonly { from: Date; to: Date }[]) => {
      counted += 1;
      return rows.filter(({ openedAt }) => periods.some((period) => isIn(period, openedAt)));
    },
    tasks: async () => [],
    investigations: async () => [],
    scans: async () => [],
    firstAt: async () => rows[0]?.openedAt,
    keep: async (report: KeptReport) => {
      if (kept.has(report.id)) return false;
      kept.set(report.id, report);
      if (crash === 'after keep') throw new Error('killed');
      return true;
    },
    load: async (id: string) => kept.get(id),
    newest: async (limit: number, of?: string) =>
      [...kept.values()]
        .filter((each) => of === undefined || each.series === of)
        .sort((a, b) => b.report.period.id.localeCompare(a.report.period.id))
        .slice(0, limit),
    told: async (id: string, at: Date) => {
      if (crash === 'before told') throw new Error('killed');
      kept.set(id, { ...kept.get(id)!, toldAt: at });
    },
  };
  const all = series(reports);
  const instance = () => {
    const runner = createReportSeries({
      reports,
      mails: { owe: async (mail) => void mails.set(mail.id, mail) },
      bulletins: {
        add: async ({ id }) => {
          if (told.includes(id)) return false;
          told.push(id);
          return true;
        },
      },
      clock: { now: () => now },
      failed: (_what, error) => failures.push(error),
    });
    return { due: () => runner.due(all), make: runner.make };
  };
  return {
    instance,
    series: all,
    kept,
    told,
    failures,
    mails,
    counted: () => counted,
    at: (moment: string) => {
      now = new Date(moment);
    },
    crash: (where: string | undefined) => {
      crash = where;
    },
  };
}

export type Reports = Pick<
  ReportStore,
  'rows' | 'tasks' | 'investigations' | 'scans' | 'firstAt' | 'keep' | 'load' | 'newest' | 'told'
>;
