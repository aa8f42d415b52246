import { LIMITS } from '../values/limits.js';

const TIMEOUT_MS = 30 * 60_000;

/** The sessions that clients named, bounded: without transactions a session has no state of its own. */
export class Sessions {
  private readonly usedAt = new Map<string, number>();

  get size(): number {
    return this.usedAt.size;
  }

  touch(id: string): void {
    // A Map keeps the order of insertion, so the least recently used one is first.
    this.usedAt.delete(id);
    this.usedAt.set(id, Date.now());
    const [oldest] = this.usedAt;
    if (oldest === undefined) return;
    if (this.usedAt.size > LIMITS.sessions || Date.now() - oldest[1] > TIMEOUT_MS) this.usedAt.delete(oldest[0]);
  }

  end(id: string): void {
    this.usedAt.delete(id);
  }
}
