import { clientNews } from '../cards/client-news.js';
import type { ClientReportWords } from '../cards/words/client-report-words.js';
import type { ReportSpeech } from '../cards/words/reports.js';
import type { Destination } from '../src/incident/index.js';
import type { KeptClient, RatingStore, ReportStore } from '../src/ports-reports.js';
import type { MarkStore } from '../src/ports-tasks.js';
import {
  type ClientReport,
  type ClientTerms,
  clientReport,
  duePeriods,
  type Period,
  periodsFor,
} from '../src/report/index.js';
import type { ReportSeries } from './report-series.js';
import type { Summarise } from './summaries.js';
import type { RiskAt } from './weekly.js';

/** A report that a contract asks for. */
export interface ClientReportPlan {
  readonly client: ClientTerms;
  readonly kind: Period['kind'];
  readonly siteIds: readonly string[];
  readonly zone: string;
  readonly currency: string;
  readonly language: string;
  readonly channels: readonly Destination[];
  readonly contacts: readonly { readonly email: string }[];
}

export interface ClientReportParts {
  readonly reports: Pick<ReportStore, 'rows' | 'firstAt' | 'tasks' | 'scans'>;
  readonly ratings: Pick<RatingStore, 'marks'>;
  readonly risks: RiskAt;
  readonly marks: Pick<MarkStore, 'begin'>;
  readonly summarise: Summarise;
  readonly url: (id: string) => string | undefined;
  readonly speech: (language: string | undefined, kind: Period['kind']) => ReportSpeech;
  readonly labels: (language: string | undefined) => ClientReportWords;
}

export const clientReportId = (clientId: string, { id }: Pick<Period, 'id'>): string => `client/${clientId}/${id}`;
const seriesOf = ({ client, kind }: Pick<ClientReportPlan, 'client' | 'kind'>): string => `client/${client.id}/${kind}`;

/** The figures of a client's period as they are now. */
export async function countClient(
  { reports, ratings, risks }: Pick<ClientReportParts, 'reports' | 'ratings' | 'risks'>,
  plan: Pick<ClientReportPlan, 'client' | 'kind' | 'siteIds' | 'currency'>,
  period: Period,
  now: Date,
): Promise<KeptClient> {
  const began = performance.now();
  const { client, siteIds, currency } = plan;
  const tasks = await reports.tasks(period, client.id);
  const [rows, scans, marks, firstAt, all] = await Promise.all([
    reports.rows(periodsFor(period), client.id),
    reports.scans(
      period,
      siteIds,
      tasks.map(({ number }) => number),
    ),
    ratings.marks(client.id, period),
    reports.firstAt(client.id),
    risks(now < period.to ? now : period.to),
  ]);
  const own = new Set(siteIds);
  const risk = all?.filter(({ siteId }) => siteId !== undefined && own.has(siteId));
  const report = clientReport({ client, period, currency, rows, tasks, scans, marks, now, firstAt, risk });
  const tookMs = Math.round(performance.now() - began);
  return { id: clientReportId(client.id, period), kind: 'client', series: seriesOf(plan), report, madeAt: now, tookMs };
}

/** The report of one client and kind, at the end of each period on the client's clock. */
export const clientSeries = (plan: ClientReportPlan, parts: ClientReportParts): ReportSeries => ({
  series: seriesOf(plan),
  idOf: (period) => clientReportId(plan.client.id, period),
  due: (now, newest) => duePeriods(plan.kind, now, plan.zone, newest),
  // Of the time before the contract asked for it nobody waits for one.
  since: (now) => parts.marks.begin(`reports/${seriesOf(plan)}`, now),
  async count(period, now) {
    const kept = await countClient(parts, plan, period, now);
    const summary = await parts.summarise(linesOf(kept.report, plan.language, parts), plan.language);
    return summary ? { ...kept, summary } : kept;
  },
  channels: plan.channels,
  addresses: plan.contacts.map(({ email }) => email),
  news(kept, { language, audience }) {
    if (kept.kind !== 'client') throw new Error(`${kept.id} is no report of a client`);
    const speech = parts.speech(language, kept.report.period.kind);
    // A client cannot sign in to our console: what is there leads them nowhere.
    const url = audience === 'client' ? undefined : parts.url(kept.id);
    return clientNews(kept.report, url, { ...speech, labels: parts.labels(language) });
  },
});

/** What the report says on its first page, line by line: all that a model may use. */
function linesOf(report: ClientReport, language: string, { speech, labels }: ClientReportParts): string[] {
  const { title, lines } = clientNews(report, undefined, {
    ...speech(language, report.period.kind),
    labels: labels(language),
  });
  return [title, ...lines];
}
