import { readName, valueEnd, zeroAfter } from './read.js';

const DOCUMENT = 0x03;

/** An encoded document made of the top-level fields that are kept, in their order, byte for byte. */
function cut(from: Buffer, keeps: (name: string, type: number, at: number, next: number) => boolean): Buffer {
  const parts: Buffer[] = [];
  let length = 5;
  const end = from.readInt32LE(0) - 1;
  let at = 4;
  while (at < end) {
    const type = from[at] ?? 0;
    const nameEnd = zeroAfter(from, at + 1);
    const next = valueEnd(from, type, nameEnd + 1);
    if (keeps(readName(from, at + 1, nameEnd), type, nameEnd + 1, next)) {
      parts.push(from.subarray(at, next));
      length += next - at;
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

/** The named fields of an encoded document that `checkDocument` has passed. */
export const keepFields = (from: Buffer, names: ReadonlySet<string>): Buffer => cut(from, (name) => names.has(name));

/** Takes the document in one field out of an encoded one, so that the rest can be decoded without it. */
export function takeOut(from: Buffer, field: string): { readonly rest: Buffer; readonly taken: Buffer | undefined } {
  let taken: Buffer | undefined;
  const rest = cut(from, (name, type, at, next) => {
    if (name !== field || type !== DOCUMENT) return true;
    taken = from.subarray(at, next);
    return false;
  });
  return { rest, taken };
}
