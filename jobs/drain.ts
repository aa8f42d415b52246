import { pauseUntil } from '../src/pause.js';
import type { CatchUp } from './catch-up.js';
import type { Debts, Lane } from './debts.js';
import { LANES } from './debts.js';
import { breath } from './loop.js';
import type { Storms } from './storms.js';

export interface DrainParts {
  readonly deliverNext: (destination: string, lane: Lane) => Promise<number | undefined>;
  readonly catchUp: CatchUp;
  readonly debts: Debts;
  readonly storms: Storms;
  /** How often the store is asked for what others left. */
  readonly pollMs: number;
  readonly failed: (what: string, error: unknown) => void;
}

const LONGEST_WAIT_MS = 1_000;
/** Storms that others began or ended are looked for at each so manieth poll. */
const STORMS_EVERY = 10;
/** To look at all that is owed is a safety net, and must not cost more than a twentieth of the time. */
const POLL_REST = 20;
const LONGEST_REST_MS = 5_000;
/** Something new is looked at after so long, with whatever else has come by then. */
const GATHER_MS = { few: 25, crowd: 200 } as const;
const CROWD = 100;
/** How long a call under way may hold up the end of the program. */
const PATIENCE_MS = 3_000;

/** Keeps one runner per lane of each destination going while something is owed to it. */
export function createDrain({ deliverNext, catchUp, debts, storms, pollMs, failed }: DrainParts) {
  const running = new Map<string, Runner>();
  let stopped = false;
  let timer: NodeJS.Timeout | undefined;
  let polls = 0;
  let restUntil = 0;

  function wake(): void {
    if (stopped) return;
    for (const destination of new Set([...debts.destinations(), ...storms.destinations()])) {
      for (const lane of LANES) {
        const name = `${lane} ${destination}`;
        const runner = running.get(name);
        // One that sleeps looks again; it may be that what has just been saved need not wait.
        if (runner) runner.nudge();
        else start(name, destination, lane);
      }
    }
  }

  function start(name: string, destination: string, lane: Lane): void {
    const runner: Runner = {
      destination,
      lane,
      nudge: () => undefined,
      release: () => undefined,
      ended: Promise.resolve(),
    };
    running.set(name, runner);
    runner.ended = run(runner).finally(() => running.delete(name));
  }

  async function run(runner: Runner): Promise<void> {
    const { destination, lane } = runner;
    while (!stopped) {
      try {
        const wait = await deliverNext(destination, lane);
        if (wait === undefined) return;
        // A step that waited for nothing must not keep everybody else from their turn.
        if (wait > 0) await sleep(Math.min(wait, LONGEST_WAIT_MS), runner);
        else await breath();
      } catch (error) {
        failed(`delivery to ${destination}`, error);
        await sleep(LONGEST_WAIT_MS, runner);
      }
    }
  }

  /** Sleeps, or until something new is owed: the urgent lane at once, the ordinary one a moment later, with more of it. */
  function sleep(ms: number, runner: Runner): Promise<void> {
    return new Promise((resolve) => {
      let pause: NodeJS.Timeout;
      const done = () => {
        clearTimeout(pause);
        runner.nudge = () => undefined;
        runner.release = () => undefined;
        resolve();
      };
      pause = setTimeout(done, ms);
      runner.release = done;
      runner.nudge = () => {
        if (runner.lane === 'urgent') return done();
        runner.nudge = () => undefined;
        clearTimeout(pause);
        pause = setTimeout(done, Math.min(ms, debts.depth() > CROWD ? GATHER_MS.crowd : GATHER_MS.few));
      };
    });
  }

  async function poll(): Promise<void> {
    try {
      await catchUp.urgent();
      if (performance.now() >= restUntil) await lookAtAll();
      wake();
    } catch (error) {
      failed('looking for what is owed', error);
    }
    if (!stopped) timer = setTimeout(() => void poll(), pollMs);
  }

  async function lookAtAll(): Promise<void> {
    const began = performance.now();
    if (polls++ % STORMS_EVERY === 0) await storms.reload();
    await catchUp.all();
    const ended = performance.now();
    restUntil = ended + Math.min((ended - began) * POLL_REST, LONGEST_REST_MS);
  }

  return {
    start: () => void poll(),
    wake,
    /**
     * Finishes the calls under way and leaves the rest to whoever comes next. A chat that does not answer is not waited
     * for: what it was given is marked, and looked up by the next one. Returns the destinations of such calls.
     */
    async stop(): Promise<ReadonlySet<string>> {
      stopped = true;
      clearTimeout(timer);
      const runners = [...running.values()];
      for (const runner of runners) runner.release();
      await Promise.race([Promise.all(runners.map(({ ended }) => ended)), pauseUntil(PATIENCE_MS)]);
      return new Set([...running.values()].map(({ destination }) => destination));
    },
  };
}

/** What keeps one lane of one destination going. */
interface Runner {
  readonly destination: string;
  readonly lane: Lane;
  /** Something new is owed. */
  nudge: () => void;
  /** Ends its sleep. */
  release: () => void;
  ended: Promise<void>;
}
