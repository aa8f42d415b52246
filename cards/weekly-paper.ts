import { minorDigits } from '../src/incident/index.js';
import { adviceOf, type PeriodReport, sameUnit } from '../src/report/index.js';
import { localDayTime, spokenDuration } from '../src/time.js';
import { clip } from './card.js';
import { type Chart, type Heat, heading, NAME, type Paper, type PaperBlock, plain } from './paper.js';
import { keyFigures, kindIn, leadOf, percentOf, saying, writtenIn } from './report-figures.js';
import { lossBlocks } from './weekly-losses.js';
import type { ReportWords } from './words/report-words.js';
import type { ReportSpeech } from './words/reports.js';

export interface WeeklyPaperParts extends ReportSpeech {
  readonly organisation: string;
  readonly report: PeriodReport;
  readonly madeAt: Date;
  /** How long the figures took. */
  readonly tookMs: number;
}

const COLOUR = '#0B5FFF';

/** The weekly loss report on paper: page one for whoever reads only page one, then the evidence for it. */
export function weeklyPaper(parts: WeeklyPaperParts): Paper {
  const { organisation, report, words, madeAt, tookMs } = parts;
  const { zone } = report.period;
  const period = words.period(report.period);
  return {
    title: words.weekly(organisation),
    subtitle: period,
    language: words.locale.slice(0, 2),
    header: [words.weekly(organisation), period],
    footer: words.made(localDayTime(madeAt, zone, words.locale), tookMs),
    page: words.page,
    colour: COLOUR,
    blocks: [...pageOne(parts), { kind: 'new-page' }, ...lossBlocks(parts), ...occurrence(parts), ...answers(parts)],
  };
}

type Parts = WeeklyPaperParts;

function pageOne({ report, words, terms }: Parts): PaperBlock[] {
  const { money } = writtenIn(words, report.unit.currency);
  const advice = adviceOf(report).map((each) => words.advice(each, saying(money, terms)));
  return [
    { kind: 'text', tone: 'lead', text: leadOf(report, words) },
    { kind: 'figures', figures: keyFigures(report, words) },
    { kind: 'chart', chart: trend({ report, words, terms }) },
    heading(words.headings.advice),
    advice.length > 0 ? { kind: 'list', items: advice } : plain(words.noAdvice),
  ];
}

/** The one chart that matters: money, when there was any; else how much happened. */
function trend({ report, words, terms }: Pick<Parts, 'report' | 'words' | 'terms'>): Chart {
  const { money, count } = writtenIn(words, report.unit.currency);
  const ofMoney = report.trend.some(({ net }) => net > 0);
  const { mean } = ofMoney ? report.netLoss : report.incidents;
  const write = ofMoney ? money : count;
  const usual = mean === undefined ? undefined : write(mean);
  const values = report.trend.map(({ net, incidents }) => (ofMoney ? net : incidents));
  const title = ofMoney
    ? words.chartLoss({ now: money(report.netLoss.now), mean: usual })
    : words.chartTrend({ now: report.incidents.now, mean: usual });
  return {
    sort: 'bars',
    title,
    unit: ofMoney ? `${report.unit.currency}, ${terms.loss.bases[report.unit.basis]}` : words.incidentsUnit,
    labels: report.trend.map(({ period }) => period),
    values: ofMoney ? values.map((value) => inUnits(value, report.unit.currency)) : values,
    emphasis: 'last',
    locale: words.locale,
    source: ofMoney
      ? words.source(report.money.find((sums) => sameUnit(sums, report.unit))?.n ?? 0, 'losses')
      : words.source(report.incidents.now, 'incidents'),
    alt: `${title}. ${report.trend.map(({ period }, index) => `${period}: ${write(values[index] ?? 0)}`).join(', ')}`,
  };
}

const inUnits = (minor: number, currency: string): number => minor / 10 ** minorDigits(currency);

function occurrence({ report, words, terms }: Parts): PaperBlock[] {
  const { columns } = words;
  const { money } = writtenIn(words, report.unit.currency);
  return [
    heading(words.headings.when),
    { kind: 'heat', heat: heat(report, words) },
    heading(words.headings.where),
    {
      kind: 'table',
      columns: [
        { label: columns.site },
        { label: columns.incidents, numbers: true },
        { label: columns.net, numbers: true },
      ],
      rows: report.bySite.map(({ site, count, net }) => [clip(site, NAME), String(count), money(net)]),
    },
    heading(words.headings.what),
    {
      kind: 'table',
      columns: [
        { label: columns.kind },
        { label: columns.incidents, numbers: true },
        { label: columns.before, numbers: true },
      ],
      rows: report.byKind.map(({ kind, count, before }) => [
        terms.kinds[kind],
        String(count),
        before === undefined ? words.notMeasured : String(before),
      ]),
    },
  ];
}

function heat({ heat: values }: PeriodReport, words: ReportWords): Heat {
  const cells = values.flatMap((row, day) => row.map((count, hour) => ({ day, hour, count })));
  const most = cells.reduce((best, cell) => (cell.count > best.count ? cell : best), { day: 0, hour: 0, count: 0 });
  const title = words.heat(
    most.count === 0 ? undefined : { weekday: words.weekdays[most.day] ?? '', hour: most.hour, count: most.count },
  );
  return {
    title,
    rows: words.weekdays,
    columns: Array.from({ length: 24 }, (_, hour) => String(hour)),
    values,
    source: words.source(
      values.flat().reduce((sum, count) => sum + count, 0),
      'incidents',
    ),
    alt: title,
  };
}

/** Nine of ten were within it: it must not be rounded to less. */
const upToMinute = (ms: number): number => (ms < 60_000 ? ms : Math.ceil(ms / 60_000) * 60_000);

function answers({ report, words, terms }: Parts): PaperBlock[] {
  const { columns, headings } = words;
  const spread = (label: string, of: PeriodReport['acknowledged']): string[] =>
    of
      ? [label, spokenDuration(of.medianMs), spokenDuration(upToMinute(of.p90Ms)), String(of.n)]
      : [label, words.notMeasured, words.notMeasured, '0'];
  return [
    heading(headings.response),
    {
      kind: 'table',
      columns: [
        { label: columns.time },
        { label: columns.median, numbers: true },
        { label: columns.p90, numbers: true },
        { label: columns.n, numbers: true },
      ],
      rows: [spread(words.times.acknowledged, report.acknowledged), spread(words.times.onScene, report.onScene)],
    },
    heading(headings.falseAlarms),
    plain(words.share(report.falseAlarms.n, report.falseAlarms.of, percentOf(report.falseAlarms, words))),
    ...(report.falseCauses.length > 0
      ? [
          {
            kind: 'table',
            columns: [{ label: columns.cause }, { label: columns.count, numbers: true }],
            rows: report.falseCauses.map(({ cause, count }) => [terms.causes[cause], String(count)]),
          } as const,
        ]
      : []),
    heading(headings.patterns),
    report.patterns.length > 0
      ? {
          kind: 'list',
          items: report.patterns.map((each) => words.pattern(each, kindIn(terms))),
        }
      : plain(words.noPattern),
    heading(headings.method),
    { kind: 'text', tone: 'note', text: words.method(report.period.zone) },
    { kind: 'text', tone: 'note', text: words.removed(report.removed.tests, report.removed.duplicates) },
  ];
}
