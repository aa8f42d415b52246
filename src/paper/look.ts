export const TEXT = '#1b1f24';
export const MUTED = '#57606a';
/** Roboto has no glyphs for what lies beyond these; a box that says nothing is worse than a question mark. */
const UNPRINTABLE =
  /[^\p{Script=Latin}\p{Script=Greek}\p{Script=Cyrillic}\p{Script=Common}\p{Script=Inherited}]|\p{Extended_Pictographic}/gu;

export const printable = (text: string): string => text.replace(UNPRINTABLE, '?');
