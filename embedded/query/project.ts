import { notHere, StoreError } from '../errors.js';
import type { Shape } from '../values/cut.js';
import { type Document, isDocument, isNumeric, toInteger, truthy, type Value } from '../values/value.js';
import { isOperators, matches } from './filter.js';
import { parseFilter } from './parse-filter.js';
import { path } from './path.js';

/** Makes the document that a client receives. */
export interface Projection {
  /** `position` is the array index that the filter's match found. */
  of(from: Document, position?: number): Document;
  /** Fields that are all it keeps, as they are: then the encoded document is cut instead of decoded. */
  readonly only?: Shape;
}

type Tree = Map<string, Tree | Leaf>;
type Leaf = { readonly keep: boolean } | { readonly apply: (value: Value, position?: number) => Value | undefined };

const isTree = (node: Tree | Leaf): node is Tree => node instanceof Map;

function slice(operand: Value): Leaf {
  const [skip, count] = Array.isArray(operand) ? operand.map(toInteger) : [undefined, toInteger(operand)];
  if (count === undefined || (Array.isArray(operand) && (operand.length !== 2 || skip === undefined || count <= 0))) {
    throw new StoreError('BadValue', '$slice needs a number, or a skip and a positive limit');
  }
  const cut = (items: Value[]): Value[] => {
    if (skip === undefined) return count < 0 ? items.slice(count) : items.slice(0, count);
    const start = skip < 0 ? Math.max(0, items.length + skip) : skip;
    return items.slice(start, start + count);
  };
  return { apply: (value) => (Array.isArray(value) ? cut(value) : value) };
}

function firstMatch(operand: Value): Leaf {
  const filter = parseFilter(new Map([['items', new Map([['$elemMatch', operand]])]]));
  const apply = (value: Value): Value | undefined => {
    if (!Array.isArray(value)) return undefined;
    const hit: { index?: number } = {};
    if (!matches(filter, new Map([['items', value]]), hit) || hit.index === undefined) return undefined;
    return [value[hit.index] ?? null];
  };
  return { apply };
}

const AT_POSITION: Leaf = {
  apply: (value, position) => {
    if (!Array.isArray(value)) return value;
    if (position === undefined) {
      throw new StoreError('Location51024', 'the positional projection needs an array field in the query that matched');
    }
    return [value[position] ?? null];
  },
};

function leaf(value: Value): Leaf {
  if (typeof value === 'boolean' || isNumeric(value)) return { keep: truthy(value) };
  if (isDocument(value) && value.size === 1 && isOperators(value)) {
    const [operator] = value.keys();
    const operand = value.get(operator ?? '') ?? null;
    if (operator === '$slice') return slice(operand);
    if (operator === '$elemMatch') return firstMatch(operand);
    throw notHere(`the projection operator ${operator}`);
  }
  throw notHere('a projection that computes a value');
}

function place(tree: Tree, name: string, made: Leaf): void {
  const { parts } = path(name);
  let at = tree;
  for (const [index, part] of parts.entries()) {
    if (part === '') throw new StoreError('FailedToParse', `invalid path in projection: '${name}'`);
    const here = at.get(part);
    const last = index === parts.length - 1;
    if (here !== undefined && (last || !isTree(here))) {
      throw new StoreError(last ? 'Location31249' : 'Location31249', `Path collision at ${name}`);
    }
    if (last) at.set(part, made);
    else {
      const next: Tree = here !== undefined && isTree(here) ? here : new Map();
      at.set(part, next);
      at = next;
    }
  }
}

function project(value: Value, tree: Tree, including: boolean, position?: number): Value | undefined {
  if (Array.isArray(value)) {
    return value.flatMap((item) => {
      const made =
        isDocument(item) || Array.isArray(item)
          ? project(item, tree, including, position)
          : including
            ? undefined
            : item;
      return made === undefined ? [] : [made];
    }) as Value[];
  }
  if (!isDocument(value)) return including ? undefined : value;
  const made: Document = new Map();
  for (const [name, field] of value) {
    const node = tree.get(name);
    let kept: Value | undefined = including ? undefined : field;
    if (node !== undefined) {
      if (isTree(node)) kept = project(field, node, including, position);
      else if ('keep' in node) kept = node.keep ? field : undefined;
      else kept = node.apply(field, position);
    }
    if (kept !== undefined) made.set(name, kept);
  }
  return made;
}

function flatten(spec: Document, prefix: string, into: Map<string, Value>): Map<string, Value> {
  for (const [name, value] of spec) {
    const whole = `${prefix}${name}`;
    if (isDocument(value) && value.size > 0 && !isOperators(value)) flatten(value, `${whole}.`, into);
    else into.set(whole, value);
  }
  return into;
}

/** The tree of an inclusion without operators as a shape; undefined when it has one. */
function shapeOf(tree: Tree): Shape | undefined {
  const shape = new Map<string, Shape | true>();
  for (const [name, node] of tree) {
    const kept = isTree(node) ? shapeOf(node) : 'keep' in node ? node.keep : undefined;
    if (kept === undefined) return undefined;
    if (kept !== false) shape.set(name, kept);
  }
  return shape;
}

/** Compiles a projection; undefined when it changes nothing, so that stored bytes can be sent as they are. */
export function parseProjection(spec: Document | undefined): Projection | undefined {
  if (spec === undefined || spec.size === 0) return undefined;
  const tree: Tree = new Map();
  let including: boolean | undefined;
  for (const [name, value] of flatten(spec, '', new Map())) {
    const positional = name.endsWith('.$');
    const made = positional ? AT_POSITION : leaf(value);
    const counts = positional
      ? true
      : 'keep' in made
        ? made.keep
        : value instanceof Map && value.has('$elemMatch')
          ? true
          : undefined;
    if (name !== '_id' && counts !== undefined) {
      if (including !== undefined && including !== counts) {
        const wrong = counts ? 'Location31253' : 'Location31254';
        throw new StoreError(
          wrong,
          `Cannot do ${counts ? 'inclusion' : 'exclusion'} on field ${name} in ${counts ? 'exclusion' : 'inclusion'} projection`,
        );
      }
      including = counts;
    }
    place(tree, positional ? name.slice(0, -2) : name, made);
  }
  const id = tree.get('_id');
  const idKept = id !== undefined && !isTree(id) && 'keep' in id ? id.keep : undefined;
  const keepsOnly = including ?? idKept === true;
  if (keepsOnly && id === undefined) tree.set('_id', { keep: true });
  const only = keepsOnly ? shapeOf(tree) : undefined;
  return {
    of(from, position) {
      const made = project(from, tree, keepsOnly, position);
      return isDocument(made) ? made : new Map();
    },
    ...(only ? { only } : {}),
  };
}
