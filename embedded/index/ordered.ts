const CHUNK = 192;

interface Chunk<T> {
  readonly keys: string[];
  readonly values: T[];
}

/**
 * A sorted map from byte strings to values: a list of chunks, each a sorted array. A search is two binary searches, an
 * insert moves at most one chunk; both stay in microseconds for millions of entries. Keys must be unique.
 */
export class OrderedMap<T> {
  private chunks: Chunk<T>[] = [];
  private changes = 0;
  size = 0;

  /** Fills the map at once from entries in order; what it held is gone. */
  load(entries: readonly (readonly [string, T])[]): void {
    this.chunks = [];
    this.size = entries.length;
    this.changes++;
    const step = Math.floor(CHUNK * 0.75);
    for (let at = 0; at < entries.length; at += step) {
      const some = entries.slice(at, at + step);
      this.chunks.push({ keys: some.map(([key]) => key), values: some.map(([, value]) => value) });
    }
  }

  set(key: string, value: T): void {
    this.changes++;
    const index = this.chunkFor(key);
    const chunk = this.chunks[index];
    if (chunk === undefined) {
      this.chunks.push({ keys: [key], values: [value] });
      this.size++;
      return;
    }
    const at = lowerBound(chunk.keys, key);
    if (chunk.keys[at] === key) {
      chunk.values[at] = value;
      return;
    }
    chunk.keys.splice(at, 0, key);
    chunk.values.splice(at, 0, value);
    this.size++;
    if (chunk.keys.length > CHUNK) this.split(index, chunk, at === chunk.keys.length - 1);
  }

  delete(key: string): void {
    const index = this.chunkFor(key);
    const chunk = this.chunks[index];
    if (chunk === undefined) return;
    const at = lowerBound(chunk.keys, key);
    if (chunk.keys[at] !== key) return;
    this.changes++;
    this.size--;
    chunk.keys.splice(at, 1);
    chunk.values.splice(at, 1);
    if (chunk.keys.length === 0) this.chunks.splice(index, 1);
  }

  /** The first entry whose key is not below `from`. */
  first(from: string): readonly [string, T] | undefined {
    for (const entry of this.scan(from, '\uffff', false)) return entry;
    return undefined;
  }

  /**
   * Entries with `from <= key < to`, upwards or downwards. The map may change between two steps: what is inserted ahead of
   * the scan is seen, what was passed is not seen again.
   */
  *scan(from: string, to: string, backwards: boolean): Generator<readonly [string, T]> {
    let seen = this.changes;
    let [index, at] = backwards ? this.before(to) : this.position(from);
    let last = backwards ? to : from;
    let started = false;
    for (;;) {
      if (seen !== this.changes) {
        seen = this.changes;
        if (backwards) [index, at] = this.before(last);
        else [index, at] = this.position(started ? `${last}\0` : last);
      }
      const chunk = this.chunks[index];
      if (chunk === undefined) return;
      const key = chunk.keys[at];
      const value = chunk.values[at];
      if (key === undefined) {
        index += backwards ? -1 : 1;
        at = backwards ? (this.chunks[index]?.keys.length ?? 0) - 1 : 0;
        continue;
      }
      if (backwards ? key < from : key >= to) return;
      last = key;
      started = true;
      at += backwards ? -1 : 1;
      yield [key, value as T];
    }
  }

  /** About how many keys lie in `from <= key < to`, without walking them. */
  estimate(from: string, to: string): number {
    const [firstChunk, first] = this.position(from);
    const [lastChunk, last] = this.position(to);
    if (firstChunk === lastChunk) return Math.max(0, last - first);
    const average = this.size / Math.max(1, this.chunks.length);
    return Math.max(1, Math.round((lastChunk - firstChunk) * average + last - first));
  }

  private chunkFor(key: string): number {
    let low = 0;
    let high = this.chunks.length;
    while (low < high) {
      const middle = (low + high) >>> 1;
      const first = this.chunks[middle]?.keys[0];
      if (first !== undefined && first <= key) low = middle + 1;
      else high = middle;
    }
    return Math.max(0, low - 1);
  }

  private position(key: string): [chunk: number, at: number] {
    const index = this.chunkFor(key);
    const chunk = this.chunks[index];
    return chunk === undefined ? [0, 0] : [index, lowerBound(chunk.keys, key)];
  }

  private before(key: string): [chunk: number, at: number] {
    const [index, at] = this.position(key);
    return [index, at - 1];
  }

  private split(index: number, chunk: Chunk<T>, appending: boolean): void {
    // Keys that only grow (times, ids) leave full chunks behind instead of half-empty ones.
    const at = appending ? chunk.keys.length - 1 : chunk.keys.length >>> 1;
    this.chunks.splice(index + 1, 0, { keys: chunk.keys.splice(at), values: chunk.values.splice(at) });
  }
}

function lowerBound(keys: readonly string[], key: string): number {
  let low = 0;
  let high = keys.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if ((keys[middle] ?? '') < key) low = middle + 1;
    else high = middle;
  }
  return low;
}
