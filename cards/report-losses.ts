import { LEAST_N, type MoneySums, nameOfRow, type PeriodReport, recoveryRate, rolledUp } from '../src/report/index.js';
import { clip } from './card.js';
import { heading, NAME, type PaperBlock, plain } from './paper.js';
import { categoryIn, writtenIn } from './report-figures.js';
import { amountIn } from './words/amount.js';
import type { ReportWords } from './words/report-words.js';
import type { ReportSpeech } from './words/reports.js';

/** What was lost, recovered and prevented, on paper. */
export function lossBlocks({ report, words, terms }: ReportSpeech & { readonly report: PeriodReport }): PaperBlock[] {
  const { columns } = words;
  const amount = amountIn(words.locale);
  const { percent } = writtenIn(words, report.unit.currency);
  const row = (sums: MoneySums): string[] => {
    const money = (minor: number): string => amount({ amount: minor, currency: sums.currency });
    const rate = recoveryRate(sums);
    return [
      `${sums.currency}, ${terms.loss.bases[sums.basis]}`,
      String(sums.n),
      money(sums.gross),
      money(sums.recovered),
      rate === undefined || sums.n < LEAST_N ? words.notApplicable : percent(rate),
      money(sums.net),
      money(sums.prevented),
    ];
  };
  if (report.money.length === 0) return [heading(words.headings.losses), plain(words.noLoss)];
  const name = categoryIn(terms);
  const byCategory = report.money.flatMap((sums) => {
    const money = (minor: number | undefined): string => amount({ amount: minor ?? 0, currency: sums.currency });
    return Object.entries(rolledUp(sums))
      .sort(([, a], [, b]) => b - a)
      .flatMap(([category, net]) => [
        [name(category), money(net)],
        // A part of the row above it.
        ...(category === 'external_theft' && sums.byCategory.orc !== undefined
          ? [[`${columns.ofWhich}${name('orc')}`, money(sums.byCategory.orc)]]
          : []),
      ]);
  });
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
    ...classTable(report, words),
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

/** Nothing where every line is of no class. */
function classTable({ byClass, unit }: PeriodReport, words: ReportWords): PaperBlock[] {
  if (!byClass?.some((each) => each.class !== undefined)) return [];
  const { money } = writtenIn(words, unit.currency);
  return [
    {
      kind: 'table',
      columns: [{ label: words.columns.class }, { label: words.columns.direct, numbers: true }],
      rows: byClass.map(({ class: of, direct }) => [clip(of ?? words.noClass, NAME), money(direct)]),
    },
  ];
}
