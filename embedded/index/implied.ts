import { MaxKey, MinKey } from 'bson';
import { conjuncts, type Filter, type Predicate } from '../query/filter.js';
import { compare, same } from '../values/compare.js';
import { isNaNValue, rankOf, type Value } from '../values/value.js';

const COMPARISONS = new Set(['$eq', '$gt', '$gte', '$lt', '$lte']);

const isOpen = (value: Value): boolean =>
  value === null || value instanceof MinKey || value instanceof MaxKey || Array.isArray(value);

/** Whether a predicate that holds means that the field is there and not null. */
export function needsPresence(one: Predicate): boolean {
  if (one.operator === '$in') return Array.isArray(one.operand) && !one.operand.some(isOpen);
  if (one.operator === '$exists') return true;
  return COMPARISONS.has(one.operator) && !isOpen(one.operand);
}

/** Whether every value that `given` lets through passes `wanted` (both on the same path). */
function implies(given: Predicate, wanted: Predicate): boolean {
  if (wanted.operator === '$exists') return needsPresence(given);
  if (given.operator === '$in' && Array.isArray(given.operand)) {
    return given.operand.every((value) => wanted.test(value) && !isOpen(value));
  }
  if (given.operator === '$eq') return !isOpen(given.operand) && wanted.test(given.operand);
  if (!COMPARISONS.has(given.operator) || !COMPARISONS.has(wanted.operator) || wanted.operator === '$eq') return false;
  if (isOpen(given.operand) || isOpen(wanted.operand) || rankOf(given.operand) !== rankOf(wanted.operand)) return false;
  // NaN sorts below every number, and yet no comparison but its own takes it.
  if (isNaNValue(given.operand) || isNaNValue(wanted.operand)) return false;
  const upwards = wanted.operator.startsWith('$g');
  if (given.operator.startsWith('$g') !== upwards) return false;
  const order = compare(given.operand, wanted.operand) * (upwards ? 1 : -1);
  return order > 0 || (order === 0 && (wanted.operator.endsWith('e') || !given.operator.endsWith('e')));
}

function equalFilters(left: Filter, right: Filter): boolean {
  if (left.kind === 'predicate' && right.kind === 'predicate') {
    return left.path.text === right.path.text && left.operator === right.operator && same(left.operand, right.operand);
  }
  if (left.kind === 'not' && right.kind === 'not') return equalFilters(left.of, right.of);
  return false;
}

/** Whether a query can only match documents that a partial index holds. When in doubt: no. */
export function isImplied(query: Filter, partial: Filter): boolean {
  const given = conjuncts(query);
  return conjuncts(partial).every((wanted) =>
    given.some((one) => {
      if (equalFilters(one, wanted)) return true;
      if (one.kind !== 'predicate' || wanted.kind !== 'predicate' || one.path.text !== wanted.path.text) return false;
      return implies(one, wanted);
    }),
  );
}
