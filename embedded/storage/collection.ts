import { StoreError } from '../errors.js';
import { Index, type IndexSpec } from '../index/index.js';
import { LIMITS } from '../values/limits.js';
import { show } from '../values/show.js';
import type { Document } from '../values/value.js';
import { deleteEntry, putEntry } from './entry.js';
import type { Row } from './row.js';

/** Takes what has to become durable. */
export interface Journal {
  append(entry: readonly Uint8Array[]): void;
}

/** One collection in memory: rows in natural order, and its indexes. Every change goes to the journal first. */
export class Collection {
  readonly rows = new Map<number, Row>();
  indexes: Index[];
  bytes = 0;
  /** The id that the next row gets; ids only grow, and `rows` is in their order. */
  nextRow = 1;

  constructor(
    readonly id: number,
    readonly database: string,
    readonly name: string,
    readonly uuid: Buffer,
    private readonly journal: Journal,
    specs: readonly IndexSpec[],
  ) {
    this.indexes = specs.map((spec) => new Index(spec));
  }

  get namespace(): string {
    return `${this.database}.${this.name}`;
  }

  /** Adds a checked document whose first field is `_id`. Throws 11000 when a unique index already has its key. */
  insert(raw: Buffer): Row {
    this.checkSize(raw);
    const row: Row = { id: this.nextRow, raw };
    const keys = this.indexes.map((index) => index.keysOf(raw));
    this.checkUnique(raw, keys, undefined);
    this.journal.append(putEntry(this.id, row.id, raw));
    this.nextRow++;
    this.rows.set(row.id, row);
    this.bytes += raw.length;
    for (const [at, index] of this.indexes.entries()) index.add(keys[at] ?? [], row);
    return row;
  }

  /** Puts other contents (with the same `_id`) in a row's place. */
  replace(row: Row, raw: Buffer): void {
    this.checkSize(raw);
    const others = this.indexes.slice(1);
    const before = others.map((index) => index.keysOf(row.raw));
    const after = others.map((index) => index.keysOf(raw));
    this.checkUnique(raw, [[], ...after], row);
    this.journal.append(putEntry(this.id, row.id, raw));
    this.bytes += raw.length - row.raw.length;
    row.raw = raw;
    for (const [at, index] of others.entries()) {
      const old = before[at] ?? [];
      const now = after[at] ?? [];
      if (old.length === now.length && old.every((key, which) => key === now[which])) continue;
      index.remove(old, row);
      index.add(now, row);
    }
  }

  remove(row: Row): void {
    this.journal.append(deleteEntry(this.id, row.id));
    for (const index of this.indexes) index.remove(index.keysOf(row.raw), row);
    this.forget(row.id);
  }

  /** Adds an index over the rows that are there. Throws 11000 when they contradict a unique one. */
  addIndex(spec: IndexSpec): Index {
    const index = new Index(spec);
    const twice = index.build(this.rows.values());
    if (twice !== undefined) throw this.duplicate(index, twice.raw, index.keysOf(twice.raw)[0] ?? '');
    this.indexes.push(index);
    return index;
  }

  /** Adds an index that `settle` will fill. */
  defineIndex(spec: IndexSpec): void {
    this.indexes.push(new Index(spec));
  }

  dropIndex(name: string): void {
    this.indexes = this.indexes.filter((index) => index.spec.name !== name);
  }

  /** Takes a row from the log, without journal and without indexes. */
  recall(id: number, raw: Buffer): void {
    const known = this.rows.get(id);
    const kept = Buffer.allocUnsafeSlow(raw.length);
    raw.copy(kept);
    this.bytes += raw.length - (known?.raw.length ?? 0);
    if (known === undefined) this.rows.set(id, { id, raw: kept });
    else known.raw = kept;
    this.nextRow = Math.max(this.nextRow, id + 1);
  }

  forget(id: number): void {
    this.bytes -= this.rows.get(id)?.raw.length ?? 0;
    this.rows.delete(id);
  }

  /** After recovery: natural order by row id, and the indexes from the rows. */
  settle(): void {
    let last = 0;
    let ordered = true;
    for (const id of this.rows.keys()) {
      if (id < last) ordered = false;
      last = id;
    }
    if (!ordered) {
      const rows = [...this.rows.values()].sort((a, b) => a.id - b.id);
      this.rows.clear();
      for (const row of rows) this.rows.set(row.id, row);
    }
    for (const index of this.indexes) index.build(this.rows.values());
  }

  private checkSize(raw: Buffer): void {
    if (raw.length > LIMITS.documentBytes) {
      throw new StoreError(
        'BSONObjectTooLarge',
        `BSONObj size: ${raw.length} is invalid. Size must be at most ${LIMITS.documentBytes}`,
      );
    }
  }

  private checkUnique(raw: Buffer, keys: readonly (readonly string[])[], except: Row | undefined): void {
    for (const [at, index] of this.indexes.entries()) {
      const taken = index.taken(keys[at] ?? [], except);
      if (taken !== undefined) throw this.duplicate(index, raw, taken);
    }
  }

  private duplicate(index: Index, raw: Buffer, key: string): StoreError {
    const { name, key: pattern } = index.spec;
    const values = index.maker.partsOf(raw, key);
    const keyValue: Document = new Map([...pattern.keys()].map((field, at) => [field, values[at] ?? null]));
    return new StoreError(
      'DuplicateKey',
      `E11000 duplicate key error collection: ${this.namespace} index: ${name} dup key: ${show(keyValue)}`,
      { keyPattern: pattern, keyValue },
    );
  }
}
