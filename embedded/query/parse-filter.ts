import { BSONRegExp } from 'bson';
import { notHere, StoreError } from '../errors.js';
import { encodeValue } from '../values/key.js';
import { LIMITS } from '../values/limits.js';
import { type Document, isDocument, typeName, type Value } from '../values/value.js';
import { EVERYTHING, type Filter, isOperators, matches, type Predicate, weightOf } from './filter.js';
import { type Path, path, type Test } from './path.js';
import { equals, operandWeight, ordered, typeTest, VALUE_TESTS } from './predicates.js';
import { checkFlags, regexTest } from './regex.js';

function predicate(at: Path, operator: string, operand: Value, test: Test, spread = true): Predicate {
  return { kind: 'predicate', path: at, operator, operand, spread, test };
}

function list(operand: Value, operator: string): Value[] {
  if (!Array.isArray(operand)) throw new StoreError('BadValue', `${operator} needs an array`);
  if (operand.length > LIMITS.listLength) {
    throw new StoreError('BadValue', `${operator} has ${operand.length} items; the limit is ${LIMITS.listLength}`);
  }
  return operand;
}

function equality(at: Path, operand: Value): Filter {
  return predicate(at, '$eq', operand, equals(operand));
}

function inList(at: Path, operand: Value): Filter {
  const items = list(operand, '$in');
  for (const item of items) {
    if (isDocument(item) && isOperators(item)) throw new StoreError('BadValue', 'cannot nest $ under $in');
  }
  const regexes = items.filter((item) => item instanceof BSONRegExp).map(regexTest);
  const plain = items.filter((item) => !(item instanceof BSONRegExp));
  const keys = new Set(plain.map((item) => encodeValue(item)));
  const withNull = plain.includes(null);
  const test: Test = (value) =>
    value === undefined ? withNull : keys.has(encodeValue(value)) || regexes.some((one) => one(value));
  // A regex in the list keeps it from the planner, which knows only '$in' with plain values.
  const made = predicate(at, regexes.length === 0 ? '$in' : '$in with regex', items, test);
  return { ...made, weight: 1 + regexes.length };
}

function all(at: Path, operand: Value, depth: number): Filter {
  const items = list(operand, '$all');
  if (items.length === 0) return { kind: 'nor', of: [EVERYTHING] };
  const of = items.map((item): Filter => {
    if (isDocument(item) && item.has('$elemMatch')) return elemMatch(at, item.get('$elemMatch') ?? null, depth);
    if (isDocument(item) && isOperators(item)) throw new StoreError('BadValue', 'no $ expressions in $all');
    return item instanceof BSONRegExp ? predicate(at, '$regex', item, regexTest(item)) : equality(at, item);
  });
  return { kind: 'and', of };
}

const ITSELF = path('item');

/** The same conditions, on a value as it is: `$elemMatch` does not look into an element that is an array. */
function unspread(filter: Filter): Filter {
  if (filter.kind === 'predicate') return { ...filter, spread: false };
  if (filter.kind === 'not') return { kind: 'not', of: unspread(filter.of) };
  return { kind: filter.kind, of: filter.of.map(unspread) };
}

function elemMatch(at: Path, operand: Value, depth: number): Filter {
  if (!isDocument(operand)) throw new StoreError('BadValue', '$elemMatch needs an Object');
  const ofValues = isOperators(operand) && !['$and', '$or', '$nor'].includes([...operand.keys()][0] ?? '');
  const element = ofValues ? unspread(conditions(ITSELF, operand, depth + 1)) : parse(operand, depth + 1);
  const one = (item: Value): boolean => {
    if (ofValues) return matches(element, new Map([['item', item]]));
    if (isDocument(item)) return matches(element, item);
    return Array.isArray(item) && matches(element, new Map(item.map((each, index) => [String(index), each])));
  };
  const test: Test = (value, hit) => {
    if (!Array.isArray(value)) return false;
    const index = value.findIndex(one);
    if (index >= 0 && hit !== undefined) hit.index = index;
    return index >= 0;
  };
  const made = predicate(at, '$elemMatch', operand, test, false);
  const weight = 1 + weightOf(element);
  return ofValues ? { ...made, weight } : { ...made, weight, element };
}

function not(at: Path, operand: Value, depth: number): Filter {
  if (operand instanceof BSONRegExp) return { kind: 'not', of: predicate(at, '$regex', operand, regexTest(operand)) };
  if (!isDocument(operand) || operand.size === 0) throw new StoreError('BadValue', '$not needs a regex or a document');
  return { kind: 'not', of: conditions(at, operand, depth + 1) };
}

