import { Decimal128, Int32, Long } from 'bson';
import { StoreError } from '../errors.js';
import { exact, plus, times, toDecimal } from './decimal.js';
import { type Numeric, toNumber } from './value.js';

const LONG_MAX = 2n ** 63n - 1n;
const LONG_MIN = -(2n ** 63n);

// MongoDB turns a double into a decimal with 15 significant digits, so that 0.1 stays 0.1.
function asDecimal(value: Numeric): Numeric {
  return typeof value === 'number' && Number.isFinite(value) ? Decimal128.fromString(value.toPrecision(15)) : value;
}

function decimals(
  left: Numeric,
  right: Numeric,
  combine: typeof plus,
  loose: (a: number, b: number) => number,
): Numeric {
  const a = exact(asDecimal(left));
  const b = exact(asDecimal(right));
  if (a === undefined || b === undefined) {
    return Decimal128.fromString(String(loose(toNumber(left), toNumber(right))));
  }
  return toDecimal(combine(a, b));
}

const big = (value: Int32 | Long): bigint => (value instanceof Int32 ? BigInt(value.value) : value.toBigInt());

function integers(left: Int32 | Long, right: Int32 | Long, result: bigint): Numeric {
  if (result > LONG_MAX || result < LONG_MIN) {
    throw new StoreError('BadValue', 'Failed to apply the operation: the result overflows a 64-bit integer');
  }
  const narrow = left instanceof Int32 && right instanceof Int32;
  const fits = result >= -0x8000_0000n && result <= 0x7fff_ffffn;
  return narrow && fits ? new Int32(Number(result)) : Long.fromBigInt(result);
}

/** Adds as `$inc` does: the wider type wins, an int32 that overflows becomes a long, a long that overflows is an error. */
export function add(left: Numeric, right: Numeric): Numeric {
  if (left instanceof Decimal128 || right instanceof Decimal128) return decimals(left, right, plus, (a, b) => a + b);
  if (typeof left === 'number' || typeof right === 'number') return toNumber(left) + toNumber(right);
  return integers(left, right, big(left) + big(right));
}

/** Multiplies as `$mul` does. */
export function multiply(left: Numeric, right: Numeric): Numeric {
  if (left instanceof Decimal128 || right instanceof Decimal128) return decimals(left, right, times, (a, b) => a * b);
  if (typeof left === 'number' || typeof right === 'number') return toNumber(left) * toNumber(right);
  return integers(left, right, big(left) * big(right));
}

/** `$sum` and `$add` of an aggregation: as `add`, but a long that overflows becomes a double. */
export function sum(left: Numeric, right: Numeric): Numeric {
  try {
    return add(left, right);
  } catch {
    return toNumber(left) + toNumber(right);
  }
}

/** Zero of the narrowest type: what `$mul` writes into a missing field takes the operand's type. */
export const zeroLike = (operand: Numeric): Numeric => multiply(operand, new Int32(0));
