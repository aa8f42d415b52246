import { notHere, StoreError } from '../errors.js';
import type { Filter } from '../query/filter.js';
import { isOperators } from '../query/filter.js';
import { parseFilter } from '../query/parse-filter.js';
import { arrayIndex, path } from '../query/path.js';
import { show } from '../values/show.js';
import { type Document, isDocument, typeName, type Value } from '../values/value.js';
import { type Change, OPERATORS } from './operators.js';

/** One operator on one path. */
export interface Step {
  readonly operator: string;
  readonly parts: readonly string[];
  readonly change: Change;
}

/** A compiled update: a whole new document, or steps in the order in which MongoDB applies them. */
export type Update =
  | { readonly kind: 'replace'; readonly document: Document }
  | { readonly kind: 'steps'; readonly steps: readonly Step[]; readonly filters: ReadonlyMap<string, Filter> };

function checkPath(text: string): readonly string[] {
  const { parts } = path(text);
  if (text === '') throw new StoreError('EmptyFieldName', 'An empty update path is not valid.');
  for (const part of parts) {
    if (part === '')
      throw new StoreError(
        'EmptyFieldName',
        `The update path '${text}' contains an empty field name, which is not allowed.`,
      );
    const dollar = part.startsWith('$') && part !== '$' && !/^\$\[[A-Za-z0-9_]*\]$/.test(part);
    if (dollar && part !== '$id' && part !== '$ref' && part !== '$db') {
      throw new StoreError(
        'DollarPrefixedFieldName',
        `The dollar ($) prefixed field '${part}' in '${text}' is not allowed in the context of an update`,
      );
    }
  }
  if (parts[0]?.startsWith('$') === true) {
    throw new StoreError('BadValue', `Cannot have a positional element in the first position in path '${text}'.`);
  }
  return parts;
}

// New fields appear in the order of their paths: names as text, array indexes as numbers.
function byPath(left: Step, right: Step): number {
  const length = Math.min(left.parts.length, right.parts.length);
  for (let at = 0; at < length; at++) {
    const a = left.parts[at] ?? '';
    const b = right.parts[at] ?? '';
    if (a === b) continue;
    const x = arrayIndex(a);
    const y = arrayIndex(b);
    if (x !== undefined && y !== undefined) return x - y;
    return a < b ? -1 : 1;
  }
  return left.parts.length - right.parts.length;
}

/** Throws when one path is the other or lies within it. */
export function checkConflicts(paths: readonly string[]): void {
  const sorted = [...paths].sort((a, b) => (`${a}.` < `${b}.` ? -1 : 1));
  for (let at = 1; at < sorted.length; at++) {
    const [before = '', here = ''] = [sorted[at - 1], sorted[at]];
    if (here === before || here.startsWith(`${before}.`)) {
      throw new StoreError(
        'ConflictingUpdateOperators',
        `Updating the path '${here}' would create a conflict at '${before}'`,
      );
    }
  }
}

function steps(update: Document): Step[] {
  const made: Step[] = [];
  for (const [operator, fields] of update) {
    if (!operator.startsWith('$')) {
      throw new StoreError(
        'FailedToParse',
        `Unknown modifier: ${operator}. Expected a valid update modifier or pipeline-style update specified as an array`,
      );
    }
    const make = OPERATORS.get(operator);
    if (make === undefined) throw notHere(`the update operator ${operator}`, 'FailedToParse');
    if (!isDocument(fields)) {
      throw new StoreError(
        'FailedToParse',
        `Modifiers operate on fields but we found type ${typeName(fields)} instead. For example: {$mod: {<field>: ...}} not {${operator}: ${show(fields)}}`,
      );
    }
    for (const [name, operand] of fields) made.push({ operator, parts: checkPath(name), change: make(operand, name) });
  }
  const renamed = made.flatMap((step) => (step.change.kind === 'rename' ? [checkPath(step.change.to).join('.')] : []));
  checkConflicts([...made.map((step) => step.parts.join('.')), ...renamed]);
  return made.sort(byPath);
}

function arrayFilters(given: Value | undefined, used: readonly Step[]): Map<string, Filter> {
  const made = new Map<string, Filter>();
  if (given !== undefined && !Array.isArray(given))
    throw new StoreError('TypeMismatch', 'arrayFilters must be an array');
  for (const filter of given ?? []) {
    if (!isDocument(filter)) throw new StoreError('BadValue', 'each array filter must be an object');
    const names = new Set(identifiers(filter));
    const [name] = names;
    if (name === undefined || names.size !== 1) {
      throw new StoreError(
        'FailedToParse',
        `Expected a single top-level field name in the array filter, found ${[...names].map((one) => `'${one}'`).join(' and ') || 'none'}`,
      );
    }
    if (made.has(name))
      throw new StoreError('FailedToParse', `Found multiple array filters with the same top-level field name ${name}`);
    made.set(name, parseFilter(filter));
  }
  const wanted = new Set(used.flatMap((step) => step.parts.flatMap((part) => /^\$\[(.+)\]$/.exec(part)?.[1] ?? [])));
  for (const name of made.keys()) {
    if (!wanted.has(name))
      throw new StoreError('FailedToParse', `The array filter for identifier '${name}' was not used in the update`);
  }
  for (const name of wanted) {
    if (!made.has(name)) throw new StoreError('BadValue', `No array filter found for identifier '${name}'`);
  }
  return made;
}

function identifiers(filter: Document): string[] {
  return [...filter].flatMap(([name, value]) =>
    ['$and', '$or', '$nor'].includes(name) && Array.isArray(value)
      ? value.flatMap((one) => (isDocument(one) ? identifiers(one) : []))
      : [name.split('.')[0] ?? ''],
  );
}

/** Compiles the `u` of an update or the `update` of a findAndModify. */
export function parseUpdate(update: Value | undefined, filters: Value | undefined): Update {
  if (Array.isArray(update)) throw notHere('an update by an aggregation pipeline');
  if (!isDocument(update))
    throw new StoreError('FailedToParse', 'Update argument must be either an object or an array');
  if (!isOperators(update)) {
    if (filters !== undefined)
      throw new StoreError('FailedToParse', 'arrayFilters may not be specified for a replacement');
    for (const name of update.keys()) {
      if (name.startsWith('$'))
        throw new StoreError(
          'DollarPrefixedFieldName',
          `The dollar ($) prefixed field '${name}' in '${name}' is not allowed in the context of an update's replacement document`,
        );
    }
    return { kind: 'replace', document: update };
  }
  const made = steps(update);
  return { kind: 'steps', steps: made, filters: arrayFilters(filters, made) };
}
