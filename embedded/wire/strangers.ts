import { LIMITS } from '../values/limits.js';
import type { Connection } from './connection.js';

/**
 * The connections that have not shown the secret. They have places of their own, so that they cannot take those of the
 * others, and they lose them when they ask nothing. A driver's connection that watches the server never shows the secret, but
 * asks again and again; so it is not the time without the secret that counts, but the time without a question.
 */
export class Strangers {
  private readonly timers = new Map<Connection, NodeJS.Timeout>();

  constructor(private readonly firstMs: number = LIMITS.strangerMs) {}

  get size(): number {
    return this.timers.size;
  }

  get isFull(): boolean {
    return this.timers.size >= LIMITS.strangers;
  }

  /** Takes a new connection; it is closed unless it is `heard` soon. */
  admit(connection: Connection): void {
    this.arm(connection, this.firstMs);
  }

  /** A whole message of it was answered. */
  heard(connection: Connection): void {
    if (this.timers.has(connection)) this.arm(connection, LIMITS.strangerIdleMs);
  }

  /** It has shown the secret, or has gone. */
  forget(connection: Connection): void {
    clearTimeout(this.timers.get(connection));
    this.timers.delete(connection);
  }

  private arm(connection: Connection, withinMs: number): void {
    clearTimeout(this.timers.get(connection));
    this.timers.set(
      connection,
      setTimeout(() => connection.close(), withinMs),
    );
  }
}
