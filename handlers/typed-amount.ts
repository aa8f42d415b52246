import { minorDigits } from '../src/incident/index.js';

/** Currencies that people write with this sign. */
const SIGNS: Readonly<Record<string, readonly string[]>> = {
  '€': ['EUR'],
  $: ['USD', 'CAD', 'AUD', 'NZD', 'SGD', 'HKD', 'MXN'],
  '£': ['GBP'],
  '¥': ['JPY', 'CNY'],
};

export type Typed =
  | { readonly minor: number }
  | { readonly bad: 'amount' }
  /** It names another currency than it should be in. */
  | { readonly bad: 'currency'; readonly given: string };

/** `1,234.50`, `1.234,5 €`, `EUR 42000`: an amount as people type it, in minor units of that currency. */
export function typedAmount(text: string, currency: string): Typed {
  const [, before, digits = '', after] =
    /^([A-Z]{3}|[€$£¥])?\s*([\d.,'’\s]+?)\s*([A-Z]{3}|[€$£¥])?$/iu.exec(text.trim()) ?? [];
  const named = (before ?? after)?.toUpperCase();
  if (named !== undefined && named !== currency && !SIGNS[named]?.includes(currency))
    return { bad: 'currency', given: named };
  const minor = minorOf(digits.replace(/['’\s]/gu, ''), minorDigits(currency));
  return minor === undefined ? { bad: 'amount' } : { minor };
}

/** The last separator is the decimal one, unless three digits follow it; all others part thousands. */
function minorOf(text: string, places: number): number | undefined {
  const [, whole = '', point = '', decimals = ''] = /^(.*?)(?:([.,])(\d+))?$/.exec(text) ?? [];
  const groups = decimals.length === 3 && places !== 3;
  // One sign cannot part thousands and cents at once, and two cannot both part thousands; nothing is grouped from nought.
  const others = whole.replace(/[^.,]/g, '');
  if (point !== '' && (groups ? [...others].some((sign) => sign !== point) : others.includes(point))) return undefined;
  if (groups && whole.startsWith('0')) return undefined;
  const parts = groups ? `${whole}.${decimals}` : whole;
  const cents = parts === whole ? decimals : '';
  if (!/^(\d+|\d{1,3}([.,]\d{3})+)$/.test(parts) || cents.length > places) return undefined;
  const minor = Number(parts.replace(/[.,]/g, '')) * 10 ** places + Number(cents.padEnd(places, '0') || 0);
  return Number.isSafeInteger(minor) ? minor : undefined;
}
