import { Int32, Long } from 'bson';
import { StoreError } from '../errors.js';
import type { Index } from '../index/index.js';
import { each, PAUSE, type Paused } from '../query/effort.js';
import { EVERYTHING, type Filter, weightOf } from '../query/filter.js';
import { passes } from '../query/guard.js';
import { parseFilter } from '../query/parse-filter.js';
import { headValue, path, someValue } from '../query/path.js';
import { type Projection, parseProjection } from '../query/project.js';
import { parseSort, type Selection, select } from '../query/select.js';
import type { Collection } from '../storage/collection.js';
import type { Row } from '../storage/row.js';
import { keepShape } from '../values/cut.js';
import { encodeValue } from '../values/key.js';
import { LIMITS } from '../values/limits.js';
import { readDocument } from '../values/read.js';
import { type Document, doc, isDocument, RawDocument, type Value } from '../values/value.js';
import { writeDocument } from '../values/write.js';
import type { Commands, Request } from './command.js';

/** The collection that a command names in its first field, or undefined when there is none of that name. */
export function target(request: Request): { namespace: string; collection: Collection | undefined } {
  const namespace = `${request.database}.${request.fields.text(request.name)}`;
  return { namespace, collection: request.store.collection(namespace) };
}

/** The index that a hint names, by name or by key pattern. `{$natural: ±1}` is not an index. */
export function hinted(collection: Collection, hint: Value | undefined): Pick<Selection, 'hint' | 'natural'> {
  if (hint === undefined || hint === null || (isDocument(hint) && hint.size === 0)) return {};
  if (isDocument(hint) && hint.has('$natural')) return { natural: parseSort(hint).natural };
  const key = isDocument(hint) ? encodeValue(hint) : undefined;
  const isIt = (index: Index): boolean =>
    index.spec.name === hint || (key !== undefined && encodeValue(index.spec.key) === key);
  const found = collection.indexes.find(isIt);
  if (found === undefined)
    throw new StoreError(
      'BadValue',
      'error processing query: planner returned error: hint provided does not correspond to an existing index',
    );
  return { hint: found };
}

/** The filter of a command. */
export function filterOf(given: Document | undefined): Filter {
  return given === undefined || given.size === 0 ? EVERYTHING : parseFilter(given);
}

/** What `find`, and an explained one, select. */
export function findSelection(request: Request, collection: Collection): Selection {
  const { fields } = request;
  const limit = fields.count('limit') ?? 0;
  return {
    ...parseSort(fields.document('sort')),
    ...hinted(collection, fields.value('hint')),
    filter: filterOf(fields.document('filter')),
    skip: fields.count('skip') ?? 0,
    limit,
  };
}

/** A made document as it goes out; encoded at once, so that a batch knows how large it is. */
export function encoded(made: Document): RawDocument {
  const bytes = writeDocument(made);
  if (bytes.length > LIMITS.documentBytes) {
    throw new StoreError(
      'BSONObjectTooLarge',
      `BSONObj size: ${bytes.length} is invalid. Size must be at most ${LIMITS.documentBytes}`,
    );
  }
  return new RawDocument(bytes);
}

function* projected(
  rows: Iterable<Paused<Row>>,
  filter: Filter,
  project: Projection | undefined,
): Generator<Paused<RawDocument>> {
  const weight = weightOf(filter);
  for (const row of rows) {
    if (row === PAUSE) yield PAUSE;
    else if (project === undefined) yield new RawDocument(row.raw);
    else if (project.only !== undefined) yield new RawDocument(keepShape(row.raw, project.only));
    else {
      const hit: { index?: number } = {};
      passes(filter, weight, row.raw, hit);
      yield encoded(project.of(readDocument(row.raw), hit.index));
    }
  }
}

async function find(request: Request): Promise<Document> {
  const { fields, server, session, effort } = request;
  const { namespace, collection } = target(request);
  const project = parseProjection(fields.document('projection'));
  server.counters.query++;
  const empty = collection === undefined;
  // Malformed questions are errors on a missing collection too.
  if (empty) {
    filterOf(fields.document('filter'));
    parseSort(fields.document('sort'));
  }
  const selection = empty ? undefined : findSelection(request, collection);
  const rows = empty || selection === undefined ? [] : select(collection, selection, effort);
  const { batch, id } = await server.cursors.start(projected(rows, selection?.filter ?? EVERYTHING, project), {
    effort,
    namespace,
    session,
    batchSize: fields.count('batchSize') ?? LIMITS.firstBatch,
    single: fields.flag('singleBatch'),
    lasting: fields.flag('noCursorTimeout'),
  });
  return doc({ cursor: doc({ firstBatch: batch, id, ns: namespace }), ok: 1 });
}

