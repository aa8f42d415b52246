import { Binary } from 'bson';
import { isDocument, RawDocument, type Value } from './value.js';

/** What a decoded value takes in memory, roughly; for limits, not for bills. */
export function roughBytes(value: Value | undefined): number {
  if (typeof value === 'string') return 24 + value.length;
  if (value instanceof Binary) return 64 + value.position;
  if (value instanceof RawDocument) return 64 + value.bytes.length;
  let total = 16;
  if (Array.isArray(value)) for (const item of value) total += 8 + roughBytes(item);
  else if (isDocument(value)) for (const item of value.values()) total += 48 + roughBytes(item);
  return total;
}

/** How many values there are in a value, itself included. */
export function valuesIn(value: Value): number {
  let total = 1;
  if (Array.isArray(value)) for (const item of value) total += valuesIn(item);
  else if (isDocument(value)) for (const item of value.values()) total += valuesIn(item);
  return total;
}
