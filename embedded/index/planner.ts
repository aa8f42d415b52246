import { notHere, StoreError } from '../errors.js';
import { conjuncts, type Filter, type Predicate } from '../query/filter.js';
import { LIMITS } from '../values/limits.js';
import { type FieldBounds, fieldBounds, keyRanges, predicatesByPath, type Range } from './bounds.js';
import { isImplied, needsPresence } from './implied.js';
import type { Index } from './index.js';
import type { KeyMaker } from './keys.js';

export interface IndexScan {
  readonly stage: 'IXSCAN';
  readonly index: Index;
  readonly ranges: readonly Range[];
  readonly backwards: boolean;
  /** The scan comes out in the order of the sort. */
  readonly sorted: boolean;
}

export type Plan =
  | IndexScan
  | { readonly stage: 'COLLSCAN'; readonly backwards: boolean; readonly sorted: boolean }
  | { readonly stage: 'OR'; readonly of: readonly IndexScan[]; readonly sorted: false };

export interface Question {
  readonly filter: Filter;
  readonly sort?: KeyMaker | undefined;
  readonly natural?: 1 | -1 | undefined;
  /** Only this index may be used. */
  readonly hint?: Index | undefined;
}

interface Candidate {
  readonly scan: IndexScan;
  readonly bounded: boolean;
  readonly cost: number;
}

/** The bounds on an index's leading fields: equalities as far as they go, then at most one range. */
function leadingBounds(index: Index, predicates: ReadonlyMap<string, Predicate[]>): FieldBounds[] {
  const bounds: FieldBounds[] = [];
  let arrayUsed = false;
  let product = 1;
  for (const [at, field] of index.maker.fields.entries()) {
    const given = predicates.get(field.path.text);
    const array = index.arrays[at] === true;
    if (given === undefined || (array && arrayUsed)) break;
    const made = fieldBounds(given, field.descending, array);
    product *= made.ranges.length;
    if (product > LIMITS.indexRanges) break;
    bounds.push(made);
    arrayUsed ||= array;
    if (!made.points) break;
  }
  return bounds;
}

/** Whether the index delivers the sort's order: `false`, or the direction of the scan. */
function sortDirection(index: Index, bounds: readonly FieldBounds[], sort: KeyMaker): 'forwards' | 'backwards' | false {
  const { fields } = index.maker;
  const isPoint = (at: number): boolean => bounds[at]?.points === true && bounds[at].ranges.length <= 1;
  const fixed = new Set(
    fields.filter((_, at) => isPoint(at) && index.arrays[at] !== true).map((field) => field.path.text),
  );
  let at = 0;
  let backwards: boolean | undefined;
  for (const wanted of sort.fields) {
    if (fixed.has(wanted.path.text)) continue;
    while (isPoint(at) && fields[at]?.path.text !== wanted.path.text) at++;
    const field = fields[at];
    if (field?.path.text !== wanted.path.text || index.arrays[at] === true) return false;
    const opposite = field.descending !== wanted.descending;
    if (backwards !== undefined && backwards !== opposite) return false;
    backwards = opposite;
    at++;
  }
  return backwards === true ? 'backwards' : 'forwards';
}

function holdsAll(
  index: Index,
  filter: Filter,
  bounds: readonly FieldBounds[],
  predicates: ReadonlyMap<string, Predicate[]>,
): boolean {
  if (index.partial !== undefined && !isImplied(filter, index.partial)) return false;
  if (!index.spec.sparse) return true;
  return bounds.some((_, at) => predicates.get(index.maker.fields[at]?.path.text ?? '')?.some(needsPresence) === true);
}

function candidate(
  index: Index,
  question: Question,
  predicates: ReadonlyMap<string, Predicate[]>,
): Candidate | undefined {
  const bounds = leadingBounds(index, predicates);
  if (!holdsAll(index, question.filter, bounds, predicates)) return undefined;
  const direction = question.sort === undefined ? false : sortDirection(index, bounds, question.sort);
  const backwards = direction === 'backwards';
  const ranges = keyRanges(bounds);
  const keys = ranges.reduce((total, range) => total + index.entries.estimate(range.from, range.to), ranges.length);
  const sorting = question.sort !== undefined && direction === false ? keys * Math.log2(keys + 2) * 0.2 : 0;
  const scan: IndexScan = {
    stage: 'IXSCAN',
    index,
    ranges: backwards ? ranges.reverse() : ranges,
    backwards,
    sorted: direction !== false,
  };
  // Among equals the index with more of its fields bound comes first.
  return { scan, bounded: bounds.length > 0, cost: keys + sorting - bounds.length * 0.01 };
}

function cheapest(candidates: readonly Candidate[]): Candidate | undefined {
  let best: Candidate | undefined;
  for (const one of candidates) if (best === undefined || one.cost < best.cost) best = one;
  return best;
}

function orPlan(indexes: readonly Index[], filter: Filter): Plan | undefined {
  for (const one of conjuncts(filter)) {
    if (one.kind !== 'or') continue;
    const of = one.of.map((branch) => {
      const predicates = predicatesByPath(branch);
      const usable = indexes.flatMap((index) => candidate(index, { filter: branch }, predicates) ?? []);
      return cheapest(usable.filter((each) => each.bounded))?.scan;
    });
    if (of.every((scan) => scan !== undefined)) return { stage: 'OR', of, sorted: false };
  }
  return undefined;
}

/** Chooses how to find candidates; every candidate is still checked against the whole filter. */
export function plan(indexes: readonly Index[], question: Question): Plan {
  const { filter, sort, natural, hint } = question;
  if (natural !== undefined) return { stage: 'COLLSCAN', backwards: natural < 0, sorted: true };
  const predicates = predicatesByPath(filter);
  const candidates = (hint === undefined ? indexes : [hint]).flatMap(
    (index) => candidate(index, question, predicates) ?? [],
  );
  if (hint !== undefined) {
    const [only] = candidates;
    if (only === undefined) {
      throw new StoreError(
        'BadValue',
        `the hinted index '${hint.spec.name}' does not hold every document of this query; ${notHere('a hint to it').message}`,
      );
    }
    return only.scan;
  }
  const best = cheapest(candidates.filter((one) => one.bounded));
  if (best !== undefined) return best.scan;
  const either = orPlan(indexes, filter);
  if (either !== undefined) return either;
  const ordering = cheapest(candidates.filter((one) => one.scan.sorted));
  if (ordering !== undefined && sort !== undefined) return ordering.scan;
  return { stage: 'COLLSCAN', backwards: false, sorted: sort === undefined };
}
