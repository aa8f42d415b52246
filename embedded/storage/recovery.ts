import type { Document } from '../values/value.js';
import { isDocument } from '../values/value.js';
import { Collection, type Journal } from './collection.js';
import { type Entry, entries } from './entry.js';
import { type Files, logFile } from './files.js';
import { markFile } from './mark.js';
import { ID_INDEX, idOf, isKnownFormat, readCreate, readSpec } from './meta.js';
import { DamageError, type Scanned, scanFrames } from './scan.js';

/** Something is missing: the mark says that more was acknowledged than is there. */
function cutOff(dataDir: string, file: string, offset: number, what: string, acknowledged: number): DamageError {
  return new DamageError(
    file,
    offset,
    `${what}, but everything up to frame ${acknowledged} was acknowledged`,
    `remove ${markFile(dataDir)} to start without what is gone`,
  );
}

/** Rebuilds the collections of a folder from its snapshot and its logs. */
export class Recovery {
  nextId = 1;
  private readonly byId = new Map<number, Collection>();
  private ended = false;

  constructor(private readonly journal: Journal) {}

  /** Reads all files in order. Throws a DamageError where acknowledged writes (frames up to that number) are missing. */
  read(dataDir: string, files: Files, acknowledged: number): Scanned {
    if (files.missing !== undefined) throw new DamageError(files.missing, 0, 'the file is missing');
    const newest = files.logs.at(-1);
    if (newest === undefined && acknowledged > 0) {
      throw cutOff(dataDir, logFile(dataDir, 1), 0, 'the file is missing', acknowledged);
    }
    if (files.snapshot !== undefined) this.readSnapshot(files.snapshot);
    let last: Scanned = { end: 0, torn: 0, next: 1 };
    let expected: number | undefined;
    for (const [at, file] of files.logs.entries()) {
      last = scanFrames(file, expected, at === files.logs.length - 1, (payload) => this.apply(file, payload));
      // A log has its first frame before anything relies on it.
      if (last.end === 0 && files.snapshot !== undefined && at === 0) {
        throw new DamageError(file, 0, 'the file is empty, but it should continue the snapshot');
      }
      expected = last.next;
    }
    if (newest !== undefined && last.next <= acknowledged) {
      throw cutOff(dataDir, newest, last.end, `frame ${last.next} is not whole or missing`, acknowledged);
    }
    return last;
  }

  /** The collections, ready for use. */
  finish(): Collection[] {
    const all = [...this.byId.values()];
    for (const one of all) one.settle();
    return all;
  }

  private readSnapshot(file: string): void {
    this.ended = false;
    // A snapshot gets its name only when it is whole and on disk, so nothing in it may be torn.
    const { end } = scanFrames(file, 1, false, (payload) => this.apply(file, payload));
    if (!this.ended) throw new DamageError(file, end, 'the snapshot has no end');
  }

  private apply(file: string, payload: Buffer): void {
    for (const entry of entries(payload)) {
      if (entry.kind === 'meta') this.applyMeta(file, entry.meta);
      else this.applyRow(entry);
    }
  }

  private applyRow(entry: Exclude<Entry, { kind: 'meta' }>): void {
    const collection = this.byId.get(entry.collection);
    if (entry.kind === 'put') collection?.recall(entry.row, entry.raw);
    else collection?.forget(entry.row);
  }

  private applyMeta(file: string, meta: Document): void {
    switch (meta.get('op')) {
      case 'file':
        if (!isKnownFormat(meta)) throw new DamageError(file, 0, 'it was written by a newer version of the store');
        return;
      case 'end':
        this.ended = true;
        return;
      case 'create': {
        const { id, database, name, uuid } = readCreate(meta);
        this.nextId = Math.max(this.nextId, id + 1);
        if (!this.byId.has(id)) this.byId.set(id, new Collection(id, database, name, uuid, this.journal, [ID_INDEX]));
        return;
      }
      case 'drop':
        this.byId.delete(idOf(meta));
        return;
      case 'createIndex':
        this.createIndex(meta);
        return;
      case 'dropIndex':
        this.byId.get(idOf(meta))?.dropIndex(String(meta.get('name')));
        return;
      default:
        throw new DamageError(file, 0, `unknown entry '${String(meta.get('op'))}'; was it written by a newer version?`);
    }
  }

  private createIndex(meta: Document): void {
    const collection = this.byId.get(idOf(meta));
    const spec = meta.get('spec');
    if (collection === undefined || !isDocument(spec)) return;
    const read = readSpec(spec);
    if (!collection.indexes.some((index) => index.spec.name === read.name)) collection.defineIndex(read);
  }
}
