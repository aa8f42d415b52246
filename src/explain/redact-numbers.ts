import { findPhoneNumbersInText } from 'libphonenumber-js';
import type { Span } from './spans.js';
import { digitsOf, spansOf } from './spans.js';

/** Digits with up to three characters between them that people put there to group or to hide them. */
const run = (least: number, most: number): string => `\\d(?:[ ._/-]{0,3}\\d){${least - 1},${most - 1}}`;

const RUN_OF_CARD = new RegExp(`(?<!\\d)${run(13, 40)}`, 'g');
/** Four groups of four are a card number even when the camera misread a digit. */
const GROUPED = /(?<!\d)\d{4}([ -])\d{4}\1\d{4}\1\d{1,7}(?!\d)/g;

/** Payment card numbers: 13 to 19 digits with a right check digit (ISO/IEC 7812), also inside a longer row of digits. */
export function cards(text: string): Span[] {
  const found = spansOf(text, GROUPED);
  for (const span of spansOf(text, RUN_OF_CARD)) {
    const at = [...text.slice(span.start, span.end).matchAll(/\d/g)].map(({ index }) => span.start + index);
    for (let from = 0; from + 13 <= at.length; from++) {
      const length = [19, 18, 17, 16, 15, 14, 13].find((each) => isCard(text, at.slice(from, from + each), each));
      if (length === undefined) continue;
      found.push({ start: at[from] ?? 0, end: (at[from + length - 1] ?? 0) + 1 });
      from += length - 1;
    }
  }
  return found;
}

function isCard(text: string, at: readonly number[], length: number): boolean {
  if (at.length < length) return false;
  const digits = at.map((index) => Number(text[index]));
  const [first = 0] = digits;
  if (first < 2 || first > 6) return false;
  const sum = digits.reverse().reduce((total, digit, index) => {
    const twice = index % 2 === 0 ? digit : digit * 2;
    return total + (twice > 9 ? twice - 9 : twice);
  }, 0);
  return sum % 10 === 0;
}

/** Account numbers (IBAN, ISO 13616): two letters, check digits, and a remainder of 1 modulo 97. */
export function accounts(text: string): Span[] {
  const found: Span[] = [];
  for (const start of text.matchAll(/(?<![\p{L}\d])[A-Za-z]{2}[ -]?\d[ -]?\d/gu)) {
    const rest = text.slice(start.index, start.index + 64);
    const at = [...(/^(?:[A-Za-z\d][ -]?){15,34}/.exec(rest)?.[0] ?? '').matchAll(/[A-Za-z\d]/g)].map((m) => m.index);
    for (let length = Math.min(34, at.length); length >= 15; length--) {
      const end = (at[length - 1] ?? 0) + 1;
      if (/[A-Za-z\d]/.test(rest[end] ?? '') || !isAccount(rest.slice(0, end))) continue;
      found.push({ start: start.index, end: start.index + end });
      break;
    }
  }
  return found;
}

function isAccount(text: string): boolean {
  const plain = text.replace(/[ -]/g, '').toUpperCase();
  // Every country's have as many; one sentence in a hundred has the right remainder.
  if (digitsOf(plain).length < 10) return false;
  let rest = 0;
  for (const character of plain.slice(4) + plain.slice(0, 4)) {
    for (const digit of Number.parseInt(character, 36).toString()) rest = (rest * 10 + Number(digit)) % 97;
  }
  return rest === 1;
}

const SECRET =
  'p[ ._-]?i[ ._-]?ns?(?:[ -]?(?:code|number|nummer))?|pass(?:code|word|wort|wd|phrase)|kennwort|geheimzahl|(?:(?:t[üu]r|zugangs|door|gate|access|alarm)[ -]?)?codes?|c[óo]digo|contrase[ñn]a|clave|mot de passe|otp|cvv2?|cvc2?';
