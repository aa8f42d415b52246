import { Binary, BSONRegExp, Code, Decimal128, Int32, Long, MaxKey, MinKey, ObjectId, Timestamp } from 'bson';
import { StoreError } from '../errors.js';
import { LIMITS } from './limits.js';
import type { Document, Value } from './value.js';

/** A field name with its bytes, so that a stored document can be searched without decoding its names. */
export interface FieldName {
  readonly text: string;
  readonly bytes: Buffer;
}

export const fieldName = (text: string): FieldName => ({ text, bytes: Buffer.from(text) });

const bad = (what: string): StoreError => new StoreError('BadValue', `invalid BSON: ${what}`);

// Names repeat from document to document: a small direct-mapped table spares making the same string again.
const NAME_SLOTS = 4096;
const nameBytes: (Buffer | undefined)[] = new Array(NAME_SLOTS);
const nameTexts: string[] = new Array(NAME_SLOTS).fill('');

export function readName(from: Buffer, start: number, end: number): string {
  const length = end - start;
  if (length > 48) return from.toString('utf8', start, end);
  let hash = length;
  for (let at = start; at < end; at++) hash = (Math.imul(hash, 31) + (from[at] ?? 0)) | 0;
  const slot = hash & (NAME_SLOTS - 1);
  const known = nameBytes[slot];
  if (known !== undefined && known.length === length) {
    let at = 0;
    while (at < length && known[at] === from[start + at]) at++;
    if (at === length) return nameTexts[slot] ?? '';
  }
  const text = from.toString('utf8', start, end);
  nameBytes[slot] = Buffer.from(from.subarray(start, end));
  nameTexts[slot] = text;
  return text;
}

/** Where the zero byte of a C string is. */
export function zeroAfter(from: Buffer, at: number): number {
  let end = at;
  while (from[end] !== 0) {
    if (end >= from.length) throw bad('a name without its end');
    end++;
  }
  return end;
}

/** Where the value of this type that starts at `at` ends. Unknown and deprecated types are refused by number. */
export function valueEnd(from: Buffer, type: number, at: number): number {
  switch (type) {
    case 0x01:
    case 0x09:
    case 0x11:
    case 0x12:
      return at + 8;
    case 0x10:
      return at + 4;
    case 0x08:
      return at + 1;
    case 0x07:
      return at + 12;
    case 0x13:
      return at + 16;
    case 0x0a:
    case 0x7f:
    case 0xff:
      return at;
    case 0x02:
    case 0x0d:
      return at + 4 + from.readInt32LE(at);
    case 0x03:
    case 0x04:
      return at + from.readInt32LE(at);
    case 0x05:
      return at + 5 + from.readInt32LE(at);
    case 0x0b:
      return zeroAfter(from, zeroAfter(from, at) + 1) + 1;
    default:
      throw bad(`type 0x${type.toString(16)} is not kept by the embedded store`);
  }
}

/** Throws unless the bytes are one well-formed document whose nesting is within the limit. */
export function checkDocument(from: Buffer, start = 0, most: number = LIMITS.depth, depth = 1): void {
  if (depth > most) throw new StoreError('Overflow', `document exceeds the maximum nesting depth of ${most}`);
  const end = documentEnd(from, start);
  let at = start + 4;
  while (at < end - 1) {
    const type = from[at] ?? 0;
    const from1 = zeroAfter(from, at + 1) + 1;
    if (from1 + 4 > from.length && (type === 2 || type === 3 || type === 4 || type === 5 || type === 0x0d)) {
      throw bad('a length beyond the end of its document');
    }
    const next = valueEnd(from, type, from1);
    if (next < from1 || next > end - 1) throw bad('a value beyond the end of its document');
    if (type === 3 || type === 4) checkDocument(from, from1, most, depth + 1);
    else if ((type === 2 || type === 0x0d) && (next < from1 + 5 || from[next - 1] !== 0)) {
      throw bad('a string without its end');
    } else if (type === 0x0b && !/^[ilmsux]*$/.test(regexOptions(from, from1)))
      throw bad('a regex with unknown options');
    else if (type === 5 && next < from1 + 5) throw bad('a binary of negative length');
    at = next;
  }
}

function documentEnd(from: Buffer, start: number): number {
  if (start + 5 > from.length) throw bad('a document shorter than 5 bytes');
  const size = from.readInt32LE(start);
  const end = start + size;
  if (size < 5 || end > from.length || from[end - 1] !== 0) throw bad(`a document of ${size} bytes`);
  return end;
}

