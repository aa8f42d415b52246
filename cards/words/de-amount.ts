import type { Money } from '../../src/incident/index.js';

/** `42.000 €`, without cents when there are none. */
export function amount({ amount: minor, currency }: Money): string {
  const whole = minor % 100 === 0;
  return new Intl.NumberFormat('de-DE', { style: 'currency', currency, minimumFractionDigits: whole ? 0 : 2 }).format(
    minor / 100,
  );
}
