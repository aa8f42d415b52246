import { StoreError } from '../errors.js';
import { KeyMaker, sortKey } from '../index/keys.js';
import { type Plan, plan, type Question } from '../index/planner.js';
import type { Collection } from '../storage/collection.js';
import type { Row } from '../storage/row.js';
import { LIMITS } from '../values/limits.js';
import { type Document, isNumeric, toNumber } from '../values/value.js';
import { isEverything, matches } from './filter.js';
import type { Hit } from './path.js';

/** What a scan has read so far (explain shows it), and when it has to end. */
export class Effort {
  keys = 0;
  documents = 0;
  constructor(private deadline = Number.POSITIVE_INFINITY) {}

  /** The first answer is out: the client's own pauses between batches do not count against the limit. */
  release(): void {
    this.deadline = Number.POSITIVE_INFINITY;
  }

  /** Counts a document; now and then looks at the clock. */
  document(): void {
    this.documents++;
    if ((this.documents & 255) === 0 && Date.now() > this.deadline) {
      throw new StoreError('MaxTimeMSExpired', 'operation exceeded time limit');
    }
  }
}

export interface Selection extends Question {
  readonly skip?: number;
  /** 0 or missing: no limit. */
  readonly limit?: number;
  /** Receives the array index of the last match. */
  readonly hit?: Hit;
}

export type Sort = { readonly sort?: KeyMaker; readonly natural?: 1 | -1 };

/** Reads a sort document: names with 1 or -1, or `$natural` alone. */
export function parseSort(spec: Document | undefined): Sort {
  if (spec === undefined || spec.size === 0) return {};
  if (spec.size > LIMITS.indexFields) throw new StoreError('BadValue', `too many sort keys: ${spec.size}`);
  const fields = [...spec].map(([name, given]): [string, boolean] => {
    const direction = isNumeric(given) ? toNumber(given) : 0;
    if (direction !== 1 && direction !== -1) {
      throw new StoreError(
        'BadValue',
        `$sort key ordering must be 1 (for ascending) or -1 (for descending), for '${name}'`,
      );
    }
    return [name, direction < 0];
  });
  const natural = spec.get('$natural');
  if (natural === undefined) {
    const wrong = fields.find(([name]) => name === '' || name.startsWith('$'));
    if (wrong !== undefined)
      throw new StoreError('Location16410', `FieldPath field names may not start with '$': '${wrong[0]}'`);
    return { sort: new KeyMaker(fields) };
  }
  if (spec.size > 1) throw new StoreError('BadValue', 'Cannot include $natural in compound sort');
  return { natural: fields[0]?.[1] === true ? -1 : 1 };
}

/** The rows that a plan offers, each once, before the filter. */
function* candidates(collection: Collection, chosen: Plan, effort: Effort): Generator<Row> {
  if (chosen.stage === 'COLLSCAN') {
    yield* chosen.backwards ? [...collection.rows.values()].reverse() : collection.rows.values();
    return;
  }
  const scans = chosen.stage === 'OR' ? chosen.of : [chosen];
  const repeats = scans.length > 1 || scans.some((scan) => scan.index.multikey);
  const seen = new Set<number>();
  for (const { index, ranges, backwards } of scans) {
    for (const { from, to } of ranges) {
      for (const [, row] of index.entries.scan(from, to, backwards)) {
        effort.keys++;
        if (repeats || index.multikey) {
          if (seen.has(row.id)) continue;
          seen.add(row.id);
        }
        yield row;
      }
    }
  }
}

function* filtered(collection: Collection, chosen: Plan, selection: Selection, effort: Effort): Generator<Row> {
  const everything = isEverything(selection.filter);
  for (const row of candidates(collection, chosen, effort)) {
    effort.document();
    if (everything || matches(selection.filter, row.raw, selection.hit)) yield row;
  }
}

function sorted(rows: Iterable<Row>, maker: KeyMaker): Row[] {
  const keyed: { key: string; row: Row }[] = [];
  let bytes = 0;
  for (const row of rows) {
    const key = sortKey(maker, row.raw);
    bytes += key.length + 64;
    if (bytes > LIMITS.sortBytes) {
      throw new StoreError(
        'QueryExceededMemoryLimitNoDiskUseAllowed',
        `Sort exceeded memory limit of ${LIMITS.sortBytes} bytes; add an index for it, or set MONGODB_URI to use a full server`,
      );
    }
    keyed.push({ key, row });
  }
  keyed.sort((a, b) => (a.key < b.key ? -1 : a.key > b.key ? 1 : a.row.id - b.row.id));
  return keyed.map((one) => one.row);
}

function* window(rows: Iterable<Row>, skip: number, limit: number): Generator<Row> {
  let passed = 0;
  for (const row of rows) {
    if (passed++ < skip) continue;
    yield row;
    if (limit > 0 && passed >= skip + limit) return;
  }
}

/** The plan for a selection on a collection. */
export const planFor = (collection: Collection, selection: Question): Plan => plan(collection.indexes, selection);

/** The matching rows, in order; lazily, so that a batch costs what it holds. */
export function select(
  collection: Collection,
  selection: Selection,
  effort: Effort,
  chosen = planFor(collection, selection),
): Iterable<Row> {
  const rows = filtered(collection, chosen, selection, effort);
  const inOrder = selection.sort === undefined || chosen.sorted ? rows : sorted(rows, selection.sort);
  const { skip = 0, limit = 0 } = selection;
  return skip > 0 || limit > 0 ? window(inOrder, skip, limit) : inOrder;
}
