import { parentPort, workerData } from 'node:worker_threads';
import pdfmake from 'pdfmake';
import type { Chart, Paper } from '../../cards/paper.js';
import { drawChart } from './chart.js';
import { definitionOf } from './definition.js';
import { loadFonts } from './fonts.js';

type Wanted =
  | { readonly paper: Paper; readonly password?: string }
  | { readonly charts: readonly Chart[]; readonly colour: string };

loadFonts();

async function print(paper: Paper, password: string | undefined): Promise<Uint8Array> {
  const document = {
    ...definitionOf(paper, (chart) => drawChart(chart, paper.colour)),
    // 256-bit AES; without the version pdfmake would take a cipher of forty bits.
    ...(password === undefined ? {} : { version: '1.7ext3' as const, userPassword: password }),
  };
  return new Uint8Array(await pdfmake.createPdf(document).getBuffer());
}

/** Makes one thing in a thread of its own: alarms do not wait for it. */
const wanted = workerData as Wanted;
parentPort?.postMessage(
  'paper' in wanted
    ? await print(wanted.paper, wanted.password)
    : wanted.charts.map((chart) => new Uint8Array(drawChart(chart, wanted.colour, 'chat'))),
);
