import { parentPort, workerData } from 'node:worker_threads';
import pdfmake from 'pdfmake';
import type { Paper } from '../../cards/paper.js';
import { drawChart } from './chart.js';
import { definitionOf } from './definition.js';
import { loadFonts } from './fonts.js';

/** Prints one document in a thread of its own: alarms do not wait for it. */
const { paper, password } = workerData as { readonly paper: Paper; readonly password?: string };

loadFonts();
const document = {
  ...definitionOf(paper, (chart) => drawChart(chart, paper.colour)),
  // 256-bit AES; without the version pdfmake would take a cipher of forty bits.
  ...(password === undefined ? {} : { version: '1.7ext3' as const, userPassword: password }),
};
const bytes = await pdfmake.createPdf(document).getBuffer();
parentPort?.postMessage(new Uint8Array(bytes));
