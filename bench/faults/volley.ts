import { createRequire } from 'node:module';
import { Worker } from 'node:worker_threads';
import type { Alarm, Sent } from './alarms.js';

export interface Volley {
  readonly url: string;
  readonly alarms: readonly Alarm[];
  /** Open loop: each alarm leaves at its time, whether or not those before it were answered. */
  readonly perSecond: number;
}

/** Alarms that are being sent by a thread of their own, so that nothing here delays them. */
export interface UnderWay {
  /** Epoch milliseconds of the first alarm. */
  readonly started: Promise<number>;
  readonly done: Promise<readonly Sent[]>;
  stop(): Promise<void>;
}

export function sendAll(volley: Volley): UnderWay {
  const file = createRequire(import.meta.url).resolve('./volley-worker.js');
  const worker = new Worker(file, { workerData: volley, name: 'alarms' });
  let failed: (error: Error) => void = () => undefined;
  const failure = new Promise<never>((_, reject) => {
    failed = reject;
  });
  worker.once('error', failed);
  worker.once('exit', (code) => failed(new Error(`the thread that sends alarms ended (code ${code})`)));
  const told = <T>(wanted: string): Promise<T> =>
    Promise.race([
      failure,
      new Promise<T>((resolve) => {
        worker.on('message', (message: { kind: string; value: T }) => {
          if (message.kind === wanted) resolve(message.value);
        });
      }),
    ]);
  const started = told<number>('started');
  const done = told<readonly Sent[]>('done');
  // Each is awaited by whoever asked; the failure alone must not end the program before.
  for (const promise of [failure, started, done]) promise.catch(() => undefined);
  return { started, done, stop: async () => void (await worker.terminate()) };
}
