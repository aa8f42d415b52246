import { StoreError } from '../errors.js';
import { type Filter, matches } from '../query/filter.js';
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

/** Applies an update to one row. Gives whether anything changed. */
export function modify(collection: Collection, row: Row, filter: Filter, update: Update): boolean {
  const hit: { index?: number } = {};
  if (isPositional(update)) matches(filter, row.raw, hit);
  const made = applyUpdate(readDocument(row.raw), update, { position: hit.index });
  if (made === undefined) return false;
  const raw = writeDocument(made);
  if (raw.equals(row.raw)) return false;
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
