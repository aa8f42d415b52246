import { Int32, ObjectId } from 'bson';
import { StoreError } from '../errors.js';
import { LIMITS } from '../values/limits.js';
import { checkDocument, inspect } from '../values/read.js';
import { type Document, doc, isDocument, type Value } from '../values/value.js';
import { writeDocument } from '../values/write.js';
import type { Commands, Request } from './command.js';
import { target } from './find.js';

const ARRAY = 4;
const REGEX = 0x0b;

function own(raw: Buffer): Buffer {
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

/** The statements of a write: from a sequence, or from an array in the body. */
export function statements(request: Request, name: string): readonly (Buffer | Document)[] {
  const found = request.sequences.get(name) ?? request.fields.list(name);
  const list = found?.map((one: Buffer | Value) => {
    if (Buffer.isBuffer(one)) return one;
    if (isDocument(one)) return one;
    throw new StoreError('TypeMismatch', `BSON field '${request.name}.${name}' must be an array of objects`);
  });
  if (list === undefined || list.length === 0 || list.length > LIMITS.writeBatch) {
    throw new StoreError(
      'InvalidLength',
      `Write batch sizes must be between 1 and ${LIMITS.writeBatch}. Got ${list?.length ?? 0} operations.`,
    );
  }
  return list;
}

/** Whether an error is one statement's own, so that the others may go on. */
function isOwn(error: unknown): error is StoreError {
  return (
    error instanceof StoreError &&
    !['OutOfDiskSpace', 'OperationFailed', 'ShutdownInProgress', 'MaxTimeMSExpired'].includes(error.codeName)
  );
}

/** Runs the statements; collects `writeErrors`, and stops at the first when the write is ordered. */
export function runStatements<T>(
  request: Request,
  list: readonly T[],
  run: (one: T, index: number) => void,
): Document[] {
  const ordered = request.fields.value('ordered') !== false;
  const errors: Document[] = [];
  for (const [index, one] of list.entries()) {
    try {
      run(one, index);
    } catch (error) {
      if (!isOwn(error)) throw error;
      const extra = Object.entries(error.extra).map(([name, value]): [string, Value] => [name, value as Value]);
      errors.push(
        new Map<string, Value>([
          ['index', new Int32(index)],
          ['code', new Int32(error.code)],
          ...extra,
          ['errmsg', error.message],
        ]),
      );
      if (ordered) break;
    }
  }
  return errors;
}

function insert(request: Request): Document {
  const list = statements(request, 'documents');
  const { store, server } = request;
  const { namespace } = target(request);
  const name = request.fields.text('insert');
  let n = 0;
  const errors = runStatements(request, list, (one) => {
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
