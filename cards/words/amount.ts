import { type Money, minorDigits } from '../../src/incident/index.js';

/** `€42,000` or `42.000 €`, as the language writes it; without cents when there are none. */
export const amountIn =
  (locale: string) =>
  ({ amount, currency }: Money): string => {
    const unit = 10 ** minorDigits(currency);
    const whole = amount % unit === 0;
    const digits = whole ? { minimumFractionDigits: 0, maximumFractionDigits: 0 } : {};
    return new Intl.NumberFormat(locale, { style: 'currency', currency, ...digits }).format(amount / unit);
  };