function regex(at: Path, of: Document): Filter {
  const given = of.get('$regex') ?? null;
  const options = of.get('$options');
  if (options !== undefined && typeof options !== 'string')
    throw new StoreError('BadValue', '$options has to be a string');
  const pattern = given instanceof BSONRegExp ? given.pattern : given;
  if (typeof pattern !== 'string') throw new StoreError('BadValue', '$regex has to be a string');
  const flags = options ?? (given instanceof BSONRegExp ? given.options : '');
  checkFlags(flags);
  const whole = new BSONRegExp(pattern, flags);
  return predicate(at, '$regex', whole, regexTest(whole));
}

function condition(at: Path, operator: string, operand: Value, of: Document, depth: number): Filter {
  switch (operator) {
    case '$eq':
      return equality(at, operand);
    case '$ne':
      if (operand instanceof BSONRegExp) throw new StoreError('BadValue', "Can't have regex as arg to $ne.");
      return { kind: 'not', of: equality(at, operand) };
    case '$gt':
    case '$gte':
    case '$lt':
    case '$lte':
      if (operand instanceof BSONRegExp)
        throw new StoreError('BadValue', `Can't have RegEx as arg to predicate over field '${at.text}'.`);
      return { ...predicate(at, operator, operand, ordered(operator, operand)), weight: operandWeight(operand) };
    case '$in':
      return inList(at, operand);
    case '$nin':
      return { kind: 'not', of: inList(at, operand) };
    case '$all':
      return all(at, operand, depth);
    case '$elemMatch':
      return elemMatch(at, operand, depth);
    case '$not':
      return not(at, operand, depth);
    case '$regex':
      return regex(at, of);
    case '$options':
      if (!of.has('$regex')) throw new StoreError('BadValue', '$options needs a $regex');
      return EVERYTHING;
    case '$type':
      return predicate(at, operator, operand, typeTest(operand));
    default: {
      const make = VALUE_TESTS[operator];
      if (make === undefined) throw notHere(`the query operator ${operator}`, 'BadValue');
      const { test, spread, negated } = make(operand);
      const made = predicate(at, operator, operand, test, spread);
      return negated === true ? { kind: 'not', of: made } : made;
    }
  }
}

function conditions(at: Path, of: Document, depth: number): Filter {
  if (depth > LIMITS.depth) throw new StoreError('BadValue', 'the filter is nested too deeply');
  const made = [...of].map(([operator, operand]) => {
    if (!operator.startsWith('$')) throw new StoreError('BadValue', `unknown operator: ${operator}`);
    return condition(at, operator, operand, of, depth);
  });
  const [only] = made;
  return made.length === 1 && only !== undefined ? only : { kind: 'and', of: made };
}

function logical(kind: 'and' | 'or' | 'nor', operand: Value, depth: number): Filter {
  const items = list(operand, `$${kind}`);
  if (items.length === 0) throw new StoreError('BadValue', `$${kind} argument must be a non-empty array`);
  const of = items.map((item) => {
    if (!isDocument(item))
      throw new StoreError('BadValue', `$${kind} argument's entries must be objects, not ${typeName(item)}`);
    return parse(item, depth + 1);
  });
  return { kind, of };
}

function parse(query: Document, depth: number): Filter {
  if (depth > LIMITS.depth) throw new StoreError('BadValue', 'the filter is nested too deeply');
  const of: Filter[] = [];
  for (const [name, value] of query) {
    if (name === '$and' || name === '$or' || name === '$nor') {
      of.push(logical(name.slice(1) as 'and' | 'or' | 'nor', value, depth));
    } else if (name === '$comment') {
      // Says nothing about documents.
    } else if (name.startsWith('$')) throw notHere(`the top level operator ${name}`, 'BadValue');
    else if (isDocument(value) && isOperators(value)) of.push(conditions(path(name), value, depth));
    else if (value instanceof BSONRegExp) of.push(predicate(path(name), '$regex', value, regexTest(value)));
    else of.push(equality(path(name), value));
  }
  const [only] = of;
  return of.length === 1 && only !== undefined ? only : { kind: 'and', of };
}

/** Compiles a filter document. Throws MongoDB's BadValue for what is malformed and a refusal for what is not supported. */
export const parseFilter = (query: Document): Filter => parse(query, 1);
