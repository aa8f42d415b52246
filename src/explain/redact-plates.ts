import type { Span } from './spans.js';
import { spansOf } from './spans.js';

const BEFORE = '(?<![\\p{L}\\d-])';
const AFTER = '(?![\\p{L}\\d]|-[\\p{L}\\d])';

/**
 * Number plates by their shape, so many countries as have one that is told from other words. `any`: letters of any
 * case; the others are plates in capitals only, because small letters make ordinary words of them. `sure`: also when the
 * letters are a word.
 */
const SHAPES = [
  // Germany with its hyphen; France, Italy; United Kingdom; Netherlands, Portugal, Belgium, Ireland; Czechia; California.
  { any: true, shape: '[A-ZÄÖÜ]{1,3}-[A-Z]{1,2}[ -]?\\d{1,4}[EH]?' },
  { any: true, shape: '[A-Z]{2}[ -]?\\d{3}[ -]?[A-Z]{2}' },
  { any: true, shape: '[A-Z]{2}\\d{2}[ -]?[A-Z]{3}' },
  { any: true, shape: '(?:\\d{1,3}|[A-Z]{1,3})-(?:\\d{1,3}|[A-Z]{1,3})-(?:\\d{1,6}|[A-Z]{1,3})' },
  { any: true, shape: '\\d[A-Z]\\d[ -]?\\d{4}' },
  { any: true, shape: '\\d[A-Z]{3}\\d{3}' },
  // Germany with spaces; Spain; Romania; Poland, Denmark, Norway, Switzerland, Croatia; Sweden, Hungary, United States.
  { any: false, shape: '[A-ZÄÖÜ]{1,3}[ ·]{1,2}[A-Z]{1,2} ?\\d{1,4}[EH]?' },
  { any: false, sure: true, shape: '\\d{4}[ -]?[B-DF-HJ-NP-TV-Z]{3}' },
  { any: false, shape: '[A-Z]{1,2}[ -]\\d{2,4}[ -][A-Z]{1,3}' },
  { any: false, shape: '[A-Z]{2,3}[ -]?\\d{4,6}[A-Z]{0,2}' },
  { any: false, shape: '[A-Z]{2} ?\\d{2} ?\\d{3}' },
  { any: false, shape: '[A-Z]{1,2}[ -]\\d{3,5} ?[A-Z]{1,2}' },
  { any: false, shape: '[A-Z]{3}[ -]?\\d{3,4}' },
  { any: false, shape: '[A-Z]{3}[ -]?\\d{2}[A-Z]' },
  { any: false, shape: '\\d{3}[ -]?[A-Z]{3}' },
  { any: false, shape: '[A-Z]\\d{3}[A-Z]{2}(?:\\d{2,3})?' },
].map(({ any, sure = any, shape }: { any: boolean; sure?: boolean; shape: string }) => ({
  sure,
  pattern: new RegExp(`${BEFORE}(?:${shape})${AFTER}`, any ? 'giu' : 'gu'),
}));

/** Words of alarms that have the shape of a part of a plate. Where all letters are such words, it is a place or a measure. */
const NO_PLATE: ReadonlySet<string> = new Set(
  (
    'CAM BAY DOC DOR LPR PIR NVR DVR POS INC REF NR NO ID EV ROW LVL RM FL EG OG UG TOR TÜR MIN SEC MS KM KG EUR USD GBP ' +
    'VAT PCS FPS LUX DB HZ AT IN ON TO OF IS BY OR AN AM PM UM ZU BEI THE WAS FOR AND MIT VON DER DIE DAS MON TUE WED THU ' +
    'FRI SAT SUN ISO IP TCP UTC GMT CET TIL OUT AVS VAL LOT SET MAX TOP PIN OTP CVV CVC TAN KOD'
  ).split(' '),
);
/** `06-JAN-26` is a day. */
const DAY = /^\d{1,2}-(?:JAN|FEB|MAR|APR|MA[IY]|JUN|JUL|AUG|SEP|O[CK]T|NOV|DE[CZ])-\d{2}(?:\d{2})?$/i;

function isPlate(what: string, sure: boolean): boolean {
  const words = what.toUpperCase().match(/\p{L}+/gu) ?? [];
  if (words.length === 0 || !/\d/.test(what) || DAY.test(what)) return false;
  return sure || !words.every((word) => NO_PLATE.has(word));
}

const CALLED =
  /(?<!\p{L})(?:(?:licen[cs]e|number) ?plates?|plates?|kennzeichen|nummernschild|reg(?:istration)?(?: ?(?:no|number|nr))?|matr[íi]cula|plaque|targa|kenteken|vrm|lpr|anpr|tag)(?:[^\p{L}\d\n]{1,3}(?:is|was|of|ist|no|nr|number|read|seen|known|unknown)(?!\p{L})){0,2}[^\p{L}\d\n]{1,4}(?<what>[\p{L}\d]{1,10}(?:[ ·.-][\p{L}\d]{1,8}){0,3})/giu;
/** Lines that adapters write of what a reader saw: all of the line is the plate. */
const LINE = /^(?:plate|value|license plate|licence plate): *(?<what>.{2,40})$/gim;

/** Number plates: what the text calls one, and what looks like one. */
export function plates(text: string): Span[] {
  const called = spansOf(text, CALLED).flatMap(({ start, end }) => {
    const length = plateIn(text.slice(start, end));
    return length === 0 ? [] : [{ start, end: start + length }];
  });
  return [
    ...spansOf(text, LINE),
    ...called,
    ...SHAPES.flatMap(({ sure, pattern }) => spansOf(text, pattern, (what) => isPlate(what, sure))),
  ];
}

/** Length of the plate that a text begins with: words in capitals or with digits, ten characters at most; 0 for none. */
function plateIn(text: string): number {
  let length = 0;
  let characters = 0;
  for (const { 0: word, index } of text.matchAll(/[\p{L}\d]+/gu)) {
    const plain = !/\d/.test(word) && word !== word.toUpperCase();
    if (plain || characters + word.length > 10) break;
    characters += word.length;
    length = index + word.length;
  }
  return characters >= 3 ? length : 0;
}
