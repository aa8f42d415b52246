import { BSONRegExp } from 'bson';
import { StoreError } from '../errors.js';
import { KeyMaker, sortKey } from '../index/keys.js';
import { isOperators, matches } from '../query/filter.js';
import { parseFilter } from '../query/parse-filter.js';
import { parseSort } from '../query/select.js';
import { compare, same } from '../values/compare.js';
import { encodeValue } from '../values/key.js';
import { LIMITS } from '../values/limits.js';
import { type Document, isDocument, toInteger, typeName, type Value } from '../values/value.js';

type Compute = (old: Value | undefined, where: string) => Value | undefined;

function items(old: Value | undefined, where: string, operator: string): Value[] {
  if (old === undefined) return [];
  if (Array.isArray(old)) return old;
  throw new StoreError(
    'BadValue',
    `The field '${where}' must be an array but is of type ${typeName(old)} (${operator})`,
  );
}

function bounded(made: Value[]): Value[] {
  if (made.length > LIMITS.arrayPadding)
    throw new StoreError('BadValue', `an array may not have more than ${LIMITS.arrayPadding} items`);
  return made;
}

function integer(options: Document, name: string): number | undefined {
  const given = options.get(name);
  if (given === undefined) return undefined;
  const value = toInteger(given);
  if (value === undefined)
    throw new StoreError(
      'BadValue',
      `The value for ${name} must be an integer value but was given type: ${typeName(given)}`,
    );
  return value;
}

function each(
  operand: Value,
  operator: string,
  allowed: readonly string[],
): { list: readonly Value[]; options: Document } {
  if (!isDocument(operand) || !operand.has('$each')) return { list: [operand], options: new Map() };
  const list = operand.get('$each');
  if (!Array.isArray(list))
    throw new StoreError(
      'BadValue',
      `The argument to $each in ${operator} must be an array but it was of type: ${typeName(list)}`,
    );
  for (const name of operand.keys()) {
    if (name !== '$each' && !allowed.includes(name))
      throw new StoreError('BadValue', `Unrecognized clause in ${operator}: ${name}`);
  }
  return { list, options: operand };
}

function sorter(given: Value | undefined): ((list: Value[]) => Value[]) | undefined {
  if (given === undefined) return undefined;
  if (!isDocument(given)) {
    const direction = toInteger(given);
    if (direction !== 1 && direction !== -1)
      throw new StoreError('BadValue', 'The $sort element value must be either 1 or -1');
    return (list) => [...list].sort((a, b) => compare(a, b) * direction);
  }
  const maker = parseSort(given).sort ?? new KeyMaker([]);
  const key = (item: Value): string => sortKey(maker, isDocument(item) ? item : new Map());
  return (list) =>
    list
      .map((item) => ({ item, key: key(item) }))
      .sort((a, b) => (a.key < b.key ? -1 : a.key > b.key ? 1 : 0))
      .map(({ item }) => item);
}

/** `$push`, with `$each`, `$position`, `$sort` and `$slice`, which apply in this order. */
export function push(operand: Value): Compute {
  const { list, options } = each(operand, '$push', ['$slice', '$sort', '$position']);
  const position = integer(options, '$position');
  const slice = integer(options, '$slice');
  const sort = sorter(options.get('$sort'));
  return (old, where) => {
    const have = items(old, where, '$push');
    const at =
      position === undefined
        ? have.length
        : position < 0
          ? Math.max(0, have.length + position)
          : Math.min(position, have.length);
    const joined = [...have.slice(0, at), ...list, ...have.slice(at)];
    const ordered = sort === undefined ? joined : sort(joined);
    if (slice === undefined) return bounded(ordered);
    return bounded(slice < 0 ? ordered.slice(slice) : ordered.slice(0, slice));
  };
}

/** `$addToSet`, with `$each`. */
export function addToSet(operand: Value): Compute {
  const { list } = each(operand, '$addToSet', []);
  return (old, where) => {
    const have = items(old, where, '$addToSet');
    const known = new Set(have.map((item) => encodeValue(item)));
    const fresh = list.filter((item) => {
      const key = encodeValue(item);
      if (known.has(key)) return false;
      known.add(key);
      return true;
    });
    return fresh.length === 0 && old !== undefined ? old : bounded([...have, ...fresh]);
  };
}

function pulled(operand: Value): (item: Value) => boolean {
  if (operand instanceof BSONRegExp || (isDocument(operand) && isOperators(operand))) {
    const filter = parseFilter(new Map([['item', operand]]));
    return (item) => matches(filter, new Map([['item', item]]));
  }
  if (isDocument(operand)) {
    const filter = parseFilter(operand);
    return (item) => isDocument(item) && matches(filter, item);
  }
  return (item) => same(item, operand);
}

/** `$pull` by value, by a condition on the element, or by a filter on its fields. */
export function pull(operand: Value): Compute {
  const goes = pulled(operand);
  return (old, where) => {
    if (old === undefined) return undefined;
    const have = items(old, where, '$pull');
    const kept = have.filter((item) => !goes(item));
    return kept.length === have.length ? old : kept;
  };
}

/** `$pullAll`: removes every element that equals one of the list. */
export function pullAll(operand: Value): Compute {
  if (!Array.isArray(operand))
    throw new StoreError('BadValue', `$pullAll requires an array argument but was given a ${typeName(operand)}`);
  const gone = new Set(operand.map((item) => encodeValue(item)));
  return (old, where) => {
    if (old === undefined) return undefined;
    const have = items(old, where, '$pullAll');
    const kept = have.filter((item) => !gone.has(encodeValue(item)));
    return kept.length === have.length ? old : kept;
  };
}

/** `$pop`: 1 takes the last element, -1 the first. */
export function pop(operand: Value): Compute {
  const end = toInteger(operand);
  if (end !== 1 && end !== -1)
    throw new StoreError('FailedToParse', `$pop expects 1 or -1, found: ${String(end ?? typeName(operand))}`);
  return (old, where) => {
    if (old === undefined) return undefined;
    if (!Array.isArray(old))
      throw new StoreError('TypeMismatch', `Path '${where}' contains an element of non-array type '${typeName(old)}'`);
    if (old.length === 0) return old;
    return end === 1 ? old.slice(0, -1) : old.slice(1);
  };
}
