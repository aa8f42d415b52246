import { StoreError } from '../errors.js';
import { LIMITS } from '../values/limits.js';
import { type FieldName, fieldName, readField } from '../values/read.js';
import { type Document, isDocument, type Value } from '../values/value.js';

/** A dotted path; its head is kept as bytes so that an encoded document can be searched for it. */
export interface Path {
  readonly text: string;
  readonly parts: readonly string[];
  readonly head: FieldName;
  /** How often a search may look through the same array for it: for each part that is a number, and once at least. */
  readonly ways: number;
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
  const numbers = parts.slice(1).filter((part) => arrayIndex(part) !== undefined).length;
  return { text, parts, head: fieldName(parts[0] ?? ''), ways: Math.max(1, numbers) };
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

/** The arrays that a walk has looked through in vain, each with the parts of the path that were still to go. */
class Tried {
  private readonly arrays = new Map<readonly Value[], Set<number>>();

  /** Whether this is new; from now on it is not. */
  add(items: readonly Value[], at: number): boolean {
    const known = this.arrays.get(items);
    if (known === undefined) this.arrays.set(items, new Set([at]));
    else if (known.has(at)) return false;
    else known.add(at);
    return true;
  }
}

interface Walk {
  readonly parts: readonly string[];
  readonly spread: boolean;
  readonly test: Test;
  readonly hit: Hit | undefined;
  tried: Tried | undefined;
}

function atEnd(value: Value | undefined, spread: boolean, test: Test, hit: Hit | undefined): boolean {
  if (spread && Array.isArray(value)) {
    for (let index = 0; index < value.length; index++) if (test(value[index])) return note(hit, index);
  }
  return test(value, hit);
}

function someItem(items: readonly Value[], at: number, walk: Walk): boolean {
  const index = arrayIndex(walk.parts[at]);
  // A number names a place in the array, and a field of the documents in it as well: with one such part after another the
  // ways double at each level, and yet lead to the same few arrays.
  if (index !== undefined && at + 1 < walk.parts.length) {
    walk.tried ??= new Tried();
    if (!walk.tried.add(items, at)) return false;
  }
  for (let which = 0; which < items.length; which++) {
    const item = items[which];
    if (isDocument(item) && walkOn(item, at, walk)) return note(walk.hit, which);
  }
  if (index === undefined || index >= items.length) return false;
  const item = items[index];
  const reachable = at + 1 === walk.parts.length || isDocument(item) || Array.isArray(item);
  return reachable && walkOn(item, at + 1, walk);
}

function walkOn(value: Value | undefined, at: number, walk: Walk): boolean {
  const { parts, spread, test, hit } = walk;
  if (at === parts.length) return atEnd(value, spread, test, hit);
  if (isDocument(value)) return walkOn(value.get(parts[at] ?? ''), at + 1, walk);
  if (Array.isArray(value)) return someItem(value, at, walk);
  return test(undefined);
}

/**
 * Whether any value that the path reaches passes the test. Arrays on the way are looked into element by element (and by
 * index); an array at the end is tried element by element when `spread`, then as a whole. A path that ends early gives
 * `undefined`; an array without documents gives nothing at all. All as MongoDB has it. No array is looked through twice for
 * the same rest of the path, so the work is at most the document's size times the parts that are numbers.
 */
export function someValue(
  value: Value | undefined,
  parts: readonly string[],
  at: number,
  spread: boolean,
  test: Test,
  hit?: Hit,
): boolean {
  if (at === parts.length) return atEnd(value, spread, test, hit);
  return walkOn(value, at, { parts, spread, test, hit, tried: undefined });
}
