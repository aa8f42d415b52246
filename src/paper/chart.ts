import type { ChartConfiguration } from 'chart.js';
import { ChartJSNodeCanvas } from 'chartjs-node-canvas';
import type { Chart } from '../../cards/paper.js';
import { FONT } from './fonts.js';

/** Pixels; printed at half of it, so that lines stay sharp. */
export const CHART_SIZE = { width: 1_030, height: 420 } as const;
/** In a chat it is a small JPEG with its title on it: that fits into a message of every chat. */
const CHAT_SIZE = { width: 640, height: 320 } as const;

/** What is not the period of the report: the same grey for everybody's eyes. */
const PALE = '#b8c0cc';
const TEXT = '#3f4a56';
const GRID = '#e3e6ea';

const canvases = {
  paper: new ChartJSNodeCanvas({ ...CHART_SIZE, backgroundColour: 'white' }),
  chat: new ChartJSNodeCanvas({ ...CHAT_SIZE, backgroundColour: 'white' }),
};

/** A chart as a picture. In a document its title stands beside it, where it can be read aloud; elsewhere on it. */
export function drawChart(chart: Chart, colour: string, where: keyof typeof canvases = 'paper'): Buffer {
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
          display: where === 'chat',
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
  return canvases[where].renderToBufferSync(configuration, where === 'chat' ? 'image/jpeg' : 'image/png');
}

/** Characters that fit beside each other above a chart. */
const TITLE_LINE = 48;

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
