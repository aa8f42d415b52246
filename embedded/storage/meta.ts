import { Binary, Int32 } from 'bson';
import type { IndexSpec } from '../index/index.js';
import { type Document, doc, isDocument, isNumeric, toInteger, toNumber, truthy, type Value } from '../values/value.js';
import type { Collection } from './collection.js';

const FORMAT = 1;

/** The first entry of every file. */
export const fileMeta = (kind: 'log' | 'snapshot'): Document =>
  doc({ op: 'file', kind, format: new Int32(FORMAT), by: 'tocsin embedded store' });

/** The last entry of a snapshot: without it the file is not whole. */
export const endMeta = (): Document => doc({ op: 'end' });

export const createMeta = (of: CollectionMeta): Document =>
  doc({ op: 'create', id: of.id, db: of.database, name: of.name, uuid: new Binary(of.uuid, 4) });

export const dropMeta = (of: Collection): Document => doc({ op: 'drop', id: of.id });

export const createIndexMeta = (of: Pick<CollectionMeta, 'id'>, spec: IndexSpec): Document =>
  doc({ op: 'createIndex', id: of.id, spec: specDocument(spec) });

export const dropIndexMeta = (of: Collection, name: string): Document => doc({ op: 'dropIndex', id: of.id, name });

/** An index as `listIndexes` shows it. */
export function specDocument(spec: IndexSpec): Document {
  return doc({
    v: new Int32(2),
    key: spec.key,
    name: spec.name,
    unique: spec.unique && spec.name !== '_id_' ? true : undefined,
    sparse: spec.sparse ? true : undefined,
    partialFilterExpression: spec.partial,
    expireAfterSeconds: spec.expireAfterSeconds === undefined ? undefined : new Int32(spec.expireAfterSeconds),
  });
}

/** Reads back what `specDocument` made. */
export function readSpec(from: Document): IndexSpec {
  const text = (value: Value | undefined): string => (typeof value === 'string' ? value : '');
  const key = from.get('key');
  const partial = from.get('partialFilterExpression');
  const expire = from.get('expireAfterSeconds');
  return {
    name: text(from.get('name')),
    key: isDocument(key) ? key : new Map(),
    unique: truthy(from.get('unique')),
    sparse: truthy(from.get('sparse')),
    ...(isDocument(partial) ? { partial } : {}),
    ...(isNumeric(expire) ? { expireAfterSeconds: toNumber(expire) } : {}),
  };
}

/** The index that every collection has. */
export const ID_INDEX: IndexSpec = { name: '_id_', key: doc({ _id: new Int32(1) }), unique: true, sparse: false };

export interface CollectionMeta {
  readonly id: number;
  readonly database: string;
  readonly name: string;
  readonly uuid: Buffer;
}

/** Reads back what `createMeta` made. */
export function readCreate(meta: Document): CollectionMeta {
  const uuid = meta.get('uuid');
  return {
    id: idOf(meta),
    database: String(meta.get('db')),
    name: String(meta.get('name')),
    uuid: Buffer.from(uuid instanceof Binary ? uuid.buffer : []),
  };
}

export const idOf = (meta: Document): number => toInteger(meta.get('id')) ?? 0;

/** Whether the file was written in a form that this version reads. */
export const isKnownFormat = (meta: Document): boolean => toInteger(meta.get('format')) === FORMAT;
