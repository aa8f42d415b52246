import type { Rate } from '../src/limits.js';

/** Token buckets by name. Pure bookkeeping: the caller says what time it is. */
export function createThrottle() {
  const buckets = new Map<string, { tokens: number; at: number }>();
  const pauses = new Map<string, number>();

  function level(name: string, rate: Rate, now: number): number {
    const bucket = buckets.get(name);
    if (!bucket) return rate.burst;
    // A clock that was set back must not freeze the bucket.
    const elapsed = Math.max(0, now - bucket.at);
    return Math.min(rate.burst, bucket.tokens + elapsed / rate.everyMs);
  }

  return {
    /** Milliseconds until a call of this name may leave; 0 means now. */
    waitMs(name: string, rate: Rate, now: number): number {
      const paused = (pauses.get(name) ?? 0) - now;
      const missing = Math.max(0, 1 - level(name, rate, now)) * rate.everyMs;
      // Half a token of rounding is not worth a timer.
      return Math.max(0, paused, missing < 0.5 ? 0 : Math.ceil(missing));
    },
    take(name: string, rate: Rate, now: number): void {
      buckets.set(name, { tokens: level(name, rate, now) - 1, at: now });
    },
    /** The provider asked for silence (429 with Retry-After). */
    pause(name: string, ms: number, now: number): void {
      pauses.set(name, Math.max(pauses.get(name) ?? 0, now + ms));
    },
  };
}

export type Throttle = ReturnType<typeof createThrottle>;