function readDate(from: Buffer, at: number): Date {
  const date = new Date(from.readInt32LE(at + 4) * 0x1_0000_0000 + from.readUInt32LE(at));
  if (Number.isNaN(date.getTime())) throw bad('a date beyond the year 275760');
  return date;
}

function readString(from: Buffer, at: number): string {
  return from.toString('utf8', at + 4, at + 3 + from.readInt32LE(at));
}

const regexOptions = (from: Buffer, at: number): string => {
  const start = zeroAfter(from, at) + 1;
  return from.toString('latin1', start, zeroAfter(from, start));
};

function readRegex(from: Buffer, at: number): BSONRegExp {
  const middle = zeroAfter(from, at);
  const options = from.toString('utf8', middle + 1, zeroAfter(from, middle + 1));
  return new BSONRegExp(from.toString('utf8', at, middle), options);
}

function readValue(from: Buffer, type: number, at: number): Value {
  switch (type) {
    case 0x01:
      return from.readDoubleLE(at);
    case 0x02:
      return readString(from, at);
    case 0x03:
      return readFields(from, at);
    case 0x04:
      return readItems(from, at);
    case 0x05:
      return new Binary(Buffer.from(from.subarray(at + 5, at + 5 + from.readInt32LE(at))), from[at + 4] ?? 0);
    case 0x07:
      return new ObjectId(Uint8Array.prototype.slice.call(from, at, at + 12));
    case 0x08:
      return from[at] === 1;
    case 0x09:
      return readDate(from, at);
    case 0x0a:
      return null;
    case 0x0b:
      return readRegex(from, at);
    case 0x0d:
      return new Code(readString(from, at));
    case 0x10:
      return new Int32(from.readInt32LE(at));
    case 0x11:
      return new Timestamp({ t: from.readUInt32LE(at + 4), i: from.readUInt32LE(at) });
    case 0x12:
      return new Long(from.readInt32LE(at), from.readInt32LE(at + 4));
    case 0x13:
      return new Decimal128(Uint8Array.prototype.slice.call(from, at, at + 16));
    case 0xff:
      return new MinKey();
    case 0x7f:
      return new MaxKey();
    default:
      throw bad(`type 0x${type.toString(16)} is not kept by the embedded store`);
  }
}

function readFields(from: Buffer, start: number): Document {
  const fields: Document = new Map();
  const end = start + from.readInt32LE(start) - 1;
  let at = start + 4;
  while (at < end) {
    const type = from[at] ?? 0;
    const nameEnd = zeroAfter(from, at + 1);
    fields.set(readName(from, at + 1, nameEnd), readValue(from, type, nameEnd + 1));
    at = valueEnd(from, type, nameEnd + 1);
  }
  return fields;
}

function readItems(from: Buffer, start: number): Value[] {
  const items: Value[] = [];
  const end = start + from.readInt32LE(start) - 1;
  let at = start + 4;
  while (at < end) {
    const type = from[at] ?? 0;
    const value = zeroAfter(from, at + 1) + 1;
    items.push(readValue(from, type, value));
    at = valueEnd(from, type, value);
  }
  return items;
}

/** Decodes a document that `checkDocument` has passed (everything stored has). */
export const readDocument = (from: Buffer, start = 0): Document => readFields(from, start);

/** One top-level field of an encoded document, decoded alone; undefined when it is missing. */
export function readField(from: Buffer, field: FieldName): Value | undefined {
  const name = field.bytes;
  const length = name.length;
  const end = from.readInt32LE(0) - 1;
  let at = 4;
  while (at < end) {
    const type = from[at] ?? 0;
    const start = at + 1;
    let same = 0;
    while (same < length && from[start + same] === name[same]) same++;
    if (same === length && from[start + length] === 0) return readValue(from, type, start + length + 1);
    at = valueEnd(from, type, zeroAfter(from, start + same) + 1);
  }
  return undefined;
}

/** Where `_id` is in an encoded document, and the first name that starts with `$`. */
export function inspect(from: Buffer): { id?: { type: number; start: number; end: number }; dollar?: string } {
  const found: { id?: { type: number; start: number; end: number }; dollar?: string } = {};
  const end = from.readInt32LE(0) - 1;
  let at = 4;
  while (at < end) {
    const type = from[at] ?? 0;
    const nameEnd = zeroAfter(from, at + 1);
    const next = valueEnd(from, type, nameEnd + 1);
    if (nameEnd - at === 4 && from[at + 1] === 0x5f && from[at + 2] === 0x69 && from[at + 3] === 0x64) {
      found.id ??= { type, start: at, end: next };
    } else if (from[at + 1] === 0x24) found.dollar ??= readName(from, at + 1, nameEnd);
    at = next;
  }
  return found;
}
