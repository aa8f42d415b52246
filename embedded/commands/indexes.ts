import { Int32, Long } from 'bson';
import { notHere, StoreError } from '../errors.js';
import type { IndexSpec } from '../index/index.js';
import type { Filter } from '../query/filter.js';
import { parseFilter } from '../query/parse-filter.js';
import type { Collection } from '../storage/collection.js';
import { specDocument } from '../storage/meta.js';
import { encodeValue } from '../values/key.js';
import { LIMITS } from '../values/limits.js';
import { show } from '../values/show.js';
import { type Document, doc, isDocument, isNumeric, toNumber, truthy, type Value } from '../values/value.js';
import type { Commands, Request } from './command.js';
import { target } from './find.js';
import { checkStatement } from './options.js';

const SPEC = {
  key: 'used',
  name: 'used',
  unique: 'used',
  sparse: 'used',
  partialFilterExpression: 'used',
  expireAfterSeconds: 'used',
  background: 'ignored',
  v: 'ignored',
  ns: 'ignored',
  collation: 'only simple',
  hidden: 'only false',
} as const;

const refused = (why: string): StoreError => new StoreError('CannotCreateIndex', why);

function keyOf(given: Value | undefined): Document {
  if (!isDocument(given) || given.size === 0) throw refused('Index keys cannot be an empty object');
  if (given.size > LIMITS.indexFields) throw refused(`an index may have at most ${LIMITS.indexFields} fields`);
  for (const [name, direction] of given) {
    if (typeof direction === 'string') throw notHere(`an index of type '${direction}'`, 'CannotCreateIndex');
    if (!isNumeric(direction) || toNumber(direction) === 0 || Number.isNaN(toNumber(direction))) {
      throw refused(
        `Values in the index key pattern must be numbers other than 0, not ${show(direction)} for '${name}'`,
      );
    }
    if (name === '' || name.split('.').some((part) => part === '' || part.startsWith('$'))) {
      if (name.includes('$**')) throw notHere('a wildcard index', 'CannotCreateIndex');
      throw refused(`Index key contains an illegal field name: '${name}'`);
    }
  }
  return given;
}

function expiry(spec: Document, key: Document): { expireAfterSeconds?: number } {
  const given = spec.get('expireAfterSeconds');
  if (given === undefined) return {};
  const seconds = isNumeric(given) ? toNumber(given) : Number.NaN;
  if (!(seconds >= 0 && seconds <= 0x7fff_ffff))
    throw refused('TTL index expireAfterSeconds must be a number between 0 and 2147483647');
  if (key.size > 1) throw refused('TTL indexes are single-field indexes, compound indexes do not support TTL');
  if (key.has('_id')) throw refused('The field expireAfterSeconds is not valid for an _id index specification');
  return { expireAfterSeconds: seconds };
}

const PARTIAL = new Set(['$eq', '$gt', '$gte', '$lt', '$lte', '$in', '$type', '$exists']);

/** The filter of a partial index is evaluated with every write: it is as simple as MongoDB wants it. */
function checkPartial(filter: Filter): void {
  if (filter.kind === 'and' || filter.kind === 'or') for (const one of filter.of) checkPartial(one);
  else if (filter.kind !== 'predicate' || !PARTIAL.has(filter.operator)) {
    const what = filter.kind === 'predicate' ? filter.operator : '$not, $nor, $ne or $nin, or $exists: false';
    throw refused(`Expression not supported in partial index: ${what}`);
  }
}

function specOf(given: Value): IndexSpec {
  if (!isDocument(given)) throw new StoreError('TypeMismatch', 'each index must be an object');
  checkStatement('createIndexes', SPEC, given);
  const key = keyOf(given.get('key'));
  const name = given.get('name');
  if (typeof name !== 'string' || name === '' || name === '*')
    throw refused("The 'name' field is a required property of an index specification");
  const partial = given.get('partialFilterExpression');
  if (partial !== undefined && !isDocument(partial)) throw refused('partialFilterExpression must be an object');
  if (partial !== undefined) checkPartial(parseFilter(partial));
  const sparse = truthy(given.get('sparse'));
  if (partial !== undefined && sparse) throw refused("cannot mix 'partialFilterExpression' and 'sparse' options");
  return {
    name,
    key,
    unique: truthy(given.get('unique')),
    sparse,
    ...(partial === undefined ? {} : { partial }),
    ...expiry(given, key),
  };
}

