import { Int32, ObjectId } from 'bson';
import { StoreError } from '../errors.js';
import { LIMITS } from '../values/limits.js';
import { checkDocument, inspect } from '../values/read.js';
import { type Document, doc } from '../values/value.js';
import { writeDocument } from '../values/write.js';
import type { Commands, Request } from './command.js';
import { target } from './find.js';
import { runStatements, statements } from './statements.js';

const ARRAY = 4;
const REGEX = 0x0b;

export function own(raw: Buffer): Buffer {
  const copy = Buffer.allocUnsafeSlow(raw.length);
  raw.copy(copy);
  return copy;
}

/** The document in memory of its own, checked, with `_id` first; an `_id` is made when there is none. */
export function stored(raw: Buffer): Buffer {
  if (raw.length > LIMITS.documentBytes) {
    throw new StoreError(
      'BSONObjectTooLarge',
      `object to insert too large. size in bytes: ${raw.length}, max size: ${LIMITS.documentBytes}`,
    );
  }
  checkDocument(raw);
  const { id, dollar } = inspect(raw);
  if (dollar !== undefined) {
    throw new StoreError(
      'DollarPrefixedFieldName',
      `The dollar ($) prefixed field '${dollar}' is not allowed in a stored document`,
    );
  }
  if (id === undefined)
    return withId(raw, Buffer.concat([Buffer.from('\x07_id\0', 'latin1'), new ObjectId().id]), 4, 4);
  if (id.type === ARRAY || id.type === REGEX) {
    throw new StoreError(
      'InvalidIdField',
      `The '_id' value cannot be of type ${id.type === ARRAY ? 'array' : 'regex'}`,
    );
  }
  return id.start === 4 ? own(raw) : withId(raw, raw.subarray(id.start, id.end), id.start, id.end);
}

function withId(raw: Buffer, id: Uint8Array, from: number, to: number): Buffer {
  const rest = raw.length - (to - from);
  const made = Buffer.allocUnsafeSlow(rest + id.length);
  made.writeInt32LE(made.length, 0);
  made.set(id, 4);
  raw.copy(made, 4 + id.length, 4, from);
  raw.copy(made, 4 + id.length + from - 4, to);
  return made;
}

async function insert(request: Request): Promise<Document> {
  const list = statements(request, 'documents');
  const { store, server } = request;
  const { namespace } = target(request);
  const name = request.fields.text('insert');
  let n = 0;
  const errors = await runStatements(request, list, (one) => {
    const raw = stored(Buffer.isBuffer(one) ? one : writeDocument(one));
    (store.collection(namespace) ?? store.create(request.database, name)).insert(raw);
    n++;
  });
  server.counters.insert += n;
  return doc({ n: new Int32(n), writeErrors: errors.length > 0 ? errors : undefined, ok: 1 });
}

export const INSERT: Commands = {
  insert: {
    options: {
      documents: 'used',
      ordered: 'used',
      bypassDocumentValidation: 'ignored',
      bypassEmptyTsReplacement: 'ignored',
    },
    writes: true,
    run: insert,
  },
};
