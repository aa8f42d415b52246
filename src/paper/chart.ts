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

/** A chart as a PNG. Its title stands in the document, where it can be read aloud. */
export function drawChart(chart: Chart, colour: string): Buffer {
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
      layout: { padding: { top: 12, right: 12 } },
      plugins: { legend: { display: false }, title: { display: false } },
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
