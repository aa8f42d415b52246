import type { Content, TableCell, TDocumentDefinitions } from 'pdfmake/interfaces.js';
import type { Chart, Paper, PaperBlock, PaperFigure } from '../../cards/paper.js';
import { heightOf, highestRow, PAGE_ROOM } from './height.js';
import { MUTED, printable, TEXT } from './look.js';
import { chartOf, heatOf, logoOf } from './pictures.js';

const MARGIN = 40;
/** Points: a table that is not higher is not parted, even where a page ends. */
const SMALL = 220;
const LINE = '#dcdfe4';
/** Told apart by everybody, and in words beside them. */
const TONES: Readonly<Record<PaperFigure['tone'], string>> = { better: '#175cd3', worse: '#b54708', neutral: MUTED };
/** A document for pdfmake: plain data in, plain data out. `draw` makes the picture of a chart. */
export function definitionOf(paper: Paper, draw: (chart: Chart) => Buffer): TDocumentDefinitions {
  const { title, subtitle, header, footer, page, colour, blocks } = paper;
  return {
    pageSize: 'A4',
    pageMargins: [MARGIN, 64, MARGIN, 56],
    info: { title: printable(`${title} · ${subtitle}`), creator: 'Tocsin' },
    language: paper.language,
    defaultStyle: { font: 'Roboto', fontSize: 9.5, color: TEXT, lineHeight: 1.25 },
    header: () => ({
      margin: [MARGIN, 26, MARGIN, 0],
      columns: [
        { text: printable(header[0]), color: MUTED, fontSize: 8 },
        { text: printable(header[1]), color: MUTED, fontSize: 8, alignment: 'right' },
      ],
    }),
    footer: (current, count) => ({
      margin: [MARGIN, 18, MARGIN, 0],
      columns: [
        { text: printable(footer), color: MUTED, fontSize: 8 },
        {
          text: page.replace('{page}', String(current)).replace('{of}', String(count)),
          color: MUTED,
          fontSize: 8,
          alignment: 'right',
        },
      ],
    }),
    content: [
      ...(paper.logo ? [logoOf(paper.logo)] : []),
      { text: printable(title), fontSize: 20, bold: true, color: colour, margin: [0, 0, 0, 2] },
      { text: printable(subtitle), fontSize: 12, color: MUTED, margin: [0, 0, 0, 14] },
      ...kept(blocks).flatMap((group): Content[] => {
        const contents = group.map((block) => contentOf(block, colour, draw));
        return isOne(group) ? [{ stack: contents, unbreakable: true }] : contents;
      }),
    ],
  };
}

const isOne = (group: readonly PaperBlock[]): boolean =>
  group.length > 1 || group.some((block) => block.kind === 'table' && heightOf(block) <= SMALL);

/** A heading that stands alone at the end of a page leads nowhere: it stays with what follows it. */
function kept(blocks: readonly PaperBlock[]): PaperBlock[][] {
  const groups: PaperBlock[][] = [];
  let heading: PaperBlock | undefined;
  for (const block of blocks) {
    if (block.kind === 'heading') {
      if (heading) groups.push([heading]);
      heading = block;
      continue;
    }
    // The writer of PDFs leaves out what may not be parted and fits no page.
    if (heading && heightOf(block) <= PAGE_ROOM) groups.push([heading, block]);
    else groups.push(...(heading ? [[heading]] : []), [block]);
    heading = undefined;
  }
  return heading ? [...groups, [heading]] : groups;
}

function contentOf(block: PaperBlock, colour: string, draw: (chart: Chart) => Buffer): Content {
  switch (block.kind) {
    case 'heading':
      return { text: printable(block.text), fontSize: 13, bold: true, margin: [0, 16, 0, 6] };
    case 'text':
      return textOf(block);
    case 'list':
      return { ul: block.items.map((item) => ({ text: printable(item), margin: [0, 0, 0, 4] })), margin: [0, 0, 0, 6] };
    case 'figures':
      return figuresOf(block.figures);
    case 'table':
      return tableOf(block);
    case 'chart':
      return chartOf(block.chart, draw);
    case 'heat':
      return heatOf(block.heat, colour);
    case 'new-page':
      return { text: '', pageBreak: 'after' };
    default:
      return block satisfies never;
  }
}

function textOf({ text, tone }: Extract<PaperBlock, { kind: 'text' }>): Content {
  const look = {
    lead: { fontSize: 12, lineHeight: 1.35, margin: [0, 0, 0, 14] },
    plain: { margin: [0, 0, 0, 8] },
    note: { fontSize: 8, color: MUTED, margin: [0, 0, 0, 4] },
  } as const;
  return { text: printable(text), ...look[tone], margin: [...look[tone].margin] };
}

function figuresOf(figures: readonly PaperFigure[]): Content {
  return {
    margin: [0, 0, 0, 16],
    table: {
      widths: figures.map(() => '*'),
      body: [
        figures.map(({ label, value, change, tone }) => ({
          stack: [
            { text: printable(label), fontSize: 8.5, color: MUTED },
            { text: printable(value), fontSize: 15, bold: true, margin: [0, 2, 0, 2] },
            { text: printable(change), fontSize: 7.5, color: TONES[tone], lineHeight: 1.15 },
          ],
          margin: [0, 6, 6, 6],
        })),
      ],
    },
    layout: { hLineWidth: () => 0.75, vLineWidth: () => 0, hLineColor: () => LINE },
  };
}

function tableOf(block: Extract<PaperBlock, { kind: 'table' }>): Content {
  const { columns, rows } = block;
  const named = columns.some(({ label }) => label !== '');
  const head = columns.map(
    ({ label, numbers }): TableCell => ({
      text: printable(label),
      bold: true,
      fontSize: 8.5,
      color: MUTED,
      alignment: numbers ? 'right' : 'left',
    }),
  );
  const body = rows.map((row) =>
    columns.map(
      ({ numbers }, index): TableCell => ({
        text: printable(row[index] ?? ''),
        alignment: numbers ? 'right' : 'left',
      }),
    ),
  );
  return {
    margin: [0, 0, 0, 10],
    table: {
      headerRows: named ? 1 : 0,
      dontBreakRows: highestRow(block) <= PAGE_ROOM,
      widths: columns.map(({ numbers, narrow }) => (numbers || narrow ? 'auto' : '*')),
      body: named ? [head, ...body] : body,
    },
    layout: {
      hLineWidth: (line, node) => (line === 0 || line === node.table.body.length ? 0 : 0.5),
      vLineWidth: () => 0,
      hLineColor: () => LINE,
      paddingLeft: (column) => (column === 0 ? 0 : 8),
      paddingTop: () => 4,
      paddingBottom: () => 4,
    },
  };
}
