import { onTestNews } from '../../cards/on-test-news.js';
import { createOnTest } from '../../handlers/on-test.js';
import { createLoop } from '../../jobs/loop.js';
import type { Book } from '../book/book.js';
import { placeOf } from '../book/locate.js';
import { type Fallback, routesFor } from '../book/routes.js';
import type { Destination } from '../incident/index.js';
import { destinationKey } from '../incident/index.js';
import type { Clock } from '../ports.js';
import type { OnTest } from '../ports-ontest.js';
import type { Collections } from './store.js';

export interface OnTestChapter {
  readonly book: () => Book;
  readonly stores: Pick<Collections, 'onTest' | 'bulletins'>;
  readonly surfaces: ReadonlySet<Destination['surface']>;
  readonly fallback?: Fallback;
  readonly clock: Clock;
  /** Whoever looks at the console sees it. */
  readonly changed: () => void;
  readonly failed: (what: string, error: unknown) => void;
}

/** What another instance was told is known here within this. */
const LOOK_MS = 1_000;

/** Sites on whose systems somebody works. */
export async function openOnTest({ book, stores, surfaces, fallback, clock, changed, failed }: OnTestChapter) {
  const { onTest, bulletins } = stores;
  await onTest.look(clock.now());
  const loop = createLoop(
    async () => {
      await onTest.look(clock.now());
      return 'idle';
    },
    LOOK_MS,
    (error) => {
      failed('reading which sites are on test', error);
    },
  );

  /** Every channel of ours that shows the site is told: whoever sees an alarm there shall know. */
  async function tell(test: OnTest): Promise<void> {
    const place = placeOf(book(), { siteId: test.siteId });
    const news = onTestNews(test, { name: place.siteName, timezone: place.timezone });
    const channels = routesFor(
      book(),
      place,
      { band: 'critical', covert: false },
      { surfaces, ...(fallback ? { fallback } : {}) },
    );
    for (const to of channels.filter(({ audience }) => audience === 'team'))
      await bulletins.add({
        id: `on-test/${destinationKey(to)}/${test.siteId}/${test.from.toISOString()}/${test.ended ? 'over' : 'on'}`,
        to: { ...to, mention: 'none' },
        ...news,
        madeAt: test.ended?.at ?? test.from,
        until: test.until,
      });
  }

  return {
    desk: createOnTest({
      store: onTest,
      site: (id) => book().site(id),
      clock,
      async changed({ test }) {
        changed();
        await tell(test);
      },
    }),
    isOn: (siteId: string, at: Date): boolean => onTest.at(siteId, at) !== undefined,
    /** All that go on now, with the names of their sites. */
    now: () =>
      onTest.all(clock.now()).map((test) => ({ ...test, siteName: book().site(test.siteId)?.name ?? test.siteId })),
    start: () => {
      loop.start();
    },
    stop: () => loop.stop(),
  };
}

export type OpenOnTest = Awaited<ReturnType<typeof openOnTest>>;
