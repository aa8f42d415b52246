import { type Filter, matches } from '../query/filter.js';
import { parseFilter } from '../query/parse-filter.js';
import type { Row } from '../storage/row.js';
import { type Document, isNumeric, toNumber } from '../values/value.js';
import { KeyMaker } from './keys.js';
import { OrderedMap } from './ordered.js';

export interface IndexSpec {
  readonly name: string;
  /** Field names with 1 or -1, in order. */
  readonly key: Document;
  readonly unique: boolean;
  readonly sparse: boolean;
  readonly partial?: Document;
  readonly expireAfterSeconds?: number;
}

const ROW_ID_CHARS = 6;

/** A row's id as six sortable chars: equal keys stay in the order of insertion, and every entry is distinct. */
function rowSuffix(id: number): string {
  const low = id % 0x1000000;
  const high = (id - low) / 0x1000000;
  return String.fromCharCode(high >>> 16, (high >>> 8) & 255, high & 255, low >>> 16, (low >>> 8) & 255, low & 255);
}

/** One index of a collection: which documents are in it, under which keys. */
export class Index {
  readonly maker: KeyMaker;
  readonly partial: Filter | undefined;
  readonly entries = new OrderedMap<Row>();
  /** Per field: whether some document ever had an array there, so that one document may have several keys. */
  readonly arrays: boolean[];

  constructor(readonly spec: IndexSpec) {
    this.maker = new KeyMaker(
      [...spec.key].map(([name, direction]): [string, boolean] => [
        name,
        isNumeric(direction) && toNumber(direction) < 0,
      ]),
    );
    this.partial = spec.partial && parseFilter(spec.partial);
    this.arrays = this.maker.fields.map(() => false);
  }

  get multikey(): boolean {
    return this.arrays.includes(true);
  }

  /** The keys of a document in this index; none when it is sparse or partial and leaves the document out. */
  keysOf(raw: Buffer): readonly string[] {
    if (this.partial !== undefined && !matches(this.partial, raw)) return [];
    const { keys, present, arrays } = this.maker.keysOf(raw);
    if (this.spec.sparse && !present) return [];
    for (let at = 0; at < arrays.length; at++) if (arrays[at] === true) this.arrays[at] = true;
    return keys;
  }

  /** A key that another row of this unique index already has. */
  taken(keys: readonly string[], except: Row | undefined): string | undefined {
    if (!this.spec.unique) return undefined;
    return keys.find((key) => {
      for (const [entry, row] of this.entries.scan(key, `${key}\u0100`, false)) {
        if (entry.length === key.length + ROW_ID_CHARS && row !== except) return true;
      }
      return false;
    });
  }

  /** Whether this key of a row is in the index, with that row behind it. */
  leadsTo(key: string, row: Row): boolean {
    const whole = key + rowSuffix(row.id);
    const [entry, found] = this.entries.first(whole) ?? [];
    return entry === whole && found === row;
  }

  add(keys: readonly string[], row: Row): void {
    const suffix = rowSuffix(row.id);
    for (const key of keys) this.entries.set(key + suffix, row);
  }

  remove(keys: readonly string[], row: Row): void {
    const suffix = rowSuffix(row.id);
    for (const key of keys) this.entries.delete(key + suffix);
  }

  /** Fills the index from all rows at once; returns the first row whose unique key is already there. */
  build(rows: Iterable<Row>): Row | undefined {
    const made: [string, Row][] = [];
    for (const row of rows) {
      const suffix = rowSuffix(row.id);
      for (const key of this.keysOf(row.raw)) made.push([key + suffix, row]);
    }
    made.sort(([a], [b]) => (a < b ? -1 : a > b ? 1 : 0));
    if (this.spec.unique) {
      for (let at = 1; at < made.length; at++) {
        const [before, first] = made[at - 1] ?? [''];
        const [key, row] = made[at] ?? [''];
        if (before.slice(0, -ROW_ID_CHARS) === key.slice(0, -ROW_ID_CHARS) && first !== row) return row;
      }
    }
    this.entries.load(made);
    return undefined;
  }
}
