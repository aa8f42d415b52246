import { Binary, BSONRegExp, Code, Decimal128, Int32, Long, MaxKey, MinKey, ObjectId, Timestamp } from 'bson';

/** A decoded document. A Map keeps the order of every name (an object would move `"10"` forward) and has no `__proto__`. */
export type Document = Map<string, Value>;

/** Already encoded BSON that a reply carries as it is. */
export class RawDocument {
  constructor(readonly bytes: Buffer) {}
}

/** A plain number is a BSON double; the other numeric types keep their class, so that types survive an update. */
export type Value =
  | null
  | boolean
  | number
  | string
  | Date
  | Int32
  | Long
  | Decimal128
  | ObjectId
  | Binary
  | Timestamp
  | BSONRegExp
  | Code
  | MinKey
  | MaxKey
  | RawDocument
  | Document
  | Value[];

export type Numeric = number | Int32 | Long | Decimal128;

/** MongoDB's order of types; the numbers leave gaps and are the first byte of an encoded key. */
export const RANK = {
  minKey: 0x05,
  emptyArray: 0x08,
  null: 0x0a,
  number: 0x14,
  string: 0x1e,
  object: 0x28,
  array: 0x32,
  binary: 0x3c,
  objectId: 0x46,
  boolean: 0x50,
  date: 0x5a,
  timestamp: 0x64,
  regex: 0x6e,
  code: 0x78,
  maxKey: 0xf0,
} as const;

const TYPES = [
  [ObjectId, RANK.objectId, 7, 'objectId'],
  [Int32, RANK.number, 16, 'int'],
  [Date, RANK.date, 9, 'date'],
  [Timestamp, RANK.timestamp, 17, 'timestamp'],
  [Long, RANK.number, 18, 'long'],
  [Decimal128, RANK.number, 19, 'decimal'],
  [Binary, RANK.binary, 5, 'binData'],
  [BSONRegExp, RANK.regex, 11, 'regex'],
  [Code, RANK.code, 13, 'javascript'],
  [MinKey, RANK.minKey, -1, 'minKey'],
  [MaxKey, RANK.maxKey, 127, 'maxKey'],
  [RawDocument, RANK.object, 3, 'object'],
] as const;

type TypeRow = readonly [rank: number, number: number, alias: string];

const DOUBLE: TypeRow = [RANK.number, 1, 'double'];
const STRING: TypeRow = [RANK.string, 2, 'string'];
const OBJECT: TypeRow = [RANK.object, 3, 'object'];
const ARRAY: TypeRow = [RANK.array, 4, 'array'];
const BOOLEAN: TypeRow = [RANK.boolean, 8, 'bool'];
const NULL: TypeRow = [RANK.null, 10, 'null'];
const BY_CLASS = new Map<unknown, TypeRow>(TYPES.map(([of, rank, number, alias]) => [of, [rank, number, alias]]));

function typeRow(value: Value): TypeRow {
  if (typeof value === 'string') return STRING;
  if (typeof value === 'number') return DOUBLE;
  if (typeof value === 'boolean') return BOOLEAN;
  if (value === null) return NULL;
  if (value instanceof Map) return OBJECT;
  if (Array.isArray(value)) return ARRAY;
  return BY_CLASS.get(value.constructor) ?? OBJECT;
}

/** The place of a value's type in MongoDB's type order. */
export const rankOf = (value: Value): number => typeRow(value)[0];

/** The BSON type number of a value, as `$type` counts them. */
export const typeNumber = (value: Value): number => typeRow(value)[1];

/** The BSON type alias of a value, as `$type` and error texts name it. */
export const typeName = (value: Value | undefined): string => (value === undefined ? 'missing' : typeRow(value)[2]);

/** Every alias that `$type` knows, with its number. */
export const TYPE_NUMBERS: ReadonlyMap<string, number> = new Map([
  ...[...BY_CLASS.values(), DOUBLE, STRING, OBJECT, ARRAY, BOOLEAN, NULL].map(([, number, alias]): [string, number] => [
    alias,
    number,
  ]),
]);

export const isDocument = (value: unknown): value is Document => value instanceof Map;

export const isNumeric = (value: Value | undefined): value is Numeric =>
  typeof value === 'number' ||
  value instanceof Int32 ||
  value instanceof Decimal128 ||
  (value instanceof Long && !(value instanceof Timestamp));

/** The value as a JavaScript number; a long beyond 2^53 and a decimal lose precision. */
export function toNumber(value: Numeric): number {
  if (typeof value === 'number') return value;
  if (value instanceof Int32) return value.value;
  if (value instanceof Decimal128) return Number(value.toString());
  return value.toNumber();
}

/** Whether a value is NaN, of whatever numeric type. */
export const isNaNValue = (value: Value): boolean => isNumeric(value) && Number.isNaN(toNumber(value));

/** The value as an integer, or undefined when it is not one (or not a number at all). */
export function toInteger(value: Value | undefined): number | undefined {
  if (!isNumeric(value)) return undefined;
  const number = toNumber(value);
  return Number.isSafeInteger(number) ? number : undefined;
}

/** MongoDB's truth: everything but false, null, missing and zero. */
export function truthy(value: Value | undefined): boolean {
  if (value === undefined || value === null || value === false) return false;
  return isNumeric(value) ? toNumber(value) !== 0 : true;
}

/** A document from pairs; undefined values are left out. */
export function doc(fields: Readonly<Record<string, Value | undefined>>): Document {
  const made: Document = new Map();
  for (const [name, value] of Object.entries(fields)) if (value !== undefined) made.set(name, value);
  return made;
}
