/** An amount in integer minor units (cents) of one currency (ISO 4217). Amounts of two currencies are never added. */
export interface Money {
  readonly amount: number;
  readonly currency: string;
}

/** Digits of the minor unit: 2 for EUR, 0 for JPY, 3 for KWD. */
export const minorDigits = (currency: string): number =>
  new Intl.NumberFormat('en', { style: 'currency', currency }).resolvedOptions().maximumFractionDigits ?? 2;
