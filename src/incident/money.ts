/** An amount in integer minor units (cents) of one currency (ISO 4217). Amounts of two currencies are never added. */
export interface Money {
  readonly amount: number;
  readonly currency: string;
}
