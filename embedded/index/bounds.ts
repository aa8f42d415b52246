import { BSONRegExp, MaxKey, MinKey } from 'bson';
import { conjuncts, type Filter, type Predicate } from '../query/filter.js';
import { arrayIndex } from '../query/path.js';
import { encodeKey, rankBounds } from '../values/key.js';
import { LIMITS } from '../values/limits.js';
import { isNumeric, RawDocument, rankOf, toNumber, type Value } from '../values/value.js';

/** Encoded keys with `from <= key < to`. */
export interface Range {
  readonly from: string;
  readonly to: string;
}

/** What the predicates say about one index field: the ranges of its encoded values. */
export interface FieldBounds {
  readonly ranges: readonly Range[];
  /** Every range is a single value. */
  readonly points: boolean;
}

/** Greater than every byte: `key + ABOVE` ends the range of all longer keys. */
const ABOVE = '\u0100';

const isPlain = (value: Value): boolean =>
  !Array.isArray(value) &&
  !(value instanceof BSONRegExp || value instanceof MinKey || value instanceof MaxKey || value instanceof RawDocument);

const RANGES = new Set(['$gt', '$gte', '$lt', '$lte']);

/** Whether an index can narrow this predicate down. Whatever it cannot is checked on each document instead. */
function indexable(one: Predicate): boolean {
  if (one.path.parts.some((part) => arrayIndex(part) !== undefined)) return false;
  const { operator, operand } = one;
  if (operator === '$eq') return isPlain(operand);
  if (operator === '$in') {
    return Array.isArray(operand) && operand.length <= LIMITS.indexRanges && operand.every(isPlain);
  }
  if (!RANGES.has(operator) || operand === null || !isPlain(operand)) return false;
  return !(isNumeric(operand) && Number.isNaN(toNumber(operand)));
}

/** The predicates that every matching document fulfils, by path; those inside an `$elemMatch` under the longer path. */
export function predicatesByPath(filter: Filter): Map<string, Predicate[]> {
  const found = new Map<string, Predicate[]>();
  const note = (path: string, one: Predicate): void => {
    if (!indexable(one)) return;
    const known = found.get(path);
    if (known === undefined) found.set(path, [one]);
    else known.push(one);
  };
  for (const one of conjuncts(filter)) {
    if (one.kind !== 'predicate') continue;
    note(one.path.text, one);
    if (one.element === undefined) continue;
    for (const inner of conjuncts(one.element)) {
      if (inner.kind === 'predicate') note(`${one.path.text}.${inner.path.text}`, inner);
    }
  }
  return found;
}

function pointsOf(values: readonly Value[], descending: boolean): FieldBounds {
  const keys = [...new Set(values.map((value) => encodeKey([value], [descending])))].sort();
  return { ranges: keys.map((key) => ({ from: key, to: key + ABOVE })), points: true };
}

function rangeOf(one: Predicate, descending: boolean): Range {
  const [first, end] = rankBounds(rankOf(one.operand), descending);
  const key = encodeKey([one.operand], [descending]);
  const inclusive = one.operator.endsWith('e');
  const upwards = one.operator.startsWith('$g') !== descending;
  if (upwards) return { from: inclusive ? key : key + ABOVE, to: end };
  return { from: first, to: inclusive ? key + ABOVE : key };
}

function intersect(left: Range, right: Range): Range {
  const [, from = ''] = [left.from, right.from].sort();
  const [to = ''] = [left.to, right.to].sort();
  return { from, to };
}

/**
 * The bounds that the predicates on one path put on an index field. Over arrays, two predicates may be met by two
 * different elements, so only one of them may narrow the scan.
 */
export function fieldBounds(predicates: readonly Predicate[], descending: boolean, array: boolean): FieldBounds {
  const equal = predicates.find((one) => one.operator === '$eq');
  if (equal !== undefined) return pointsOf([equal.operand], descending);
  const list = predicates.find((one) => one.operator === '$in');
  if (list !== undefined && Array.isArray(list.operand)) return pointsOf(list.operand, descending);
  const ranges = predicates.map((one) => rangeOf(one, descending));
  const [first = { from: '', to: ABOVE }] = ranges;
  const whole = array ? first : ranges.reduce(intersect);
  return { ranges: whole.from < whole.to ? [whole] : [], points: false };
}

/** Puts the bounds of consecutive fields together into ranges of whole keys, in key order. */
export function keyRanges(fields: readonly FieldBounds[]): Range[] {
  let prefixes = [''];
  let made: Range[] = [{ from: '', to: ABOVE }];
  for (const field of fields) {
    made = prefixes.flatMap((prefix) => field.ranges.map(({ from, to }) => ({ from: prefix + from, to: prefix + to })));
    if (!field.points) break;
    prefixes = made.map((range) => range.from);
  }
  return made;
}
