import type { RiskMove } from '../src/risk/index.js';
import { clip } from './card.js';
import { heading, NAME, type PaperBlock, plain } from './paper.js';
import { riskWords } from './words/risk-words.js';

/** Of each list, so many are told. */
const TOLD = 10;

const change = ({ score, before }: RiskMove): string =>
  before === undefined || before === score ? '' : ` (${score > before ? '+' : '−'}${Math.abs(score - before)})`;

/** `Loading dock 2, Riverside Mall: 62 (+17), 9 incidents` */
export const riskLines = (moves: readonly RiskMove[], language?: string): string[] => {
  const words = riskWords(language);
  return moves
    .filter(({ kind }) => kind !== 'organisation')
    .slice(0, TOLD)
    .map((move) => `${clip(move.name, NAME)} (${words.kinds[move.kind]}): ${move.score}${change(move)}, n = ${move.n}`);
};

/** Where risk is highest, on paper; against the week before. */
export function riskBlocks(moves: readonly RiskMove[] | undefined, locale: string): PaperBlock[] {
  const words = riskWords(locale);
  const shown = (moves ?? []).filter(({ kind }) => kind !== 'organisation').slice(0, TOLD);
  if (shown.length === 0) return [heading(words.heading), plain(words.none)];
  const { columns, kinds } = words;
  return [
    heading(words.heading),
    {
      kind: 'table',
      columns: [
        { label: columns.what },
        { label: columns.kind, narrow: true },
        { label: columns.risk, numbers: true },
        { label: columns.before, numbers: true },
        { label: columns.n, numbers: true },
      ],
      rows: shown.map(({ name, kind, score, before, n }) => [
        clip(name, NAME),
        kinds[kind],
        String(score),
        before === undefined ? '–' : String(before),
        String(n),
      ]),
    },
    { kind: 'text', tone: 'note', text: words.method },
  ];
}
