import { randomUUID } from 'node:crypto';
import type { Card } from '../../cards/card.js';
import { createCarefulUnderstanding } from '../../jobs/careful.js';
import type { createDebts } from '../../jobs/debts.js';
import { createDelivery } from '../../jobs/deliver.js';
import { createDrain } from '../../jobs/drain.js';
import { createDue } from '../../jobs/due.js';
import { createLoop } from '../../jobs/loop.js';
import { createThrottle } from '../../jobs/throttle.js';
import { createUnderstanding } from '../../jobs/understand.js';
import type { Book } from '../book/book.js';
import type { Desk } from '../desk.js';
import type { Interpreter } from '../interpret.js';
import type { CallLimits } from '../limits.js';
import type { Logger } from '../log.js';
import { told } from '../log.js';
import type { Metrics } from '../metrics.js';
import type { ChatSurface, Clock, Openings } from '../ports.js';
import type { Collections } from './store.js';

export interface Pace {
  /** How often the store is asked for what the own saves did not announce. */
  readonly pollMs: number;
}

export interface JobParts {
  readonly stores: Collections;
  readonly desk: Desk;
  readonly debts: ReturnType<typeof createDebts>;
  readonly book: () => Book;
  readonly interpreter: Interpreter;
  readonly openings: Openings;
  readonly surfaces: ReadonlyMap<string, { readonly surface: ChatSurface<Card>; readonly limits: CallLimits }>;
  readonly clock: Clock;
  readonly holder: string;
  readonly log: Logger;
  readonly metrics: Metrics;
  readonly pace: Pace;
}

const BATCH = 64;
/** A burst is one line in the diary for each second that it lasts. */
const JOIN_MS = 1_000;
const INBOX_LEASE_MS = 10_000;

/** What time and the inbox ask for: understanding, delivery, due times. */
export function openJobs(parts: JobParts) {
  const { stores, desk, debts, book, clock, holder, log, metrics, pace } = parts;
  const failed = (what: string, error: unknown) => {
    log.error({ what, error: told(error) }, `${what} failed`);
  };

  const understand = createUnderstanding({
    ...stores,
    ...parts,
    ...parts.interpreter,
    grouping: () => book().grouping,
    joinMs: JOIN_MS,
  });
  const understandSome = createCarefulUnderstanding({
    inbox: stores.inbox,
    clock,
    understand,
    ...parts.interpreter,
    failed,
  });
  const understanding = createLoop(
    async () => {
      // In order per site: one instance at a time understands what came in.
      const fence = await stores.leases.take('inbox', holder, INBOX_LEASE_MS, clock.now());
      if (fence === undefined) return 'idle';
      return (await understandSome(BATCH)) > 0 ? 'more' : 'idle';
    },
    pace.pollMs,
    (error) => {
      failed('understanding alarms', error);
    },
  );

  const deliverNext = createDelivery({
    ...parts,
    incidents: stores.incidents,
    leases: stores.leases,
    throttle: createThrottle(),
    token: randomUUID,
    failed,
    observe({ owed, outcome, tookMs }) {
      const { surface } = owed.destination;
      metrics.deliveries.inc({ surface, what: owed.what, outcome: outcome.kind });
      metrics.deliverySeconds.observe({ surface, what: owed.what }, tookMs / 1_000);
      const error = 'error' in outcome ? { error: outcome.error } : {};
      log[outcome.kind === 'delivered' ? 'debug' : 'warn'](
        { surface, what: owed.what, reason: owed.reason, outcome: outcome.kind, ...error },
        'delivery',
      );
    },
  });
  const drain = createDrain({ deliverNext, incidents: stores.incidents, debts, pollMs: pace.pollMs, failed });
  const due = createLoop(createDue({ incidents: stores.incidents, desk, clock, failed }), pace.pollMs, (error) => {
    failed('due times', error);
  });

  return {
    start(): void {
      understanding.start();
      drain.start();
      due.start();
    },
    inboxChanged: () => {
      understanding.wake();
    },
    owedChanged: () => {
      drain.wake();
    },
    async stop(): Promise<void> {
      await understanding.stop();
      await Promise.all([drain.stop(), due.stop()]);
      await stores.leases.release('inbox', holder).catch(() => undefined);
      for (const destination of debts.destinations())
        await stores.leases.release(`deliver:${destination}`, holder).catch(() => undefined);
    },
  };
}
