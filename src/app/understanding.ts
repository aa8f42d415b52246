import { createCarefulUnderstanding } from '../../jobs/careful.js';
import { createLoop } from '../../jobs/loop.js';
import { createUnderstanding } from '../../jobs/understand.js';
import type { JobParts } from './jobs.js';

/** Rows of one pass, in each lane. A small pass of grave ones is soon done and soon followed by the next. */
const ROWS = { grave: 32, ordinary: 2_000 } as const;
/** Ordinary alarms that come in quick succession are understood together; a single one at once. */
const EVERY_MS = { grave: 0, ordinary: 20, storm: 100 } as const;
/** So many rows that wait for more of their kind are a storm. */
const STORM_ROWS = 50;
/** A burst is one line in the diary for each second that it lasts. */
const JOIN_MS = 1_000;
/** While the door is busy, understanding rests so many times as long as it worked. */
const REST = 3;
const LONGEST_REST_MS = 1_000;
/** How long another instance waits for one that fell silent before it goes on with the inbox. */
const LEASE_MS = 10_000;

/**
 * Two lanes lead out of the inbox, so that a life-safety alarm waits for nothing that came before it. Each is walked
 * by one instance at a time, in order.
 */
export function openUnderstanding(parts: JobParts, failed: (what: string, error: unknown) => void) {
  const { stores, book, holder, clock, pace, near } = parts;
  const understand = createUnderstanding({
    ...stores,
    ...parts,
    ...parts.interpreter,
    grouping: () => book().grouping,
    joinMs: JOIN_MS,
  });
  const lane = (name: keyof typeof ROWS) => {
    const careful = { inbox: stores.inbox, clock, understand, ...parts.interpreter, failed, grave: name === 'grave' };
    const understandSome = createCarefulUnderstanding(careful);
    const lease = name === 'grave' ? 'inbox-grave' : 'inbox';
    let fence = 0;
    let everyMs: number = EVERY_MS[name];
    const loop = createLoop(
      async () => {
        const held = await stores.leases.take(lease, holder, LEASE_MS);
        if (held === undefined) return 'idle';
        // Another instance may have understood alarms meanwhile, so what is known of their incidents is old.
        if (held.fence !== fence) near.forget();
        fence = held.fence;
        const started = performance.now();
        const { settled, waitMs, waits = 0 } = await understandSome(ROWS[name], held.leftMs);
        everyMs = waits > STORM_ROWS ? EVERY_MS.storm : EVERY_MS[name];
        // While alarms pour in, taking them comes first: what they mean can wait a moment, a sender cannot.
        if (name === 'ordinary' && parts.doorBusy()) await rest((performance.now() - started) * REST);
        return settled > 0 ? 'more' : (waitMs ?? 'idle');
      },
      pace.pollMs,
      (error) => {
        failed('understanding alarms', error);
      },
      () => everyMs,
    );
    return { loop, lease };
  };
  const lanes = { grave: lane('grave'), ordinary: lane('ordinary') };
  const both = Object.values(lanes);

  return {
    start(): void {
      for (const { loop } of both) loop.start();
    },
    /** Grave ones may say more than that, so the ordinary lane looks as well. */
    wake(grave: boolean): void {
      if (grave) lanes.grave.loop.wake();
      lanes.ordinary.loop.wake();
    },
    async stop(): Promise<void> {
      await Promise.all(both.map(({ loop }) => loop.stop()));
      for (const { lease } of both) await stores.leases.release(lease, holder).catch(() => undefined);
    },
  };
}

const rest = (ms: number): Promise<void> =>
  new Promise((resolve) => {
    setTimeout(resolve, Math.min(ms, LONGEST_REST_MS));
  });
