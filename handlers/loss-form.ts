import { z } from 'zod';
import { LOSS_TEXT } from '../cards/loss-form.js';
import { allWords } from '../cards/words/languages.js';
import type { LossWords } from '../cards/words/loss-words.js';
import type { LossLine, LossRecord, SecondaryLoss } from '../src/incident/index.js';
import {
  LOSS_BASES,
  LOSS_LIMITS,
  LOSS_METHODS,
  lossProblem,
  SECONDARY_LOSSES,
  SHRINK_CATEGORIES,
} from '../src/incident/index.js';
import { typedAmount } from './typed-amount.js';

const CHOOSE = 'Please choose one.';
const typed = z
  .string()
  .trim()
  .max(LOSS_TEXT * 2)
  .default('');
const chosen = <T extends string>(values: readonly [T, ...T[]]) =>
  z.preprocess((value) => (value === '' ? undefined : value), z.enum(values, CHOOSE).optional());
const inShort = { lines: typed, recovered: typed, method: chosen(LOSS_METHODS) };

export const lossSchema = z.object({
  category: z.enum(SHRINK_CATEGORIES, CHOOSE),
  basis: z.enum(LOSS_BASES, CHOOSE),
  other: typed,
  ...inShort,
});

/** Where an incident is closed: nothing, or a category with what is missing. */
export const lossInShortSchema = {
  category: chosen(SHRINK_CATEGORIES),
  ...inShort,
};

type Typed = { readonly [F in keyof z.output<typeof lossSchema>]?: z.output<typeof lossSchema>[F] | undefined };

export type Read = { readonly loss: LossRecord } | { readonly faults: Readonly<Record<string, string>> };

/** What somebody typed, as a record; or by field the first thing that cannot be read. */
export function lossFrom(typedIn: Typed, currency: string, words: LossWords): Read {
  const { category, basis = 'cost', lines: goods = '', other = '', recovered = '', method } = typedIn;
  const faults: Record<string, string> = {};
  const read = <T>(field: string, text: string, each: (line: string) => T | string): T[] =>
    text
      .split('\n')
      .map((line) => line.trim())
      .filter((line) => line !== '')
      .flatMap((line) => {
        const found = each(line);
        if (typeof found !== 'string') return [found];
        faults[field] ??= found;
        return [];
      });
  const amount = (text: string): number | string => {
    const found = typedAmount(text, currency);
    if ('minor' in found) return found.minor;
    return found.bad === 'currency' ? words.otherCurrency(found.given, currency) : words.badAmount(text.slice(0, 30));
  };
  const lines = read('lines', goods, (line) => lineOf(line, amount, words));
  const secondary = read('other', other, (line) => otherOf(line, amount, words));
  const [back = 0] = read('recovered', recovered, (line) => {
    const found = amount(line);
    return typeof found === 'string' ? found : { found };
  }).map(({ found }) => found);
  if (!category) faults.category ??= CHOOSE;
  if (!category || Object.keys(faults).length > 0) return { faults };
  const loss = {
    category,
    basis,
    ...(method ? { method } : {}),
    currency,
    lines,
    secondary: added(secondary),
    recovered: back,
  };
  const problem = lossProblem(loss);
  return problem ? { faults: { [problem.field]: problem.why } } : { loss };
}

type Amount = (text: string) => number | string;

/** `3 Perfume 50 ml 89.90`, `1 x Watch 1.299,00 €`, `Bicycle 450`. */
function lineOf(line: string, amount: Amount, words: LossWords): LossLine | string {
  const [, quantity = '1', item = '', price = ''] =
    /^(?:(\d{1,6})\s*[x×*]?\s+)?(.*?\S)\s+@?\s*((?:[A-Z]{3}\s|[€$£¥]\s*)?\d[\d.,'’]*(?:\s*(?:[A-Z]{3}|[€$£¥]))?)$/u.exec(
      line,
    ) ?? [];
  // `Handbag 1 250,00`: a space that parts thousands cannot be told from the end of the name.
  const ambiguous = /\s\d{1,3}$/.test(item) && /^\D*\d{3}(?!\d)/.test(price);
  if (item === '' || ambiguous || [...item].length > LOSS_LIMITS.item) return words.badLine(line.slice(0, 60));
  const unit = amount(price);
  return typeof unit === 'string' ? unit : { item, quantity: Number(quantity), unit };
}

/** `man-hours 120`, in the words of the one who writes, or in ours. */
function otherOf(line: string, amount: Amount, words: LossWords): { what: SecondaryLoss; amount: number } | string {
  const said = line.toLowerCase();
  const what = SECONDARY_LOSSES.find((each) => namesOf(each).some((name) => said.startsWith(`${name} `)));
  const name = what && namesOf(what).find((each) => said.startsWith(`${each} `));
  if (!what || name === undefined) return words.badCost(line.slice(0, 60));
  const found = amount(line.slice(name.length));
  return typeof found === 'string' ? found : { what, amount: found };
}

/** Ours, and that of every language: a form may have been filled in by somebody who speaks another one. */
const namesOf = (what: SecondaryLoss): string[] => [
  what,
  ...allWords.map(({ loss }) => loss.secondary[what].toLowerCase()),
];

/** Two lines of one sort are one amount. */
function added(all: readonly { what: SecondaryLoss; amount: number }[]): LossRecord['secondary'] {
  const sums = new Map<SecondaryLoss, number>();
  for (const { what, amount } of all) sums.set(what, (sums.get(what) ?? 0) + amount);
  return [...sums].map(([what, amount]) => ({ what, amount }));
}
