import { weeklyNews } from '../cards/weekly-news.js';
import type { ReportSpeech } from '../cards/words/reports.js';
import type { Destination } from '../src/incident/index.js';
import { destinationKey } from '../src/incident/index.js';
import type { Clock } from '../src/ports.js';
import type { BulletinStore } from '../src/ports-news.js';
import type { KeptReport, ReportMailStore, ReportStore } from '../src/ports-reports.js';
import { dueWeeks, type Period, periodReport, periodsFor, type WeeklyAt } from '../src/report/index.js';
import { later } from '../src/time.js';

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

export interface WeeklyParts {
  readonly reports: ReportStore;
  readonly mails: Pick<ReportMailStore, 'owe'>;
  readonly bulletins: Pick<BulletinStore, 'add'>;
  readonly plan: () => WeeklyPlan;
  /** Where the whole report is; nothing while Tocsin has no address that others reach. */
  readonly url: (id: string) => string | undefined;
  /** English where no language is named. */
  readonly speech: (language: string | undefined) => ReportSpeech;
  readonly clock: Clock;
  readonly failed: (what: string, error: unknown) => void;
}

/** A report that nobody was told of in a month is none that anybody waits for. */
const NEWS_MS = 28 * 86_400_000;
/** Reports looked at for whether everybody was told. */
const LOOKED_AT = 12;

const weeklyId = ({ id }: Period): string => `weekly/${id}`;

/** The figures of a week as they are now. */
export async function countWeek(
  reports: Pick<ReportStore, 'rows' | 'firstAt'>,
  period: Period,
  currency: string,
  now: Date,
): Promise<KeptReport> {
  const began = performance.now();
  const rows = await reports.rows(periodsFor(period));
  const report = periodReport({ period, currency, rows, now, firstAt: await reports.firstAt() });
  return { id: weeklyId(period), report, madeAt: now, tookMs: Math.round(performance.now() - began) };
}

/** The weekly loss report: made once for each week, whatever crashes and however many make it, and told to its readers. */
export function createWeekly({ reports, mails, bulletins, plan, url, speech, clock, failed }: WeeklyParts) {
  const count = (period: Period): Promise<KeptReport> => countWeek(reports, period, plan().currency, clock.now());

  /** The report of a week that is over: as it was kept, or made now and kept. */
  async function make(period: Period): Promise<KeptReport> {
    const id = weeklyId(period);
    const known = await reports.load(id);
    if (known) return known;
    const made = await count(period);
    if (await reports.keep(made)) return made;
    // Another instance was faster; there is one truth.
    return (await reports.load(id)) ?? made;
  }

  /** Everything that is owed for it is written down; each thing once, however often this is done. */
  async function tell({ id, report, madeAt }: KeptReport): Promise<void> {
    const { organisation, channels, addresses } = plan();
    const now = clock.now();
    for (const to of channels)
      await bulletins.add({
        id: `${id}/${destinationKey(to)}`.slice(0, 200),
        to,
        ...weeklyNews(report, { organisation, url: url(id) }, speech(to.language)),
        madeAt: now,
        until: later(madeAt, NEWS_MS),
      });
    for (const address of addresses) await mails.owe({ id: `${id} ${address}`, reportId: id, to: address, dueAt: now });
    await reports.told(id, now);
  }

  /** One week that cannot be made, or told, holds up no other; it is tried again with the next look. */
  async function contained(what: string, task: () => Promise<void>): Promise<void> {
    try {
      await task();
    } catch (error) {
      failed(what, error);
    }
  }

  return {
    count,
    make,
    /** Makes what is due and tells whoever was not told; safe to do again, and on many instances at once. */
    async due(): Promise<void> {
      const { at, zone } = plan();
      const now = clock.now();
      const known = await reports.newest(LOOKED_AT);
      const weekly = known.filter(({ id }) => id.startsWith('weekly/'));
      const due = at ? dueWeeks(at, now, zone, weekly[0]?.report.period.id) : [];
      // Of a time in which nobody was there to count, nothing can be said.
      const firstAt = due.length > 0 ? await reports.firstAt() : undefined;
      for (const period of due)
        if (firstAt && firstAt < period.to)
          await contained(`making the report of ${period.id}`, async () => tell(await make(period)));
      for (const each of weekly)
        if (!each.toldAt && later(each.madeAt, NEWS_MS) > now)
          await contained(`telling of the report ${each.id}`, () => tell(each));
    },
  };
}
