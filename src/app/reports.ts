import { type Brand, clientPaper, clientTitle } from '../../cards/client-paper.js';
import { weeklyPaper } from '../../cards/weekly-paper.js';
import { clientReportWords, reportSpeech } from '../../cards/words/reports.js';
import { clientSeries, countClient } from '../../jobs/client-reports.js';
import { createReportSeries } from '../../jobs/report-series.js';
import type { Risks } from '../../jobs/risks.js';
import type { Summarise } from '../../jobs/summaries.js';
import { countWeek, type WeeklyPlan, weeklyId, weeklySeries } from '../../jobs/weekly.js';
import type { Book } from '../book/book.js';
import { type ClientPlan, clientPlan, clientPlans } from '../book/client-reports.js';
import { weeklyReaders } from '../book/report-readers.js';
import type { Config } from '../config.js';
import { digest } from '../digest.js';
import type { Destination } from '../incident/index.js';
import { drawCharts } from '../paper/print.js';
import type { Clock } from '../ports.js';
import type { Enclosure } from '../ports-enclosing.js';
import type { KeptClient, KeptReport } from '../ports-reports.js';
import { lastEnded, type Period, parseWeeklyAt, periodAt, periodNamed } from '../report/index.js';
import { addressesAt } from './links.js';
import type { createPrinting } from './printing.js';
import type { Collections } from './store.js';

export interface ReportsChapter {
  readonly config: Pick<Config, 'publicUrl'>;
  readonly book: () => Book;
  readonly stores: Pick<Collections, 'reports' | 'reportMails' | 'ratings' | 'bulletins' | 'marks'>;
  readonly surfaces: ReadonlySet<Destination['surface']>;
  readonly risk: Pick<Risks, 'on'>;
  readonly summarise: Summarise;
  readonly printing: ReturnType<typeof createPrinting>;
  readonly clock: Clock;
  readonly failed: (what: string, error: unknown) => void;
}

const LISTED = 120;
/** Of one report in a channel. */
const CHARTS = 3;

