import type { Document, Value } from '../values/value.js';
import { type Hit, headValue, type Path, type Source, someValue, type Test } from './path.js';

/** A compiled filter. The planner reads `operator` and `operand`; matching calls `test`. */
export type Filter =
  | { readonly kind: 'and' | 'or' | 'nor'; readonly of: readonly Filter[] }
  | { readonly kind: 'not'; readonly of: Filter }
  | Predicate;

export interface Predicate {
  readonly kind: 'predicate';
  readonly path: Path;
  readonly operator: string;
  readonly operand: Value;
  /** Whether the elements of an array at the end of the path are tried too. */
  readonly spread: boolean;
  readonly test: Test;
  /** For `$elemMatch` over documents: the filter of the element, for the planner. */
  readonly element?: Filter;
  /** How much a test costs beside a plain comparison; 1 when left out. */
  readonly weight?: number;
}

/** What a filter costs per byte that it looks at, in plain comparisons. */
export function weightOf(filter: Filter): number {
  if (filter.kind === 'predicate') return (filter.weight ?? 1) * filter.path.ways;
  if (filter.kind === 'not') return weightOf(filter.of);
  let total = 1;
  for (const one of filter.of) total += weightOf(one);
  return total;
}

/** Whether a document passes; `hit` receives the array index that an update's `$` stands for. */
export function matches(filter: Filter, source: Source, hit?: Hit): boolean {
  switch (filter.kind) {
    case 'and':
      for (const one of filter.of) if (!matches(one, source, hit)) return false;
      return true;
    case 'or':
      for (const one of filter.of) if (matches(one, source, hit)) return true;
      return false;
    case 'nor':
      for (const one of filter.of) if (matches(one, source)) return false;
      return true;
    case 'not':
      return !matches(filter.of, source);
    case 'predicate':
      return someValue(headValue(source, filter.path), filter.path.parts, 1, filter.spread, filter.test, hit);
  }
}

/** All predicates that must hold together: the top level of a filter with its nested `$and`s opened. */
export function conjuncts(filter: Filter): readonly Filter[] {
  return filter.kind === 'and' ? filter.of.flatMap(conjuncts) : [filter];
}

export const EVERYTHING: Filter = { kind: 'and', of: [] };

/** Whether a filter takes every document. */
export const isEverything = (filter: Filter): boolean => filter.kind === 'and' && filter.of.every(isEverything);

/** Whether a document is an expression: its first name starts with `$`. */
export function isOperators(value: Document): boolean {
  const [first] = value.keys();
  return first?.startsWith('$') === true && first !== '$ref' && first !== '$id' && first !== '$db';
}
