import type { Worker } from 'node:worker_threads';
import type { FromWorker, Health } from './messages.js';
import { Watch } from './watch.js';

/** Watches the worker from the launching thread: the last sign of life, and what it said. */
export class Owner {
  private readonly watch: Watch;
  private stopping: Promise<void> | undefined;
  private exited: () => void = () => {};
  private readonly exit = new Promise<void>((resolve) => {
    this.exited = resolve;
  });

  constructor(
    private readonly worker: Worker,
    private readonly silentAfterMs: number,
    private readonly onLine: (line: string) => void,
  ) {
    this.watch = new Watch("the store's thread", silentAfterMs);
    worker.on('message', (message: FromWorker) => this.hear(message));
    worker.on('error', (error) => this.watch.die(`the store's thread has died: ${error.message}`));
    worker.on('exit', (code) => {
      this.exited();
      if (this.stopping === undefined) this.watch.die(`the store's thread has ended (code ${code})`);
    });
  }

  onFailure(callback: (error: Error) => void): void {
    this.watch.failures.on(callback);
  }

  health(): Health {
    return this.watch.health();
  }

  stop(): Promise<void> {
    this.stopping ??= this.end();
    return this.stopping;
  }

  private async end(): Promise<void> {
    if (this.watch.health().state === 'dead') return;
    this.worker.postMessage({ kind: 'stop' });
    // A thread that hangs in a query does not hear; whatever it acknowledged is on disk.
    const impatient = setTimeout(() => void this.worker.terminate(), this.silentAfterMs);
    await this.exit;
    clearTimeout(impatient);
    this.watch.stop();
  }

  private hear(message: FromWorker): void {
    this.watch.heard();
    if (message.kind === 'beat') {
      const line = this.watch.measured(message.figures);
      if (line !== undefined) this.onLine(line);
    } else if (message.kind === 'line') this.onLine(message.text);
    else if (message.kind === 'failed') this.watch.failed(message.message, message.codeName);
  }
}
