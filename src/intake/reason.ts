import type { z } from 'zod';
import { describe, oneLine } from './text.js';

const EXPECTED: Readonly<Record<string, string>> = {
  string: 'text',
  number: 'a number',
  int: 'a whole number',
  boolean: 'true or false',
  object: 'an object',
  record: 'an object',
  array: 'a list',
  date: 'a time',
  nonoptional: 'a value',
};

/** `body.alarm.triggers[0].key` */
export function placeOf(path: readonly PropertyKey[], root = 'body'): string {
  let place = root;
  for (const step of path) place += typeof step === 'number' ? `[${step}]` : `.${oneLine(String(step), 60)}`;
  return place;
}

function valueAt(value: unknown, path: readonly PropertyKey[]): unknown {
  let here = value;
  for (const step of path) {
    if (typeof here !== 'object' || here === null || !Object.hasOwn(here, step)) return undefined;
    here = (here as Record<PropertyKey, unknown>)[step];
  }
  return here;
}

function wanted(issue: z.core.$ZodIssue): string | undefined {
  switch (issue.code) {
    case 'invalid_type':
      return EXPECTED[issue.expected] ?? issue.expected;
    case 'invalid_value': {
      const words = issue.values.slice(0, 8).map((value) => JSON.stringify(value));
      return `one of ${words.join(', ')}${issue.values.length > 8 ? ', …' : ''}`;
    }
    case 'too_small':
      if (issue.origin === 'string') return issue.minimum === 1 ? 'text' : `at least ${issue.minimum} characters`;
      return issue.origin === 'array' ? `at least ${issue.minimum} items` : `at least ${issue.minimum}`;
    case 'too_big':
      if (issue.origin === 'string') return `at most ${issue.maximum} characters`;
      return issue.origin === 'array' ? `at most ${issue.maximum} items` : `at most ${issue.maximum}`;
    case 'invalid_format':
      return issue.format === 'datetime' ? 'a time like 2026-01-31T22:15:00Z' : `a valid ${issue.format}`;
    default:
      return undefined;
  }
}

/**
 * Where and what, in one sentence, for the first thing that is wrong: `body.after.id: expected text, found nothing`.
 * `value` is what the schema was given; `root` is what to call it.
 */
export function whyNot(error: z.ZodError, value: unknown, root = 'body'): string {
  const issue = error.issues[0];
  if (issue === undefined) return `${root}: cannot be read`;
  const place = placeOf(issue.path, root);
  if (issue.code === 'unrecognized_keys') return `${place}: unknown field "${oneLine(issue.keys[0] ?? '', 60)}"`;
  const expected = wanted(issue);
  if (expected === undefined) return `${place}: ${oneLine(issue.message, 200)}`;
  return `${place}: expected ${expected}, found ${describe(valueAt(value, issue.path))}`;
}
