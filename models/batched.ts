interface Item<T, R> {
  readonly what: T;
  readonly done: (result: R) => void;
  readonly failed: (error: unknown) => void;
}

/** As many as share one command at most. */
const MOST = 256;
/** Commands under way at once: while they are, the next ones gather. */
const AT_ONCE = 2;

/**
 * Lets callers that come at the same time share one command to the store: its way there and its flush to disk cost as
 * much for a hundred as for one. A caller that comes alone does not wait. `send` answers for each in the same order,
 * with an error for those that failed alone, or fails for all.
 */
export function createBatched<T, R>(
  send: (all: readonly T[]) => Promise<readonly (R | Error)[]>,
): (what: T) => Promise<R> {
  let queue: Item<T, R>[] = [];
  let flushing = 0;
  let called = false;

  async function flush(): Promise<void> {
    flushing += 1;
    const batch = queue.slice(0, MOST);
    queue = queue.slice(MOST);
    try {
      const results = await send(batch.map(({ what }) => what));
      for (const [index, { done, failed }] of batch.entries()) {
        const result = results[index] ?? new Error('the store gave no answer for this one');
        if (result instanceof Error) failed(result);
        else done(result);
      }
    } catch (error) {
      for (const { failed } of batch) failed(error);
    } finally {
      flushing -= 1;
      next();
    }
  }

  function next(): void {
    if (queue.length > 0 && flushing < AT_ONCE) void flush();
  }

  return (what) =>
    new Promise((done, failed) => {
      queue.push({ what, done, failed });
      if (called) return;
      called = true;
      // Whoever comes in the same turn goes along.
      queueMicrotask(() => {
        called = false;
        next();
      });
    });
}
