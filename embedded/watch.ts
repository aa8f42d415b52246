import type { Figures, Health } from './messages.js';
import { SizeWarning } from './size-warning.js';

const EMPTY: Figures = { documents: 0, liveBytes: 0, fileBytes: 0, connections: 0 };

/** Tells listeners of a failure, also those that come later. */
class Failures {
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

/** How a store is, from its signs of life: figures twice a second, and a failed write once. */
export class Watch {
  readonly failures = new Failures();
  private figures: Figures = EMPTY;
  private readonly size = new SizeWarning();
  private state: Health['state'] = 'ok';
  private cause: string | undefined;
  /** Before the first sign nothing is silent: a start may take its time, and has a limit of its own. */
  private heardAt: number | undefined;
  private checkedAt = performance.now();
  private readonly timer: NodeJS.Timeout;

  /** `who` gives the signs, for texts; after `silentAfterMs` without another the store counts as silent. */
  constructor(
    private readonly who: string,
    private readonly silentAfterMs: number,
  ) {
    const period = Math.min(1_000, silentAfterMs / 4);
    this.timer = setInterval(() => this.check(period), period);
    this.timer.unref();
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

  /** Any sign of life. */
  heard(): void {
    this.heardAt = performance.now();
    if (this.state !== 'silent') return;
    this.state = 'ok';
    this.cause = undefined;
  }

  /** New figures. Gives a line to be written when the store has outgrown its memory. */
  measured(figures: Figures): string | undefined {
    this.heard();
    this.figures = figures;
    return this.size.look(figures);
  }

  /** A write has failed. Told once, however often it is said. */
  failed(message: string, codeName: string): void {
    this.heard();
    if (this.state !== 'ok') return;
    this.state = 'read-only';
    this.cause = message;
    this.failures.tell(Object.assign(new Error(message), { codeName }));
  }

  /** The store is gone, for a reason that nobody asked for. */
  die(cause: string): void {
    clearInterval(this.timer);
    if (this.state === 'dead' || this.state === 'stopped') return;
    this.state = 'dead';
    this.cause = cause;
    this.failures.tell(new Error(cause));
  }

  /** The store was stopped, as asked; one that is dead already stays dead. */
  stop(): void {
    clearInterval(this.timer);
    if (this.state !== 'dead') this.state = 'stopped';
  }

  private check(period: number): void {
    const now = performance.now();
    // When this thread itself was held up, the signs wait unread: give them one more period.
    const late = now - this.checkedAt > period * 3;
    this.checkedAt = now;
    if (late || this.state !== 'ok' || this.heardAt === undefined || now - this.heardAt < this.silentAfterMs) return;
    this.state = 'silent';
    this.cause = `${this.who} has given no sign of life for ${Math.round(this.silentAfterMs / 1000)} s`;
    this.failures.tell(new Error(this.cause));
  }
}
