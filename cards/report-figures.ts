import type { Compared, Share, WeeklyReport } from '../src/report/index.js';
import { spokenDuration } from '../src/time.js';
import type { PaperFigure } from './paper.js';
import { amountIn } from './words/amount.js';
import type { Change, ReportWords } from './words/report-words.js';

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

/** Against the period before; `undefined` when nobody counted then. */
export function changeOf({ now, before }: Compared, write: (value: number) => string): Change | undefined {
  if (before === undefined) return undefined;
  const sign = now > before ? '+' : now < before ? '−' : '±';
  return {
    difference: `${sign}${write(Math.abs(now - before))}`,
    percent: before === 0 ? undefined : Math.round(((now - before) / before) * 100),
  };
}

/** Whether less or more of it is better. */
type Better = 'less' | 'more' | 'neither';

function toneOf({ now, before }: Compared, better: Better): PaperFigure['tone'] {
  if (before === undefined || before === now || better === 'neither') return 'neutral';
  return now < before === (better === 'less') ? 'better' : 'worse';
}

const CEILING_MS = 1_000;

/** The five figures of page one, with what they were. */
export function keyFigures(report: WeeklyReport, words: ReportWords): PaperFigure[] {
  const { money, count } = writtenIn(words, report.currency);
  const duration = (ms: number): string => spokenDuration(Math.max(CEILING_MS, ms));
  const figure = (
    label: string,
    compared: Compared,
    write: (value: number) => string,
    better: Better,
  ): PaperFigure => ({
    label,
    value: write(compared.now),
    change: besides(compared, write, words),
    tone: toneOf(compared, better),
  });
  return [
    figure(words.figures.incidents, report.incidents, count, 'neither'),
    figure(words.figures.netLoss, report.netLoss, money, 'less'),
    figure(words.figures.prevented, report.prevented, money, 'neither'),
    report.acknowledged
      ? figure(words.figures.acknowledge, report.acknowledge, duration, 'less')
      : { label: words.figures.acknowledge, value: words.notMeasured, change: '', tone: 'neutral' },
    {
      label: words.figures.withinTarget,
      value: percentOf(report.withinTarget, words) ?? words.notApplicable,
      change: words.share(report.withinTarget.n, report.withinTarget.of, undefined),
      tone: 'neutral',
    },
  ];
}

function besides(compared: Compared, write: (value: number) => string, words: ReportWords): string {
  const change = changeOf(compared, write);
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
export function leadOf(report: WeeklyReport, words: ReportWords): string {
  const { money, count } = writtenIn(words, report.currency);
  return words.lead({
    incidents: report.incidents.now,
    open: report.open,
    net: money(report.netLoss.now),
    prevented: report.prevented.now > 0 ? money(report.prevented.now) : undefined,
    change: changeOf(report.incidents, count),
    acknowledged: report.acknowledged ? spokenDuration(report.acknowledged.medianMs) : undefined,
  });
}
