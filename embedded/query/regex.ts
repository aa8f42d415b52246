import { BSONRegExp } from 'bson';
import { StoreError } from '../errors.js';
import { encodeValue } from '../values/key.js';
import { LIMITS } from '../values/limits.js';
import { guarded } from './guard.js';
import type { Test } from './path.js';

/** Steps of a search that are surely short, some tens of milliseconds at worst. */
const SHORT = 10_000_000;

const FLAGS = new Map([
  ['i', 'i'],
  ['m', 'm'],
  ['s', 's'],
  ['u', ''],
]);

/** Refuses options that MongoDB has and JavaScript has not, and those that nobody has. */
export function checkFlags(options: string): void {
  for (const option of options)
    if (!FLAGS.has(option)) throw new StoreError('BadValue', `invalid flag in regex options: ${option}`);
}

function compileRegex(of: BSONRegExp): RegExp {
  if (of.pattern.length > LIMITS.regexLength) {
    throw new StoreError('BadValue', `Regular expression is longer than ${LIMITS.regexLength} characters`);
  }
  checkFlags(of.options);
  const flags = `u${[...new Set(of.options)].map((option) => FLAGS.get(option) ?? '').join('')}`;
  try {
    return new RegExp(of.pattern, flags);
  } catch {
    // PCRE tolerates escapes that are an error under the u flag of JavaScript.
  }
  try {
    return new RegExp(of.pattern, flags.replace('u', ''));
  } catch (error) {
    throw new StoreError(
      'BadValue',
      `Regular expression is invalid: ${error instanceof Error ? error.message : error}`,
    );
  }
}

const QUANTIFIER = /(?:[*+?]|\{(\d+)(,(\d*))?\})\??/y;

/** How often a quantifier may repeat what is before it. */
function most(found: RegExpExecArray): number {
  const [text, least, comma, limit] = found;
  if (text.startsWith('?')) return 1;
  if (least === undefined || (comma !== undefined && limit === '')) return Number.POSITIVE_INFINITY;
  return Number(limit ?? least);
}

/** Where a character class that opens at `at` closes. */
function classEnd(pattern: string, at: number): number {
  let end = at + 1;
  while (end < pattern.length && pattern[end] !== ']') end += pattern[end] === '\\' ? 2 : 1;
  return end;
}

/**
 * The power of the text's length with which a backtracking search can grow: 1 for the places where it may begin, and 1 for
 * every choice (a quantifier, an alternative). Infinity when choices are repeated, or with references and looks around.
 */
export function growthOf(pattern: string): number {
  let choices = 0;
  const opened: number[] = [];
  for (let at = 0; at < pattern.length; at++) {
    const char = pattern[at];
    // Choices in the group that ends here: with a quantifier behind it they multiply by themselves.
    let within = 0;
    if (char === '\\') {
      if (/[1-9k]/.test(pattern[at + 1] ?? '')) return Number.POSITIVE_INFINITY;
      at++;
    } else if (char === '[') at = classEnd(pattern, at);
    else if (char === '(') {
      if (/^\?<?[=!]/.test(pattern.slice(at + 1, at + 4))) return Number.POSITIVE_INFINITY;
      opened.push(choices);
      if (pattern[at + 1] === '?') at++;
      continue;
    } else if (char === '|') {
      choices++;
      continue;
    } else if (char === ')') within = choices - (opened.pop() ?? 0);
    QUANTIFIER.lastIndex = at + 1;
    const found = QUANTIFIER.exec(pattern);
    if (found === null) continue;
    if (within > 0 && most(found) > 1) return Number.POSITIVE_INFINITY;
    choices++;
    at += found[0].length;
  }
  return 1 + choices;
}

/** Matches strings, and regular expressions that are the same one. */
export function regexTest(operand: BSONRegExp): Test {
  const regex = compileRegex(operand);
  const key = encodeValue(operand);
  const growth = growthOf(operand.pattern);
  const shown = operand.pattern.length > 60 ? `${operand.pattern.slice(0, 60)}…` : operand.pattern;
  const search = (text: string): boolean => {
    try {
      return regex.test(text);
    } catch (error) {
      // The search has a stack of its own, and that is full.
      throw new StoreError(
        'BadValue',
        `the regular expression /${shown}/ fails on a text of ${text.length} characters: ${error instanceof Error ? error.message : error}`,
      );
    }
  };
  return (value) => {
    if (typeof value !== 'string') return value instanceof BSONRegExp && encodeValue(value) === key;
    const steps = operand.pattern.length * (value.length + 1) ** growth;
    return steps <= SHORT
      ? search(value)
      : guarded(() => search(value), `the regular expression /${shown}/`, LIMITS.regexMs);
  };
}
