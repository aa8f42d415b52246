import { StoreError } from '../errors.js';
import { type Filter, weightOf } from '../query/filter.js';
import { passes, within } from '../query/guard.js';
import type { Collection } from '../storage/collection.js';
import type { Row } from '../storage/row.js';
import { applyUpdate } from '../update/apply.js';
import type { Update } from '../update/parse.js';
import { upserted } from '../update/upsert.js';
import { readDocument } from '../values/read.js';
import type { Document, Value } from '../values/value.js';
import { writeDocument } from '../values/write.js';
import { stored } from './insert.js';

const isPositional = (update: Update): boolean =>
  update.kind === 'steps' && update.steps.some((step) => step.parts.includes('$'));

function costOf(update: Update): number {
  if (update.kind === 'replace') return 1;
  let cost = update.steps.length;
  for (const filter of update.filters.values()) cost += weightOf(filter);
  return cost;
}

/** Applies an update to one row. Gives whether anything changed. */
export function modify(collection: Collection, row: Row, filter: Filter, update: Update): boolean {
  const hit: { index?: number } = {};
  if (isPositional(update)) passes(filter, weightOf(filter), row.raw, hit);
  const raw = within(costOf(update) * row.raw.length, 'the update', () => {
    const made = applyUpdate(readDocument(row.raw), update, { position: hit.index });
    return made && writeDocument(made);
  });
  if (raw === undefined || raw.equals(row.raw)) return false;
  collection.replace(row, raw);
  return true;
}

/** Inserts what an upsert makes when nothing matched. */
export function upsert(collection: Collection, query: Document, update: Update): { row: Row; id: Value } {
  const made = upserted(query, update);
  for (const name of made.keys()) {
    if (name.startsWith('$'))
      throw new StoreError(
        'DollarPrefixedFieldName',
        `The dollar ($) prefixed field '${name}' is not allowed in a stored document`,
      );
  }
  const row = collection.insert(stored(writeDocument(made)));
  return { row, id: made.get('_id') ?? null };
}
