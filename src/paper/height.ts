import type { PaperBlock } from '../../cards/paper.js';

/** Points that a line of a document takes, and the padding of a row. */
const LINE = 12;
const PADDING = 9;
/** Letters that stand beside each other on a page, at least. */
const ACROSS = 95;
/** Points of a page that can be counted on: a guess, so with room to spare. */
export const PAGE_ROOM = 480;

const linesOf = (text: string, across: number): number =>
  text.split('\n').reduce((sum, line) => sum + Math.max(1, Math.ceil(line.length / across)), 0);

const rowHeight = (row: readonly string[], columns: number): number =>
  PADDING + LINE * Math.max(1, ...row.map((text) => linesOf(text, ACROSS / columns)));

/** How high the highest row of a table may become: what is higher than a page must be parted, or it is not shown. */
export const highestRow = ({ columns, rows }: Extract<PaperBlock, { kind: 'table' }>): number =>
  Math.max(0, ...rows.map((row) => rowHeight(row, columns.length)));

/** How high a block of words may become, in points, rather too much than too little. */
export function heightOf(block: PaperBlock): number {
  switch (block.kind) {
    case 'text':
      return 14 + LINE * 1.5 * linesOf(block.text, ACROSS * 0.75);
    case 'list':
      return block.items.reduce((sum, item) => sum + 4 + LINE * linesOf(item, ACROSS), 0);
    case 'table':
      return block.rows.reduce((sum, row) => sum + rowHeight(row, block.columns.length), LINE + PADDING);
    default:
      // Charts, heat maps and figures have a size of their own, which fits a page.
      return 0;
  }
}
