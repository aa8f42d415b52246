import { createHash, timingSafeEqual } from 'node:crypto';
import canonicalize from 'canonicalize';
import type { Digest } from './incident/index.js';

export const sha256 = (data: string | Uint8Array): string => createHash('sha256').update(data).digest('hex');

/** SHA-256 (hex) of a value in canonical JSON (RFC 8785). Dates are ISO 8601 text; fields without a value do not count. */
export const digest: Digest = (value) => sha256(canonicalize(value) ?? 'undefined');

/** Compares in a time that tells nothing about the right one, whatever their lengths. */
export const sameText = (a: string, b: string): boolean =>
  timingSafeEqual(createHash('sha256').update(a).digest(), createHash('sha256').update(b).digest());
