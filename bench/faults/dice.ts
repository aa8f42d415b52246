export interface Dice {
  /** 0 ≤ x < 1. */
  roll(): number;
  /** Whole, from `least` to `most`. */
  between(least: number, most: number): number;
  pick<T>(from: readonly T[]): T | undefined;
}

/** A generator with a seed, so that a round that fails can be run again (mulberry32). */
export function diceOf(seed: number): Dice {
  let state = seed >>> 0;
  const roll = (): number => {
    state = (state + 0x6d_2b_79_f5) >>> 0;
    let t = state;
    t = Math.imul(t ^ (t >>> 15), t | 1);
    t ^= t + Math.imul(t ^ (t >>> 7), t | 61);
    return ((t ^ (t >>> 14)) >>> 0) / 2 ** 32;
  };
  return {
    roll,
    between: (least, most) => least + Math.floor(roll() * (most - least + 1)),
    pick: (from) => from[Math.floor(roll() * from.length)],
  };
}

export const pause = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms));
