import type { Worker } from 'node:worker_threads';
import type { Figures, FromWorker, Health } from './messages.js';
import { SizeWarning } from './size-warning.js';

export const EMPTY: Figures = { documents: 0, liveBytes: 0, fileBytes: 0, connections: 0 };

/** Tells listeners of a failure, also those that come later. */
export class Failures {
  private readonly listeners: ((error: Error) => void)[] = [];
  private first: Error | undefined;

  on(callback: (error: Error) => void): void {
    this.listeners.push(callback);
    const { first } = this;
    if (first !== undefined) queueMicrotask(() => callback(first));
  }

  tell(error: Error): void {
    this.first ??= error;
    for (const listener of this.listeners) listener(error);
  }
}

/** Watches the worker from the launching thread: the last sign of life, and what it said. */
export class Owner {
  private figures: Figures = EMPTY;
  private readonly size = new SizeWarning();
  private state: Health['state'] = 'ok';
  private cause: string | undefined;
  private beatAt = performance.now();
  private checkedAt = performance.now();
  private stopping: Promise<void> | undefined;
  private readonly watchdog: NodeJS.Timeout;
  readonly failures = new Failures();
  private exited: () => void = () => {};
  private readonly exit = new Promise<void>((resolve) => {
    this.exited = resolve;
  });

  constructor(
    private readonly worker: Worker,
    private readonly silentAfterMs: number,
    private readonly onLine: (line: string) => void,
  ) {
    const period = Math.min(1_000, silentAfterMs / 4);
    this.watchdog = setInterval(() => this.check(period), period);
    this.watchdog.unref();
    worker.on('message', (message: FromWorker) => this.hear(message));
    worker.on('error', (error) => this.die(`the store's thread has died: ${error.message}`));
    worker.on('exit', (code) => {
      clearInterval(this.watchdog);
      this.exited();
      if (this.stopping === undefined) this.die(`the store's thread has ended (code ${code})`);
    });
  }

  health(): Health {
    const { trouble, ...figures } = this.figures;
    const warning = [trouble, this.size.text].filter((text) => text !== undefined).join(' ');
    return {
      state: this.state,
      ...(this.cause === undefined ? {} : { cause: this.cause }),
      ...figures,
      ...(warning === '' ? {} : { warning }),
    };
  }

  stop(): Promise<void> {
    this.stopping ??= this.end();
    return this.stopping;
  }

  private async end(): Promise<void> {
    if (this.state === 'dead') return;
    this.worker.postMessage({ kind: 'stop' });
    // A thread that hangs in a query does not hear; whatever it acknowledged is on disk.
    const impatient = setTimeout(() => void this.worker.terminate(), this.silentAfterMs);
    await this.exit;
    clearTimeout(impatient);
    this.state = 'stopped';
  }

  private hear(message: FromWorker): void {
    this.beatAt = performance.now();
    if (this.state === 'silent') {
      this.state = 'ok';
      this.cause = undefined;
    }
    if (message.kind === 'beat') {
      this.figures = message.figures;
      const line = this.size.look(message.figures);
      if (line !== undefined) this.onLine(line);
    } else if (message.kind === 'line') this.onLine(message.text);
    else if (message.kind === 'failed') {
      this.state = 'read-only';
      this.cause = message.message;
      this.failures.tell(Object.assign(new Error(message.message), { codeName: message.codeName }));
    }
  }

  private check(period: number): void {
    const now = performance.now();
    // When this thread itself was held up, the worker's messages wait unread: give them one more period.
    const late = now - this.checkedAt > period * 3;
    this.checkedAt = now;
    if (late || this.state !== 'ok' || now - this.beatAt < this.silentAfterMs) return;
    this.state = 'silent';
    this.cause = `the store's thread has given no sign of life for ${Math.round(this.silentAfterMs / 1000)} s`;
    this.failures.tell(new Error(this.cause));
  }

  private die(cause: string): void {
    if (this.state === 'dead') return;
    this.state = 'dead';
    this.cause = cause;
    this.failures.tell(new Error(cause));
  }
}
