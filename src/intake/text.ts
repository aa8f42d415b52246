/**
 * Characters that are not seen but change what is read: C0/C1 controls (but tab, line feed, carriage return),
 * bidirectional marks, zero-width space, invisible operators, and Unicode tags, in which whole sentences for a
 * language model can be hidden. The joiners U+200C and U+200D stay: Persian, Hindi and emoji need them.
 */
const UNSEEN =
  /[\u0000-\u0008\u000B\u000C\u000E-\u001F\u007F-\u009F\u061C\u200B\u200E\u200F\u202A-\u202E\u2060-\u206F\uFEFF\u{E0000}-\u{E007F}]/gu;

/** Half of a surrogate pair; most stores and chat APIs refuse or mangle it. */
const LONE_SURROGATE = /[\uD800-\uDFFF]/gu;

/** So much of an over-long text is looked at; hostile megabytes cost nothing. */
const LOOKED_AT = 16_384;

/** At most `max` code points; a cut text ends in `…`. */
function cut(text: string, max: number): string {
  if (text.length <= max) return text;
  let kept = '';
  let last = '';
  let count = 0;
  for (const point of text) {
    if (count === max) return kept.slice(0, kept.length - last.length).trimEnd() + '…';
    kept += point;
    last = point;
    count += 1;
  }
  return kept;
}

const seen = (text: string): string => text.slice(0, LOOKED_AT).replace(UNSEEN, '').replace(LONE_SURROGATE, '\uFFFD');

/** One line of visible text, at most `max` code points. */
export const oneLine = (text: string, max: number): string => cut(seen(text).replace(/\s+/gu, ' ').trim(), max);

/** Lines of visible text, at most `max` code points, never more than one empty line in a row. */
export const lines = (text: string, max: number): string =>
  cut(
    seen(text)
      .replace(/\r\n?|[\u2028\u2029]/gu, '\n')
      .replace(/[^\S\n]+\n/gu, '\n')
      .replace(/\n{3,}/gu, '\n\n')
      .trim(),
    max,
  );

/** `forced-door` → `Forced door`. */
export const title = (word: string): string => {
  const spaced = word.replace(/[-_]+/gu, ' ').trim();
  return spaced.charAt(0).toUpperCase() + spaced.slice(1);
};

/** A value in the words of someone who looks at a body: `nothing`, `"abc"`, `a list of 3`. */
export function describe(value: unknown): string {
  if (value === undefined) return 'nothing';
  if (value === null) return 'null';
  if (value === '') return 'empty text';
  if (typeof value === 'string') return `"${oneLine(value, 40)}"`;
  if (typeof value === 'number') return `the number ${value}`;
  if (Array.isArray(value)) return value.length === 0 ? 'an empty list' : `a list of ${value.length}`;
  if (typeof value === 'object') return 'an object';
  return String(value);
}
