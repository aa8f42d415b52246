import { Int32 } from 'bson';
import { StoreError } from '../errors.js';
import { first } from '../query/effort.js';
import { weightOf } from '../query/filter.js';
import { passes } from '../query/guard.js';
import type { Projection } from '../query/project.js';
import { parseProjection } from '../query/project.js';
import { parseSort, type Selection, select } from '../query/select.js';
import type { Collection } from '../storage/collection.js';
import { parseUpdate } from '../update/parse.js';
import { readDocument } from '../values/read.js';
import { type Document, doc, RawDocument, type Value } from '../values/value.js';
import type { Command, Commands, Request } from './command.js';
import { filterOf, hinted, target } from './find.js';
import { modify, upsert } from './modify.js';

/** What findAndModify looks for; it takes the first. */
export function modifySelection(request: Request, collection: Collection): Selection {
  const { fields } = request;
  return {
    ...parseSort(fields.document('sort')),
    ...hinted(collection, fields.value('hint')),
    filter: filterOf(fields.document('query')),
    limit: 1,
    unbroken: true,
  };
}

function shown(raw: Buffer, project: Projection | undefined, position: number | undefined): Value {
  return project === undefined ? new RawDocument(raw) : project.of(readDocument(raw), position);
}

function answer(value: Value, lastError: Document): Document {
  return doc({ lastErrorObject: lastError, value, ok: 1 });
}

function check(request: Request): void {
  const { fields } = request;
  const removing = fields.flag('remove');
  if (removing && fields.value('update') !== undefined)
    throw new StoreError('FailedToParse', 'Cannot specify both an update and remove=true');
  if (removing && fields.flag('new'))
    throw new StoreError(
      'FailedToParse',
      "Cannot specify both new=true and remove=true; 'remove' always returns the deleted document",
    );
  if (removing && fields.flag('upsert'))
    throw new StoreError('FailedToParse', 'Cannot specify both upsert=true and remove=true');
  if (!removing && fields.value('update') === undefined)
    throw new StoreError('FailedToParse', 'Either an update or remove=true must be specified');
}

function findAndModify(request: Request): Document {
  check(request);
  const { fields, effort } = request;
  const { collection } = target(request);
  const project = parseProjection(fields.document('fields'));
  const query = fields.document('query') ?? new Map();
  const filter = filterOf(query);
  const removing = fields.flag('remove');
  const update = removing ? undefined : parseUpdate(fields.value('update'), fields.value('arrayFilters'));
  const found = collection && first(select(collection, modifySelection(request, collection), effort));
  // A sort in memory gives copies.
  const row = found && collection?.rows.get(found.id);
  if (row !== undefined && collection !== undefined) {
    const hit: { index?: number } = {};
    if (project !== undefined) passes(filter, weightOf(filter), row.raw, hit);
    const before = row.raw;
    if (update === undefined) {
      collection.remove(row);
      return answer(shown(before, project, hit.index), doc({ n: new Int32(1) }));
    }
    modify(collection, row, filter, update);
    const value = shown(fields.flag('new') ? row.raw : before, project, hit.index);
    return answer(value, doc({ n: new Int32(1), updatedExisting: true }));
  }
  if (update === undefined) return answer(null, doc({ n: new Int32(0) }));
  if (!fields.flag('upsert')) return answer(null, doc({ n: new Int32(0), updatedExisting: false }));
  const made = upsert(request.store.ensure(request.database, fields.text(request.name)), query, update);
  const value = fields.flag('new') ? shown(made.row.raw, project, undefined) : null;
  return answer(value, doc({ n: new Int32(1), updatedExisting: false, upserted: made.id }));
}

const COMMAND: Command = {
  options: {
    query: 'used',
    sort: 'used',
    remove: 'used',
    update: 'used',
    new: 'used',
    fields: 'used',
    upsert: 'used',
    arrayFilters: 'used',
    hint: 'used',
    bypassDocumentValidation: 'ignored',
    bypassEmptyTsReplacement: 'ignored',
    collation: 'only simple',
  },
  writes: true,
  run: findAndModify,
};

export const FIND_AND_MODIFY: Commands = { findAndModify: COMMAND, findandmodify: COMMAND };
