import { adviceOf, type MoneySums, nameOfRow, recoveryRate, type WeeklyReport } from '../src/report/index.js';
import { localDayTime, spokenDuration } from '../src/time.js';
import { clip } from './card.js';
import type { Chart, Heat, Paper, PaperBlock } from './paper.js';
import { keyFigures, leadOf, percentOf, writtenIn } from './report-figures.js';
import { amountIn } from './words/amount.js';
import type { ReportWords } from './words/report-words.js';
import type { ReportSpeech } from './words/reports.js';

export interface WeeklyPaperParts extends ReportSpeech {
  readonly organisation: string;
  readonly report: WeeklyReport;
  readonly madeAt: Date;
  /** How long the figures took. */
  readonly tookMs: number;
}

const COLOUR = '#0B5FFF';
const NAME = 60;

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
    blocks: [...pageOne(parts), { kind: 'new-page' }, ...losses(parts), ...occurrence(parts), ...answers(parts)],
  };
}

type Parts = WeeklyPaperParts;

const heading = (text: string): PaperBlock => ({ kind: 'heading', text });
const plain = (text: string): PaperBlock => ({ kind: 'text', text, tone: 'plain' });

function pageOne({ report, words, terms }: Parts): PaperBlock[] {
  const { money } = writtenIn(words, report.currency);
  const advice = adviceOf(report).map((each) =>
    words.advice(each, money, (of) => terms.loss.categories[of as keyof typeof terms.loss.categories]),
  );
  return [
    { kind: 'text', tone: 'lead', text: leadOf(report, words) },
    { kind: 'figures', figures: keyFigures(report, words) },
    { kind: 'chart', chart: trend(report, words) },
    heading(words.headings.advice),
    advice.length > 0 ? { kind: 'list', items: advice } : plain(words.noAdvice),
  ];
}

/** The one chart that matters: money, when there was any; else how much happened. */
function trend(report: WeeklyReport, words: ReportWords): Chart {
  const { money, count } = writtenIn(words, report.currency);
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
    unit: ofMoney ? report.currency : words.incidentsUnit,
    labels: report.trend.map(({ period }) => period),
    values: ofMoney ? values.map((value) => inUnits(value, report.currency)) : values,
    emphasis: 'last',
    alt: `${title}. ${report.trend.map(({ period }, index) => `${period}: ${write(values[index] ?? 0)}`).join(', ')}`,
  };
}

const inUnits = (minor: number, currency: string): number => {
  const digits =
    new Intl.NumberFormat('en', { style: 'currency', currency }).resolvedOptions().maximumFractionDigits ?? 2;
  return minor / 10 ** digits;
};

function losses({ report, words, terms }: Parts): PaperBlock[] {
  const { columns } = words;
  const amount = amountIn(words.locale);
  const { percent } = writtenIn(words, report.currency);
  const row = (sums: MoneySums): string[] => {
    const money = (minor: number): string => amount({ amount: minor, currency: sums.currency });
    const rate = recoveryRate(sums);
    return [
      sums.currency,
      String(sums.n),
      money(sums.gross),
      money(sums.recovered),
      rate === undefined ? words.notApplicable : percent(rate),
      money(sums.net),
      money(sums.prevented),
    ];
  };
  if (report.money.length === 0) return [heading(words.headings.losses), plain(words.noLoss)];
  const byCategory = report.money.flatMap((sums) =>
    Object.entries(sums.byCategory).map(([category, net]) => [
      terms.loss.categories[category as keyof typeof terms.loss.categories],
      amount({ amount: net, currency: sums.currency }),
    ]),
  );
  return [
    heading(words.headings.losses),
    {
      kind: 'table',
      columns: [
        { label: columns.currency },
        ...[columns.n, columns.gross, columns.recovered, columns.rate, columns.net, columns.prevented].map(
          (label) => ({ label, numbers: true }) as const,
        ),
      ],
      rows: report.money.map(row),
    },
    ...(byCategory.length > 0
      ? [
          {
            kind: 'table',
            columns: [{ label: columns.category }, { label: columns.net, numbers: true }],
            rows: byCategory,
          } as const,
        ]
      : []),
    ...(report.topLosses.length > 0
      ? [
          heading(words.headings.topLosses),
          {
            kind: 'table',
            columns: [
              { label: columns.incident },
              { label: columns.kind },
              { label: columns.site },
              { label: columns.category },
              { label: columns.net, numbers: true },
            ],
            rows: report.topLosses.map((each) => [
              nameOfRow(each),
              terms.kinds[each.kind],
              clip(each.zoneName === undefined ? each.siteName : `${each.siteName}, ${each.zoneName}`, NAME),
              each.loss ? terms.loss.categories[each.loss.category] : '',
              each.loss ? amount({ amount: each.loss.net, currency: each.loss.currency }) : '',
            ]),
          } as const,
        ]
      : []),
  ];
}

function occurrence({ report, words, terms }: Parts): PaperBlock[] {
  const { columns } = words;
  const { money } = writtenIn(words, report.currency);
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

function heat({ heat: values }: WeeklyReport, words: ReportWords): Heat {
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
    alt: title,
  };
}

function answers({ report, words, terms }: Parts): PaperBlock[] {
  const { columns, headings } = words;
  const spread = (label: string, of: WeeklyReport['acknowledged']): string[] =>
    of
      ? [label, spokenDuration(of.medianMs), spokenDuration(of.p90Ms), String(of.n)]
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
          items: report.patterns.map((each) =>
            words.pattern(each, (of) => terms.kinds[of as keyof typeof terms.kinds]),
          ),
        }
      : plain(words.noPattern),
    heading(headings.method),
    { kind: 'text', tone: 'note', text: words.method(report.period.zone) },
    { kind: 'text', tone: 'note', text: words.removed(report.removed.tests, report.removed.duplicates) },
  ];
}
