import { notHere, StoreError } from '../errors.js';
import { type Document, isDocument, isNumeric, toNumber, truthy, type Value } from '../values/value.js';
import type { Command, Treatment } from './command.js';

/** What any command may carry. */
const GENERIC: Readonly<Record<string, Treatment>> = {
  $db: 'used',
  lsid: 'used',
  maxTimeMS: 'used',
  readConcern: 'used',
  writeConcern: 'used',
  apiVersion: 'used',
  comment: 'ignored',
  // One server answers all reads and there is no cluster whose time could matter.
  $readPreference: 'ignored',
  $clusterTime: 'ignored',
  $audit: 'ignored',
  $client: 'ignored',
  apiStrict: 'only false',
  apiDeprecationErrors: 'ignored',
};

const TRANSACTION = ['txnNumber', 'startTransaction', 'autocommit', 'stmtId'];

function isSimple(value: Value): boolean {
  return (
    value === null ||
    (isDocument(value) && (value.size === 0 || (value.size === 1 && value.get('locale') === 'simple')))
  );
}

// Not by plain indexing: an option may be named like something that every object inherits.
const entry = (table: Readonly<Record<string, Treatment>>, option: string): Treatment | undefined =>
  Object.hasOwn(table, option) ? table[option] : undefined;

/** Refuses every option that the command's table does not take. */
export function checkOptions(name: string, command: Command, body: Document): void {
  let first = true;
  for (const [option, value] of body) {
    if (first) {
      first = false;
      continue;
    }
    const treatment = entry(command.options, option) ?? entry(GENERIC, option) ?? entry(command.options, '*');
    checkOption(name, option, value, treatment);
  }
}

/** Refuses every field of a statement (an element of `updates`, `deletes`, `indexes`) that its table does not take. */
export function checkStatement(name: string, table: Readonly<Record<string, Treatment>>, statement: Document): void {
  for (const [option, value] of statement) {
    checkOption(name, option, value, entry(table, option));
  }
}

function checkOption(name: string, option: string, value: Value, treatment: Treatment | undefined): void {
  if (TRANSACTION.includes(option) && treatment === undefined) {
    throw new StoreError(
      'TransactionsNotHere',
      `Multi-document transactions and retryable writes ('${option}' of ${name}) are not part of the embedded store; set MONGODB_URI to use them`,
    );
  }
  if (treatment === undefined) throw notHere(`the option '${option}' of ${name}`, 'IDLUnknownField');
  if (treatment === 'only false' && truthy(value)) throw notHere(`the option '${option}' of ${name}`);
  if (treatment === 'only simple' && !isSimple(value))
    throw notHere(`the option '${option}' of ${name}, other than {locale: "simple"},`);
}

export interface Concerns {
  /** The client does not want to wait for the disk. */
  readonly unacknowledged: boolean;
  /** The client wants to read only what is on disk. */
  readonly durableReads: boolean;
}

function checkWriteConcern(concern: Document): boolean {
  const table: Record<string, Treatment> = {
    w: 'used',
    j: 'ignored',
    fsync: 'ignored',
    wtimeout: 'ignored',
    wtimeoutMS: 'ignored',
    provenance: 'ignored',
  };
  checkStatement('writeConcern', table, concern);
  const w = concern.get('w');
  if (w === undefined || w === 'majority') return false;
  if (!isNumeric(w)) throw notHere(`the write concern w: ${String(w)}`, 'UnknownReplWriteConcern');
  if (toNumber(w) > 1)
    throw new StoreError('BadValue', "cannot use 'w' > 1 when a host is not replicated; set MONGODB_URI to use it");
  return toNumber(w) === 0 && !truthy(concern.get('j'));
}

/** Reads the concerns and refuses those that only a cluster could honour. */
export function concerns(body: Document): Concerns {
  const write = body.get('writeConcern');
  const read = body.get('readConcern');
  const level = isDocument(read) ? (read.get('level') ?? 'local') : 'local';
  if (isDocument(read) && [...read.keys()].some((key) => key !== 'level' && key !== 'provenance')) {
    throw notHere(`the read concern's '${[...read.keys()].find((key) => key !== 'level')}'`);
  }
  if (!['local', 'available', 'majority'].includes(String(level))) throw notHere(`the read concern '${String(level)}'`);
  const version = body.get('apiVersion');
  if (version !== undefined && version !== '1')
    throw new StoreError('APIVersionError', `API version must be "1", not ${String(version)}`);
  return { unacknowledged: isDocument(write) && checkWriteConcern(write), durableReads: level === 'majority' };
}
