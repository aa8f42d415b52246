import { StoreError } from '../errors.js';
import { LIMITS } from '../values/limits.js';
import { type FieldName, fieldName, readField } from '../values/read.js';
import { type Document, isDocument, type Value } from '../values/value.js';

/** A dotted path; its head is kept as bytes so that an encoded document can be searched for it. */
export interface Path {
  readonly text: string;
  readonly parts: readonly string[];
  readonly head: FieldName;
}

/** What a filter looks at: an encoded stored document, or a decoded one. */
export type Source = Buffer | Document;

/** Filled by a match: the index of the outermost array element that made it (the `$` of an update). */
export interface Hit {
  index?: number;
}

export type Test = (value: Value | undefined, hit?: Hit) => boolean;

/** Splits a dotted path and refuses one that is too deep. */
export function path(text: string): Path {
  const parts = text.split('.');
  if (parts.length > LIMITS.depth) {
    throw new StoreError(
      'Overflow',
      `FieldPath is too long: more than ${LIMITS.depth} parts in '${text.slice(0, 80)}…'`,
    );
  }
  return { text, parts, head: fieldName(parts[0] ?? '') };
}

/** The top-level value that the path starts with. */
export function headValue(source: Source, at: Path): Value | undefined {
  return source instanceof Map ? source.get(at.head.text) : readField(source, at.head);
}

/** The array index that a path part stands for, or undefined: `0`, `12`, but not `01` or `x`. */
export function arrayIndex(part: string | undefined): number | undefined {
  return part !== undefined && /^(?:0|[1-9]\d{0,8})$/.test(part) ? Number(part) : undefined;
}

function note(hit: Hit | undefined, index: number): true {
  if (hit !== undefined) hit.index = index;
  return true;
}

function someItem(
  items: readonly Value[],
  parts: readonly string[],
  at: number,
  spread: boolean,
  test: Test,
  hit?: Hit,
) {
  for (let index = 0; index < items.length; index++) {
    const item = items[index];
    if (isDocument(item) && someValue(item, parts, at, spread, test, hit)) return note(hit, index);
  }
  const index = arrayIndex(parts[at]);
  if (index === undefined || index >= items.length) return false;
  const item = items[index];
  const reachable = at + 1 === parts.length || isDocument(item) || Array.isArray(item);
  return reachable && someValue(item, parts, at + 1, spread, test, hit);
}

/**
 * Whether any value that the path reaches passes the test. Arrays on the way are looked into element by element (and by
 * index); an array at the end is tried element by element when `spread`, then as a whole. A path that ends early gives
 * `undefined`; an array without documents gives nothing at all. All as MongoDB has it.
 */
export function someValue(
  value: Value | undefined,
  parts: readonly string[],
  at: number,
  spread: boolean,
  test: Test,
  hit?: Hit,
): boolean {
  if (at === parts.length) {
    if (spread && Array.isArray(value)) {
      for (let index = 0; index < value.length; index++) if (test(value[index])) return note(hit, index);
    }
    return test(value, hit);
  }
  if (isDocument(value)) return someValue(value.get(parts[at] ?? ''), parts, at + 1, spread, test, hit);
  if (Array.isArray(value)) return someItem(value, parts, at, spread, test, hit);
  return test(undefined);
}
