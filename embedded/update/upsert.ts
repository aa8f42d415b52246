import { ObjectId } from 'bson';
import { StoreError } from '../errors.js';
import { isOperators } from '../query/filter.js';
import { type Document, isDocument, type Value } from '../values/value.js';
import { applyUpdate } from './apply.js';
import type { Update } from './parse.js';

/** What a filter says that a new document must contain: its equalities. */
function equalities(query: Document, found: [string, Value][]): void {
  for (const [name, value] of query) {
    if (name === '$and' || (name === '$or' && Array.isArray(value) && value.length === 1)) {
      for (const one of Array.isArray(value) ? value : []) if (isDocument(one)) equalities(one, found);
    } else if (!name.startsWith('$')) {
      const equal = isDocument(value) && isOperators(value) ? implied(value) : value;
      if (equal !== undefined && !isRegex(equal)) found.push([name, equal]);
    }
  }
}

const isRegex = (value: Value): boolean => typeof value === 'object' && value?.constructor.name === 'BSONRegExp';

function implied(operators: Document): Value | undefined {
  const equal = operators.get('$eq');
  if (equal !== undefined) return equal;
  for (const name of ['$in', '$all']) {
    const list = operators.get(name);
    const [only] = Array.isArray(list) ? list : [];
    if (Array.isArray(list) && list.length === 1 && only !== undefined && !(isDocument(only) && isOperators(only)))
      return only;
  }
  return undefined;
}

function setPath(into: Document, name: string, value: Value): void {
  const parts = name.split('.');
  let at = into;
  for (const [depth, part] of parts.entries()) {
    const here = at.get(part);
    if (depth === parts.length - 1) {
      if (here !== undefined)
        throw new StoreError(
          'NotSingleValueField',
          `cannot infer query fields to set, path '${name}' is matched twice`,
        );
      at.set(part, value);
    } else if (here === undefined) {
      const next: Document = new Map();
      at.set(part, next);
      at = next;
    } else if (isDocument(here)) at = here;
    else
      throw new StoreError(
        'NotSingleValueField',
        `cannot infer query fields to set, path '${name}' conflicts with another`,
      );
  }
}

/** The document that an upsert inserts when its filter found nothing. `_id` comes first and is made when nobody gave one. */
export function upserted(query: Document, update: Update): Document {
  const found: [string, Value][] = [];
  equalities(query, found);
  const base: Document = new Map();
  if (update.kind === 'replace') {
    const id = found.find(([name]) => name === '_id');
    if (id !== undefined) base.set('_id', id[1]);
  } else {
    for (const [name, value] of found) setPath(base, name, value);
  }
  const made = applyUpdate(base, update, { inserting: true }) ?? base;
  const whole: Document = new Map([['_id', made.get('_id') ?? new ObjectId()]]);
  for (const [name, value] of made) if (name !== '_id') whole.set(name, value);
  return whole;
}
