import { Int32, ObjectId } from 'bson';
import { encodeValue } from './key.js';
import { rankOf, type Value } from './value.js';

/** Strings in the order of their UTF-8 bytes: a surrogate pair is above U+E000 to U+FFFF, unlike in UTF-16. */
function compareText(left: string, right: string): number {
  if (left === right) return 0;
  const length = Math.min(left.length, right.length);
  for (let at = 0; at < length; at++) {
    const a = left.charCodeAt(at);
    const b = right.charCodeAt(at);
    if (a === b) continue;
    if (a >= 0xd800 && b >= 0xd800) {
      const high = (unit: number): number => (unit < 0xe000 ? unit + 0x2000 : unit - 0x800);
      return high(a) - high(b);
    }
    return a - b;
  }
  return left.length - right.length;
}

const small = (value: Value): number | undefined =>
  typeof value === 'number' ? value : value instanceof Int32 ? value.value : undefined;

/** MongoDB's total order over all values. Frequent types have a short way; the encoded key decides the rest. */
export function compare(left: Value, right: Value): number {
  if (typeof left === 'string' && typeof right === 'string') return compareText(left, right);
  const a = small(left);
  if (a !== undefined) {
    const b = small(right);
    if (b !== undefined && !Number.isNaN(a) && !Number.isNaN(b)) return a < b ? -1 : a > b ? 1 : 0;
  }
  if (left instanceof Date && right instanceof Date) return left.getTime() - right.getTime();
  if (left instanceof ObjectId && right instanceof ObjectId) return Buffer.compare(left.id, right.id);
  const ranks = rankOf(left) - rankOf(right);
  if (ranks !== 0) return ranks;
  const x = encodeValue(left);
  const y = encodeValue(right);
  return x < y ? -1 : x > y ? 1 : 0;
}

/** Whether MongoDB holds the two values for equal: `1`, `1.0` and `NumberLong(1)` are. */
export const same = (left: Value, right: Value): boolean => compare(left, right) === 0;
