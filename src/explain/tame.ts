import { findPhoneNumbersInText } from 'libphonenumber-js';
import { digitsOf } from './spans.js';
import { cut, oneLine } from './text.js';

const GONE = { link: '[link removed]', address: '[address removed]', number: '[number removed]' } as const;

/** Endings that turn two words into an address; others need a dot right between the words to be one. */
const ENDINGS = 'com|net|org|io|info|biz|example|test|app|dev|link|site|online|top|xyz|ru|cn|co|de|eu|uk|us|me|ly|to';

/** What an address can end in. In scripts that put no space after a full stop only what is known to be an ending. */
const TOP =
  'xn--[a-z\\d-]+|\\p{Script=Latin}{2,24}(?![\\p{Script=Latin}\\d])|\\p{Script=Cyrillic}{2,24}(?!\\p{Script=Cyrillic})|\\p{Script=Greek}{2,24}(?!\\p{Script=Greek})|中国|中國|公司|网络|한국|भारत';

/** What leads somewhere, in the order in which it is taken out. */
const LEADS: readonly (readonly [RegExp, string])[] = [
  // Written so that a filter does not see it.
  [/\s?[[({]\s?(?:\.|dot)\s?[\])}]\s?/giu, '.'],
  [/\s?[[({]\s?(?:@|at)\s?[\])}]\s?/giu, '@'],
  [new RegExp(`(?<=[\\p{L}\\d])\\s(?:dot|\\.)\\s?(?=(?:${ENDINGS})(?![\\p{L}\\d]))`, 'giu'), '.'],
  [/(?<=[\p{L}\d])[。․](?=[a-z]{2})/giu, '.'],
  // Markup that hides an address behind a text: the text stays.
  [/!?\[([^\]]{0,300})\]\s?\([^)]{0,600}\)/gu, '$1'],
  [/<[^>|]{0,600}\|([^>]{0,300})>/gu, '$1'],
  [/<\/?[\p{L}!?@#][^<>]{0,300}>/gu, ' '],
  [/&(?:[a-z]{2,10}|#\d{1,7}|#x[\da-f]{1,6});/giu, ' '],
  [/[\p{L}][\p{L}\d+.-]{1,30}:\s?\/{1,3}\S*/gu, GONE.link],
  [
    /(?<![\p{L}\d])(?:javascript|vbscript|data|mailto|tel|sms|callto|facetime|skype|whatsapp|slack|msteams|file|blob|about|view-source|intent):(?=\S)\S+/giu,
    GONE.link,
  ],
  [/\S{1,64}@\S{1,200}\.[\p{L}]{2,}\S*/gu, GONE.address],
  // A full stop without a space after it is a slip of the pen, unless a whole address follows.
  [/(?<=\p{Ll})\.(?=\p{Lu}\p{Ll}*(?:[\s,;]|$))/gu, '. '],
  [new RegExp(`(?:[\\p{L}\\d][\\p{L}\\d-]{0,62}\\.)+(?:${TOP})(?::\\d{1,5})?(?:[/?#]\\S*)?`, 'giu'), GONE.link],
  [/(?<![\d.])\d{1,3}(?:\.\d{1,3}){3}(?::\d{1,5})?(?:\/\S*)?/g, GONE.link],
];

const LONG_NUMBER = /\+?\(?\d(?:[ ()./-]{0,2}\d){6,18}/g;
/** `2026-01-06`, `06.01.2026`: a date is no number to call. */
const DATE = /^\(?(?:\d{4}-\d\d-\d\d|\d{1,2}[./]\d{1,2}[./]\d{4})(?:\s\d\d)?$/;
const DIALLED =
  /(?<!\p{L})(?:call|dial|ring|phone|text|sms|whatsapp|contact|reach|hotline|helpline|tel|telephone|number|anrufen|wählen|rufen|llame|marque|appelez|composez)(?:\W{1,3}\p{L}{1,12}){0,3}\W{1,4}(?<what>\d(?:[ -]?\d){2,5})(?![ -]?\d)/giu;

/** Numbers that the book has may stand; any other one could ring wherever an attacker likes. */
function withoutNumbers(text: string, known: readonly string[]): string {
  const digits = known.map(digitsOf);
  const isKnown = (what: string): boolean => digits.includes(digitsOf(what).replace(/^00/, ''));
  const safe = (what: string): string => (isKnown(what) || DATE.test(what.trim()) ? what : GONE.number);
  const found = findPhoneNumbersInText(text).reduceRight(
    (left, { startsAt, endsAt }) => left.slice(0, startsAt) + safe(left.slice(startsAt, endsAt)) + left.slice(endsAt),
    text,
  );
  return found.replace(LONG_NUMBER, safe).replace(DIALLED, (all, ...rest) => {
    const { what } = rest.at(-1) as { readonly what: string };
    return isKnown(what) ? all : all.slice(0, all.length - what.length) + GONE.number;
  });
}

/** Signs that are markup, a mention or a channel in some surface, and nothing that a sentence needs. */
const SIGNS: readonly (readonly [RegExp, string])[] = [
  [/[<>`*~|\\{}^@#]/g, ''],
  [/!(?=\p{L})/gu, ''],
  [/:?\/{2,}/g, ' '],
  [/\]\s?\(/g, '] - '],
  [/(?<![\p{L}\d])_+|_+(?![\p{L}\d])/gu, ''],
  [/^[\s>•+=-]+/gu, ''],
  [/([!?.,;:-])\1{2,}/g, '$1'],
  [/ {2,}/g, ' '],
];

/**
 * A text of a model, fit for any surface: one line that leads nowhere, calls nobody, and is markup nowhere. Taking one
 * thing out may bring another together, so it is done until nothing changes.
 */
export function tame(text: string, max: number, phones: readonly string[]): string {
  let tamed = oneLine(text);
  for (let round = 0; round < 4; round++) {
    const before = tamed;
    for (const [pattern, instead] of LEADS) tamed = tamed.replace(pattern, instead);
    tamed = withoutNumbers(tamed, phones);
    for (const [pattern, instead] of SIGNS) tamed = tamed.replace(pattern, instead);
    tamed = tamed.trim();
    if (tamed === before) break;
  }
  return cut(tamed, max);
}