/** What makes two indexes the same one, but for their names and how long their documents live. */
const signature = (spec: IndexSpec): string =>
  [encodeValue(spec.key), spec.unique, spec.sparse, encodeValue(spec.partial ?? null)].join('|');

/** Whether the index is there already; an error when another one stands in its way. */
function exists(collection: Collection, spec: IndexSpec): boolean {
  if (encodeValue(spec.key) === encodeValue(new Map([['_id', new Int32(1)]]))) return true;
  for (const { spec: known } of collection.indexes) {
    const alike = signature(known) === signature(spec);
    if (known.name === spec.name && !alike) {
      throw new StoreError(
        'IndexKeySpecsConflict',
        `An existing index has the same name as the requested index but is another one. Requested index: ${show(specDocument(spec))}, existing index: ${show(specDocument(known))}`,
      );
    }
    if (!alike) continue;
    if (known.name === spec.name && known.expireAfterSeconds === spec.expireAfterSeconds) return true;
    throw new StoreError(
      'IndexOptionsConflict',
      known.name === spec.name
        ? `An equivalent index already exists with the same name but different options: ${show(specDocument(known))}`
        : `Index already exists with a different name: ${known.name}`,
    );
  }
  return false;
}

function createIndexes(request: Request): Document {
  const list = request.fields.list('indexes') ?? [];
  if (list.length === 0) throw new StoreError('BadValue', 'Must specify at least one index to create');
  const specs = list.map(specOf);
  const existing = target(request).collection;
  const collection = existing ?? request.store.create(request.database, request.fields.text(request.name));
  const before = collection.indexes.length;
  for (const spec of specs) {
    if (exists(collection, spec)) continue;
    if (collection.indexes.length >= LIMITS.indexesPerCollection)
      throw refused(`a collection may have at most ${LIMITS.indexesPerCollection} indexes`);
    request.store.createIndex(collection, spec);
  }
  const after = collection.indexes.length;
  return doc({
    numIndexesBefore: new Int32(before),
    numIndexesAfter: new Int32(after),
    createdCollectionAutomatically: existing === undefined,
    note: after === before ? 'all indexes already exist' : undefined,
    ok: 1,
  });
}

function found(request: Request): Collection {
  const { namespace, collection } = target(request);
  if (collection === undefined) throw new StoreError('NamespaceNotFound', `ns does not exist: ${namespace}`);
  return collection;
}

function listIndexes(request: Request): Document {
  const collection = found(request);
  const listed = collection.indexes.map((index) => specDocument(index.spec));
  return doc({ cursor: doc({ id: Long.ZERO, ns: collection.namespace, firstBatch: listed }), ok: 1 });
}

function dropIndexes(request: Request): Document {
  const collection = found(request);
  const before = collection.indexes.length;
  const wanted = request.fields.value('index');
  const others = collection.indexes.slice(1).map(({ spec }) => spec);
  const list = Array.isArray(wanted) ? wanted : [wanted];
  for (const one of list) {
    const matching =
      one === '*'
        ? others
        : others.filter((spec) => spec.name === one || (isDocument(one) && encodeValue(spec.key) === encodeValue(one)));
    if (one === '_id_') throw new StoreError('InvalidOptions', 'cannot drop _id index');
    if (matching.length === 0 && one !== '*')
      throw new StoreError('IndexNotFound', `index not found with name [${isDocument(one) ? show(one) : String(one)}]`);
    for (const spec of matching) request.store.dropIndex(collection, spec.name);
  }
  return doc({ nIndexesWas: new Int32(before), ok: 1 });
}

const DROP = { options: { index: 'used' }, writes: true, run: dropIndexes } as const;

export const INDEXES: Commands = {
  createIndexes: { options: { indexes: 'used', commitQuorum: 'ignored' }, writes: true, run: createIndexes },
  listIndexes: { options: { cursor: 'ignored', includeBuildUUIDs: 'ignored' }, run: listIndexes },
  dropIndexes: DROP,
  deleteIndexes: DROP,
};
