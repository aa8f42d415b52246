import { StoreError } from '../errors.js';
import { LIMITS } from '../values/limits.js';
import { type Effort, PAUSE, type Paused } from './effort.js';

interface Keyed<T> {
  readonly key: string;
  readonly order: number;
  readonly item: T;
}

/** So many are sorted at once: some ten milliseconds. Larger sorts merge such runs, and pause in between. */
const RUN = 16_384;

const byKey = (a: Keyed<unknown>, b: Keyed<unknown>): number =>
  a.key < b.key ? -1 : a.key > b.key ? 1 : a.order - b.order;

/** A run that is being read, for the merge. */
interface Head<T> {
  readonly run: readonly Keyed<T>[];
  at: number;
  first: Keyed<T>;
}

/** Moves a head down to its place in the heap. */
function sink<T>(heap: Head<T>[], from: number): void {
  const head = heap[from];
  if (head === undefined) return;
  let at = from;
  for (;;) {
    let child = 2 * at + 1;
    let least = heap[child];
    const right = heap[child + 1];
    if (least === undefined) break;
    if (right !== undefined && byKey(right.first, least.first) < 0) {
      least = right;
      child++;
    }
    if (byKey(head.first, least.first) <= 0) break;
    heap[at] = least;
    at = child;
  }
  heap[at] = head;
}

function* merged<T>(runs: readonly (readonly Keyed<T>[])[], effort: Effort): Generator<Paused<T>> {
  const heap = runs.flatMap((run): Head<T>[] => (run[0] === undefined ? [] : [{ run, at: 0, first: run[0] }]));
  for (let at = heap.length >>> 1; at >= 0; at--) sink(heap, at);
  for (let top = heap[0]; top !== undefined; top = heap[0]) {
    yield top.first.item;
    if (effort.step()) yield PAUSE;
    const next = top.run[++top.at];
    if (next !== undefined) top.first = next;
    else {
      const last = heap.pop();
      if (last !== undefined && last !== top) heap[0] = last;
    }
    sink(heap, 0);
  }
}

export interface Sorting<T> {
  readonly keyOf: (item: T) => string;
  /** About how many bytes the sort holds for an item, its key included. */
  readonly sizeOf: (item: T, key: string) => number;
  /** What is held of an item; a stored document can change before the sort comes to it. */
  readonly keep: (item: T) => T;
  /** Equal keys come out by this number. */
  readonly orderOf: (item: T, arrival: number) => number;
  /** No more than this many are wanted; 0: all. */
  readonly limit: number;
  /** What to do when the memory for a sort is not enough. */
  readonly advice: string;
}

/** Sorts in memory, within `sortBytes`. Of a sort with a limit only the best are kept. */
export function* sorting<T>(from: Iterable<Paused<T>>, how: Sorting<T>, effort: Effort): Generator<Paused<T>> {
  const runs: Keyed<T>[][] = [];
  const most = how.limit > 0 && how.limit <= RUN / 2 ? how.limit : 0;
  let run: Keyed<T>[] = [];
  let bytes = 0;
  let arrival = 0;
  for (const item of from) {
    if (item === PAUSE) {
      yield PAUSE;
      continue;
    }
    const key = how.keyOf(item);
    bytes += how.sizeOf(item, key);
    if (bytes > LIMITS.sortBytes) {
      throw new StoreError(
        'QueryExceededMemoryLimitNoDiskUseAllowed',
        `Sort exceeded memory limit of ${LIMITS.sortBytes} bytes; ${how.advice}set MONGODB_URI to use a full server`,
      );
    }
    run.push({ key, order: how.orderOf(item, arrival++), item: how.keep(item) });
    if (run.length < RUN) continue;
    run.sort(byKey);
    if (most > 0) {
      for (const gone of run.splice(most)) bytes -= how.sizeOf(gone.item, gone.key);
    } else {
      runs.push(run);
      run = [];
    }
  }
  runs.push(run.sort(byKey));
  yield* merged(runs, effort);
}
