import { Binary, Int32, Long } from 'bson';
import { StoreError } from '../errors.js';
import { isEverything, matches } from '../query/filter.js';
import type { Collection } from '../storage/collection.js';
import { specDocument } from '../storage/meta.js';
import { type Document, doc, type Value } from '../values/value.js';
import type { Commands, Request } from './command.js';
import { filterOf, target } from './find.js';

function create(request: Request): Document {
  const { namespace, collection } = target(request);
  if (collection !== undefined) throw new StoreError('NamespaceExists', `Collection ${namespace} already exists.`);
  request.store.create(request.database, request.fields.text('create'));
  return doc({ ok: 1 });
}

function dropOne(request: Request, collection: Collection): void {
  request.server.cursors.endNamespace(collection.namespace);
  request.store.drop(collection);
}

function drop(request: Request): Document {
  const { namespace, collection } = target(request);
  if (collection === undefined) return doc({ ok: 1 });
  const indexes = collection.indexes.length;
  dropOne(request, collection);
  return doc({ nIndexesWas: new Int32(indexes), ns: namespace, ok: 1 });
}

function dropDatabase(request: Request): Document {
  const all = request.store.collections().filter((one) => one.database === request.database);
  for (const one of all) dropOne(request, one);
  return doc({ dropped: all.length > 0 ? request.database : undefined, ok: 1 });
}

function described(one: Collection, nameOnly: boolean): Document {
  if (nameOnly) return doc({ name: one.name, type: 'collection' });
  const [id] = one.indexes;
  return doc({
    name: one.name,
    type: 'collection',
    options: new Map(),
    info: doc({ readOnly: false, uuid: new Binary(one.uuid, 4) }),
    idIndex: id && specDocument(id.spec),
  });
}

function listCollections(request: Request): Document {
  const { fields, store, database } = request;
  const filter = filterOf(fields.document('filter'));
  const listed = store
    .collections()
    .filter((one) => one.database === database)
    .sort((a, b) => (a.name < b.name ? -1 : 1))
    .map((one) => described(one, fields.flag('nameOnly')))
    .filter((one) => matches(filter, one));
  return doc({ cursor: doc({ id: Long.ZERO, ns: `${database}.$cmd.listCollections`, firstBatch: listed }), ok: 1 });
}

function listDatabases(request: Request): Document {
  const { fields, store } = request;
  const filter = filterOf(fields.document('filter'));
  const sizes = new Map<string, number>();
  for (const one of store.collections()) sizes.set(one.database, (sizes.get(one.database) ?? 0) + one.bytes);
  const all = [...sizes]
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([name, bytes]) => doc({ name, sizeOnDisk: Long.fromNumber(bytes), empty: bytes === 0 }));
  const listed = isEverything(filter) ? all : all.filter((one) => matches(filter, one));
  const databases: Value[] = fields.flag('nameOnly') ? listed.map((one) => doc({ name: one.get('name') })) : listed;
  const total = [...sizes.values()].reduce((a, b) => a + b, 0);
  return doc({
    databases,
    totalSize: Long.fromNumber(total),
    totalSizeMb: Long.fromNumber(Math.round(total / 1048576)),
    ok: 1,
  });
}

export const COLLECTIONS: Commands = {
  create: {
    options: {
      // What these say is what happens without them.
      autoIndexId: 'ignored',
      capped: 'only false',
      collation: 'only simple',
      clusteredIndex: 'only false',
      expireAfterSeconds: 'only false',
      timeseries: 'only false',
      validator: 'only false',
      viewOn: 'only false',
    },
    writes: true,
    run: create,
  },
  drop: { options: {}, writes: true, run: drop },
  dropDatabase: { options: {}, writes: true, run: dropDatabase },
  listCollections: {
    options: { filter: 'used', nameOnly: 'used', cursor: 'ignored', authorizedCollections: 'ignored' },
    run: listCollections,
  },
  listDatabases: { options: { filter: 'used', nameOnly: 'used', authorizedDatabases: 'ignored' }, run: listDatabases },
};
