import type { Clock } from '../src/ports.js';

/** A difference that no correction of a running clock makes: somebody set it. */
const STEP_MS = 2_000;

/**
 * The time as it would be had nobody set the clock back: for deadlines that were given by the clock before. Set forth,
 * it goes along, because earlier is the safer side of a deadline. To be asked again and again, by one task.
 */
export function createUnturned(clock: Clock, steady: () => number = () => performance.now()): () => Date {
  let last = { wall: clock.now().getTime(), steady: steady() };
  let aheadMs = 0;
  return () => {
    const now = { wall: clock.now().getTime(), steady: steady() };
    const passed = now.wall - last.wall;
    const really = now.steady - last.steady;
    if (passed < really - STEP_MS) aheadMs += really - passed;
    last = now;
    return new Date(now.wall + aheadMs);
  };
}
