import { Binary, BSONRegExp, Int32, Long, ObjectId } from 'bson';
import { isDocument, typeName, type Value } from './value.js';

/** A value as MongoDB's error texts write it, shortened; nothing reads it back. */
export function show(value: Value | undefined): string {
  const text = showWhole(value, 0);
  return text.length > 300 ? `${text.slice(0, 300)}…` : text;
}

function showWhole(value: Value | undefined, depth: number): string {
  if (depth > 4) return '…';
  if (value === undefined || value === null) return 'null';
  if (typeof value === 'string') return JSON.stringify(value);
  if (value instanceof Int32) return String(value.value);
  if (value instanceof ObjectId) return `ObjectId('${value.toHexString()}')`;
  if (value instanceof Date) return `new Date(${value.getTime()})`;
  if (value instanceof BSONRegExp) return `/${value.pattern}/${value.options}`;
  if (value instanceof Binary) return `BinData(${value.sub_type}, ${value.position} bytes)`;
  if (value instanceof Long) return value.toString();
  if (Array.isArray(value))
    return `[ ${value
      .slice(0, 10)
      .map((item) => showWhole(item, depth + 1))
      .join(', ')} ]`;
  if (isDocument(value)) {
    const fields = [...value].slice(0, 20).map(([name, field]) => `${name}: ${showWhole(field, depth + 1)}`);
    return fields.length === 0 ? '{}' : `{ ${fields.join(', ')} }`;
  }
  return typeof value === 'object' ? typeName(value) : String(value);
}
