/**
 * What is not seen but is read: format characters (zero width, bidirectional marks, Unicode tags), fillers, variation
 * selectors, private and unassigned code points, lone surrogates. Whole sentences for a model can be hidden in them.
 */
const UNSEEN =
  /\p{Cf}|\p{Co}|\p{Cs}|\p{Cn}|\p{Variation_Selector}|\u034F|[\u115F\u1160]|[\u17B4\u17B5]|\u180E|\u2800|\u3164|\uFFA0/gu;

/** So much of an over-long text is looked at; a hostile megabyte costs nothing. */
const LOOKED_AT = 2_000;

/**
 * Text as a person would read it aloud, and in one spelling only: full-width and mathematical letters become plain
 * ones, digits of every script become 0–9, what is not seen is gone. Lines stay lines. For machines to compare and
 * to read; people are shown the original.
 */
export function visible(text: string): string {
  return (
    text
      .slice(0, LOOKED_AT)
      .normalize('NFKC')
      .replace(/\r\n?|[\u2028\u2029\u0085]/g, '\n')
      .replace(/[^\P{Cc}\n]/gu, ' ')
      .replace(UNSEEN, '')
      // Marks heaped on a letter hide it from a pattern and cover the lines around it.
      .replace(/(\p{M}{2})\p{M}+/gu, '$1')
      .replace(/[^\S\n]+/g, ' ')
      .replace(/\p{Nd}/gu, digit)
      .trim()
  );
}

export const oneLine = (text: string): string => visible(text).replace(/\s+/g, ' ');

/** Unicode keeps the decimal digits of a script together, zero first, so counting back to the zero gives the value. */
function digit(character: string): string {
  if (character >= '0' && character <= '9') return character;
  const at = character.codePointAt(0) ?? 0;
  let zero = at;
  while (at - zero < 9 && /\p{Nd}/u.test(String.fromCodePoint(zero - 1))) zero -= 1;
  return String(at - zero);
}

/** At most `max` code points; a cut text ends in an ellipsis. */
export function cut(text: string, max: number): string {
  const points = [...text];
  return points.length <= max
    ? text
    : `${points
        .slice(0, max - 1)
        .join('')
        .trimEnd()}…`;
}
