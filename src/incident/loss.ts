import type { PersonRef } from './actor.js';

/**
 * Who or what the loss is put down to: the split of the National Retail Federation's surveys, with organised retail
 * crime (`orc`) apart. What was `prevented` is told, and never counted as lost.
 */
export const SHRINK_CATEGORIES = [
  'external_theft',
  'orc',
  'internal_theft',
  'process_control',
  'vendor_fraud',
  'unknown',
  'prevented',
] as const;
export type ShrinkCategory = (typeof SHRINK_CATEGORIES)[number];

/** What the goods cost, or what they would have been sold for. The two differ by the margin, so each record says which. */
export const LOSS_BASES = ['cost', 'retail'] as const;
export type LossBasis = (typeof LOSS_BASES)[number];

/** How the goods went, in the words of loss prevention: what repeats here is stopped at its place. */
export const LOSS_METHODS = [
  'concealment',
  'grab-and-run',
  'push-out',
  'ticket-switch',
  'return-fraud',
  'sweethearting',
  'till-theft',
  'distraction',
  'break-in',
  'delivery-fraud',
  'other',
] as const;
export type LossMethod = (typeof LOSS_METHODS)[number];

/** What a loss costs beside the goods. */
export const SECONDARY_LOSSES = ['downtime', 'fine', 'remediation', 'man-hours', 'deductible'] as const;
export type SecondaryLoss = (typeof SECONDARY_LOSSES)[number];

export interface LossLine {
  readonly item: string;
  readonly quantity: number;
  /** Integer minor units of the record's currency, for one. */
  readonly unit: number;
}

/** What was lost in an incident. All amounts are integer minor units of one currency. */
export interface LossRecord {
  readonly category: ShrinkCategory;
  readonly basis: LossBasis;
  /** As far as somebody knows. */
  readonly method?: LossMethod;
  /** ISO 4217. */
  readonly currency: string;
  readonly lines: readonly LossLine[];
  readonly secondary: readonly { readonly what: SecondaryLoss; readonly amount: number }[];
  readonly recovered: number;
}

/** A loss as the incident has it: whoever corrected it last answers for it. */
export interface RecordedLoss extends LossRecord {
  readonly by: PersonRef;
  readonly at: Date;
}

export interface LossFigures {
  /** Σ quantity × unit. */
  readonly direct: number;
  readonly secondary: number;
  /** direct + secondary. */
  readonly gross: number;
  readonly recovered: number;
  /** gross − recovered; 0 for what was prevented. */
  readonly net: number;
  /** What was saved: gross, of a record of what was prevented. */
  readonly prevented: number;
}

/** `direct = Σ qty × unit`, `gross = direct + Σ secondary`, `net = gross − recovered` (securityinfowatch 11653783). */
export function lossFigures({ category, lines, secondary: others, recovered }: LossRecord): LossFigures {
  const direct = lines.reduce((sum, { quantity, unit }) => sum + quantity * unit, 0);
  const secondary = others.reduce((sum, { amount }) => sum + amount, 0);
  const gross = direct + secondary;
  return category === 'prevented'
    ? { direct, secondary, gross, recovered: 0, net: 0, prevented: gross }
    : { direct, secondary, gross, recovered, net: gross - recovered, prevented: 0 };
}

/** Their products and sums stay exact integers. */
export const LOSS_LIMITS = {
  lines: 30,
  item: 120,
  quantity: 100_000,
  unit: 1_000_000_000,
  amount: 1_000_000_000_000,
} as const;

/** What is wrong with a record, by field; nothing when it can be kept. */
export function lossProblem(record: LossRecord): { readonly field: string; readonly why: string } | undefined {
  const { lines, secondary, recovered, currency } = record;
  if (!/^[A-Z]{3}$/.test(currency)) return { field: 'lines', why: `"${currency.slice(0, 10)}" is no currency` };
  if (lines.length + secondary.length === 0) return { field: 'lines', why: 'nothing is named that was lost' };
  if (lines.length > LOSS_LIMITS.lines)
    return { field: 'lines', why: `${lines.length} lines, at most ${LOSS_LIMITS.lines}` };
  for (const { item, quantity, unit } of lines) {
    const length = [...item].length;
    if (length === 0 || length > LOSS_LIMITS.item)
      return { field: 'lines', why: `the name of a thing has 1 to ${LOSS_LIMITS.item} characters` };
    if (!isBetween(quantity, 1, LOSS_LIMITS.quantity))
      return { field: 'lines', why: `a quantity is 1 to ${LOSS_LIMITS.quantity}` };
    if (!isBetween(unit, 0, LOSS_LIMITS.unit))
      return { field: 'lines', why: 'a price is too high, or no whole number of cents' };
  }
  if (secondary.length > SECONDARY_LOSSES.length) return { field: 'other', why: 'one amount for each sort' };
  if (secondary.some(({ amount }) => !isBetween(amount, 0, LOSS_LIMITS.amount)))
    return { field: 'other', why: 'an amount is too high, or no whole number of cents' };
  const { gross } = lossFigures(record);
  if (!isBetween(recovered, 0, gross)) return { field: 'recovered', why: 'more cannot come back than was lost' };
  return undefined;
}

const isBetween = (value: number, least: number, most: number): boolean =>
  Number.isSafeInteger(value) && value >= least && value <= most;
