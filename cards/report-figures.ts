import type { Band, FalseAlarmCause, Kind, LossMethod, ShrinkCategory } from '../src/incident/index.js';
import {
  type Compared,
  LEAST_N,
  type Pattern,
  type PeriodReport,
  type RowTrait,
  type Share,
} from '../src/report/index.js';
import { spokenDuration } from '../src/time.js';
import type { PaperFigure } from './paper.js';
import { amountIn } from './words/amount.js';
import type { Change, ReportWords } from './words/report-words.js';
import type { Words } from './words/words.js';

/** How figures are written in the language of the report. */
export interface Written {
  readonly money: (minor: number) => string;
  readonly count: (value: number) => string;
  readonly percent: (share: number) => string;
}

export function writtenIn({ locale }: ReportWords, currency: string): Written {
  const amount = amountIn(locale);
  const number = new Intl.NumberFormat(locale, { maximumFractionDigits: 1 });
  const percent = new Intl.NumberFormat(locale, { style: 'percent', maximumFractionDigits: 0 });
  return {
    money: (minor) => amount({ amount: Math.round(minor), currency }),
    count: (value) => number.format(value),
    percent: (share) => percent.format(share),
  };
}

/** Against the period before; `undefined` when nobody counted then. `counts`: of things that are counted, a share can be said. */
export function changeOf(
  { now, before }: Compared,
  write: (value: number) => string,
  counts = false,
): Change | undefined {
  if (before === undefined) return undefined;
  const by = write(Math.abs(now - before));
  // What is nothing as it is written has no direction.
  const sign = by === write(0) ? '±' : now > before ? '+' : '−';
  return {
    difference: `${sign}${by}`,
    percent: counts && before >= LEAST_N ? Math.round(((now - before) / before) * 100) : undefined,
  };
}

/** Whether less of it is better. */
type Better = 'less' | 'neither';

function toneOf({ now, before }: Compared, better: Better): PaperFigure['tone'] {
  if (before === undefined || before === now || better === 'neither') return 'neutral';
  return now < before ? 'better' : 'worse';
}

/** The five figures of page one, with what they were. */
export function keyFigures(report: PeriodReport, words: ReportWords): PaperFigure[] {
  const { money, count } = writtenIn(words, report.unit.currency);
  const figure = (
    label: string,
    compared: Compared,
    write: (value: number) => string,
    better: Better,
  ): PaperFigure => ({
    label,
    value: write(compared.now),
    change: besides(compared, write, words, write === count),
    tone: toneOf(compared, better),
  });
  return [
    figure(words.figures.incidents, report.incidents, count, 'neither'),
    figure(words.figures.netLoss, report.netLoss, money, 'less'),
    figure(words.figures.prevented, report.prevented, money, 'neither'),
    report.acknowledged
      ? figure(words.figures.acknowledge, report.acknowledge, spokenDuration, 'less')
      : { label: words.figures.acknowledge, value: words.notMeasured, change: '', tone: 'neutral' },
    {
      label: words.figures.withinTarget,
      value: percentOf(report.withinTarget, words) ?? words.notApplicable,
      change: words.share(report.withinTarget.n, report.withinTarget.of, undefined),
      tone: 'neutral',
    },
  ];
}

function besides(compared: Compared, write: (value: number) => string, words: ReportWords, counts: boolean): string {
  const change = changeOf(compared, write, counts);
  return [
    change ? words.against(change) : words.nothingBefore,
    ...(compared.mean === undefined ? [] : [words.usual(write(compared.mean))]),
    ...(compared.yearAgo === undefined ? [] : [words.yearAgo(write(compared.yearAgo))]),
  ].join('; ');
}

export function percentOf({ share }: Share, words: ReportWords): string | undefined {
  return share === undefined ? undefined : writtenIn(words, 'EUR').percent(share);
}

/** The three sentences for whoever reads no more. */
export function leadOf(report: PeriodReport, words: ReportWords): string {
  const { money, count } = writtenIn(words, report.unit.currency);
  return words.lead({
    incidents: report.incidents.now,
    open: report.open,
    net: money(report.netLoss.now),
    prevented: report.prevented.now > 0 ? money(report.prevented.now) : undefined,
    change: changeOf(report.incidents, count, true),
    acknowledged: report.acknowledged
      ? { n: report.acknowledged.n, within: spokenDuration(report.acknowledged.medianMs) }
      : undefined,
  });
}

export const categoryIn =
  (terms: Words) =>
  (of: string): string =>
    terms.loss.categories[of as ShrinkCategory];

export const kindIn =
  (terms: Words) =>
  (of: string): string =>
    terms.kinds[of as Kind];

export const bandIn =
  (terms: Words) =>
  (of: Band): string =>
    terms.bands[of].toLocaleLowerCase(terms.locale);

/** A way of doing it that is one of ours has a name; what a detector wrote stands as it is. */
const traitIn = ({ loss }: Words, { of, value }: RowTrait): string =>
  of === 'method' && Object.hasOwn(loss.methods, value) ? loss.methods[value as LossMethod] : value;

/** How a recommendation names what it is about. */
export const saying = (money: (minor: number) => string, terms: Words, words: Pick<ReportWords, 'traits'>) => ({
  money,
  category: categoryIn(terms),
  kind: kindIn(terms),
  band: bandIn(terms),
  cause: (of: FalseAlarmCause) => terms.causes[of],
  trait: (of: Pattern & { what: 'trait' }): string => words.traits[of.of](traitIn(terms, of)),
});

/** `Weekly loss report · Northgate · Week 47, …` */
export const weeklyTitle = (
  organisation: string,
  { period }: Pick<PeriodReport, 'period'>,
  words: ReportWords,
): string => `${words.weekly(organisation)} · ${words.period(period)}`;
