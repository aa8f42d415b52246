import type { Rate } from '../src/limits.js';

/** Token buckets by name. Pure bookkeeping: the caller says what time it is. */
export function createThrottle() {
  const buckets = new Map<string, { tokens: number; at: number }>();
  const pauses = new Map<string, { readonly from: number; readonly until: number }>();

  function level(name: string, rate: Rate, now: number): number {
    const bucket = buckets.get(name);
    if (!bucket) return rate.burst;
    // A clock that was set back must not freeze the bucket: it fills from now on.
    if (now < bucket.at) bucket.at = now;
    return Math.min(rate.burst, bucket.tokens + (now - bucket.at) / rate.everyMs);
  }

  /** Nor may such a clock make a pause longer than it was. */
  function silence(name: string, now: number): number {
    const pause = pauses.get(name);
    if (!pause) return 0;
    if (now >= pause.from) return Math.max(0, pause.until - now);
    pauses.set(name, { from: now, until: now + pause.until - pause.from });
    return pause.until - pause.from;
  }

  return {
    /** Milliseconds until a call of this name may leave; 0 means now. */
    waitMs(name: string, rate: Rate, now: number): number {
      const missing = Math.max(0, 1 - level(name, rate, now)) * rate.everyMs;
      // Half a token of rounding is not worth a timer.
      return Math.max(silence(name, now), missing < 0.5 ? 0 : Math.ceil(missing));
    },
    take(name: string, rate: Rate, now: number): void {
      buckets.set(name, { tokens: level(name, rate, now) - 1, at: now });
    },
    /** It left only now: the platform counts from there. */
    sent(name: string, now: number): void {
      const bucket = buckets.get(name);
      if (bucket) bucket.at = Math.max(bucket.at, now);
    },
    /** The provider asked for silence (429 with Retry-After). */
    pause(name: string, ms: number, now: number): void {
      pauses.set(name, { from: now, until: now + Math.max(ms, silence(name, now)) });
    },
  };
}

export type Throttle = ReturnType<typeof createThrottle>;
