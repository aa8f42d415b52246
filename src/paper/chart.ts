import type { ChartConfiguration } from 'chart.js';
import { ChartJSNodeCanvas } from 'chartjs-node-canvas';
import type { Chart } from '../../cards/paper.js';
import { FONT } from './fonts.js';

/** Pixels; printed at half of it, so that lines stay sharp. */
export const CHART_SIZE = { width: 1_030, height: 420 } as const;

/** What is not the period of the report: the same grey for everybody's eyes. */
const PALE = '#b8c0cc';
const TEXT = '#3f4a56';
const GRID = '#e3e6ea';

const canvas = new ChartJSNodeCanvas({ ...CHART_SIZE, backgroundColour: 'white' });

/** A chart as a PNG. In a document its title stands beside it, where it can be read aloud; elsewhere on it. */
export function drawChart(chart: Chart, colour: string, title: 'titled' | 'untitled' = 'untitled'): Buffer {
  const { sort, labels, values, emphasis, unit, locale } = chart;
  const colours = values.map((_, index) => (emphasis === 'last' && index < values.length - 1 ? PALE : colour));
  const ticks = { color: TEXT, font: { family: FONT, size: 20 } };
  const configuration: ChartConfiguration = {
    type: sort === 'bars' ? 'bar' : 'line',
    data: {
      labels: [...labels],
      datasets: [
        {
          data: [...values],
          backgroundColor: colours,
          borderColor: colour,
          borderWidth: sort === 'bars' ? 0 : 4,
          maxBarThickness: 120,
        },
      ],
    },
    options: {
      responsive: false,
      animation: false,
      locale,
      devicePixelRatio: 1,
      layout: { padding: { top: 12, right: 12, left: 12 } },
      plugins: {
        legend: { display: false },
        title: {
          display: title === 'titled',
          text: linesOf(chart.title),
          align: 'start',
          color: TEXT,
          font: { family: FONT, size: 24, weight: 'bold' },
          padding: { bottom: 16 },
        },
      },
      scales: {
        x: { grid: { display: false }, ticks },
        y: {
          beginAtZero: true,
          ...(chart.most === undefined ? {} : { max: chart.most }),
          grid: { color: GRID },
          border: { display: false },
          ticks: { ...ticks, maxTicksLimit: 6, precision: 0 },
          title: { display: true, text: unit, color: TEXT, font: { family: FONT, size: 20 } },
        },
      },
    },
  };
  return canvas.renderToBufferSync(configuration);
}

/** Characters that fit beside each other above a chart. */
const TITLE_LINE = 88;

/** The title in lines: what does not fit would be cut off on both sides. */
function linesOf(title: string): string[] {
  const lines: string[] = [];
  for (const word of title.split(' ')) {
    const last = lines.at(-1);
    if (last !== undefined && last.length + word.length < TITLE_LINE) lines[lines.length - 1] = `${last} ${word}`;
    else lines.push(word);
  }
  return lines;
}
