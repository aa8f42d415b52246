import { randomBytes } from 'node:crypto';
import { statSync } from 'node:fs';
import { StoreError, WAY_OUT } from '../errors.js';
import type { Index, IndexSpec } from '../index/index.js';
import { LIMITS } from '../values/limits.js';
import type { Document } from '../values/value.js';
import { Collection } from './collection.js';
import { syncFile } from './disk.js';
import { metaEntry } from './entry.js';
import { cut, listFiles, logFile, removeFiles } from './files.js';
import { Log } from './log.js';
import { Mark, markFile, readMark } from './mark.js';
import { createIndexMeta, createMeta, dropIndexMeta, dropMeta, fileMeta, ID_INDEX } from './meta.js';
import { Recovery } from './recovery.js';
import { finishRestore } from './restored.js';

/** How a store came up; the launcher prints what is worth knowing. */
export interface Recovered {
  readonly documents: number;
  readonly tornBytes: number;
  readonly milliseconds: number;
  /** What is worth a line. */
  readonly notes: readonly string[];
}

/** All databases of a folder: collections in memory, their changes in the log. */
export class Store {
  private readonly byName = new Map<string, Collection>();
  private nextId = 1;
  /** Bytes of the files before the newest log. */
  olderBytes = 0;

  private constructor(
    readonly dataDir: string,
    readonly log: Log,
    public generation: number,
    readonly recovered: Recovered,
    private readonly mark: Mark,
  ) {}

  /** Reads the folder and starts a store on it. Throws a DamageError rather than start without acknowledged writes. */
  static async open(dataDir: string): Promise<Store> {
    const started = performance.now();
    await finishRestore(dataDir);
    const files = listFiles(dataDir);
    const journal: { log?: Log } = {};
    const recovery = new Recovery({ append: (entry) => journal.log?.append(entry) });
    const mark = readMark(dataDir);
    const { end, torn, next } = recovery.read(dataDir, files, typeof mark === 'number' ? mark : 0);
    const newest = files.logs.at(-1);
    const generation = Math.max(1, files.newest);
    const whole = newest === logFile(dataDir, generation) && end > 0;
    if (newest !== undefined && torn > 0) cut(newest, end);
    // What was read is served from now on, so it must be on disk: the kernel may have had it in memory only.
    if (newest !== undefined) await syncFile(newest);
    removeFiles(files.rest);
    const log = new Log(logFile(dataDir, generation), end, next);
    journal.log = log;
    const collections = recovery.finish();
    const documents = collections.reduce((total, one) => total + one.rows.size, 0);
    const milliseconds = Math.round(performance.now() - started);
    const notes = mark === 'unreadable' ? [`${markFile(dataDir)} was unreadable; it is written anew`] : [];
    const recovered = { documents, tornBytes: torn, milliseconds, notes };
    const store = new Store(dataDir, log, generation, recovered, await Mark.open(dataDir, next - 1));
    log.onDurable = (sequence) => store.mark.note(sequence);
    for (const one of collections) store.byName.set(one.namespace, one);
    store.nextId = recovery.nextId;
    const older = [files.snapshot, ...files.logs.slice(0, -1)].filter((file) => file !== undefined);
    store.olderBytes = older.reduce((total, file) => total + statSync(file).size, 0);
    if (!whole) {
      removeFiles([logFile(dataDir, generation)]);
      await log.rotate(logFile(dataDir, generation), metaEntry(fileMeta('log')));
    }
    return store;
  }

  collections(): Collection[] {
    return [...this.byName.values()];
  }

  collection(namespace: string): Collection | undefined {
    return this.byName.get(namespace);
  }

  /** The collection of that name, made when it is not there. */
  ensure(database: string, name: string): Collection {
    return this.byName.get(`${database}.${name}`) ?? this.create(database, name);
  }

  create(database: string, name: string): Collection {
    checkNamespace(database, name);
    if (this.byName.size >= LIMITS.collections) {
      throw new StoreError(
        'OperationFailed',
        `the embedded store holds at most ${LIMITS.collections} collections, '${database}.${name}' would be one more; ${WAY_OUT}`,
      );
    }
    const made = new Collection(this.nextId, database, name, uuid(), this.log, [ID_INDEX]);
    this.log.append(metaEntry(createMeta(made)));
    this.nextId++;
    this.byName.set(made.namespace, made);
    return made;
  }

  drop(collection: Collection): void {
    this.log.append(metaEntry(dropMeta(collection)));
    this.byName.delete(collection.namespace);
    collection.rows.clear();
    collection.indexes = [];
  }

  createIndex(collection: Collection, spec: IndexSpec): Index {
    if (this.log.failure !== undefined) throw this.log.failure;
    const index = collection.addIndex(spec);
    this.log.append(metaEntry(createIndexMeta(collection, spec)));
    return index;
  }

  dropIndex(collection: Collection, name: string): void {
    this.log.append(metaEntry(dropIndexMeta(collection, name)));
    collection.dropIndex(name);
  }

  /** What all documents take as BSON. */
  liveBytes(): number {
    let total = 0;
    for (const one of this.byName.values()) total += one.bytes;
    return total;
  }

  documents(): number {
    let total = 0;
    for (const one of this.byName.values()) total += one.rows.size;
    return total;
  }

  fileBytes(): number {
    return this.olderBytes + this.log.bytes;
  }

  /** Every collection with its indexes, as the entries that a snapshot begins with. */
  metas(): Document[] {
    return this.collections().flatMap((one) => [
      createMeta(one),
      ...one.indexes.slice(1).map((index) => createIndexMeta(one, index.spec)),
    ]);
  }

  async close(): Promise<void> {
    await this.log.close();
    await this.mark.close();
  }
}

function uuid(): Buffer {
  const bytes = randomBytes(16);
  bytes[6] = ((bytes[6] ?? 0) & 0x0f) | 0x40;
  bytes[8] = ((bytes[8] ?? 0) & 0x3f) | 0x80;
  return bytes;
}

function checkNamespace(database: string, name: string): void {
  const whole = `${database}.${name}`;
  if (database === '' || /[\\/\s."$*<>:|?\0]/.test(database) || database.length > 63) {
    throw new StoreError('InvalidNamespace', `Invalid database name: '${database}'`);
  }
  if (
    name === '' ||
    name.includes('$') ||
    name.includes('\0') ||
    name.startsWith('.') ||
    name.endsWith('.') ||
    whole.length > 255
  ) {
    throw new StoreError('InvalidNamespace', `Invalid namespace specified '${whole}'`);
  }
  if (name.startsWith('system.')) throw new StoreError('InvalidNamespace', `Invalid system namespace: ${whole}`);
}
