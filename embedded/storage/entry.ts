import { StoreError } from '../errors.js';
import { readDocument } from '../values/read.js';
import type { Document } from '../values/value.js';
import { writeDocument } from '../values/write.js';

/** What a log is made of. Every entry says the result, not the change, so replaying one twice does no harm. */
export type Entry =
  | { readonly kind: 'put'; readonly collection: number; readonly row: number; readonly raw: Buffer }
  | { readonly kind: 'delete'; readonly collection: number; readonly row: number }
  | { readonly kind: 'meta'; readonly meta: Document };

const PUT = 1;
const DELETE = 2;
const META = 3;
const ROW_HEADER = 11;

function rowHeader(kind: number, collection: number, row: number): Buffer {
  const header = Buffer.allocUnsafe(ROW_HEADER);
  header[0] = kind;
  header.writeUInt32LE(collection, 1);
  header.writeUIntLE(row, 5, 6);
  return header;
}

/** Two pieces, so that the document's bytes are copied once only, into the frame. */
export const putEntry = (collection: number, row: number, raw: Buffer): Buffer[] => [
  rowHeader(PUT, collection, row),
  raw,
];

export const deleteEntry = (collection: number, row: number): Buffer[] => [rowHeader(DELETE, collection, row)];

export const metaEntry = (meta: Document): Buffer[] => [Buffer.from([META]), writeDocument(meta)];

/** The entries of a frame's payload; `raw` still points into it. */
export function* entries(payload: Buffer): Generator<Entry> {
  let at = 0;
  while (at < payload.length) {
    const kind = payload[at];
    if (kind === META) {
      yield { kind: 'meta', meta: readDocument(payload, at + 1) };
      at += 1 + payload.readInt32LE(at + 1);
    } else if (kind === PUT || kind === DELETE) {
      const collection = payload.readUInt32LE(at + 1);
      const row = payload.readUIntLE(at + 5, 6);
      at += ROW_HEADER;
      if (kind === DELETE) yield { kind: 'delete', collection, row };
      else {
        const end = at + payload.readInt32LE(at);
        yield { kind: 'put', collection, row, raw: payload.subarray(at, end) };
        at = end;
      }
    } else
      throw new StoreError('InternalError', `unknown log entry ${kind}; was this folder written by a newer version?`);
  }
}
