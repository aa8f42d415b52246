import type { Content, TableCell } from 'pdfmake/interfaces.js';
import type { Chart, Heat, Logo } from '../../cards/paper.js';
import { CHART_SIZE } from './chart.js';
import { MUTED, printable, TEXT } from './look.js';

/** Points of an A4 page between its margins. */
const WIDTH = 515;

/** Bytes go as they are: what a document may read is its fonts alone. */
export const logoOf = (logo: Logo): Content => ({
  ...(logo.kind === 'svg' ? { svg: logo.svg } : { image: Buffer.from(logo.bytes) as never }),
  fit: [160, 48],
  margin: [0, 0, 0, 14],
});

const sourceOf = (text: string): Content => ({
  text: printable(text),
  fontSize: 7.5,
  color: MUTED,
  margin: [0, 4, 0, 0],
});

export const chartOf = (chart: Chart, draw: (chart: Chart) => Buffer): Content => ({
  stack: [
    { text: printable(chart.title), bold: true, fontSize: 11, margin: [0, 0, 0, 6] },
    // pdfmake's types know only addresses; it takes the bytes themselves.
    { image: draw(chart) as never, width: WIDTH, height: (WIDTH * CHART_SIZE.height) / CHART_SIZE.width },
    sourceOf(chart.source),
  ],
  unbreakable: true,
  margin: [0, 0, 0, 6],
});

/** A table of shaded cells with their numbers: sharp at any size, and read by whoever sees no shades. */
export function heatOf({ title, rows, columns, values, source }: Heat, colour: string): Content {
  const most = Math.max(1, ...values.flat());
  const cell = (count: number): TableCell => ({
    text: count === 0 ? '' : String(count),
    alignment: 'center',
    fontSize: 7.5,
    color: count / most > 0.5 ? '#ffffff' : TEXT,
    fillColor: count === 0 ? '#f4f5f7' : colour,
    fillOpacity: count === 0 ? 1 : 0.2 + (0.8 * count) / most,
  });
  const label = (text: string, alignment: 'left' | 'center'): TableCell => ({
    text: printable(text),
    fontSize: 7.5,
    color: MUTED,
    alignment,
  });
  return {
    unbreakable: true,
    margin: [0, 0, 0, 10],
    stack: [
      { text: printable(title), bold: true, fontSize: 11, margin: [0, 0, 0, 6] },
      {
        table: {
          widths: [labelWidth(rows), ...columns.map(() => '*' as const)],
          body: [
            [label('', 'left'), ...columns.map((name) => label(name, 'center'))],
            ...rows.map((name, row) => [
              label(name, 'left'),
              ...columns.map((_, column) => cell(values[row]?.[column] ?? 0)),
            ]),
          ],
        },
        layout: {
          hLineWidth: () => 1,
          vLineWidth: () => 1,
          hLineColor: () => '#ffffff',
          vLineColor: () => '#ffffff',
          paddingLeft: () => 0,
          paddingRight: () => 0,
          paddingTop: () => 2,
          paddingBottom: () => 1,
        },
      },
      sourceOf(source),
    ],
  };
}

/** Days are short; names of zones are not, and go on in a second line. */
const labelWidth = (rows: readonly string[]): number => (rows.some(({ length }) => length > 5) ? 110 : 26);
