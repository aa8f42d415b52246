import { sum } from './sum.js';

/** A figure beside what it was; what is not known is left out, because nothing was counted then. */
export interface Compared {
  readonly now: number;
  /** The period before. */
  readonly before?: number;
  /** Mean of the four periods before. */
  readonly mean?: number;
  /** The same period of last year. */
  readonly yearAgo?: number;
}

/** `undefined` where nobody counted: the bot was not there yet. */
export interface Counted<T> {
  readonly now: T;
  /** The four before, the newest first. */
  readonly earlier: readonly (T | undefined)[];
  readonly yearAgo: T | undefined;
}

export function compared<T>({ now, earlier, yearAgo }: Counted<T>, of: (counted: T) => number | undefined): Compared {
  const known = earlier.flatMap((each) => (each === undefined ? [] : (of(each) ?? [])));
  const before = earlier[0] === undefined ? undefined : of(earlier[0]);
  const then = yearAgo === undefined ? undefined : of(yearAgo);
  return {
    now: of(now) ?? 0,
    ...(before === undefined ? {} : { before }),
    // A mean of fewer than four would be compared with as if it were one.
    ...(known.length === earlier.length && known.length > 0 ? { mean: sum(known) / known.length } : {}),
    ...(then === undefined ? {} : { yearAgo: then }),
  };
}
