import { exec, type JsonValue } from 'jsonpath-rfc9535';
import parsePath from 'jsonpath-rfc9535/parser';
import { isObject } from './fields.js';

const MAX_LENGTH = 300;
const FUNCTIONS = ['length', 'count', 'value'];

/** Every node of the syntax tree, with whether it stands in a filter. */
function* nodesOf(
  node: unknown,
  inFilter = false,
): Generator<{ node: Readonly<Record<string, unknown>>; inFilter: boolean }> {
  if (Array.isArray(node)) {
    for (const each of node) yield* nodesOf(each, inFilter);
  } else if (isObject(node)) {
    yield { node, inFilter };
    const inside = inFilter || node.type === 'FilterSelector';
    for (const each of Object.values(node)) yield* nodesOf(each, inside);
  }
}

/**
 * Why a JSONPath (RFC 9535) of the book is not taken; `undefined` when it is. The library walks a syntax tree and
 * evaluates no code. What could be made slow by a hostile body is refused here: regular expressions (`match`, `search`),
 * `..` more than once or in a filter, lists walked within a filter, and repeated multiple selectors.
 */
export function pathProblem(path: string): string | undefined {
  if (path.length > MAX_LENGTH) return `a path has at most ${MAX_LENGTH} characters`;
  let tree: unknown;
  try {
    tree = parsePath(path);
  } catch {
    return `"${path}" is not a JSONPath (RFC 9535)`;
  }
  let descents = 0;
  let multiples = 0;
  for (const { node, inFilter } of nodesOf(tree)) {
    if (node.type === 'DescendantSegment') descents += inFilter ? 2 : 1;
    if (node.type === 'BracketedSelection' && Array.isArray(node.selectors) && node.selectors.length > 1)
      multiples += 1;
    if (node.type === 'JsonPathQuery' && inFilter)
      return `"${path}": a filter looks only at its own item, write @ and not $`;
    if (node.type === 'FunctionExpr' && !FUNCTIONS.includes(String(node.name))) {
      return `"${path}": the function ${String(node.name)}() is not available, use "contains" or "is" of a guard`;
    }
  }
  if (descents > 1) return `"${path}": ".." may stand once, and not in a filter`;
  return multiples > 1 ? `"${path}": only one pair of brackets may hold several selectors` : undefined;
}

class Enough extends Error {}

/** Up to `max` values, in document order of the library. Never throws. */
export function pickAll(value: unknown, path: string, max: number): readonly unknown[] {
  const found: unknown[] = [];
  try {
    // What comes from `parse` is JSON by construction.
    exec(value as JsonValue, path, (each) => {
      found.push(each);
      if (found.length >= max) throw new Enough();
    });
  } catch (error) {
    if (!(error instanceof Enough)) return [];
  }
  return found;
}

export const pick = (value: unknown, path: string): unknown => pickAll(value, path, 1)[0];
