import { Int32 } from 'bson';
import { StoreError } from '../errors.js';
import type { Effort } from '../query/effort.js';
import type { Log } from '../storage/log.js';
import { LIMITS } from '../values/limits.js';
import { roughBytes } from '../values/size.js';
import { type Document, isDocument, type Value } from '../values/value.js';
import type { Request } from './command.js';

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
    !['OutOfDiskSpace', 'LogWriteFailed', 'ShutdownInProgress', 'MaxTimeMSExpired'].includes(error.codeName)
  );
}

function writeError(index: number, error: StoreError, short: boolean): Document {
  const extra = Object.entries(short ? {} : error.extra);
  return new Map<string, Value>([
    ['index', new Int32(index)],
    ['code', new Int32(error.code)],
    ...extra.map(([name, value]): [string, Value] => [name, value as Value]),
    ['errmsg', short ? '' : error.message],
  ]);
}

/** Gives the other clients a turn; waits for the disk too when much is waiting for it. */
export async function breathe(effort: Effort, log: Log): Promise<void> {
  await effort.pause();
  await log.room();
}

/**
 * Runs the statements, each whole before the others have a turn; collects `writeErrors`, and stops at the first when the
 * write is ordered.
 */
export async function runStatements<T>(
  request: Request,
  list: readonly T[],
  run: (one: T, index: number) => void | Promise<void>,
): Promise<Document[]> {
  const ordered = request.fields.value('ordered') !== false;
  const errors: Document[] = [];
  let told = 0;
  for (const [index, one] of list.entries()) {
    try {
      const running = run(one, index);
      if (running !== undefined) await running;
    } catch (error) {
      if (!isOwn(error)) throw error;
      const short = told > LIMITS.errorBytes;
      const made = writeError(index, error, short);
      told += short ? 0 : roughBytes(made);
      errors.push(made);
      if (ordered) break;
    }
    if (request.effort.wrote()) await breathe(request.effort, request.store.log);
  }
  return errors;
}
