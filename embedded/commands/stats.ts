import { hostname } from 'node:os';
import { Int32, Long } from 'bson';
import type { Index } from '../index/index.js';
import type { Collection } from '../storage/collection.js';
import type { Row } from '../storage/row.js';
import { type Document, doc, type Value } from '../values/value.js';
import type { Commands, Request } from './command.js';
import { target } from './find.js';
import { VERSION } from './handshake.js';

const long = (value: number): Long => Long.fromNumber(value);

function sizes(all: readonly Collection[], scale: number): Record<string, Value> {
  const objects = all.reduce((total, one) => total + one.rows.size, 0);
  const bytes = all.reduce((total, one) => total + one.bytes, 0);
  return {
    avgObjSize: objects === 0 ? 0 : bytes / objects,
    size: long(Math.floor(bytes / scale)),
    count: long(objects),
  };
}

function scaleOf(request: Request): number {
  return Math.max(1, request.fields.count('scale') ?? 1);
}

function collStats(request: Request): Document {
  const { namespace, collection } = target(request);
  const scale = scaleOf(request);
  const indexes = collection?.indexes ?? [];
  return doc({
    ns: namespace,
    ...sizes(collection === undefined ? [] : [collection], scale),
    storageSize: long(Math.floor((collection?.bytes ?? 0) / scale)),
    nindexes: new Int32(indexes.length),
    indexSizes: new Map(indexes.map((index): [string, Value] => [index.spec.name, long(index.entries.size * 64)])),
    scaleFactor: new Int32(scale),
    capped: false,
    ok: 1,
  });
}

function dbStats(request: Request): Document {
  const all = request.store.collections().filter((one) => one.database === request.database);
  const { avgObjSize, size, count } = sizes(all, scaleOf(request));
  return doc({
    db: request.database,
    collections: new Int32(all.length),
    views: new Int32(0),
    objects: count,
    avgObjSize,
    dataSize: size,
    storageSize: size,
    indexes: new Int32(all.reduce((total, one) => total + one.indexes.length, 0)),
    scaleFactor: new Int32(scaleOf(request)),
    ok: 1,
  });
}

function serverStatus({ server, store }: Request): Document {
  const memory = process.memoryUsage();
  const uptime = (Date.now() - server.startedAt) / 1000;
  return doc({
    host: hostname(),
    version: VERSION,
    process: 'tocsin embedded store',
    pid: long(process.pid),
    uptime,
    localTime: new Date(),
    connections: doc({ current: new Int32(server.connectionCount), totalCreated: new Int32(server.connectionsOpened) }),
    opcounters: doc(Object.fromEntries(Object.entries(server.counters).map(([name, n]) => [name, long(n)]))),
    mem: doc({ bits: new Int32(64), resident: new Int32(Math.round(memory.rss / 1048576)), supported: true }),
    metrics: doc({
      cursor: doc({ open: doc({ total: long(server.cursors.size) }) }),
      queryExecutor: doc({ scannedObjects: long(server.scanned) }),
    }),
    storageEngine: doc({ name: 'tocsin', persistent: true, readOnly: store.log.failure !== undefined }),
    store: doc({
      documents: long(store.documents()),
      liveBytes: long(store.liveBytes()),
      fileBytes: long(store.fileBytes()),
      sessions: long(server.sessions.size),
      failure: store.log.failure?.message,
    }),
    ok: 1,
  });
}

/** What is wrong with an index: keys that lead to no row or another one, or entries too many. */
function faults(index: Index, rows: Iterable<Row>): string[] {
  let keys = 0;
  let lost = 0;
  for (const row of rows) {
    for (const key of index.keysOf(row.raw)) {
      keys++;
      if (!index.leadsTo(key, row)) lost++;
    }
  }
  const found: string[] = [];
  if (lost > 0) found.push(`index '${index.spec.name}' does not lead to ${lost} of ${keys} documents`);
  if (keys !== index.entries.size)
    found.push(`index '${index.spec.name}' has ${index.entries.size} entries, ${keys} were expected`);
  return found;
}

async function validate(request: Request): Promise<Document> {
  const { namespace, collection } = target(request);
  const errors: Value[] = [];
  for (const index of collection?.indexes ?? []) {
    // One index at once: a write in between would look like a fault.
    errors.push(...faults(index, collection?.rows.values() ?? []));
    await request.effort.pause();
  }
  return doc({
    ns: namespace,
    nrecords: long(collection?.rows.size ?? 0),
    nIndexes: new Int32(collection?.indexes.length ?? 0),
    valid: errors.length === 0,
    warnings: [],
    errors,
    ok: 1,
  });
}

export const STATS: Commands = {
  collStats: { options: { scale: 'used' }, run: collStats },
  dbStats: { options: { scale: 'used', freeStorage: 'only false' }, run: dbStats },
  serverStatus: { options: { repl: 'ignored', metrics: 'ignored', locks: 'ignored' }, run: serverStatus },
  validate: { options: { full: 'ignored' }, run: validate },
};
