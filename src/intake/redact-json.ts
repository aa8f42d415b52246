import type { Redactor } from './redact.js';

export interface Found {
  readonly start: number;
  readonly end: number;
}

/** Whether the quote at `at` belongs to the text: an odd number of backslashes stands before it. */
function isEscaped(text: string, at: number): boolean {
  let before = at - 1;
  while (text[before] === '\\') before -= 1;
  return (at - before) % 2 === 0;
}

/** The end of the string that starts with the quote at `at`. */
function afterString(text: string, at: number): number {
  let quote = text.indexOf('"', at + 1);
  while (quote !== -1 && isEscaped(text, quote)) quote = text.indexOf('"', quote + 1);
  return quote === -1 ? text.length : quote + 1;
}

const skipSpace = (text: string, at: number): number => {
  let next = at;
  while (next < text.length && ' \t\r\n'.includes(text.charAt(next))) next += 1;
  return next;
};

/** The end of the value that starts at `at`: a string, a list or object with all in it, or a bare word. */
function afterValue(text: string, at: number): number {
  if (text[at] === '"') return afterString(text, at);
  if (text[at] !== '{' && text[at] !== '[') {
    let next = at;
    while (next < text.length && !',]} \t\r\n'.includes(text.charAt(next))) next += 1;
    return next;
  }
  let depth = 0;
  let next = at;
  while (next < text.length) {
    const character = text[next];
    if (character === '"') {
      next = afterString(text, next);
      continue;
    }
    if (character === '{' || character === '[') depth += 1;
    if (character === '}' || character === ']') depth -= 1;
    next += 1;
    if (depth === 0) break;
  }
  return next;
}

/** The name as it reads, with its escapes undone: `"pi\u006e"` is `pin`. */
function nameOf(quoted: string): string {
  if (!quoted.includes('\\')) return quoted.slice(1, -1);
  try {
    return String(JSON.parse(quoted));
  } catch {
    return '';
  }
}

/**
 * Where the values of the named fields stand in a valid JSON text. Works on the text and not on the parsed value, so
 * that a field that is there twice (of which a parser keeps the last) is found twice.
 */
export function findJson(text: string, fields: Redactor): readonly Found[] {
  const found: Found[] = [];
  let at = text.indexOf('"');
  while (at !== -1) {
    const end = afterString(text, at);
    const colon = skipSpace(text, end);
    let after = end;
    if (text[colon] === ':' && fields.matches(nameOf(text.slice(at, end)))) {
      const start = skipSpace(text, colon + 1);
      after = afterValue(text, start);
      if (!['null', '""'].includes(text.slice(start, after))) found.push({ start, end: after });
    }
    at = text.indexOf('"', after);
  }
  return found;
}
