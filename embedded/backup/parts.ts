import { Binary, Int32, Long } from 'bson';
import { checkDocument, readDocument } from '../values/read.js';
import { type Document, doc, isDocument, toInteger, type Value } from '../values/value.js';
import { writeDocument } from '../values/write.js';

/** A collection as the head of a backup describes it; `indexes` as `listIndexes` shows them, without that of `_id`. */
export interface CollectionHead {
  readonly database: string;
  readonly name: string;
  readonly uuid: Buffer;
  readonly documents: number;
  /** Bytes of all its documents as BSON. */
  readonly bytes: number;
  readonly indexes: readonly Document[];
}

/** What a backup is made of, in this order: one head, its blocks, the files that were added, one end. */
export type Part =
  | { readonly kind: 'head'; readonly at: Date; readonly collections: readonly CollectionHead[] }
  /** Documents of one collection (its place in the head), one after the other, as they are stored. */
  | { readonly kind: 'block'; readonly collection: number; readonly documents: number; readonly bytes: Buffer }
  | { readonly kind: 'file'; readonly name: string; readonly bytes: Buffer }
  | { readonly kind: 'end'; readonly documents: number; readonly sha256: Buffer };

/** A part in its bytes: a BSON document that says what it is, and a body. */
export interface Encoded {
  readonly meta: Buffer;
  readonly body: Buffer;
}

const NOTHING = Buffer.alloc(0);
const long = (value: number): Long => Long.fromNumber(value);

function collectionMeta(of: CollectionHead): Document {
  return doc({
    db: of.database,
    name: of.name,
    uuid: new Binary(of.uuid, 4),
    documents: long(of.documents),
    bytes: long(of.bytes),
    indexes: [...of.indexes],
  });
}

function metaOf(part: Part): Document {
  switch (part.kind) {
    case 'head':
      return doc({
        part: 'head',
        by: 'tocsin embedded store',
        at: part.at,
        collections: part.collections.map(collectionMeta),
      });
    case 'block':
      return doc({
        part: 'block',
        collection: new Int32(part.collection),
        documents: long(part.documents),
        size: long(part.bytes.length),
      });
    case 'file':
      return doc({ part: 'file', name: part.name, size: long(part.bytes.length) });
    case 'end':
      return doc({ part: 'end', documents: long(part.documents), sha256: new Binary(part.sha256) });
  }
}

export function encodePart(part: Part): Encoded {
  const body = part.kind === 'block' || part.kind === 'file' ? part.bytes : NOTHING;
  return { meta: writeDocument(metaOf(part)), body };
}

/** A part as one piece, uncompressed: how it goes from the store to who writes the file. */
export function bytesOf(part: Part): Buffer {
  const { meta, body } = encodePart(part);
  return Buffer.concat([meta, body]);
}

/** Splits a part's bytes. Throws when they do not begin with a well-formed document. */
export function splitPart(bytes: Buffer): { meta: Document; body: Buffer } {
  const size = bytes.length >= 5 ? bytes.readInt32LE(0) : 0;
  if (size < 5 || size > bytes.length) throw new Error('a part without its description');
  const described = bytes.subarray(0, size);
  checkDocument(described);
  return { meta: readDocument(described), body: bytes.subarray(size) };
}

/** The length that a part's body has when it is not compressed. */
export const bodySize = (meta: Document): number => (meta.has('size') ? count(meta, 'size') : 0);

function count(meta: Document, name: string): number {
  const found = toInteger(meta.get(name));
  if (found === undefined || found < 0) throw new Error(`a part whose '${name}' is no count`);
  return found;
}

function text(meta: Document, name: string): string {
  const found = meta.get(name);
  if (typeof found !== 'string' || found === '') throw new Error(`a part whose '${name}' is no text`);
  return found;
}

function binary(meta: Document, name: string): Buffer {
  const found = meta.get(name);
  if (!(found instanceof Binary)) throw new Error(`a part whose '${name}' is no bytes`);
  return Buffer.from(found.buffer.subarray(0, found.position));
}

function documents(meta: Document, name: string): Document[] {
  const found = meta.get(name);
  if (!Array.isArray(found) || !found.every((one: Value) => isDocument(one)))
    throw new Error(`a part whose '${name}' is no list of documents`);
  return found.filter((one) => isDocument(one));
}

function collectionOf(meta: Document): CollectionHead {
  return {
    database: text(meta, 'db'),
    name: text(meta, 'name'),
    uuid: binary(meta, 'uuid'),
    documents: count(meta, 'documents'),
    bytes: count(meta, 'bytes'),
    indexes: documents(meta, 'indexes'),
  };
}

/** Reads back what `encodePart` made, with the body as it was before it was compressed. Throws when it is not one. */
export function decodePart(meta: Document, body: Buffer): Part {
  const kind = meta.get('part');
  switch (kind) {
    case 'head': {
      const at = meta.get('at');
      if (!(at instanceof Date)) throw new Error('a head without its time');
      return { kind, at, collections: documents(meta, 'collections').map(collectionOf) };
    }
    case 'block':
      return { kind, collection: count(meta, 'collection'), documents: count(meta, 'documents'), bytes: body };
    case 'file':
      return { kind, name: text(meta, 'name'), bytes: body };
    case 'end':
      return { kind, documents: count(meta, 'documents'), sha256: binary(meta, 'sha256') };
    default:
      throw new Error(`an unknown part '${String(kind)}'`);
  }
}
