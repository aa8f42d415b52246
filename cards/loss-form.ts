import {
  LOSS_BASES,
  LOSS_LIMITS,
  LOSS_METHODS,
  minorDigits,
  type RecordedLoss,
  SECONDARY_LOSSES,
  SHRINK_CATEGORIES,
} from '../src/incident/index.js';
import type { Field } from './card.js';
import type { Words } from './words/words.js';

/** Characters of all lines of a form together; a chat takes 3,000. */
export const LOSS_TEXT = 2_500;
const AMOUNT_TEXT = 30;

/** What was lost, in the currency of the client; as it is on record, to be corrected. */
export const lossFields = (words: Words, currency: string, loss: RecordedLoss | undefined): Field[] => [
  { ...category(words, true), ...(loss ? { initial: loss.category } : {}) },
  {
    kind: 'select',
    name: 'basis',
    label: words.fields.basis,
    options: LOSS_BASES.map((value) => ({ value, label: words.loss.bases[value] })),
    initial: loss?.basis ?? 'cost',
    required: true,
  },
  { ...method(words), ...(loss?.method ? { initial: loss.method } : {}) },
  { ...lines(words, currency), ...(loss ? { initial: linesOf(loss) } : {}) },
  {
    kind: 'text',
    name: 'other',
    label: words.fields.other,
    hint: words.fields.otherHint + SECONDARY_LOSSES.map((each) => words.loss.secondary[each]).join(', '),
    multiline: true,
    maxLength: LOSS_TEXT,
    required: false,
    ...(loss ? { initial: othersOf(loss, words) } : {}),
  },
  { ...recovered(words), ...(loss && loss.recovered > 0 ? { initial: plain(loss.recovered, loss.currency) } : {}) },
];

/** The same in short, where an incident is closed: goods at cost. Whoever knows more opens the form of its own. */
export const lossInShort = (words: Words, currency: string): Field[] => [
  category(words, false),
  method(words),
  lines(words, currency),
  recovered(words),
];

const category = (words: Words, required: boolean): Field & { kind: 'select' } => ({
  kind: 'select',
  name: 'category',
  label: words.fields.category,
  options: SHRINK_CATEGORIES.map((value) => ({ value, label: words.loss.categories[value] })),
  required,
});

const method = (words: Words): Field & { kind: 'select' } => ({
  kind: 'select',
  name: 'method',
  label: words.fields.method,
  options: LOSS_METHODS.map((value) => ({ value, label: words.loss.methods[value] })),
  required: false,
});

const lines = (words: Words, currency: string): Field & { kind: 'text' } => ({
  kind: 'text',
  name: 'lines',
  label: words.fields.lines,
  hint: words.fields.linesHint.replace('%', currency),
  multiline: true,
  maxLength: LOSS_TEXT,
  required: false,
});

const recovered = (words: Words): Field & { kind: 'text' } => ({
  kind: 'text',
  name: 'recovered',
  label: words.fields.recovered,
  multiline: false,
  maxLength: AMOUNT_TEXT,
  required: false,
});

const linesOf = ({ lines: all, currency }: RecordedLoss): string =>
  all
    .slice(0, LOSS_LIMITS.lines)
    .map(({ quantity, item, unit }) => `${quantity} ${item} ${plain(unit, currency)}`)
    .join('\n');

const othersOf = ({ secondary, currency }: RecordedLoss, words: Words): string =>
  secondary.map(({ what, amount }) => `${words.loss.secondary[what]} ${plain(amount, currency)}`).join('\n');

/** As it is typed: `89.90`. */
function plain(minor: number, currency: string): string {
  const digits = minorDigits(currency);
  return (minor / 10 ** digits).toFixed(digits);
}
