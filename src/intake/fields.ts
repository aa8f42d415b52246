import { z } from 'zod';

/**
 * A field that a vendor may leave out, set to null or send as the wrong type: an alarm is not lost because its
 * decoration is broken.
 */
export const soft = <T extends z.ZodType>(schema: T) => schema.optional().catch(undefined);

/** A field that is looked at later, or is missing. */
export const anything = z.unknown().optional();

/** Text or a number that stands for a name: ids, channels, codes. */
export const word = z.union([z.string().min(1), z.number()], { error: 'expected text' }).transform(String);

/** The text of a JSON scalar or of an XML element; an element with attributes carries its text in `#text`. */
export function textOf(value: unknown): string | undefined {
  if (typeof value === 'string') return value.trim() === '' ? undefined : value.trim();
  if (typeof value === 'number' || typeof value === 'boolean') return String(value);
  if (isObject(value) && Object.hasOwn(value, '#text')) return textOf(value['#text']);
  return undefined;
}

/** Like `textOf`, as a finite number. */
export function numberOf(value: unknown): number | undefined {
  const text = textOf(value);
  if (text === undefined) return undefined;
  const number = Number(text);
  return Number.isFinite(number) ? number : undefined;
}

export const isObject = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/** One or many: XML cannot tell a list of one from a single element. */
export const listOf = (value: unknown): readonly unknown[] =>
  value === undefined || value === null || value === '' ? [] : Array.isArray(value) ? value : [value];

/** The own property of an untrusted object, and nothing that it inherits. */
export const own = (value: unknown, name: string): unknown =>
  isObject(value) && Object.hasOwn(value, name) ? value[name] : undefined;

/** The row of a constant table for an untrusted word; `constructor` is not in it. */
export const row = <T>(table: Readonly<Record<string, T>>, name: string | undefined): T | undefined =>
  name !== undefined && Object.hasOwn(table, name) ? table[name] : undefined;
