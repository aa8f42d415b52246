/**
 * Runs a task again and again: at once while it says that there is more, else after a pause or when woken. A task
 * that fails is reported and tried again after the pause; nothing is dropped.
 */
export function createLoop(task: () => Promise<'more' | 'idle'>, pauseMs: number, failed: (error: unknown) => void) {
  let stopped = false;
  let woken = false;
  let release: (() => void) | undefined;
  let ended: Promise<void> | undefined;

  async function run(): Promise<void> {
    while (!stopped) {
      woken = false;
      let more = false;
      try {
        more = (await task()) === 'more';
      } catch (error) {
        failed(error);
        await pause();
        continue;
      }
      if (!more && !woken) await pause();
    }
  }

  function pause(): Promise<void> {
    return new Promise((resolve) => {
      if (stopped) return resolve();
      const timer = setTimeout(() => release?.(), pauseMs);
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
      release?.();
      await ended;
    },
  };
}
