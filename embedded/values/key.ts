import { Binary, BSONRegExp, Code, Decimal128, Int32, Long, MaxKey, MinKey, ObjectId, Timestamp } from 'bson';
import { exact, minus } from './decimal.js';
import { readDocument } from './read.js';
import { type Document, type Numeric, RANK, RawDocument, rankOf, toNumber, type Value } from './value.js';
import { Writer } from './write.js';

/**
 * Values as strings of bytes (one char per byte) whose plain order is MongoDB's order. An index key is such a string:
 * one compare per step of a search, and 1 byte per byte of memory.
 */
const out = new Writer();

/** Stands for an array without items, which MongoDB sorts and indexes before null. */
export const EMPTY_ARRAY = Symbol('[]');
export type KeyPart = Value | typeof EMPTY_ARRAY;

function bytesWithEnd(start: number): void {
  const zero = out.bytes.indexOf(0, start);
  if (zero >= 0 && zero < out.at) {
    const plain = Buffer.from(out.bytes.subarray(start, out.at));
    out.at = start;
    for (const byte of plain) {
      out.byte(byte);
      if (byte === 0) out.byte(0xff);
    }
  }
  // 0x00 0x01 is below every continuation: a zero byte inside is written as 0x00 0xff.
  out.byte(0);
  out.byte(1);
}

function text(value: string): void {
  const start = out.at;
  out.text(value);
  bytesWithEnd(start);
}

/** A double whose bytes compare like numbers: the sign bit flipped, or all bits for negatives. NaN is below all. */
function sortableDouble(value: number): void {
  out.room(8);
  const start = out.at;
  if (Number.isNaN(value)) {
    out.bytes.fill(0, start, start + 8);
    out.at += 8;
    return;
  }
  out.at = out.bytes.writeDoubleBE(value === 0 ? 0 : value, start);
  if (value < 0) flip(start, out.at);
  else out.bytes[start] = (out.bytes[start] ?? 0) ^ 0x80;
}

function flip(start: number, end: number): void {
  for (let at = start; at < end; at++) out.bytes[at] = (out.bytes[at] ?? 0) ^ 0xff;
}

/** What a long or a decimal is beyond its nearest double: sign, power of ten and digits, in an order-keeping form. */
function remainder(value: Numeric, near: number): void {
  const whole = exact(value);
  const part = exact(near);
  const rest = whole && part ? minus(whole, part) : undefined;
  if (rest === undefined || rest.coefficient === 0n) {
    out.byte(0x80);
    return;
  }
  const negative = rest.coefficient < 0n;
  const digits = String(negative ? -rest.coefficient : rest.coefficient);
  out.byte(negative ? 0x7f : 0x81);
  const start = out.at;
  out.room(4);
  out.at = out.bytes.writeUInt32BE(rest.exponent + digits.length + 0x8000, out.at);
  out.text(digits.replace(/0+$/, ''));
  out.byte(0);
  if (negative) flip(start, out.at);
}

function number(value: Numeric): void {
  if (typeof value === 'number' || value instanceof Int32) {
    sortableDouble(typeof value === 'number' ? value : value.value);
    out.byte(0x80);
    return;
  }
  const near = toNumber(value);
  const overflows = !Number.isFinite(near) && !/inf|nan/i.test(value.toString());
  const clamped = overflows ? Math.sign(near) * Number.MAX_VALUE : near;
  sortableDouble(clamped);
  remainder(value, clamped);
}

function int64(high: number, low: number): void {
  out.room(8);
  out.at = out.bytes.writeUInt32BE(high >>> 0, out.at);
  out.at = out.bytes.writeUInt32BE(low >>> 0, out.at);
}

function date(value: Date): void {
  const high = Math.floor(value.getTime() / 0x1_0000_0000);
  int64(high + 0x8000_0000, value.getTime() - high * 0x1_0000_0000);
}

// Objects compare field by field: type, then name, then value.
function fields(value: Document): void {
  for (const [name, field] of value) {
    out.byte(rankOf(field));
    text(name);
    payload(field);
  }
  out.byte(0);
}

function object(value: object): void {
  if (value instanceof ObjectId) out.raw(value.id);
  else if (value instanceof Date) date(value);
  else if (value instanceof Timestamp) int64(value.high, value.low);
  else if (value instanceof Map) fields(value);
  else if (Array.isArray(value)) {
    for (const item of value as Value[]) {
      out.byte(rankOf(item));
      payload(item);
    }
    out.byte(0);
  } else if (value instanceof Binary) {
    out.room(5);
    out.at = out.bytes.writeUInt32BE(value.position, out.at);
    out.byte(value.sub_type);
    out.raw(value.buffer.subarray(0, value.position));
  } else if (value instanceof BSONRegExp) {
    text(value.pattern);
    text(value.options);
  } else if (value instanceof Code) text(value.code);
  else if (value instanceof RawDocument) fields(readDocument(value.bytes));
}

function payload(value: Value): void {
  if (typeof value === 'string') text(value);
  else if (typeof value === 'boolean') out.byte(value ? 1 : 0);
  else if (typeof value === 'number' || value instanceof Int32) number(value);
  else if (value instanceof Decimal128 || (value instanceof Long && !(value instanceof Timestamp))) number(value);
  else if (value !== null && !(value instanceof MinKey) && !(value instanceof MaxKey)) object(value);
}

function part(value: KeyPart, descending: boolean): void {
  const start = out.at;
  if (value === EMPTY_ARRAY) out.byte(RANK.emptyArray);
  else {
    out.byte(rankOf(value));
    payload(value);
  }
  if (descending) flip(start, out.at);
}

/** The key of several values, each ascending or descending. */
export function encodeKey(values: readonly (KeyPart | undefined)[], descending: readonly boolean[]): string {
  out.at = 0;
  for (let at = 0; at < values.length; at++) part(values[at] ?? null, descending[at] === true);
  return out.bytes.toString('latin1', 0, out.at);
}

/** The key of one value, ascending. Two values are equal exactly when their keys are. */
export function encodeValue(value: KeyPart): string {
  out.at = 0;
  part(value, false);
  return out.bytes.toString('latin1', 0, out.at);
}

/** The first key (inclusive) and the end (exclusive) of all values of a type, in the given direction. */
export function rankBounds(rank: number, descending: boolean): readonly [from: string, to: string] {
  return descending
    ? [String.fromCharCode(rank ^ 0xff), String.fromCharCode((rank ^ 0xff) + 1)]
    : [String.fromCharCode(rank), String.fromCharCode(rank + 1)];
}
