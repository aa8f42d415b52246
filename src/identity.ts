import { sha256 } from './digest.js';

/** Id of a delivery or a signal: the same key from the same source is the same one, however often it is sent. */
export const idOf = (source: string, key: string): string => sha256(`${source}\n${key}`).slice(0, 32);

/** Numbers that rise with every call, and with the clock across restarts. Microseconds since 1970. */
export function createOrder(now: () => Date): () => number {
  let last = 0;
  return () => {
    last = Math.max(last + 1, now().getTime() * 1_000);
    return last;
  };
}
