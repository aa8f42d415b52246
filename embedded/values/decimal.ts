import { Decimal128, Int32 } from 'bson';
import type { Numeric } from './value.js';

/** A finite number as `coefficient × 10^exponent`, exactly. */
export interface Exact {
  readonly coefficient: bigint;
  readonly exponent: number;
}

/** The exact decimal value of a finite double: every binary fraction is a finite decimal one. */
function exactDouble(value: number): Exact {
  if (Number.isInteger(value)) return { coefficient: BigInt(value), exponent: 0 };
  let mantissa = value;
  let shift = 0;
  while (!Number.isInteger(mantissa) && shift < 1100) {
    mantissa *= 2;
    shift++;
  }
  return { coefficient: BigInt(mantissa) * 5n ** BigInt(shift), exponent: -shift };
}

function exactText(text: string): Exact | undefined {
  const parts = /^([+-]?)(\d*)(?:\.(\d*))?(?:E([+-]?\d+))?$/i.exec(text);
  if (parts === null) return undefined;
  const [, sign = '', whole = '', fraction = '', power = '0'] = parts;
  const coefficient = BigInt(`${whole}${fraction}` || '0');
  return { coefficient: sign === '-' ? -coefficient : coefficient, exponent: Number(power) - fraction.length };
}

/** The exact value, or undefined for NaN and the infinities. */
export function exact(value: Numeric): Exact | undefined {
  if (typeof value === 'number') return Number.isFinite(value) ? exactDouble(value) : undefined;
  if (value instanceof Int32) return { coefficient: BigInt(value.value), exponent: 0 };
  if (value instanceof Decimal128) return exactText(value.toString());
  return { coefficient: value.toBigInt(), exponent: 0 };
}

/** `left - right`. */
export function minus(left: Exact, right: Exact): Exact {
  return plus(left, { coefficient: -right.coefficient, exponent: right.exponent });
}

/** `left + right`. Exponents of Decimal128 are within ±6,176, so the shift is bounded. */
export function plus(left: Exact, right: Exact): Exact {
  const exponent = Math.min(left.exponent, right.exponent);
  const scaled = (one: Exact): bigint => one.coefficient * 10n ** BigInt(one.exponent - exponent);
  return { coefficient: scaled(left) + scaled(right), exponent };
}

/** `left × right`. */
export function times(left: Exact, right: Exact): Exact {
  return { coefficient: left.coefficient * right.coefficient, exponent: left.exponent + right.exponent };
}

/** Rounded to the 34 digits of Decimal128. */
export function toDecimal(value: Exact): Decimal128 {
  return Decimal128.fromStringWithRounding(`${value.coefficient}E${value.exponent}`);
}
