import { randomInt } from 'node:crypto';
import { Long } from 'bson';
import { StoreError } from '../errors.js';
import { type Effort, PAUSE, type Paused } from '../query/effort.js';
import { LIMITS } from '../values/limits.js';
import type { RawDocument } from '../values/value.js';

/** Results on their way: what comes next, and how much work it may cost. */
interface Source {
  readonly results: Iterator<Paused<RawDocument>>;
  readonly effort: Effort;
  held: RawDocument | undefined;
}

interface Cursor extends Source {
  readonly namespace: string;
  readonly session: string | undefined;
  readonly lasting: boolean;
  usedAt: number;
  /** A batch is being made; the results cannot be read by two at once. */
  busy: boolean;
}

/** How a query wants its results. */
export interface Delivery {
  readonly namespace: string;
  readonly session: string | undefined;
  readonly batchSize: number;
  /** The first batch is all that is wanted. */
  readonly single: boolean;
  /** The cursor does not end by idleness. */
  readonly lasting: boolean;
  readonly effort: Effort;
}

interface Batch {
  readonly items: RawDocument[];
  readonly more: boolean;
}

async function next(from: Source): Promise<RawDocument | undefined> {
  for (;;) {
    const step = from.results.next();
    if (step.done === true) return undefined;
    if (step.value !== PAUSE) return step.value;
    await from.effort.pause();
  }
}

/** Takes up to `count` results, within the size of a reply. What no longer fits waits for the next batch. */
async function take(from: Source, count: number): Promise<Batch> {
  const items: RawDocument[] = [];
  let bytes = 0;
  while (items.length < count) {
    const one = from.held ?? (await next(from));
    from.held = undefined;
    if (one === undefined) return { items, more: false };
    bytes += one.bytes.length;
    if (items.length > 0 && bytes > LIMITS.batchBytes) {
      from.held = one;
      return { items, more: true };
    }
    items.push(one);
  }
  if (count === 0) return { items, more: true };
  from.held = await next(from);
  return { items, more: from.held !== undefined };
}

/** Open cursors, bounded in number, closed when idle. */
export class Cursors {
  private readonly open = new Map<string, Cursor>();

  get size(): number {
    return this.open.size;
  }

  /** The first batch of a query, and the id under which the rest waits (0 when there is no rest). */
  async start(
    results: Iterable<Paused<RawDocument>>,
    how: Delivery,
  ): Promise<{ readonly batch: RawDocument[]; readonly id: Long }> {
    const { namespace, session, lasting, effort } = how;
    const source: Source = { results: results[Symbol.iterator](), effort, held: undefined };
    const { items, more } = await take(source, how.batchSize);
    if (!more || how.single) return { batch: items, id: Long.ZERO };
    if (this.open.size >= LIMITS.cursors) this.sweep(Date.now());
    const id = Long.fromBits(randomInt(1, 0x7fff_ffff), randomInt(1, 0x7fff_ffff));
    this.open.set(id.toString(), { ...source, namespace, session, lasting, usedAt: Date.now(), busy: false });
    return { batch: items, id };
  }

  /** The next batch of a cursor. */
  async more(
    id: Long,
    namespace: string,
    count: number,
  ): Promise<{ readonly batch: RawDocument[]; readonly id: Long }> {
    const key = id.toString();
    const cursor = this.open.get(key);
    if (cursor === undefined) throw new StoreError('CursorNotFound', `cursor id ${key} not found`);
    if (cursor.namespace !== namespace) {
      throw new StoreError(
        'Unauthorized',
        `Requested getMore on namespace '${namespace}', but cursor belongs to a different namespace ${cursor.namespace}`,
      );
    }
    if (cursor.busy) throw new StoreError('CursorInUse', `cursor id ${key} is already in use`);
    cursor.busy = true;
    cursor.effort.renew();
    try {
      const { items, more } = await take(cursor, count);
      if (!more) this.open.delete(key);
      return { batch: items, id: more ? id : Long.ZERO };
    } catch (error) {
      this.open.delete(key);
      throw error;
    } finally {
      cursor.usedAt = Date.now();
      cursor.busy = false;
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
  sweep(now: number): void {
    for (const [key, cursor] of this.open) {
      if (!cursor.lasting && !cursor.busy && now - cursor.usedAt > LIMITS.cursorIdleMs) this.open.delete(key);
    }
    if (this.open.size < LIMITS.cursors) return;
    let oldest: [key: string, cursor: Cursor] | undefined;
    for (const one of this.open) if (oldest === undefined || one[1].usedAt < oldest[1].usedAt) oldest = one;
    if (oldest !== undefined) this.open.delete(oldest[0]);
  }
}
