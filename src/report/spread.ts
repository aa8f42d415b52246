/** A share is not shown of fewer than these: ours. */
export const LEAST_N = 5;

/** Milliseconds from the alarm to an answer, over so many incidents. */
export interface Spread {
  readonly n: number;
  readonly medianMs: number;
  readonly p90Ms: number;
}

/** So many of so many; `undefined` in place of a share of fewer than five. */
export interface Share {
  readonly of: number;
  readonly n: number;
  readonly share: number | undefined;
}

/** Nothing of nothing: there is no median of no incidents. Quantiles by the nearest rank. */
export function spreadOf(values: readonly number[]): Spread | undefined {
  if (values.length === 0) return undefined;
  const sorted = [...values].sort((a, b) => a - b);
  return { n: sorted.length, medianMs: rank(sorted, 0.5), p90Ms: rank(sorted, 0.9) };
}

const rank = (sorted: readonly number[], q: number): number => sorted[Math.ceil(q * sorted.length) - 1] ?? 0;

export const shareOf = (n: number, of: number): Share => ({ n, of, share: of < LEAST_N ? undefined : n / of });
