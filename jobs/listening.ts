import type { MarkStore } from '../src/ports-tasks.js';

/** Since when somebody has listened without a break. */
export type ListeningSince = (now: Date) => Promise<Date>;

/** Nobody looked for so long: Tocsin was off, or its clock jumped. */
const GAP_MS = 120_000;

/**
 * Whoever listens for silence says so at each look. After a break nothing counts as silent that could not be heard: it begins
 * anew when somebody listens again. One truth for all instances.
 */
export function createListening(marks: Pick<MarkStore, 'begin' | 'advance'>, what: string): ListeningSince {
  const [looked, since] = [`listening/${what}/looked`, `listening/${what}/since`];
  return async (now) => {
    const last = await marks.begin(looked, now);
    // Forward only: one look that is behind another changes nothing.
    if (now.getTime() - last.getTime() > GAP_MS) await marks.advance(since, now);
    await marks.advance(looked, now);
    return await marks.begin(since, now);
  };
}
