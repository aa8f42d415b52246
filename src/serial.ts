/** Runs tasks of the same key one after another, tasks of different keys at once. */
export function createSerial(): <T>(key: string, task: () => Promise<T>) => Promise<T> {
  const tails = new Map<string, Promise<unknown>>();
  return (key, task) => {
    const before = tails.get(key) ?? Promise.resolve();
    // The task before may have failed; its own caller knows. Ours runs all the same.
    const run = before.then(task, task);
    const tail = run.then(forget, forget);
    tails.set(key, tail);
    return run;

    function forget(): void {
      if (tails.get(key) === tail) tails.delete(key);
    }
  };
}
