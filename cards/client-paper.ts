import type { ClientChart, ClientReport } from '../src/report/index.js';
import { clientAdviceOf } from '../src/report/index.js';
import { localDayTime } from '../src/time.js';
import { clientChart } from './client-charts.js';
import { evidenceBlocks, highlightBlocks, incidentBlocks } from './client-incidents.js';
import { equipmentBlocks, patrolBlocks, promiseBlocks, workBlocks } from './client-work.js';
import { heading, type Logo, type Paper, type PaperBlock, type PaperFigure, plain } from './paper.js';
import { falseAlarmBlocks, patternBlock } from './report-blocks.js';
import { bandIn, keyFigures, leadOf, percentOf, saying, writtenIn } from './report-figures.js';
import { lossBlocks } from './report-losses.js';
import { riskBlocks } from './risk-lines.js';
import type { ClientReportWords } from './words/client-report-words.js';
import type { ReportSpeech } from './words/reports.js';

/** How the paper of a client looks, by the book. */
export interface Brand {
  readonly colour?: string;
  /** Above each page, in place of the organisation. */
  readonly header?: string;
  /** As whom mails come. */
  readonly sender?: string;
  readonly footer?: string;
  readonly logo?: Logo;
}

export interface ClientPaperParts extends ReportSpeech {
  readonly organisation: string;
  readonly report: ClientReport;
  readonly brand: Brand;
  readonly labels: ClientReportWords;
  readonly madeAt: Date;
  /** How long the figures took. */
  readonly tookMs: number;
  /** SHA-256 of the figures as they are kept. */
  readonly seal: string;
  /** Its first paragraph by a model, held against the figures; the rules' own when left out. */
  readonly summary?: { readonly text: string; readonly model: string } | undefined;
}

export type ClientBlocks = Pick<ClientPaperParts, 'report' | 'labels' | 'words' | 'terms'>;

const COLOUR = '#0B5FFF';
/** Names of incidents in a sentence. */
const NAMED = 5;

/** `Monthly security report · Riverside Properties` */
export const clientTitle = ({ client, period }: ClientReport, { titles }: ClientReportWords): string =>
  `${titles[period.kind]} · ${client.name}`;

/** What a client paid for, on paper: page one for whoever reads only page one, then the evidence for it. */
export function clientPaper(parts: ClientPaperParts): Paper {
  const { organisation, report, brand, words, labels, madeAt, tookMs, seal } = parts;
  const { zone } = report.period;
  const title = clientTitle(report, labels);
  return {
    title,
    subtitle: words.period(report.period),
    language: words.locale.slice(0, 2),
    header: [brand.header ?? organisation, `${words.period(report.period)} · ${seal.slice(0, 12)}`],
    footer: [
      ...(brand.footer ? [brand.footer] : []),
      words.made(localDayTime(madeAt, zone, words.locale), tookMs),
    ].join(' · '),
    page: words.page,
    colour: brand.colour ?? COLOUR,
    ...(brand.logo ? { logo: brand.logo } : {}),
    blocks: [
      ...pageOne(parts),
      { kind: 'new-page' },
      ...highlightBlocks(parts),
      ...promiseBlocks(parts),
      ...otherCharts(parts),
      ...lossBlocks(parts),
      ...patrolBlocks(parts),
      heading(words.headings.falseAlarms),
      ...falseAlarmBlocks(parts),
      ...equipmentBlocks(parts),
      ...workBlocks(parts),
      heading(words.headings.patterns),
      patternBlock(report, words, parts.terms),
      ...riskBlocks(report.risk, words.locale),
      ...incidentBlocks(parts),
      ...evidenceBlocks(parts),
      heading(labels.headings.appendix),
      ...[
        words.method(zone),
        labels.method,
        words.removed(report.removed.tests, report.removed.duplicates),
        labels.seal(seal),
      ].map((text): PaperBlock => ({ kind: 'text', tone: 'note', text })),
    ],
  };
}

/** Charts of a contract that names none. */
const USUAL: readonly ClientChart[] = ['trend', 'heat-map', 'response'];
const chartsOf = ({ charts }: ClientReport): readonly ClientChart[] =>
  charts.length > 0 ? [...new Set(charts)] : USUAL;

function pageOne(parts: ClientPaperParts): PaperBlock[] {
  const { report, words, terms, summary } = parts;
  const { money } = writtenIn(words, report.unit.currency);
  const advice = clientAdviceOf(report).map((each) => words.advice(each, saying(money, terms, words)));
  // A bare chart of bars tells more of a page than a heat map; the first of the contract otherwise.
  const [first = 'trend'] = chartsOf(report);
  return [
    { kind: 'text', tone: 'lead', text: summary?.text ?? clientLead(parts) },
    ...(summary ? [{ kind: 'text', tone: 'note', text: parts.labels.machine(summary.model) } as const] : []),
    { kind: 'figures', figures: clientFigures(parts) },
    clientChart(first, parts),
    heading(words.headings.advice),
    advice.length > 0 ? { kind: 'list', items: advice } : plain(words.noAdvice),
  ];
}

const otherCharts = (parts: ClientPaperParts): PaperBlock[] => {
  const [, ...others] = chartsOf(parts.report);
  return others.length === 0
    ? []
    : [heading(parts.labels.headings.zones), ...others.map((chart) => clientChart(chart, parts))];
};

/** What was grave comes first. */
export function clientLead({ report, words, terms, labels }: ClientBlocks): string {
  const band = bandIn(terms)(report.highlight);
  const names = report.highlights.slice(0, NAMED).map(({ number }) => `INC-${number}`);
  return `${labels.highlighted(report.highlighted, band, names)} ${leadOf(report, words)}`;
}

/** Five figures: how much, what it cost, how fast, whether the promises were kept, whether the patrols were walked. */
export function clientFigures({ report, words, labels }: ClientBlocks): PaperFigure[] {
  const [incidents, netLoss, , acknowledge] = keyFigures(report, words);
  const judged = report.sla.filter(({ verdict }) => verdict !== 'too-few');
  const kept = judged.filter(({ verdict }) => verdict === 'met').length;
  const { proven } = report.patrols;
  return [
    ...[incidents, netLoss, acknowledge].flatMap((figure) => (figure ? [figure] : [])),
    {
      label: labels.figures.promises,
      value: judged.length === 0 ? words.notApplicable : labels.promisesKept(kept, judged.length),
      change: judged.length === 0 ? (report.sla.length === 0 ? labels.noPromises : labels.verdicts['too-few']) : '',
      tone: judged.length === 0 ? 'neutral' : kept === judged.length ? 'better' : 'worse',
    },
    {
      label: labels.figures.patrols,
      value: percentOf(proven, words) ?? words.notApplicable,
      change: proven.of === 0 ? labels.noPatrols : words.share(proven.n, proven.of, undefined),
      tone: 'neutral',
    },
  ];
}
