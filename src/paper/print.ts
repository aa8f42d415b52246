import { createRequire } from 'node:module';
import { Worker } from 'node:worker_threads';
import type { Chart, Paper } from '../../cards/paper.js';

/** A document of fifty pages takes a second or two; one that takes longer is not made any more. */
const WITHIN_MS = 60_000;
const HEAP_MB = 256;

/** A document as a PDF, made in a thread of its own. With a password it is encrypted (AES-256) and opens with that alone. */
export const printPaper = async (paper: Paper, password?: string): Promise<Buffer> =>
  Buffer.from(
    await inThread<Uint8Array>(`the document "${paper.title}"`, {
      paper,
      ...(password === undefined ? {} : { password }),
    }),
  );

/** Charts as JPEGs, each with its title on it, for where there is no document around them. */
export const drawCharts = async (charts: readonly Chart[], colour: string): Promise<Buffer[]> =>
  charts.length === 0
    ? []
    : (await inThread<readonly Uint8Array[]>('the charts', { charts, colour })).map((bytes) => Buffer.from(bytes));

/** What a thread of paper makes of it. */
async function inThread<Made>(what: string, workerData: object): Promise<Made> {
  const worker = new Worker(createRequire(import.meta.url).resolve('#paper-worker'), {
    workerData,
    resourceLimits: { maxOldGenerationSizeMb: HEAP_MB },
    env: {},
  });
  try {
    return await new Promise<Made>((resolve, reject) => {
      const timer = setTimeout(() => {
        reject(new Error(`${what} was not made within ${WITHIN_MS / 1_000} s`));
      }, WITHIN_MS);
      timer.unref();
      worker.once('message', (made: Made) => {
        clearTimeout(timer);
        resolve(made);
      });
      worker.once('error', (error) => {
        clearTimeout(timer);
        reject(error);
      });
      worker.once('exit', (code) => {
        clearTimeout(timer);
        reject(new Error(`the printing thread ended with ${code} before ${what} was there`));
      });
    });
  } finally {
    await worker.terminate();
  }
}