const SAID_DIGIT =
  '(?:\\d|zero|oh|one|two|three|four|five|six|seven|eight|nine|null|eins|zwei|drei|vier|f[üu]nf|sechs|sieben|acht|neun)';
const VALUE = `${SAID_DIGIT}(?:[ ._-]{0,3}${SAID_DIGIT}){2,11}`;
const BETWEEN =
  '(?:[^\\p{L}\\d]{0,3}(?:is|was|ist|war|es|entered|eingegeben|used|number|nummer|no|nr|again)){0,2}[^\\p{L}\\d]{0,4}';
const SECRET_THEN_VALUE = new RegExp(`(?<![\\p{L}\\d])(?:${SECRET})${BETWEEN}(?<what>${VALUE})(?![\\p{L}\\d])`, 'giu');
const VALUE_THEN_SECRET = new RegExp(
  `(?<![\\p{L}\\d])(?<what>\\d(?:[ .-]?\\d){3,7})[ ()"'=-]{1,3}(?:(?:is|as|was|ist|als|for|the|my|your|der|die|a)[^\\p{L}\\d]{1,2}){0,3}(?:${SECRET})(?![\\p{L}\\d])`,
  'giu',
);
const PASSWORD =
  /(?:pass(?:word|wort|wd|phrase)|kennwort|contrase[ñn]a|mot de passe)(?: (?:is|was|ist))?[ :=]{1,3}(?<what>[^\s,;]{3,64})/giu;

/** PINs, door codes and passwords, as far as the text itself calls them so. */
export const secrets = (text: string): Span[] => [
  ...spansOf(text, SECRET_THEN_VALUE),
  ...spansOf(text, PASSWORD),
  ...[...text.matchAll(VALUE_THEN_SECRET)].map(leading),
];

/** Here the value stands before what names it. */
const leading = ({ index, groups }: RegExpExecArray): Span => ({
  start: index,
  end: index + (groups?.what ?? '').length,
});

const NATIONAL = /(?<![\p{L}\d.,:-])(?:\+|00|0|\()[\d(][\d ()./-]{4,22}\d(?!\d)/gu;
const AMERICAN = /(?<!\d)\(?\d{3}\)?[ .-]\d{3}[ .-]\d{4}(?!\d)/g;
/** Nobody needs a longer number to understand an alarm: telephone, badge or customer, it may belong to somebody. */
const LONG = /(?<!\d)\d(?:[ -]?\d){8,18}(?!\d)/g;
const CALLED =
  /(?<!\p{L})(?:tel|telefon|telephone|phone|mobile|mobil|handy|call|dial|ring|text|sms|whatsapp|fax|anrufen|llame|llamar|appelez)(?:[^\p{L}\d]{1,3}(?:me|us|him|her|to|at|on|now|number|no|nr|an|al|unter)){0,2}[^\p{L}\d]{1,4}(?<what>\d(?:[ ()./-]{0,2}\d){2,14})(?![\p{L}\d])/giu;
const TEXTED = /(?<!\p{L})(?:text|sms|whatsapp)(?: \p{L}{1,12}){1,3} (?<what>\d{3,8})(?!\d)/giu;
const DATE = /^\(?\d{1,2}[./-]\d{1,2}[./-]\d{2,4}$|^\d{4}-\d\d-\d\d/;

/** Telephone numbers as the world writes them, and whatever else is a long number. */
export function phones(text: string): Span[] {
  const known = findPhoneNumbersInText(text).map(({ startsAt, endsAt }) => ({ start: startsAt, end: endsAt }));
  const looksLike = (what: string): boolean => {
    const { length } = digitsOf(what);
    return length >= 7 && length <= 19 && !DATE.test(what);
  };
  return [
    ...known,
    ...spansOf(text, AMERICAN),
    ...spansOf(text, NATIONAL, looksLike),
    ...spansOf(text, LONG, looksLike),
    ...spansOf(text, CALLED),
    ...spansOf(text, TEXTED),
  ];
}
