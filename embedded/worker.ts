import { parentPort, workerData } from 'node:worker_threads';
import type { FromWorker, ToWorker, WorkerOptions } from './messages.js';
import { Running } from './running.js';

const BEAT_MS = 500;

const post = (message: FromWorker): void => parentPort?.postMessage(message);

function beat(running: Running): void {
  post({ kind: 'beat', figures: running.beat() });
}

async function main(options: WorkerOptions): Promise<void> {
  const running = await Running.start(options, {
    line: (text) => post({ kind: 'line', text }),
    failed: (message, codeName) => post({ kind: 'failed', message, codeName }),
  });
  if (!(running instanceof Running)) {
    post({ kind: 'ready', role: 'client', ...running });
    parentPort?.close();
    return;
  }
  const timer = setInterval(() => beat(running), BEAT_MS);
  parentPort?.on('message', (message: ToWorker) => {
    if (message.kind !== 'stop') return;
    clearInterval(timer);
    running.stop().then(
      () => {
        post({ kind: 'stopped' });
        parentPort?.close();
      },
      (error: unknown) => {
        throw error;
      },
    );
  });
  beat(running);
  const { socket, port, recovered } = running;
  post({ kind: 'ready', role: 'owner', socket, port, recovered });
}

main(workerData as WorkerOptions).catch((error: unknown) => {
  const known = error instanceof Error ? error : new Error(String(error));
  post({ kind: 'refused', name: known.name, message: known.message });
  parentPort?.close();
});
