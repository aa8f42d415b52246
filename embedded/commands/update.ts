import { Int32 } from 'bson';
import { StoreError } from '../errors.js';
import { select } from '../query/select.js';
import { parseUpdate, type Update } from '../update/parse.js';
import { checkDocument, readDocument } from '../values/read.js';
import { type Document, doc, truthy } from '../values/value.js';
import type { Commands, Request } from './command.js';
import { Fields } from './fields.js';
import { filterOf, hinted, target } from './find.js';
import { runStatements, statements } from './insert.js';
import { modify, upsert } from './modify.js';
import { checkStatement } from './options.js';

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

interface Totals {
  n: number;
  modified: number;
  readonly upserted: Document[];
}

function checkMulti(update: Update, multi: boolean): void {
  if (multi && update.kind === 'replace')
    throw new StoreError('FailedToParse', 'multi update is not supported for replacement-style update');
}

function updateOne(request: Request, statement: Document, index: number, totals: Totals): void {
  checkStatement('update', STATEMENT, statement);
  const fields = new Fields('update.updates', statement);
  const query = fields.document('q') ?? new Map();
  const multi = truthy(statement.get('multi'));
  const filter = filterOf(query);
  const update = parseUpdate(statement.get('u'), statement.get('arrayFilters'));
  checkMulti(update, multi);
  const { collection } = target(request);
  const found =
    collection &&
    select(collection, { filter, ...hinted(collection, statement.get('hint')), limit: multi ? 0 : 1 }, request.effort);
  // All rows are found before the first is changed: a changed row must not be met again further on in the index.
  const rows = [...(found ?? [])];
  for (const row of rows) {
    if (collection !== undefined && modify(collection, row, filter, update)) totals.modified++;
    totals.n++;
  }
  if (rows.length > 0 || !truthy(statement.get('upsert'))) return;
  const { id } = upsert(request.store.ensure(request.database, request.fields.text('update')), query, update);
  totals.n++;
  totals.upserted.push(doc({ index: new Int32(index), _id: id }));
}

function update(request: Request): Document {
  const totals: Totals = { n: 0, modified: 0, upserted: [] };
  const list = statements(request, 'updates');
  const errors = runStatements(request, list, (one, index) => updateOne(request, decoded(one), index, totals));
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
