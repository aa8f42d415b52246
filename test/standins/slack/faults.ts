import type { Fault } from './types.js';

interface Armed {
  readonly fault: Fault;
  readonly until: number;
  left: number;
}

/** The switches that make Slack behave badly. */
export class Faults {
  readonly #armed = new Map<string, Armed>();

  /** `method` is one of the Web API, `response_url`, or `*` for all. The last word counts. */
  set(method: string, fault: Fault, now: number): void {
    const until = fault.forMs === undefined ? Number.POSITIVE_INFINITY : now + fault.forMs;
    this.#armed.set(method, { fault, until, left: fault.times ?? Number.POSITIVE_INFINITY });
  }

  heal(method?: string): void {
    if (method === undefined) this.#armed.clear();
    else this.#armed.delete(method);
  }

  /** The fault that this call meets, if any. A 429 that lasts says how long it still does. */
  meet(method: string, now: number): Fault | undefined {
    const name = this.#armed.has(method) ? method : '*';
    const armed = this.#armed.get(name);
    if (!armed) return undefined;
    if (armed.left <= 0 || now >= armed.until) {
      this.#armed.delete(name);
      return undefined;
    }
    armed.left -= 1;
    const { fault, until } = armed;
    if (fault.kind !== 'rate-limited' || fault.retryAfterS !== undefined || !Number.isFinite(until)) return fault;
    return { ...fault, retryAfterS: Math.max(1, Math.ceil((until - now) / 1_000)) };
  }
}
