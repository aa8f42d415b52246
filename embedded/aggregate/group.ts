import { Int32 } from 'bson';
import { notHere, StoreError } from '../errors.js';
import { PAUSE } from '../query/effort.js';
import { bytesOf, within } from '../query/guard.js';
import type { Source } from '../query/path.js';
import { sum } from '../values/arithmetic.js';
import { compare } from '../values/compare.js';
import { EMPTY_ARRAY, encodeValue } from '../values/key.js';
import { LIMITS } from '../values/limits.js';
import { roughBytes, valuesIn } from '../values/size.js';
import { type Document, isDocument, isNumeric, type Numeric, toNumber, type Value } from '../values/value.js';
import { type Expression, parseExpression } from './expression.js';
import type { Run } from './pipeline.js';

/** Groups beyond this would hold more than a bot's report needs and a worker's memory bears. */
const MAX_GROUPS = 500_000;

interface Accumulator {
  /** Gives by how many bytes it has grown. */
  add(value: Value | undefined): number;
  result(): Value;
}

function summing(): Accumulator {
  let total: Numeric = new Int32(0);
  return {
    add: (value) => {
      if (isNumeric(value)) total = sum(total, value);
      return 0;
    },
    result: () => total,
  };
}

function averaging(): Accumulator {
  let total: Numeric = new Int32(0);
  let count = 0;
  return {
    add: (value) => {
      if (!isNumeric(value)) return 0;
      total = sum(total, value);
      count++;
      return 0;
    },
    result: () => (count === 0 ? null : toNumber(total) / count),
  };
}

function extreme(sign: 1 | -1): () => Accumulator {
  return () => {
    let best: Value | undefined;
    return {
      add: (value) => {
        if (value === undefined || value === null) return 0;
        if (best === undefined || compare(value, best) * sign > 0) best = value;
        return 0;
      },
      result: () => best ?? null,
    };
  };
}

function first(): Accumulator {
  let kept: { value: Value } | undefined;
  return {
    add: (value) => {
      kept ??= { value: value ?? null };
      return 0;
    },
    result: () => kept?.value ?? null,
  };
}

function last(): Accumulator {
  let kept: Value = null;
  return {
    add: (value) => {
      kept = value ?? null;
      return 0;
    },
    result: () => kept,
  };
}

function pushing(): Accumulator {
  const items: Value[] = [];
  return {
    add: (value) => {
      if (value === undefined) return 0;
      items.push(value);
      return roughBytes(value);
    },
    result: () => items,
  };
}

function collecting(): Accumulator {
  const items = new Map<string, Value>();
  return {
    add: (value) => {
      if (value === undefined) return 0;
      const key = encodeValue(value);
      if (items.has(key)) return 0;
      items.set(key, value);
      return key.length + roughBytes(value);
    },
    result: () => [...items.values()],
  };
}

const ACCUMULATORS: ReadonlyMap<string, () => Accumulator> = new Map([
  ['$sum', summing],
  ['$avg', averaging],
  ['$min', extreme(-1)],
  ['$max', extreme(1)],
  ['$first', first],
  ['$last', last],
  ['$push', pushing],
  ['$addToSet', collecting],
]);

interface Field {
  readonly name: string;
  readonly make: () => Accumulator;
  readonly expression: Expression;
}

function field(name: string, given: Value): Field {
  if (!isDocument(given)) throw new StoreError('Location40234', `The field '${name}' must be an accumulator object`);
  const [operator] = given.keys();
  if (given.size !== 1 || operator === undefined)
    throw new StoreError('Location40238', `The field '${name}' must specify one accumulator`);
  if (operator === '$count') return { name, make: summing, expression: () => new Int32(1) };
  const make = ACCUMULATORS.get(operator);
  if (make === undefined) throw notHere(`the accumulator ${operator}`);
  return { name, make, expression: parseExpression(given.get(operator) ?? null) };
}

function grow(accumulators: readonly Accumulator[], fields: readonly Field[], source: Source): number {
  let bytes = 0;
  for (const [index, { expression }] of fields.entries()) bytes += accumulators[index]?.add(expression(source)) ?? 0;
  return bytes;
}

/** `$group`. Groups come out in the order in which they were first met. */
export function group(spec: Value): Run {
  if (!isDocument(spec)) throw new StoreError('Location15947', "a group's fields must be specified in an object");
  const id = spec.get('_id');
  if (id === undefined) throw new StoreError('Location15955', 'a group specification must include an _id');
  const key = parseExpression(id);
  const cost = valuesIn(spec);
  const fields = [...spec].filter(([name]) => name !== '_id').map(([name, given]) => field(name, given));
  return function* (from) {
    const groups = new Map<string, { id: Value; accumulators: Accumulator[] }>();
    let bytes = 0;
    for (const source of from) {
      if (source === PAUSE) {
        yield PAUSE;
        continue;
      }
      const value = key(source);
      const at = encodeValue(value === undefined ? EMPTY_ARRAY : value);
      let known = groups.get(at);
      if (known === undefined) {
        if (groups.size >= MAX_GROUPS)
          throw new StoreError(
            'QueryExceededMemoryLimitNoDiskUseAllowed',
            `$group made more than ${MAX_GROUPS} groups; set MONGODB_URI to use a full server`,
          );
        known = { id: value ?? null, accumulators: fields.map(({ make }) => make()) };
        groups.set(at, known);
        bytes += at.length + roughBytes(value);
      }
      const { accumulators } = known;
      bytes += within(cost * bytesOf(source), '$group', () => grow(accumulators, fields, source));
      if (bytes > LIMITS.groupBytes)
        throw new StoreError(
          'QueryExceededMemoryLimitNoDiskUseAllowed',
          `$group exceeded memory limit of ${LIMITS.groupBytes} bytes; set MONGODB_URI to use a full server`,
        );
    }
    for (const { id: value, accumulators } of groups.values()) {
      const made: Document = new Map([['_id', value]]);
      for (const [index, { name }] of fields.entries()) made.set(name, accumulators[index]?.result() ?? null);
      yield made;
    }
  };
}
