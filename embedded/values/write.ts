import { Binary, BSONRegExp, Code, Decimal128, Int32, Long, MaxKey, MinKey, ObjectId, Timestamp } from 'bson';
import { StoreError } from '../errors.js';
import { LIMITS } from './limits.js';
import { type Document, RawDocument, type Value } from './value.js';

/** A buffer that grows; one is reused for all writing, since writing never suspends. */
export class Writer {
  bytes = Buffer.allocUnsafe(64 * 1024);
  at = 0;

  room(size: number): void {
    if (this.at + size <= this.bytes.length) return;
    const larger = Buffer.allocUnsafe(Math.max(this.bytes.length * 2, this.at + size));
    this.bytes.copy(larger, 0, 0, this.at);
    this.bytes = larger;
  }

  int32(value: number): void {
    this.room(4);
    this.at = this.bytes.writeInt32LE(value, this.at);
  }

  double(value: number): void {
    this.room(8);
    this.at = this.bytes.writeDoubleLE(value, this.at);
  }

  byte(value: number): void {
    this.room(1);
    this.bytes[this.at++] = value;
  }

  raw(from: Uint8Array): void {
    this.room(from.length);
    this.bytes.set(from, this.at);
    this.at += from.length;
  }

  text(value: string): void {
    this.room(value.length * 3);
    this.at += this.bytes.write(value, this.at, 'utf8');
  }

  name(type: number, value: string): void {
    this.byte(type);
    if (value.includes('\0')) throw new StoreError('BadValue', 'a field name contains a null byte');
    this.text(value);
    this.byte(0);
  }
}

function writeText(to: Writer, value: string): void {
  const start = to.at;
  to.int32(0);
  to.text(value);
  to.byte(0);
  to.bytes.writeInt32LE(to.at - start - 4, start);
}

function writeBinary(to: Writer, value: Binary): void {
  to.int32(value.position);
  to.byte(value.sub_type);
  to.raw(value.buffer.subarray(0, value.position));
}

function writeObject(to: Writer, name: string, value: object, depth: number): void {
  if (value instanceof Map) {
    to.name(0x03, name);
    writeFields(to, value, depth + 1);
  } else if (Array.isArray(value)) {
    to.name(0x04, name);
    writeItems(to, value, depth + 1);
  } else if (value instanceof RawDocument) {
    to.name(0x03, name);
    to.raw(value.bytes);
  } else if (value instanceof Int32) {
    to.name(0x10, name);
    to.int32(value.value);
  } else if (value instanceof ObjectId) {
    to.name(0x07, name);
    to.raw(value.id);
  } else if (value instanceof Date) {
    to.name(0x09, name);
    const high = Math.floor(value.getTime() / 0x1_0000_0000);
    to.int32((value.getTime() - high * 0x1_0000_0000) | 0);
    to.int32(high);
  } else if (value instanceof Long) {
    to.name(value instanceof Timestamp ? 0x11 : 0x12, name);
    to.int32(value.low);
    to.int32(value.high);
  } else if (value instanceof Binary) {
    to.name(0x05, name);
    writeBinary(to, value);
  } else if (value instanceof Decimal128) {
    to.name(0x13, name);
    to.raw(value.bytes);
  } else if (value instanceof BSONRegExp) {
    to.name(0x0b, name);
    to.text(value.pattern);
    to.byte(0);
    to.text(value.options);
    to.byte(0);
  } else if (value instanceof Code) {
    to.name(0x0d, name);
    writeText(to, value.code);
  } else if (value instanceof MinKey) to.name(0xff, name);
  else if (value instanceof MaxKey) to.name(0x7f, name);
  else throw new StoreError('InternalError', `cannot encode ${value.constructor.name}`);
}

function writeValue(to: Writer, name: string, value: Value, depth: number): void {
  if (typeof value === 'string') {
    to.name(0x02, name);
    writeText(to, value);
  } else if (typeof value === 'number') {
    to.name(0x01, name);
    to.double(value);
  } else if (typeof value === 'boolean') {
    to.name(0x08, name);
    to.byte(value ? 1 : 0);
  } else if (value === null) to.name(0x0a, name);
  else writeObject(to, name, value, depth);
}

function closed(to: Writer, start: number): void {
  to.byte(0);
  to.bytes.writeInt32LE(to.at - start, start);
}

function writeFields(to: Writer, fields: Document, depth: number): void {
  if (depth > LIMITS.depth) {
    throw new StoreError('Overflow', `document exceeds the maximum nesting depth of ${LIMITS.depth}`);
  }
  const start = to.at;
  to.int32(0);
  for (const [name, value] of fields) writeValue(to, name, value, depth);
  closed(to, start);
}

function writeItems(to: Writer, items: readonly Value[], depth: number): void {
  if (depth > LIMITS.depth) {
    throw new StoreError('Overflow', `document exceeds the maximum nesting depth of ${LIMITS.depth}`);
  }
  const start = to.at;
  to.int32(0);
  for (const [index, value] of items.entries()) writeValue(to, String(index), value, depth);
  closed(to, start);
}

const shared = new Writer();

/** Encodes into memory of its own; throws when a nesting is too deep. */
export function writeDocument(fields: Document): Buffer {
  shared.at = 0;
  writeFields(shared, fields, 1);
  const made = Buffer.allocUnsafeSlow(shared.at);
  shared.bytes.copy(made, 0, 0, shared.at);
  if (shared.bytes.length > 4 * 1024 * 1024) shared.bytes = Buffer.allocUnsafe(64 * 1024);
  return made;
}

/** Appends the document to a writer, after `head` bytes that the caller fills. */
export function writeInto(to: Writer, fields: Document): void {
  writeFields(to, fields, 1);
}
