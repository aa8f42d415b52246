/** The value below which the share lies, by nearest rank. */
export function percentile(values: readonly number[], share: number): number {
  const sorted = Float64Array.from(values).sort();
  return sorted[Math.max(0, Math.ceil(share * sorted.length) - 1)] ?? Number.NaN;
}

export const millis = (value: number): string => `${value < 100 ? value.toFixed(1) : value.toFixed(0)} ms`;
export const perSecond = (value: number): string => `${Math.round(value).toLocaleString('en')}/s`;
export const whole = (value: number): string => Math.round(value).toLocaleString('en');
export const mib = (value: number | undefined): string => (value === undefined ? 'unknown' : `${whole(value)} MiB`);
export const pause = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms));
