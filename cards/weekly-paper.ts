import { adviceOf, type PeriodReport } from '../src/report/index.js';
import { localDayTime } from '../src/time.js';
import { heading, type Paper, type PaperBlock, plain } from './paper.js';
import { falseAlarmBlocks, goingOnBlocks, occurrenceBlocks, patternBlock, responseTable } from './report-blocks.js';
import { trendChart } from './report-charts.js';
import { keyFigures, leadOf, saying, writtenIn } from './report-figures.js';
import { lossBlocks } from './report-losses.js';
import { riskBlocks } from './risk-lines.js';
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
    blocks: [
      ...pageOne(parts),
      { kind: 'new-page' },
      ...lossBlocks(parts),
      ...occurrenceBlocks(parts),
      ...answers(parts),
    ],
  };
}

type Parts = WeeklyPaperParts;

function pageOne({ report, words, terms }: Parts): PaperBlock[] {
  const { money } = writtenIn(words, report.unit.currency);
  const advice = adviceOf(report).map((each) => words.advice(each, saying(money, terms, words)));
  return [
    { kind: 'text', tone: 'lead', text: leadOf(report, words) },
    { kind: 'figures', figures: keyFigures(report, words) },
    { kind: 'chart', chart: trendChart({ report, words, terms }) },
    heading(words.headings.advice),
    advice.length > 0 ? { kind: 'list', items: advice } : plain(words.noAdvice),
  ];
}

function answers(parts: Parts): PaperBlock[] {
  const { report, words, terms } = parts;
  const { headings } = words;
  return [
    heading(headings.response),
    responseTable(parts),
    heading(headings.falseAlarms),
    ...falseAlarmBlocks(parts),
    heading(headings.patterns),
    patternBlock(report, words, terms),
    ...goingOnBlocks(report, words),
    ...riskBlocks(report.risk, words.locale),
    heading(headings.method),
    { kind: 'text', tone: 'note', text: words.method(report.period.zone) },
    { kind: 'text', tone: 'note', text: words.removed(report.removed.tests, report.removed.duplicates) },
  ];
}
