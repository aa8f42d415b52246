import { Int32 } from 'bson';
import { StoreError } from '../errors.js';
import { first, type Paused } from '../query/effort.js';
import type { Filter } from '../query/filter.js';
import { gather, liveRow, select } from '../query/select.js';
import type { Collection } from '../storage/collection.js';
import type { Row } from '../storage/row.js';
import { parseUpdate, type Update } from '../update/parse.js';
import { takeOut } from '../values/cut.js';
import { LIMITS } from '../values/limits.js';
import { checkDocument, inspect, readDocument } from '../values/read.js';
import { type Document, doc, truthy } from '../values/value.js';
import type { Commands, Request } from './command.js';
import { Fields } from './fields.js';
import { filterOf, hinted, target } from './find.js';
import { own } from './insert.js';
import { modify, upsert } from './modify.js';
import { checkStatement } from './options.js';
import { breathe, runStatements, statements } from './statements.js';

const STATEMENT = {
  q: 'used',
  u: 'used',
  multi: 'used',
  upsert: 'used',
  arrayFilters: 'used',
  hint: 'used',
  collation: 'only simple',
} as const;

/** A statement as a document, checked. */
export function decoded(one: Buffer | Document): Document {
  if (!Buffer.isBuffer(one)) return one;
  checkDocument(one);
  return readDocument(one);
}

/** Options that a replacement byte for byte does not know. */
const PLAIN = ['u', 'arrayFilters', 'hint', 'collation'] as const;
/** Where the first field of an encoded document begins. */
const FIRST = 4;

interface Totals {
  n: number;
  modified: number;
  readonly upserted: Document[];
}

function checkMulti(update: Update, multi: boolean): void {
  if (multi && update.kind === 'replace')
    throw new StoreError('FailedToParse', 'multi update is not supported for replacement-style update');
}

function change(collection: Collection, row: Row, filter: Filter, update: Update, totals: Totals): void {
  if (modify(collection, row, filter, update)) totals.modified++;
  totals.n++;
}

async function updateMany(
  { effort, store }: Request,
  collection: Collection,
  found: Iterable<Paused<Row>>,
  filter: Filter,
  update: Update,
  totals: Totals,
): Promise<void> {
  // All rows are found before the first is changed: a changed row must not be met again further on in the index.
  for (const { row, raw } of await gather(found, effort)) {
    const live = liveRow(collection, row, raw, filter);
    if (live !== undefined) change(collection, live, filter, update, totals);
    if (effort.wrote()) await breathe(effort, store.log);
  }
}

/**
 * A whole new document for one that has the same `_id`, put in its place byte for byte. `undefined` when there is more
 * to it than that, and it has to be read.
 */
function replacedRaw(request: Request, one: Buffer | Document, totals: Totals): Document | undefined {
  if (!Buffer.isBuffer(one)) return one;
  checkDocument(one);
  const { rest, taken } = takeOut(one, 'u');
  const statement = readDocument(rest);
  const whole = () => readDocument(one);
  if (taken === undefined || !PLAIN.every((name) => statement.get(name) === undefined)) return whole();
  const { id, dollar } = inspect(taken);
  const { collection } = target(request);
  if (truthy(statement.get('multi')) || truthy(statement.get('upsert')) || dollar !== undefined) return whole();
  if (id?.start !== FIRST || collection === undefined || taken.length > LIMITS.documentBytes) return whole();
  checkStatement('update', STATEMENT, statement);
  const filter = filterOf(new Fields('update.updates', statement).document('q') ?? new Map());
  const row = first(select(collection, { filter, limit: 1, unbroken: true }, request.effort));
  if (row === undefined) return undefined;
  // Every stored document begins with its `_id`.
  if (!taken.subarray(FIRST, id.end).equals(row.raw.subarray(FIRST, id.end))) return whole();
  if (!taken.equals(row.raw)) {
    collection.replace(row, own(taken));
    totals.modified++;
  }
  totals.n++;
  return undefined;
}

async function updateSome(request: Request, one: Buffer | Document, index: number, totals: Totals): Promise<void> {
  const statement = replacedRaw(request, one, totals);
  if (statement === undefined) return;
  checkStatement('update', STATEMENT, statement);
  const fields = new Fields('update.updates', statement);
  const query = fields.document('q') ?? new Map();
  const multi = truthy(statement.get('multi'));
  const filter = filterOf(query);
  const update = parseUpdate(statement.get('u'), statement.get('arrayFilters'));
  checkMulti(update, multi);
  const { collection } = target(request);
  const insertsToo = truthy(statement.get('upsert'));
  const before = totals.n;
  if (collection !== undefined) {
    const unbroken = !multi || insertsToo;
    const selection = { filter, ...hinted(collection, statement.get('hint')), limit: multi ? 0 : 1, unbroken };
    const found = select(collection, selection, request.effort);
    if (multi) await updateMany(request, collection, found, filter, update, totals);
    else {
      const row = first(found);
      if (row !== undefined) change(collection, row, filter, update, totals);
    }
  }
  if (totals.n > before || !insertsToo) return;
  const { id } = upsert(request.store.ensure(request.database, request.fields.text('update')), query, update);
  totals.n++;
  totals.upserted.push(doc({ index: new Int32(index), _id: id }));
}

async function update(request: Request): Promise<Document> {
  const totals: Totals = { n: 0, modified: 0, upserted: [] };
  const list = statements(request, 'updates');
  const errors = await runStatements(request, list, (one, index) => updateSome(request, one, index, totals));
  request.server.counters.update += list.length;
  return doc({
    n: new Int32(totals.n),
    nModified: new Int32(totals.modified),
    upserted: totals.upserted.length > 0 ? totals.upserted : undefined,
    writeErrors: errors.length > 0 ? errors : undefined,
    ok: 1,
  });
}

export const UPDATE: Commands = {
  update: {
    options: {
      updates: 'used',
      ordered: 'used',
      bypassDocumentValidation: 'ignored',
      bypassEmptyTsReplacement: 'ignored',
    },
    writes: true,
    run: update,
  },
};
