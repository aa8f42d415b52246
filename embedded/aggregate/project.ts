import { notHere } from '../errors.js';
import { isOperators } from '../query/filter.js';
import type { Source } from '../query/path.js';
import { parseProjection } from '../query/project.js';
import { readDocument } from '../values/read.js';
import { type Document, isDocument, isNumeric, truthy, type Value } from '../values/value.js';
import { type Expression, parseExpression } from './expression.js';

const isFlag = (value: Value): boolean => typeof value === 'boolean' || isNumeric(value);

const isComputed = (value: Value): boolean =>
  typeof value === 'string' || Array.isArray(value) || (isDocument(value) && isOperators(value));

const decode = (from: Source): Document => (from instanceof Map ? from : readDocument(from));

/** `$project`: the projection of `find`, and new fields by expressions at the top level. */
export function projectStage(spec: Document): (from: Source) => Document {
  const computed = [...spec].filter(([, value]) => isComputed(value));
  const plain: Document = new Map([...spec].filter(([, value]) => !isComputed(value)));
  if (computed.length === 0) {
    const project = parseProjection(plain);
    return (from) => (project === undefined ? decode(from) : project.of(decode(from)));
  }
  for (const [name, value] of plain) {
    if (name !== '_id' && isFlag(value) && !truthy(value))
      throw notHere('a $project that excludes fields and computes others');
  }
  const made = computed.map(([name, value]): [string, Expression] => {
    if (name.includes('.')) throw notHere(`a computed dotted field '${name}' in $project`);
    return [name, parseExpression(value)];
  });
  // Something must be included, so that a projection of `_id` alone is not read as "everything but".
  const id: Value = plain.get('_id') ?? true;
  const base = parseProjection(
    new Map([...plain, ['_id', !isFlag(id) || truthy(id)], ...made.map(([name]): [string, Value] => [name, true])]),
  );
  return (from) => {
    const document = decode(from);
    const result = base?.of(document) ?? new Map();
    for (const [name, expression] of made) {
      result.delete(name);
      const value = expression(document);
      if (value !== undefined) result.set(name, value);
    }
    return result;
  };
}
