import type { PeriodReport, Spread } from '../src/report/index.js';
import { spokenDuration } from '../src/time.js';
import { clip } from './card.js';
import { heading, NAME, type PaperBlock, plain } from './paper.js';
import { weekHeat } from './report-charts.js';
import { percentOf, saying, writtenIn } from './report-figures.js';
import type { ReportWords } from './words/report-words.js';
import type { ReportSpeech } from './words/reports.js';
import type { Words } from './words/words.js';

/** Parts of a paper that every report has. */

type Parts = ReportSpeech & { readonly report: PeriodReport };

/** When, where and what. */
export function occurrenceBlocks({ report, words, terms }: Parts): PaperBlock[] {
  const { columns } = words;
  const { money } = writtenIn(words, report.unit.currency);
  return [
    heading(words.headings.when),
    { kind: 'heat', heat: weekHeat(report, words) },
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

/** Nine of ten were within it: it must not be rounded to less. */
const upToMinute = (ms: number): number => (ms < 60_000 ? ms : Math.ceil(ms / 60_000) * 60_000);

/** `3 min`, `9 min`, `17`: the median, within how much nine of ten are, and of how many. */
export const spreadCells = (of: Spread | undefined, words: ReportWords): [string, string, string] =>
  of
    ? [spokenDuration(of.medianMs), spokenDuration(upToMinute(of.p90Ms)), String(of.n)]
    : [words.notMeasured, words.notMeasured, '0'];

export function responseTable({ report, words }: Parts): PaperBlock {
  const { columns } = words;
  return {
    kind: 'table',
    columns: [
      { label: columns.time },
      { label: columns.median, numbers: true },
      { label: columns.p90, numbers: true },
      { label: columns.n, numbers: true },
    ],
    rows: [
      [words.times.acknowledged, ...spreadCells(report.acknowledged, words)],
      [words.times.onScene, ...spreadCells(report.onScene, words)],
    ],
  };
}

export function falseAlarmBlocks({ report, words, terms }: Parts): PaperBlock[] {
  const { columns } = words;
  return [
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
  ];
}

export const patternBlock = (report: PeriodReport, words: ReportWords, terms: Words): PaperBlock =>
  report.patterns.length > 0
    ? { kind: 'list', items: report.patterns.map((each) => words.pattern(each, saying(String, terms, words))) }
    : plain(words.noPattern);

/** Investigations and checks of equipment; nothing where nobody asked. */
export function goingOnBlocks({ goingOn }: PeriodReport, words: ReportWords): PaperBlock[] {
  if (!goingOn) return [];
  const { audits } = goingOn;
  const share = audits.of === 0 ? words.notMeasured : words.share(audits.n, audits.of, percentOf(audits, words));
  return [
    heading(words.goingOn.heading),
    { kind: 'list', items: [words.goingOn.investigations(goingOn), words.goingOn.audits(share)] },
  ];
}
