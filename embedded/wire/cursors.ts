import { randomInt } from 'node:crypto';
import { Long } from 'bson';
import { StoreError } from '../errors.js';
import { LIMITS } from '../values/limits.js';
import { RawDocument, type Value } from '../values/value.js';

export interface Cursor {
  readonly id: Long;
  readonly namespace: string;
  readonly session: string | undefined;
  readonly lasting: boolean;
  readonly results: Iterator<Value>;
  held: Value | undefined;
  usedAt: number;
}

interface Batch {
  readonly items: Value[];
  readonly more: boolean;
}

const sizeOf = (value: Value): number => (value instanceof RawDocument ? value.bytes.length : 512);

/** Takes up to `count` results, within the size of a reply. What no longer fits waits for the next batch. */
function take(cursor: { results: Iterator<Value>; held: Value | undefined }, count: number): Batch {
  const items: Value[] = [];
  let bytes = 0;
  while (items.length < count) {
    let next = cursor.held;
    cursor.held = undefined;
    if (next === undefined) {
      const step = cursor.results.next();
      if (step.done === true) return { items, more: false };
      next = step.value;
    }
    bytes += sizeOf(next);
    if (items.length > 0 && bytes > LIMITS.batchBytes) {
      cursor.held = next;
      return { items, more: true };
    }
    items.push(next);
  }
  if (count === 0) return { items, more: true };
  const step = cursor.held === undefined ? cursor.results.next() : undefined;
  if (step?.done === true) return { items, more: false };
  if (step !== undefined) cursor.held = step.value;
  return { items, more: true };
}

/** Open cursors, bounded in number, closed when idle. */
export class Cursors {
  private readonly open = new Map<string, Cursor>();

  get size(): number {
    return this.open.size;
  }

  /** The first batch of a query, and the id under which the rest waits (0 when there is no rest). */
  start(
    results: Iterable<Value>,
    how: { namespace: string; session: string | undefined; batchSize: number; single: boolean; lasting: boolean },
  ): { batch: Value[]; id: Long } {
    const iterator = results[Symbol.iterator]();
    const pending = { results: iterator, held: undefined };
    const { items, more } = take(pending, how.batchSize);
    if (!more || how.single) return { batch: items, id: Long.ZERO };
    if (this.open.size >= LIMITS.cursors) this.sweep(Date.now(), 0);
    const id = Long.fromBits(randomInt(1, 0x7fff_ffff), randomInt(1, 0x7fff_ffff));
    const { namespace, session, lasting } = how;
    this.open.set(id.toString(), { ...pending, id, namespace, session, lasting, usedAt: Date.now() });
    return { batch: items, id };
  }

  /** The next batch of a cursor. */
  more(id: Long, namespace: string, count: number): { batch: Value[]; id: Long } {
    const key = id.toString();
    const cursor = this.open.get(key);
    if (cursor === undefined) throw new StoreError('CursorNotFound', `cursor id ${key} not found`);
    if (cursor.namespace !== namespace) {
      throw new StoreError(
        'Unauthorized',
        `Requested getMore on namespace '${namespace}', but cursor belongs to a different namespace ${cursor.namespace}`,
      );
    }
    cursor.usedAt = Date.now();
    try {
      const { items, more } = take(cursor, count);
      if (!more) this.open.delete(key);
      return { batch: items, id: more ? id : Long.ZERO };
    } catch (error) {
      this.open.delete(key);
      throw error;
    }
  }

  kill(id: Long, namespace: string): boolean {
    const cursor = this.open.get(id.toString());
    return cursor?.namespace === namespace && this.open.delete(id.toString());
  }

  endSession(session: string): void {
    for (const [key, cursor] of this.open) if (cursor.session === session) this.open.delete(key);
  }

  endNamespace(namespace: string): void {
    for (const [key, cursor] of this.open) if (cursor.namespace === namespace) this.open.delete(key);
  }

  /** Closes what nobody has used for long; when there are still too many, the longest idle one. */
  sweep(now: number, idleMs: number = LIMITS.cursorIdleMs): void {
    const limit = idleMs === 0 ? LIMITS.cursorIdleMs : idleMs;
    for (const [key, cursor] of this.open) if (!cursor.lasting && now - cursor.usedAt > limit) this.open.delete(key);
    if (this.open.size < LIMITS.cursors) return;
    const [oldest] = [...this.open].sort(([, a], [, b]) => a.usedAt - b.usedAt);
    if (oldest !== undefined) this.open.delete(oldest[0]);
  }
}
