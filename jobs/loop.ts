/** There is more to do now, there is nothing, or there is something in so many milliseconds. */
type Next = 'more' | 'idle' | number;

/**
 * Runs a task again and again: at once while it says that there is more, else after a pause or when woken. A task
 * that fails is reported and tried again after the pause; nothing is dropped. With `everyMs` it begins so often at
 * most, so that what comes in quick succession is done together; after a silence it begins at once.
 */
export function createLoop(
  task: () => Promise<Next>,
  pauseMs: number,
  failed: (error: unknown) => void,
  everyMs: () => number = () => 0,
) {
  let stopped = false;
  let woken = false;
  let release: (() => void) | undefined;
  let end: (() => void) | undefined;
  let ended: Promise<void> | undefined;

  async function run(): Promise<void> {
    while (!stopped) {
      woken = false;
      let next: Next = 'idle';
      const began = performance.now();
      try {
        next = await task();
      } catch (error) {
        failed(error);
        await pause(pauseMs);
        continue;
      }
      const early = began + everyMs() - performance.now();
      if (early > 0) await quiet(early);
      if (next !== 'more' && !woken) await pause(next === 'idle' ? pauseMs : Math.min(next, pauseMs));
    }
  }

  /** A pause that ends early only for the end. */
  function quiet(ms: number): Promise<void> {
    return new Promise((resolve) => {
      if (stopped) return resolve();
      const timer = setTimeout(() => end?.(), ms);
      end = () => {
        clearTimeout(timer);
        end = undefined;
        resolve();
      };
    });
  }

  function pause(ms: number): Promise<void> {
    return new Promise((resolve) => {
      if (stopped) return resolve();
      const timer = setTimeout(() => release?.(), ms);
      release = () => {
        clearTimeout(timer);
        release = undefined;
        resolve();
      };
    });
  }

  return {
    start(): void {
      ended ??= run();
    },
    wake(): void {
      woken = true;
      release?.();
    },
    async stop(): Promise<void> {
      stopped = true;
      end?.();
      release?.();
      await ended;
    },
  };
}

/** Lets everything else that is due have its turn. */
export const breath = (): Promise<void> =>
  new Promise((resolve) => {
    setImmediate(resolve);
  });