async function getMore(request: Request): Promise<Document> {
  const { fields, server } = request;
  const id = fields.value('getMore');
  if (!(id instanceof Long))
    throw new StoreError('TypeMismatch', "BSON field 'getMore.getMore' is the wrong type, expected type 'long'");
  server.counters.getmore++;
  const namespace = `${request.database}.${fields.text('collection')}`;
  const size = fields.count('batchSize') ?? 0;
  const { batch, id: next } = await server.cursors.more(id, namespace, size === 0 ? Number.POSITIVE_INFINITY : size);
  return doc({ cursor: doc({ nextBatch: batch, id: next, ns: namespace }), ok: 1 });
}

function killCursors(request: Request): Document {
  const { namespace } = target(request);
  const ids = request.fields.list('cursors') ?? [];
  const killed: Value[] = [];
  const unknown: Value[] = [];
  for (const id of ids) (id instanceof Long && request.server.cursors.kill(id, namespace) ? killed : unknown).push(id);
  return doc({ cursorsKilled: killed, cursorsNotFound: unknown, cursorsAlive: [], cursorsUnknown: [], ok: 1 });
}

async function count(request: Request): Promise<Document> {
  const { fields, effort } = request;
  const { collection } = target(request);
  const filter = filterOf(fields.document('query'));
  if (collection === undefined) return doc({ n: new Int32(0), ok: 1 });
  // A negative limit counts as its absolute value.
  const limit = Math.abs(fields.integer('limit') ?? 0);
  const skip = fields.count('skip') ?? 0;
  if (filter === EVERYTHING && limit === 0)
    return doc({ n: new Int32(Math.max(0, collection.rows.size - skip)), ok: 1 });
  let n = 0;
  const selection = { ...hinted(collection, fields.value('hint')), filter, skip, limit };
  await each(select(collection, selection, effort), effort, () => {
    n++;
  });
  return doc({ n: new Int32(n), ok: 1 });
}

async function distinct(request: Request): Promise<Document> {
  const { fields, effort } = request;
  const { collection } = target(request);
  const key = path(fields.text('key'));
  const filter = filterOf(fields.document('query'));
  const values = new Map<string, Value>();
  let bytes = 0;
  const note = (value: Value | undefined): false => {
    if (value === undefined) return false;
    const known = encodeValue(value);
    if (values.has(known)) return false;
    values.set(known, value);
    bytes += known.length;
    if (bytes > LIMITS.distinctBytes)
      throw new StoreError('Location17217', `distinct too big, ${LIMITS.distinctBytes} bytes cap`);
    return false;
  };
  const collect = (value: Value | undefined): false => {
    // The elements of an array count one by one, the array itself does not.
    if (Array.isArray(value)) for (const item of value) note(item);
    else note(value);
    return false;
  };
  if (collection !== undefined) {
    const selection = { ...hinted(collection, fields.value('hint')), filter };
    await each(select(collection, selection, effort), effort, (row) => {
      someValue(headValue(row.raw, key), key.parts, 1, false, collect);
    });
  }
  return doc({ values: [...values].sort(([a], [b]) => (a < b ? -1 : 1)).map(([, value]) => value), ok: 1 });
}

/** Reading. */
export const FIND: Commands = {
  find: {
    options: {
      filter: 'used',
      sort: 'used',
      projection: 'used',
      hint: 'used',
      skip: 'used',
      limit: 'used',
      batchSize: 'used',
      singleBatch: 'used',
      noCursorTimeout: 'used',
      allowDiskUse: 'ignored',
      allowPartialResults: 'ignored',
      tailable: 'only false',
      awaitData: 'only false',
      oplogReplay: 'only false',
      returnKey: 'only false',
      showRecordId: 'only false',
      collation: 'only simple',
    },
    run: find,
  },
  getMore: { options: { collection: 'used', batchSize: 'used' }, run: getMore },
  killCursors: { options: { cursors: 'used' }, run: killCursors },
  count: {
    options: { query: 'used', limit: 'used', skip: 'used', hint: 'used', fields: 'ignored', collation: 'only simple' },
    run: count,
  },
  distinct: { options: { key: 'used', query: 'used', hint: 'used', collation: 'only simple' }, run: distinct },
};
