import { Binary, type Int32, Long, MaxKey, MinKey } from 'bson';
import { StoreError } from '../errors.js';
import { compare } from '../values/compare.js';
import { encodeValue } from '../values/key.js';
import {
  isDocument,
  isNaNValue,
  isNumeric,
  rankOf,
  TYPE_NUMBERS,
  toInteger,
  toNumber,
  truthy,
  typeNumber,
  type Value,
} from '../values/value.js';
import type { Test } from './path.js';

/** Equality; null also takes what is missing. */
export function equals(operand: Value): Test {
  if (operand === null) return (value) => value === undefined || value === null;
  if (typeof operand === 'string' || typeof operand === 'boolean') return (value) => value === operand;
  if (!isComposite(operand)) return (value) => value !== undefined && compare(value, operand) === 0;
  // The operand is encoded once and not for every document.
  const rank = rankOf(operand);
  const key = encodeValue(operand);
  return (value) => value !== undefined && rankOf(value) === rank && encodeValue(value) === key;
}

const isComposite = (value: Value): boolean => Array.isArray(value) || isDocument(value);

/** What a comparison costs that encodes its operand each time. */
export const operandWeight = (operand: Value): number =>
  isComposite(operand) ? 1 + (encodeValue(operand).length >>> 6) : 1;

const isEdge = (value: Value): boolean => value instanceof MinKey || value instanceof MaxKey;

/** `$gt $gte $lt $lte`: only values of the operand's own type are compared. */
export function ordered(operator: '$gt' | '$gte' | '$lt' | '$lte', operand: Value): Test {
  const inclusive = operator.endsWith('e');
  const up = operator.startsWith('$g');
  if (operand === null) return (value) => inclusive && (value === undefined || value === null);
  if (isNaNValue(operand)) return (value) => inclusive && value !== undefined && isNaNValue(value);
  const edge = isEdge(operand);
  const rank = rankOf(operand);
  return (value) => {
    if (value === undefined || (!edge && rankOf(value) !== rank) || (!edge && isNaNValue(value))) return false;
    const order = compare(value, operand);
    return order === 0 ? inclusive : up ? order > 0 : order < 0;
  };
}

function typeNumberOf(wanted: Value): number {
  if (typeof wanted === 'string') {
    const known = TYPE_NUMBERS.get(wanted);
    if (known === undefined) throw new StoreError('BadValue', `Unknown type name alias: ${wanted}`);
    return known;
  }
  const number = toInteger(wanted);
  if (number === undefined || ![...TYPE_NUMBERS.values()].includes(number)) {
    throw new StoreError('BadValue', 'Invalid numerical type code');
  }
  return number;
}

const NUMBER_TYPES = [1, 16, 18, 19];

/** `$type` by alias or number, `number` for all numeric types, or a list of them. */
export function typeTest(operand: Value): Test {
  const wanted = new Set(
    (Array.isArray(operand) ? operand : [operand]).flatMap((one) =>
      one === 'number' ? NUMBER_TYPES : [typeNumberOf(one)],
    ),
  );
  if (wanted.size === 0) throw new StoreError('FailedToParse', '$type must match at least one type');
  return (value) => value !== undefined && wanted.has(typeNumber(value));
}

interface Made {
  readonly test: Test;
  readonly spread: boolean;
  readonly negated?: boolean;
}

function modulo(operand: Value): Made {
  const [divisor, rest] = Array.isArray(operand) ? operand : [];
  if (!Array.isArray(operand) || operand.length !== 2 || !isNumeric(divisor) || !isNumeric(rest)) {
    throw new StoreError('BadValue', 'malformed mod, needs to be an array of two numbers');
  }
  const by = Math.trunc(toNumber(divisor));
  if (by === 0 || !Number.isFinite(by)) throw new StoreError('BadValue', 'divisor cannot be 0');
  const wanted = Math.trunc(toNumber(rest));
  const exactly = (value: Value): boolean =>
    value instanceof Long
      ? value.toBigInt() % BigInt(by) === BigInt(wanted)
      : Math.trunc(toNumber(value as Int32)) % by === wanted;
  return { test: (value) => isNumeric(value) && exactly(value), spread: true };
}

function size(operand: Value): Made {
  const wanted = toInteger(operand);
  if (wanted === undefined || wanted < 0) {
    throw new StoreError('BadValue', 'Failed to parse $size. Expected a non-negative integer');
  }
  return { test: (value) => Array.isArray(value) && value.length === wanted, spread: false };
}

function bits(operand: Value): bigint {
  if (operand instanceof Binary || Array.isArray(operand)) {
    throw new StoreError(
      'BadValue',
      'the embedded store takes bit masks as numbers only; set MONGODB_URI to use others',
    );
  }
  const mask = toInteger(operand);
  if (mask === undefined || mask < 0) throw new StoreError('BadValue', 'a bit mask must be a non-negative integer');
  return BigInt(mask);
}

function bitTest(passes: (value: bigint, mask: bigint) => boolean): (operand: Value) => Made {
  return (operand) => {
    const mask = bits(operand);
    const test: Test = (value) => {
      const integer = value instanceof Long ? value.toBigInt() : toInteger(value);
      return integer !== undefined && passes(BigInt.asUintN(64, BigInt(integer)), mask);
    };
    return { test, spread: true };
  };
}

/** The operators that need nothing but their operand. */
export const VALUE_TESTS: Readonly<Record<string, ((operand: Value) => Made) | undefined>> = {
  $exists: (operand) => ({ test: (value) => value !== undefined, spread: false, negated: !truthy(operand) }),
  $mod: modulo,
  $size: size,
  $bitsAllSet: bitTest((value, mask) => (value & mask) === mask),
  $bitsAllClear: bitTest((value, mask) => (value & mask) === 0n),
  $bitsAnySet: bitTest((value, mask) => (value & mask) !== 0n),
  $bitsAnyClear: bitTest((value, mask) => (value & mask) !== mask),
};
