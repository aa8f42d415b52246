import { createRequire } from 'node:module';
import { Worker } from 'node:worker_threads';
import type { Paper } from '../../cards/paper.js';

/** A document of fifty pages takes a second or two; one that takes longer is not made any more. */
const WITHIN_MS = 60_000;
const HEAP_MB = 256;

/** A document as a PDF, made in a thread of its own. With a password it is encrypted (AES-256) and opens with that alone. */
export async function printPaper(paper: Paper, password?: string): Promise<Buffer> {
  const worker = new Worker(createRequire(import.meta.url).resolve('#paper-worker'), {
    workerData: { paper, ...(password === undefined ? {} : { password }) },
    resourceLimits: { maxOldGenerationSizeMb: HEAP_MB },
    env: {},
  });
  try {
    return await new Promise<Buffer>((resolve, reject) => {
      const timer = setTimeout(() => {
        reject(new Error(`the document "${paper.title}" was not printed within ${WITHIN_MS / 1_000} s`));
      }, WITHIN_MS);
      timer.unref();
      worker.once('message', (bytes: Uint8Array) => {
        clearTimeout(timer);
        resolve(Buffer.from(bytes));
      });
      worker.once('error', (error) => {
        clearTimeout(timer);
        reject(error);
      });
      worker.once('exit', (code) => {
        clearTimeout(timer);
        reject(new Error(`the printing thread ended with ${code} before the document was there`));
      });
    });
  } finally {
    await worker.terminate();
  }
}
