/** A stretch of a text, and what makes two of them the same. */
export interface Span {
  readonly start: number;
  readonly end: number;
}

/** Where a pattern matches; of a pattern with a group `what`, where that group stands. */
export function spansOf(text: string, pattern: RegExp, wanted: (what: string) => boolean = () => true): Span[] {
  const spans: Span[] = [];
  for (const match of text.matchAll(pattern)) {
    const what = match.groups?.what ?? match[0];
    if (!wanted(what)) continue;
    // The value stands at the end of what it was found by, unless it stands alone.
    const start = match.groups?.what === undefined ? match.index : match.index + match[0].lastIndexOf(what);
    spans.push({ start, end: start + what.length });
  }
  return spans;
}

export const digitsOf = (text: string): string => text.replace(/\D/g, '');