/** Reports: made when they are due, told to their readers, and printed when somebody wants one on paper. */
export function openReports({
  config,
  book,
  stores,
  surfaces,
  printing,
  risk,
  summarise,
  clock,
  failed,
}: ReportsChapter) {
  const { reports, reportMails: mails, ratings, bulletins } = stores;
  const at = addressesAt(config.publicUrl);
  const url = (id: string): string | undefined => at(`/console/reports/${id}`);
  const organisation = () => book().data.organisation;
  const plan = (): WeeklyPlan => {
    const moment = book().data.reports?.weekly && parseWeeklyAt(book().data.reports?.weekly?.at ?? '');
    const { channels, addresses } = weeklyReaders(book(), surfaces);
    const { name, timezone, currency } = organisation();
    return { ...(moment ? { at: moment } : {}), organisation: name, zone: timezone, currency, channels, addresses };
  };
  const risks = risk.on;
  const client = {
    reports,
    ratings,
    risks,
    marks: stores.marks,
    summarise,
    url,
    speech: reportSpeech,
    labels: clientReportWords,
  };
  const series = createReportSeries({ reports, mails, bulletins, clock, failed });
  const speech = () => reportSpeech(organisation().language);

  const planOf = (clientId: string, kind: Period['kind']): ClientPlan | undefined => {
    const known = book().data.clients.find(({ id }) => id === clientId);
    return known && clientPlan(book(), known, kind, surfaces);
  };
  /** How a report of a client is written: by the contract as it is now. */
  function styleOf({ report }: KeptClient) {
    const { kind } = report.period;
    const own = planOf(report.client.id, kind);
    const language = own?.language ?? organisation().language;
    const brand: Brand = own?.brand ?? {};
    return { brand, language, labels: clientReportWords(language), ...reportSpeech(language, kind) };
  }
  function titleOf(kept: KeptReport) {
    if (kept.kind === 'client') {
      const { labels, words, language, brand } = styleOf(kept);
      const sender = brand.sender === undefined ? {} : { sender: brand.sender };
      return { title: clientTitle(kept.report, labels), period: words.period(kept.report.period), language, ...sender };
    }
    const { words } = speech();
    const { name, language } = organisation();
    return { title: words.weekly(name), period: words.period(kept.report.period), language };
  }
  function paperOf(kept: KeptReport) {
    const { madeAt, tookMs } = kept;
    const made = { organisation: organisation().name, madeAt, tookMs };
    return kept.kind === 'client'
      ? clientPaper({
          ...made,
          ...styleOf(kept),
          report: kept.report,
          summary: kept.summary,
          seal: digest(kept.report),
        })
      : weeklyPaper({ ...made, ...speech(), report: kept.report });
  }

  const print = (kept: KeptReport, password?: string): Promise<Buffer> =>
    printing.print(
      `${kept.id} ${kept.madeAt.getTime()}${password === undefined ? '' : ` ${digest(password)}`}`,
      () => paperOf(kept),
      password,
    );

  /** The week that is over, as it was reported or as it is now; or the one that goes on. */
  async function week(which: 'last' | 'now'): Promise<KeptReport> {
    const { zone, currency } = plan();
    const now = clock.now();
    const period: Period = which === 'last' ? lastEnded('week', now, zone) : periodAt('week', now, zone);
    return (await reports.load(weeklyId(period))) ?? (await countWeek({ reports, risks }, period, currency, now));
  }

  /** A client's report as it was kept, or as it is now; `undefined` for a client or a period that is none. */
  async function ofClient(clientId: string, period: Period): Promise<KeptReport | undefined> {
    const known = await reports.load(`client/${clientId}/${period.id}`);
    if (known) return known;
    const own = planOf(clientId, period.kind);
    return own && period.from <= clock.now() ? await countClient(client, own, period, clock.now()) : undefined;
  }

  return {
    speech,
    titleOf,
    planOf,
    week,
    ofClient,
    /** From now on at the latest the book asks for them. */
    async begin(): Promise<void> {
      for (const each of clientPlans(book(), surfaces)) await clientSeries(each, client).since?.(clock.now());
    },
    due: () =>
      series.due([
        weeklySeries(plan(), { reports, risks, url, speech: reportSpeech }),
        ...clientPlans(book(), surfaces).map((each) => clientSeries(each, client)),
      ]),
    list: (): Promise<KeptReport[]> => reports.newest(LISTED),
    /** Kept, or of a client and counted now: `client/riverside/2026-11` may be asked for before it is over. */
    async load(id: string): Promise<KeptReport | undefined> {
      const known = await reports.load(id);
      const [kind, clientId = '', name = ''] = id.split('/');
      if (known || kind !== 'client') return known;
      const zone = planOf(clientId, 'month')?.zone;
      const period = zone === undefined ? undefined : periodNamed(name, zone);
      return period && (await ofClient(clientId, period));
    },
    mails: (id: string) => mails.of(id),
    ratings: (id: string) => ratings.of(id),
    /** Its charts and the whole of it, for a channel; nothing for one that is not kept. */
    async enclosures(id: string): Promise<readonly Enclosure[] | undefined> {
      const kept = await reports.load(id);
      if (!kept) return undefined;
      const paper = paperOf(kept);
      const charts = paper.blocks.flatMap((block) => (block.kind === 'chart' ? [block.chart] : [])).slice(0, CHARTS);
      const name = id.replaceAll('/', '-');
      const pictures = await drawCharts(charts, paper.colour);
      return [
        ...pictures.map((bytes, index): Enclosure => {
          const { title = '', alt = '' } = charts[index] ?? {};
          return { name: `${name}-${index + 1}.jpg`, title, alt, type: 'image/jpeg', bytes };
        }),
        // A client's paper leaves the house encrypted, or not at all.
        ...(kept.kind === 'client'
          ? []
          : [
              {
                name: `${name}.pdf`,
                title: `${paper.title} · ${paper.subtitle}`,
                type: 'application/pdf',
                bytes: await print(kept),
              },
            ]),
      ];
    },
    print,
    url,
    organisation: (): string => organisation().name,
    zone: (): string => organisation().timezone,
    currency: (): string => organisation().currency,
  };
}

export type OpenReports = ReturnType<typeof openReports>;
