import {
  type LossBasis,
  type LossFigures,
  type LossMethod,
  type LossRecord,
  lossFigures,
  type SecondaryLoss,
  type ShrinkCategory,
} from '../../src/incident/index.js';

/** A loss as it is told: what it is put down to, and its sums in minor units. */
export interface LossFacts extends Pick<LossRecord, 'category' | 'basis' | 'method' | 'currency'> {
  readonly figures: LossFigures;
}

export const lossFacts = (loss: LossRecord): LossFacts => ({ ...loss, figures: lossFigures(loss) });

/** What is said of losses. */
export interface LossWords {
  readonly categories: Readonly<Record<ShrinkCategory, string>>;
  readonly methods: Readonly<Record<LossMethod, string>>;
  readonly bases: Readonly<Record<LossBasis, string>>;
  readonly secondary: Readonly<Record<SecondaryLoss, string>>;
  /** The line of a card. */
  line(facts: LossFacts): string;
  /** The line of a diary. */
  told(by: string, facts: LossFacts, corrects: boolean): string;
  /** A line of a form that could not be read. */
  badLine(line: string): string;
  /** The same of what a loss costs beside the goods. */
  badCost(line: string): string;
  badAmount(text: string): string;
  otherCurrency(given: string, wanted: string): string;
}
