import { StoreError } from '../errors.js';
import { KeyMaker, sortKey } from '../index/keys.js';
import { type Plan, plan, type Question } from '../index/planner.js';
import type { Collection } from '../storage/collection.js';
import type { Row } from '../storage/row.js';
import { LIMITS } from '../values/limits.js';
import { type Document, isNumeric, toNumber } from '../values/value.js';
import { type Effort, each, PAUSE, type Paused } from './effort.js';
import { type Filter, isEverything, weightOf } from './filter.js';
import { passes } from './guard.js';
import type { Hit } from './path.js';
import { sorting } from './sort.js';

export interface Selection extends Question {
  readonly skip?: number;
  /** 0 or missing: no limit. */
  readonly limit?: number;
  /** Receives the array index of the last match. */
  readonly hit?: Hit;
  /** The scan does not pause: what it finds is changed before anybody else has a turn. */
  readonly unbroken?: boolean;
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
    if (!chosen.backwards) yield* collection.rows.values();
    else for (const row of [...collection.rows.values()].reverse()) if (collection.rows.has(row.id)) yield row;
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

function* filtered(collection: Collection, chosen: Plan, selection: Selection, effort: Effort): Generator<Paused<Row>> {
  const { filter, hit, unbroken } = selection;
  const everything = isEverything(filter);
  const weight = weightOf(filter);
  for (const row of candidates(collection, chosen, effort)) {
    const due = effort.document(weight);
    if (everything || passes(filter, weight, row.raw, hit)) yield row;
    // After the row, not before it: whoever receives it sees it as the filter did.
    if (due && unbroken !== true) yield PAUSE;
  }
}

function sorted(rows: Iterable<Paused<Row>>, maker: KeyMaker, most: number, effort: Effort): Iterable<Paused<Row>> {
  const how = {
    keyOf: (row: Row) => sortKey(maker, row.raw),
    sizeOf: (_: Row, key: string) => key.length + 64,
    keep: ({ id, raw }: Row) => ({ id, raw }),
    orderOf: (row: Row) => row.id,
    limit: most,
    advice: 'add an index for it, or ',
  };
  return sorting(rows, how, effort);
}

function* window(rows: Iterable<Paused<Row>>, skip: number, limit: number): Generator<Paused<Row>> {
  let passed = 0;
  for (const row of rows) {
    if (row !== PAUSE && passed++ < skip) continue;
    yield row;
    if (limit > 0 && passed >= skip + limit) return;
  }
}

/** The plan for a selection on a collection. */
export const planFor = (collection: Collection, selection: Question): Plan => plan(collection.indexes, selection);

/**
 * The matching rows, in order; lazily, so that a batch costs what it holds. Between two of them, and in a long search, it may
 * say PAUSE. After a sort in memory they are as the filter saw them: `liveRow` finds what became of one.
 */
export function select(
  collection: Collection,
  selection: Selection,
  effort: Effort,
  chosen = planFor(collection, selection),
): Iterable<Paused<Row>> {
  const rows = filtered(collection, chosen, selection, effort);
  const { skip = 0, limit = 0, sort, unbroken } = selection;
  const most = limit > 0 ? skip + limit : 0;
  const inOrder = sort === undefined || chosen.sorted ? rows : sorted(rows, sort, most, effort);
  const wanted = skip > 0 || limit > 0 ? window(inOrder, skip, limit) : inOrder;
  return unbroken === true ? withoutPauses(wanted) : wanted;
}

function* withoutPauses(rows: Iterable<Paused<Row>>): Generator<Row> {
  for (const row of rows) if (row !== PAUSE) yield row;
}

/** A row that a scan found, and its contents at that time. */
export interface Found {
  readonly row: Row;
  readonly raw: Buffer;
}

/**
 * Everything of a scan, each row once: where the scan pauses, another client can move a row ahead of it in the index, and the
 * scan meets it again.
 */
export async function gather(from: Iterable<Paused<Row>>, effort: Effort): Promise<Iterable<Found>> {
  const rows = new Map<number, Found>();
  await each(from, effort, (row) => {
    if (!rows.has(row.id)) rows.set(row.id, { row, raw: row.raw });
  });
  return rows.values();
}

/** The row that was found, as it is now; undefined when it is gone or no longer passes the filter. */
export function liveRow(collection: Collection, found: Row, raw: Buffer, filter: Filter): Row | undefined {
  const row = collection.rows.get(found.id);
  if (row === undefined || row.raw === raw) return row;
  return passes(filter, weightOf(filter), row.raw) ? row : undefined;
}
