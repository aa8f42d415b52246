import type { IncidentStore } from '../src/ports.js';
import type { Debts } from './debts.js';

export interface DrainParts {
  readonly deliverNext: (destination: string) => Promise<number | undefined>;
  readonly incidents: IncidentStore;
  readonly debts: Debts;
  /** How often the store is asked for what others left. */
  readonly pollMs: number;
  readonly failed: (what: string, error: unknown) => void;
}

/** Most debts brought in by one poll. */
const POLL_LIMIT = 2_000;
const LONGEST_WAIT_MS = 1_000;

/** Keeps one runner per destination going while something is owed to it. */
export function createDrain({ deliverNext, incidents, debts, pollMs, failed }: DrainParts) {
  const running = new Map<string, Promise<void>>();
  const sleepers = new Set<() => void>();
  let stopped = false;
  let timer: NodeJS.Timeout | undefined;

  function wake(): void {
    if (stopped) return;
    for (const destination of debts.destinations()) {
      if (running.has(destination)) continue;
      running.set(
        destination,
        run(destination).finally(() => running.delete(destination)),
      );
    }
  }

  async function run(destination: string): Promise<void> {
    while (!stopped) {
      try {
        const wait = await deliverNext(destination);
        if (wait === undefined) return;
        if (wait > 0) await sleep(Math.min(wait, LONGEST_WAIT_MS));
      } catch (error) {
        failed(`delivery to ${destination}`, error);
        await sleep(LONGEST_WAIT_MS);
      }
    }
  }

  function sleep(ms: number): Promise<void> {
    return new Promise((resolve) => {
      const done = () => {
        clearTimeout(pause);
        sleepers.delete(done);
        resolve();
      };
      const pause = setTimeout(done, ms);
      sleepers.add(done);
    });
  }

  async function poll(): Promise<void> {
    try {
      for (const { id, version, owed, cards } of await incidents.owing(POLL_LIMIT))
        debts.learn(id, version, owed, cards);
      wake();
    } catch (error) {
      failed('looking for what is owed', error);
    }
    if (!stopped) timer = setTimeout(() => void poll(), pollMs);
  }

  return {
    start: () => void poll(),
    wake,
    /** Finishes the calls under way and leaves the rest to whoever comes next. */
    async stop(): Promise<void> {
      stopped = true;
      clearTimeout(timer);
      for (const done of [...sleepers]) done();
      await Promise.all(running.values());
    },
  };
}
