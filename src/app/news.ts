import { createLoop } from '../../jobs/loop.js';
import { createOutageNews } from '../../jobs/outages.js';
import { createSurfaceHealth } from '../../jobs/surface-health.js';
import { createThreatWatch } from '../../jobs/threat-watch.js';
import { threatLevel, threatSum } from '../assess/threat.js';
import type { Book } from '../book/book.js';
import { readersOf } from '../book/routes.js';
import type { Destination } from '../incident/index.js';
import type { Logger } from '../log.js';
import type { Metrics } from '../metrics.js';
import type { Clock, LiveCounts } from '../ports.js';
import type { Collections } from './store.js';

export interface NewsChapter {
  readonly book: () => Book;
  readonly stores: Pick<Collections, 'incidents' | 'threats' | 'bulletins' | 'outages'>;
  readonly surfaces: ReadonlySet<Destination['surface']>;
  readonly clock: Clock;
  readonly log: Logger;
  readonly metrics: Metrics;
  readonly failed: (what: string, error: unknown) => void;
}

/** Counting what is live costs a look at all of it: a storm makes no more of these than this. */
const LOOK_EVERY_MS = 2_000;
/** What other instances changed is seen by then. */
const LOOK_ANYWAY_MS = 30_000;

const STALE_MS = 24 * 3_600_000;

/** What channels are told beside their incidents: that a place is more threatened, and that a chat was out of reach. */
export async function openNews({ book, stores, surfaces, clock, log, metrics, failed }: NewsChapter) {
  const hearers = { down: (_surface: Destination['surface']): void => undefined };
  const tellOutage = createOutageNews({
    ...stores,
    timezone: () => book().data.organisation.timezone,
    clock,
  });
  for (const surface of surfaces) metrics.surfaceUp.set({ surface }, 1);
  // One after the other: what begins is noted before it is over.
  let last: Promise<unknown> = Promise.resolve();
  const next = (what: string, task: () => Promise<unknown>): void => {
    last = last.then(task).catch((problem: unknown) => {
      failed(what, problem);
    });
  };
  const health = createSurfaceHealth({
    clock,
    down(trouble) {
      const { surface, error } = trouble;
      metrics.surfaceUp.set({ surface }, 0);
      log.error({ surface, error }, 'a chat cannot be reached: people are texted and called');
      hearers.down(surface);
      next('noting that a chat cannot be reached', () => stores.outages.open(trouble));
    },
    up({ surface, from }) {
      metrics.surfaceUp.set({ surface }, 1);
      log.warn({ surface, from }, 'the chat can be reached again');
      next('telling channels what they missed', () => tellOutage(surface));
    },
  });
  // One that began before this instance did.
  for (const outage of await stores.outages.all()) {
    if (!surfaces.has(outage.surface)) continue;
    // Whoever noted it is gone, and nobody saw it end: what a day ago was so is not taken for now.
    if (clock.now().getTime() - outage.from.getTime() > STALE_MS) {
      await stores.outages.close(outage.surface);
      continue;
    }
    health.resume(outage);
    metrics.surfaceUp.set({ surface: outage.surface }, 0);
  }

  const level = (byBand: LiveCounts['byBand']) => threatLevel(threatSum(byBand, book().threat), book().threat);
  const look = createThreatWatch({
    ...stores,
    level,
    siteName: (id) => book().site(id)?.name ?? 'a site that is not in the book',
    readers: () => readersOf(book(), 'threat-rise', surfaces),
    clock,
  });
  const loop = createLoop(
    async () => {
      await look();
      return 'idle';
    },
    LOOK_ANYWAY_MS,
    (error) => {
      failed('looking at the threat level', error);
    },
    () => LOOK_EVERY_MS,
  );

  return {
    health,
    level,
    /** Told when a chat is found to be down. */
    hear(down: (surface: Destination['surface']) => void): void {
      hearers.down = down;
    },
    saved: () => {
      loop.wake();
    },
    start: () => {
      loop.start();
    },
    async stop() {
      await loop.stop();
      await last;
    },
  };
}

export type OpenNews = Awaited<ReturnType<typeof openNews>>;
