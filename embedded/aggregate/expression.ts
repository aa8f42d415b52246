import { Int32 } from 'bson';
import { notHere, StoreError } from '../errors.js';
import { headValue, path, type Source } from '../query/path.js';
import { multiply, sum } from '../values/arithmetic.js';
import { compare } from '../values/compare.js';
import { LIMITS } from '../values/limits.js';
import { readDocument } from '../values/read.js';
import { type Document, isDocument, isNumeric, toNumber, truthy, type Value } from '../values/value.js';

/** A compiled aggregation expression; undefined is a missing value. */
export type Expression = (from: Source) => Value | undefined;

function fieldOf(value: Value | undefined, parts: readonly string[], at: number): Value | undefined {
  if (at === parts.length || value === undefined) return value;
  if (Array.isArray(value)) {
    return value.flatMap((item) => {
      const found = isDocument(item) ? fieldOf(item, parts, at) : undefined;
      return found === undefined ? [] : [found];
    }) as Value[];
  }
  return isDocument(value) ? fieldOf(value.get(parts[at] ?? ''), parts, at + 1) : undefined;
}

/** `'$a.b'`: through arrays, the values of all elements. */
function fieldPath(text: string): Expression {
  if (text === '$ROOT' || text === '$CURRENT') return (from) => (from instanceof Map ? from : readDocument(from));
  if (text.startsWith('$')) throw notHere(`the aggregation variable $${text.split('.')[0]}`);
  const wanted = path(text);
  if (wanted.parts.includes(''))
    throw new StoreError('Location15998', `FieldPath field names may not be empty strings: '${text}'`);
  return (from) => fieldOf(headValue(from, wanted), wanted.parts, 1);
}

type Evaluate = (values: readonly (Value | undefined)[]) => Value | undefined;

const missing = (value: Value | undefined): value is null | undefined => value === undefined || value === null;
const orNull = (value: Value | undefined): Value => value ?? null;

function compared(passes: (order: number) => boolean): Evaluate {
  return ([a, b]) => {
    if (a === undefined || b === undefined) return passes(a === b ? 0 : a === undefined ? -1 : 1);
    return passes(compare(a, b));
  };
}

function folded(name: string, combine: typeof sum): Evaluate {
  return (values) => {
    let total: Value = new Int32(name === '$add' ? 0 : 1);
    for (const value of values) {
      if (missing(value)) return null;
      if (!isNumeric(value))
        throw new StoreError(
          'TypeMismatch',
          `${name} only supports numeric types in the embedded store; set MONGODB_URI to use others`,
        );
      total = combine(total as Int32, value);
    }
    return total;
  };
}

function numbers(name: string, compute: (a: number, b: number) => Value): Evaluate {
  return ([a, b]) => {
    if (missing(a) || missing(b)) return null;
    const [x, y] = [a instanceof Date ? a.getTime() : a, b instanceof Date ? b.getTime() : b];
    const usable = (value: Value): number => {
      if (!isNumeric(value)) throw new StoreError('TypeMismatch', `${name} only supports numbers and dates`);
      return toNumber(value);
    };
    return compute(usable(x), usable(y));
  };
}

const whole = (value: number): Value =>
  Number.isInteger(value) && Math.abs(value) < 0x8000_0000 ? new Int32(value) : value;

/** Operators by name: how many operands (undefined: any number), and what they give. */
const OPERATORS: ReadonlyMap<string, readonly [arity: number | undefined, evaluate: Evaluate]> = new Map<
  string,
  readonly [number | undefined, Evaluate]
>([
  ['$eq', [2, compared((order) => order === 0)]],
  ['$ne', [2, compared((order) => order !== 0)]],
  ['$gt', [2, compared((order) => order > 0)]],
  ['$gte', [2, compared((order) => order >= 0)]],
  ['$lt', [2, compared((order) => order < 0)]],
  ['$lte', [2, compared((order) => order <= 0)]],
  ['$and', [undefined, (values) => values.every(truthy)]],
  ['$or', [undefined, (values) => values.some(truthy)]],
  ['$not', [1, ([value]) => !truthy(value)]],
  ['$ifNull', [undefined, (values) => values.find((value) => !missing(value)) ?? orNull(values.at(-1))]],
  ['$add', [undefined, folded('$add', sum)]],
  ['$multiply', [undefined, folded('$multiply', multiply)]],
  ['$subtract', [2, numbers('$subtract', (a, b) => whole(a - b))]],
  [
    '$divide',
    [
      2,
      numbers('$divide', (a, b) => {
        if (b === 0) throw new StoreError('BadValue', "can't $divide by zero");
        return a / b;
      }),
    ],
  ],
  [
    '$size',
    [
      1,
      ([value]) => {
        if (!Array.isArray(value)) throw new StoreError('BadValue', 'The argument to $size must be an array');
        return new Int32(value.length);
      },
    ],
  ],
  [
    '$in',
    [
      2,
      ([value, list]) => Array.isArray(list) && list.some((item) => value !== undefined && compare(item, value) === 0),
    ],
  ],
]);

function condition(operand: Value, depth: number): Expression {
  const named = isDocument(operand) ? ['if', 'then', 'else'].map((name) => operand.get(name)) : operand;
  if (!Array.isArray(named) || named.length !== 3 || named.includes(undefined)) {
    throw new StoreError('BadValue', '$cond needs if, then and else');
  }
  const [test, yes, no] = named.map((one) => parse(one ?? null, depth));
  return (from) => (truthy(test?.(from)) ? yes?.(from) : no?.(from));
}

function operator(name: string, operand: Value, depth: number): Expression {
  if (name === '$literal') return () => operand;
  if (name === '$cond') return condition(operand, depth);
  const known = OPERATORS.get(name);
  if (known === undefined) throw notHere(`the aggregation expression ${name}`);
  const [arity, evaluate] = known;
  const operands = (Array.isArray(operand) ? operand : [operand]).map((one) => parse(one, depth));
  if (arity !== undefined && operands.length !== arity) {
    throw new StoreError(
      'Location16020',
      `Expression ${name} takes exactly ${arity} arguments. ${operands.length} were passed in.`,
    );
  }
  return (from) => evaluate(operands.map((one) => one(from)));
}

function object(fields: Document, depth: number): Expression {
  const made = [...fields].map(([name, value]) => [name, parse(value, depth)] as const);
  return (from) => {
    const result: Document = new Map();
    for (const [name, expression] of made) {
      const value = expression(from);
      if (value !== undefined) result.set(name, value);
    }
    return result;
  };
}

function parse(given: Value, depth: number): Expression {
  if (depth > LIMITS.depth) throw new StoreError('BadValue', 'the expression is nested too deeply');
  if (typeof given === 'string' && given.startsWith('$')) return fieldPath(given.slice(1));
  if (Array.isArray(given)) {
    const items = given.map((one) => parse(one, depth + 1));
    return (from) => items.map((one) => orNull(one(from)));
  }
  if (!isDocument(given)) return () => given;
  const [first] = given.keys();
  if (first?.startsWith('$') !== true) return object(given, depth + 1);
  if (given.size !== 1)
    throw new StoreError('Location15983', 'an object that is an expression must have exactly one field');
  return operator(first, given.get(first) ?? null, depth + 1);
}

/** Compiles an expression: field paths, literals, documents, arrays and a few operators; others are refused by name. */
export const parseExpression = (given: Value): Expression => parse(given, 1);
