import { Int32, Long, Timestamp } from 'bson';
import { StoreError } from '../errors.js';
import { add, multiply, zeroLike } from '../values/arithmetic.js';
import { compare, same } from '../values/compare.js';
import { isDocument, isNumeric, typeName, type Value } from '../values/value.js';
import { addToSet, pop, pull, pullAll, push } from './arrays.js';

/**
 * What an operator does to the value at a path. `compute` gets what is there (undefined: nothing) and gives what shall be
 * there; the same value again means: no change. `creates` says whether missing parents are made.
 */
export type Change =
  | {
      readonly kind: 'compute';
      readonly creates: boolean;
      readonly onInsertOnly?: true;
      readonly compute: (old: Value | undefined, where: string) => Value | undefined;
    }
  | { readonly kind: 'rename'; readonly to: string };

export type MakeChange = (operand: Value, name: string) => Change;

const computing = (compute: (old: Value | undefined, where: string) => Value | undefined, creates = true): Change => ({
  kind: 'compute',
  creates,
  compute,
});

function arithmetic(
  operator: string,
  combine: typeof add,
  initial: (operand: Value & Parameters<typeof add>[0]) => Value,
): MakeChange {
  return (operand, name) => {
    if (!isNumeric(operand)) {
      throw new StoreError(
        'TypeMismatch',
        `Cannot ${operator === '$inc' ? 'increment' : 'multiply'} with non-numeric argument: {${name}: ${typeName(operand)}}`,
      );
    }
    return computing((old, where) => {
      if (old === undefined) return initial(operand);
      if (!isNumeric(old)) {
        throw new StoreError(
          'TypeMismatch',
          `Cannot apply ${operator} to a value of non-numeric type. The field '${where}' is of non-numeric type ${typeName(old)}`,
        );
      }
      return combine(old, operand);
    });
  };
}

const extreme =
  (sign: 1 | -1): MakeChange =>
  (operand) =>
    computing((old) => (old === undefined || compare(operand, old) * sign > 0 ? operand : old));

const currentDate: MakeChange = (operand, name) => {
  const wanted = isDocument(operand) && operand.size === 1 ? operand.get('$type') : operand;
  if (wanted === 'timestamp') {
    return computing(() => new Timestamp({ t: Math.floor(Date.now() / 1000), i: 1 }));
  }
  if (typeof wanted === 'boolean' || wanted === 'date') return computing(() => new Date());
  throw new StoreError('BadValue', `$currentDate needs true or {$type: 'date' | 'timestamp'} for '${name}'`);
};

function bit(operator: string, old: bigint, operand: bigint): bigint {
  if (operator === 'and') return old & operand;
  if (operator === 'or') return old | operand;
  if (operator === 'xor') return old ^ operand;
  throw new StoreError('BadValue', `The $bit modifier only supports 'and', 'or', and 'xor', not '${operator}'`);
}

const isBits = (value: Value | undefined): value is Int32 | Long =>
  value instanceof Int32 || (value instanceof Long && !(value instanceof Timestamp));

const bitwise: MakeChange = (operand, name) => {
  if (!isDocument(operand) || operand.size === 0)
    throw new StoreError('BadValue', `$bit needs a document for '${name}'`);
  return computing((old, where) => {
    let value: Value = old ?? new Int32(0);
    for (const [operator, by] of operand) {
      if (!isBits(by) || !isBits(value))
        throw new StoreError('BadValue', `Cannot apply $bit to a value that is not an integer: '${where}'`);
      const wide: boolean = by instanceof Long || value instanceof Long;
      const made = bit(operator, BigInt(value.toString()), BigInt(by.toString()));
      value = wide ? Long.fromBigInt(made) : new Int32(Number(made));
    }
    return value;
  });
};

const rename: MakeChange = (operand, name) => {
  if (typeof operand !== 'string')
    throw new StoreError('BadValue', `The 'to' field for $rename must be a string: ${name}`);
  if (`${name}.${operand}`.includes('$'))
    throw new StoreError('BadValue', `The $rename of '${name}' to '${operand}' may not be positional`);
  return { kind: 'rename', to: operand };
};

/** The update operators, closed: anything else is refused by name. */
export const OPERATORS: ReadonlyMap<string, MakeChange> = new Map<string, MakeChange>([
  ['$set', (operand) => computing(() => operand)],
  ['$setOnInsert', (operand) => ({ kind: 'compute', creates: true, onInsertOnly: true, compute: () => operand })],
  ['$unset', () => computing(() => undefined, false)],
  ['$inc', arithmetic('$inc', add, (operand) => operand)],
  ['$mul', arithmetic('$mul', multiply, zeroLike)],
  ['$min', extreme(-1)],
  ['$max', extreme(1)],
  ['$currentDate', currentDate],
  ['$bit', bitwise],
  ['$rename', rename],
  ['$push', (operand) => computing(push(operand))],
  ['$addToSet', (operand) => computing(addToSet(operand))],
  ['$pull', (operand) => computing(pull(operand), false)],
  ['$pullAll', (operand) => computing(pullAll(operand), false)],
  ['$pop', (operand) => computing(pop(operand), false)],
]);

/** Whether an operator's result differs from what was there: by type too, since `1` and `1.0` are stored differently. */
export function isChanged(old: Value | undefined, now: Value | undefined): boolean {
  if (old === now) return false;
  if (old === undefined || now === undefined) return true;
  if (isDocument(old) || Array.isArray(old)) return true;
  return typeName(old) !== typeName(now) || !same(old, now);
}
