import { createHash } from 'node:crypto';
import { Double } from 'bson';
import { type Db, MongoClient } from 'mongodb';
import { hasStore, takeFolder } from '../../embedded/backup/alone.js';
import { type Cut, cutOf } from '../../embedded/backup/cut.js';
import type { CollectionHead } from '../../embedded/backup/parts.js';
import { documentsIn } from '../../embedded/backup/read.js';
import { Store } from '../../embedded/storage/store.js';
import { readDocument } from '../../embedded/values/read.js';
import { isDocument, type Value } from '../../embedded/values/value.js';

/** The database in which the embedded store keeps what is the bot's. */
const OURS = 'tocsin';

export interface ExportOptions {
  readonly dataDir: string;
  /** Where to, with the database that the bot will use: `mongodb://host:27017/tocsin`. */
  readonly uri: string;
  /** Also into a database that has collections: those of the same name are replaced. */
  readonly force?: boolean;
  readonly line: (text: string) => void;
}

const number = (value: number): string => value.toLocaleString('en');

/** The address without its password. */
const masked = (uri: string): string => uri.replace(/\/\/([^/@:]+):[^/@]+@/, '//$1:********@');

/** The database that the address names. The driver would take `test` where there is none, and the bot as well. */
function databaseOf(uri: string): string {
  if (!/^mongodb(\+srv)?:\/\//.test(uri))
    throw new Error(`--export needs the address of a MongoDB, mongodb://host:27017/${OURS} say, not ${masked(uri)}`);
  const name = /^mongodb(?:\+srv)?:\/\/[^/?]+\/([^?]+)/.exec(uri)?.[1];
  if (name === undefined)
    throw new Error(`${masked(uri)} names no database; put one behind the host: mongodb://host:27017/${OURS}`);
  return decodeURIComponent(name);
}

/**
 * A sum over the SHA-256 of every document's bytes: the same for the same documents in any order, and with another one for
 * any document that is changed, missing or there twice.
 */
class Digest {
  documents = 0;
  private sum = 0n;

  add(raw: Uint8Array): void {
    this.documents++;
    this.sum = BigInt.asUintN(256, this.sum + BigInt(`0x${createHash('sha256').update(raw).digest('hex')}`));
  }

  get hex(): string {
    return this.sum.toString(16).padStart(64, '0');
  }
}

/** As the driver encodes it to the very same bytes: it would take a whole double for an int. */
function forDriver(value: Value): unknown {
  if (typeof value === 'number') return new Double(value);
  if (Array.isArray(value)) return value.map(forDriver);
  if (isDocument(value)) return new Map([...value].map(([name, inner]) => [name, forDriver(inner)]));
  return value;
}

async function insert(to: Db, name: string, raws: readonly Buffer[]): Promise<void> {
  const documents = raws.map((raw) => forDriver(readDocument(raw)));
  const reply = await to.command({ insert: name, documents, ordered: true, writeConcern: { w: 'majority', j: true } });
  const failed = reply.writeErrors?.[0] ?? reply.writeConcernError;
  if (failed !== undefined) throw new Error(`${to.databaseName}.${name} refused a document: ${failed.errmsg}`);
}

async function readBack(to: Db, name: string): Promise<Digest> {
  const found = new Digest();
  for await (const raw of to.collection(name).find({}, { raw: true })) found.add(raw as unknown as Uint8Array);
  return found;
}

/** Makes the indexes, behind the documents: one that deletes what is over must not do so before all has been compared. */
async function makeIndexes(to: Db, { name, indexes }: CollectionHead): Promise<void> {
  if (indexes.length === 0) return;
  await to.command({ createIndexes: name, indexes: indexes.map(forDriver), writeConcern: { w: 'majority', j: true } });
  const there = new Set((await to.collection(name).listIndexes().toArray()).map((index) => String(index.name)));
  const missing = indexes.map((index) => String(index.get('name'))).filter((index) => !there.has(index));
  if (missing.length > 0) throw new Error(`${to.databaseName}.${name} did not get the indexes ${missing.join(', ')}`);
}

/** Refuses a database that has something in it, or makes room in it. */
async function makeRoom(to: Db, names: readonly string[], force: boolean): Promise<void> {
  const there = (await to.listCollections({}, { nameOnly: true }).toArray()).map(({ name }) => name);
  if (there.length > 0 && !force) {
    throw new Error(
      `the database ${to.databaseName} has ${there.length} collections already (${there.slice(0, 3).join(', ')}, …) and was left as it is; name an empty one, or add --force to replace those that the store has as well`,
    );
  }
  for (const name of there.filter((one) => names.includes(one))) await to.dropCollection(name);
}

/** Which database of the store goes into which one there. */
function targets(client: MongoClient, heads: readonly CollectionHead[], database: string): Map<string, Db> {
  const names = new Set(heads.map((head) => head.database));
  if (names.has(OURS) && database !== OURS && names.has(database))
    throw new Error(`the store has a database ${database} of its own beside ${OURS}; name another one in the address`);
  return new Map([...names].map((name) => [name, client.db(name === OURS ? database : name)]));
}

async function copy(cut: Cut, to: (head: CollectionHead) => Db, line: (text: string) => void): Promise<void> {
  const { collections } = cut.head;
  const sent = collections.map(() => new Digest());
  for (const head of collections) await to(head).createCollection(head.name);
  for (const block of cut.blocks()) {
    const head = collections[block.collection];
    if (head === undefined) continue;
    const raws = [...documentsIn(block.bytes)];
    await insert(to(head), head.name, raws);
    for (const raw of raws) sent[block.collection]?.add(raw);
  }
  for (const [at, head] of collections.entries()) {
    const name = `${to(head).databaseName}.${head.name}`;
    const [was, is] = [sent[at], await readBack(to(head), head.name)];
    if (was?.documents !== head.documents || is.documents !== was.documents || is.hex !== was.hex) {
      throw new Error(
        `${name} is not what was sent: ${is.documents} documents (digest ${is.hex.slice(0, 12)}), ${head.documents} were sent (digest ${was?.hex.slice(0, 12)}). Is something else writing to it? Run the export again with --force`,
      );
    }
    await makeIndexes(to(head), head);
    line(
      `${name}: ${number(is.documents)} documents, ${head.indexes.length + 1} indexes, digest ${is.hex.slice(0, 12)} on both sides`,
    );
  }
}

/**
 * Copies everything of an embedded store into a MongoDB: documents byte for byte, then their indexes. Every document is read
 * back and compared. Refuses while a process has the store, since what came in meanwhile would be missed; the store itself
 * stays as it is.
 */
export async function exportStore({ dataDir, force = false, line, uri }: ExportOptions): Promise<void> {
  const database = databaseOf(uri);
  if (!hasStore(dataDir)) throw new Error(`there is no store in ${dataDir}; name its folder with --data`);
  const alone = await takeFolder(dataDir);
  if (alone === undefined)
    throw new Error(`the store in ${dataDir} is in use: stop the bot (or whatever runs on it), then export`);
  const client = new MongoClient(uri);
  try {
    const store = await Store.open(alone.folder.data);
    const cut = cutOf(store, new Date());
    await store.close();
    await client.connect();
    const { collections } = cut.head;
    const dbs = targets(client, collections, database);
    const to = (head: CollectionHead): Db => dbs.get(head.database) ?? client.db(database);
    for (const [name, db] of dbs)
      await makeRoom(
        db,
        collections.filter((one) => one.database === name).map((one) => one.name),
        force,
      );
    await copy(cut, to, line);
    const total = collections.reduce((sum, one) => sum + one.documents, 0);
    line(
      `${number(total)} documents in ${collections.length} collections are in ${masked(uri)}, each read back and compared.`,
    );
    line(
      `Next: MONGODB_URI='${masked(uri)}' npm start. The store in ${dataDir} is as it was; delete it when all is well.`,
    );
  } finally {
    await client.close();
    await alone.lock.release();
  }
}
