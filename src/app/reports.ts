import { weeklyTitle } from '../../cards/report-figures.js';
import { reportMail } from '../../cards/report-mail.js';
import { weeklyPaper } from '../../cards/weekly-paper.js';
import { phoneWords } from '../../cards/words/phones.js';
import { reportSpeech } from '../../cards/words/reports.js';
import { createLoop } from '../../jobs/loop.js';
import { createReportMails } from '../../jobs/report-mails.js';
import { createWeekly, type WeeklyPlan } from '../../jobs/weekly.js';
import type { Book } from '../book/book.js';
import { weeklyReaders } from '../book/report-readers.js';
import type { Config } from '../config.js';
import type { Destination } from '../incident/index.js';
import type { Clock } from '../ports.js';
import type { Mailer } from '../ports-outbound.js';
import type { KeptReport } from '../ports-reports.js';
import { lastEnded, type Period, parseWeeklyAt, periodAt } from '../report/index.js';
import { addressesAt } from './links.js';
import type { createPrinting } from './printing.js';
import type { Collections } from './store.js';

export interface ReportsChapter {
  readonly config: Pick<Config, 'publicUrl'>;
  readonly book: () => Book;
  readonly stores: Pick<Collections, 'reports' | 'reportMails' | 'bulletins' | 'leases'>;
  readonly surfaces: ReadonlySet<Destination['surface']>;
  readonly mailer: Mailer | undefined;
  readonly printing: ReturnType<typeof createPrinting>;
  readonly holder: string;
  readonly clock: Clock;
  readonly failed: (what: string, error: unknown) => void;
}

/** Mails of reports are no pages: this is soon enough. */
const MAILS_MS = 15_000;
const LISTED = 60;

/** Reports: made when they are due, told to their readers, and printed when somebody wants one on paper. */
export function openReports({
  config,
  book,
  stores,
  surfaces,
  mailer,
  printing,
  holder,
  clock,
  failed,
}: ReportsChapter) {
  const { reports, reportMails: mails, bulletins, leases } = stores;
  const at = addressesAt(config.publicUrl);
  const url = (id: string): string | undefined => at(`/console/reports/${id}`);
  const plan = (): WeeklyPlan => {
    const { organisation, reports: asked } = book().data;
    const moment = asked?.weekly && parseWeeklyAt(asked.weekly.at);
    const { channels, addresses } = weeklyReaders(book(), surfaces);
    return {
      ...(moment ? { at: moment } : {}),
      organisation: organisation.name,
      zone: organisation.timezone,
      currency: organisation.currency,
      channels,
      addresses,
    };
  };
  const weekly = createWeekly({ reports, mails, bulletins, plan, url, speech: reportSpeech, clock, failed });
  const speech = () => reportSpeech(book().data.organisation.language);
  const sendMails =
    mailer &&
    createReportMails({
      mails,
      mailer,
      leases,
      holder,
      clock,
      async compose({ reportId }) {
        const kept = await reports.load(reportId);
        const link = url(reportId);
        if (!kept || link === undefined) return undefined;
        const { words } = speech();
        const title = words.weekly(plan().organisation);
        return reportMail(
          { title, period: words.period(kept.report.period), url: link },
          phoneWords(undefined, book().data.organisation.language),
        );
      },
    });
  const loop = createLoop(sendMails ?? (async () => 'idle'), MAILS_MS, (error) => {
    failed('sending mails about reports', error);
  });
  const print = ({ id, report, madeAt, tookMs }: KeptReport): Promise<Buffer> =>
    printing.print(id, () => weeklyPaper({ organisation: plan().organisation, report, madeAt, tookMs, ...speech() }));

  return {
    speech,
    titleOf: ({ report }: KeptReport): string => weeklyTitle(plan().organisation, report, speech().words),
    due: async (): Promise<void> => {
      await weekly.due();
      loop.wake();
    },
    /** The week that is over, as it was reported or as it is now; or the one that goes on. */
    week: async (which: 'last' | 'now'): Promise<KeptReport> => {
      const { zone } = plan();
      const now = clock.now();
      const period: Period = which === 'last' ? lastEnded('week', now, zone) : periodAt('week', now, zone);
      return (await reports.load(`weekly/${period.id}`)) ?? (await weekly.count(period));
    },
    list: (): Promise<KeptReport[]> => reports.newest(LISTED),
    load: (id: string): Promise<KeptReport | undefined> => reports.load(id),
    mails: (id: string) => mails.of(id),
    print,
    url,
    organisation: (): string => plan().organisation,
    zone: (): string => plan().zone,
    start: (): void => {
      if (sendMails) loop.start();
    },
    stop: async (): Promise<void> => {
      await loop.stop();
      await printing.idle();
    },
  };
}

export type OpenReports = ReturnType<typeof openReports>;
