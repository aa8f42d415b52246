import type { Destination } from '../src/incident/index.js';
import { destinationKey } from '../src/incident/index.js';
import type { Clock } from '../src/ports.js';
import type { Bulletin, BulletinStore } from '../src/ports-news.js';
import type { KeptReport, ReportMailStore, ReportStore } from '../src/ports-reports.js';
import type { Period } from '../src/report/index.js';
import { later } from '../src/time.js';

/** Reports of one sort, one for each period. */
export interface ReportSeries {
  /** `weekly`, `client/riverside/month` */
  readonly series: string;
  readonly idOf: (period: Period) => string;
  /** What is due and not made, the oldest first; `newest` is the last period that has one. */
  readonly due: (now: Date, newest: string | undefined) => readonly Period[];
  /** Since when it is asked for: what ended before is not made. From ever on when left out. */
  readonly since?: (now: Date) => Promise<Date>;
  readonly count: (period: Period, now: Date) => Promise<KeptReport>;
  readonly channels: readonly Destination[];
  readonly news: (kept: KeptReport, to: Destination) => Pick<Bulletin, 'title' | 'lines' | 'accent'>;
  readonly addresses: readonly string[];
}

export interface ReportSeriesParts {
  readonly reports: Pick<ReportStore, 'firstAt' | 'keep' | 'load' | 'newest' | 'told'>;
  readonly mails: Pick<ReportMailStore, 'owe'>;
  readonly bulletins: Pick<BulletinStore, 'add'>;
  readonly clock: Clock;
  readonly failed: (what: string, error: unknown) => void;
}

/** A report that nobody was told of in a month is none that anybody waits for. */
const NEWS_MS = 28 * 86_400_000;
/** Reports of a series looked at for whether everybody was told. */
const LOOKED_AT = 12;

/** Reports: each made once for its period, whatever crashes and however many make it, and told to its readers. */
export function createReportSeries({ reports, mails, bulletins, clock, failed }: ReportSeriesParts) {
  /** The report of a period that is over: as it was kept, or made now and kept. */
  async function make({ idOf, count }: ReportSeries, period: Period): Promise<KeptReport> {
    const id = idOf(period);
    const known = await reports.load(id);
    if (known) return known;
    const made = await count(period, clock.now());
    if (await reports.keep(made)) return made;
    // Another instance was faster; there is one truth.
    return (await reports.load(id)) ?? made;
  }

  /** Everything that is owed for it is written down; each thing once, however often this is done. */
  async function tell({ channels, addresses, news }: ReportSeries, kept: KeptReport): Promise<void> {
    const { id, madeAt } = kept;
    const now = clock.now();
    for (const to of channels)
      await bulletins.add({
        id: `${id}/${destinationKey(to)}`.slice(0, 200),
        to,
        ...news(kept, to),
        report: id,
        madeAt: now,
        until: later(madeAt, NEWS_MS),
      });
    for (const address of addresses)
      await mails.owe({ id: `${id} ${address}`, reportId: id, to: address, via: 'mail', dueAt: now });
    await reports.told(id, now);
  }

  /** One that cannot be made, or told, holds up no other; it is tried again with the next look. */
  async function contained(what: string, task: () => Promise<void>): Promise<void> {
    try {
      await task();
    } catch (error) {
      failed(what, error);
    }
  }

  async function look(series: ReportSeries): Promise<void> {
    const now = clock.now();
    const known = await reports.newest(LOOKED_AT, series.series);
    const since = await series.since?.(now);
    const due = series.due(now, known[0]?.report.period.id).filter(({ to }) => since === undefined || to > since);
    // Of a time in which nobody was there to count, nothing can be said.
    const firstAt = due.length > 0 ? await reports.firstAt() : undefined;
    for (const period of due)
      if (firstAt && firstAt < period.to)
        await contained(`making the report ${series.idOf(period)}`, async () =>
          tell(series, await make(series, period)),
        );
    for (const each of known)
      if (!each.toldAt && later(each.madeAt, NEWS_MS) > now)
        await contained(`telling of the report ${each.id}`, () => tell(series, each));
  }

  return {
    make,
    /** Makes what is due and tells whoever was not told; safe to do again, and on many instances at once. */
    async due(all: readonly ReportSeries[]): Promise<void> {
      for (const series of all) await contained(`looking for reports of ${series.series}`, () => look(series));
    },
  };
}
