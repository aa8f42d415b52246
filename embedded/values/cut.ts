import { readName, valueEnd, zeroAfter } from './read.js';

const DOCUMENT = 0x03;
const ARRAY = 0x04;

/** Fields that are kept: whole, or of the document (or the documents of the array) in it some again. */
export type Shape = ReadonlyMap<string, Shape | true>;

/** A field as it goes into the cut document: its bytes, in pieces. */
type Field = readonly Buffer[];

/** What of a field is kept; nothing of it when undefined. */
type Keep = (name: string, type: number, at: number, next: number, head: Buffer) => Field | undefined;

/** An encoded document made of what is kept of the fields of one, in their order. */
function cut(from: Buffer, start: number, keep: Keep): Buffer {
  const parts: Buffer[] = [];
  let length = 5;
  const end = start + from.readInt32LE(start) - 1;
  let at = start + 4;
  while (at < end) {
    const type = from[at] ?? 0;
    const nameEnd = zeroAfter(from, at + 1);
    const value = nameEnd + 1;
    const next = valueEnd(from, type, value);
    for (const part of keep(readName(from, at + 1, nameEnd), type, value, next, from.subarray(at, value)) ?? []) {
      parts.push(part);
      length += part.length;
    }
    at = next;
  }
  const made = Buffer.allocUnsafe(length);
  made.writeInt32LE(length, 0);
  let to = 4;
  for (const part of parts) to += part.copy(made, to);
  made[to] = 0;
  return made;
}

/** What a shape keeps of a document that `checkDocument` has passed, byte for byte, without decoding it. */
export const keepShape = (from: Buffer, shape: Shape, start = 0): Buffer =>
  cut(from, start, (name, type, at, next, head) => {
    const wanted = shape.get(name);
    if (wanted === undefined) return undefined;
    if (wanted === true) return [head, from.subarray(at, next)];
    if (type === DOCUMENT) return [head, keepShape(from, wanted, at)];
    // A path that goes on ends at a plain value.
    return type === ARRAY ? [head, keepOfEach(from, wanted, at)] : undefined;
  });

/** The same of each document in an array; what is none falls out, and the others move up. */
function keepOfEach(from: Buffer, shape: Shape, start: number): Buffer {
  let index = 0;
  return cut(from, start, (_name, type, at) => {
    if (type !== DOCUMENT && type !== ARRAY) return undefined;
    const head = Buffer.from(`${String.fromCharCode(type)}${index++}\0`, 'latin1');
    return [head, type === DOCUMENT ? keepShape(from, shape, at) : keepOfEach(from, shape, at)];
  });
}

/** Takes the document in one field out of an encoded one, so that the rest can be decoded without it. */
export function takeOut(from: Buffer, field: string): { readonly rest: Buffer; readonly taken: Buffer | undefined } {
  let taken: Buffer | undefined;
  const rest = cut(from, 0, (name, type, at, next, head) => {
    const value = from.subarray(at, next);
    if (name !== field || type !== DOCUMENT) return [head, value];
    taken = value;
    return undefined;
  });
  return { rest, taken };
}
