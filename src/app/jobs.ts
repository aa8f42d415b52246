import { randomUUID } from 'node:crypto';
import type { Card } from '../../cards/card.js';
import type { Links } from '../../cards/storm-card.js';
import { type Delivery, leaseOf } from '../../jobs/calling.js';
import type { createDebts } from '../../jobs/debts.js';
import { openDelivery } from '../../jobs/delivery.js';
import { createDrain } from '../../jobs/drain.js';
import { createDue } from '../../jobs/due.js';
import type { EnclosureParts } from '../../jobs/enclosures.js';
import { createLoop } from '../../jobs/loop.js';
import type { Near } from '../../jobs/near.js';
import type { Book } from '../book/book.js';
import type { Desk } from '../desk.js';
import { digest } from '../digest.js';
import type { Interpreter } from '../interpret.js';
import type { CallLimits } from '../limits.js';
import type { Logger } from '../log.js';
import { told } from '../log.js';
import type { Metrics } from '../metrics.js';
import { pauseUntil } from '../pause.js';
import type { ChatSurface, Clock, Directory, Openings, Planning, RaiseAlarm } from '../ports.js';
import type { TaskPlanning } from '../ports-tasks.js';
import type { TaskDesk } from '../task-desk.js';
import type { Collections } from './store.js';
import { openUnderstanding } from './understanding.js';

export interface Pace {
  /** How often what the calendar asks for is looked at; a minute when left out. */
  readonly calendarMs?: number;
  /** How often the store is asked for what the own saves did not announce. */
  readonly pollMs: number;
}

export interface JobParts {
  readonly stores: Collections;
  readonly desk: Desk;
  readonly taskDesk: TaskDesk;
  readonly papers: EnclosureParts['papers'];
  readonly taskChannels: TaskPlanning['channels'];
  readonly debts: ReturnType<typeof createDebts>;
  readonly near: Near;
  /** Alarms pour in faster than they can be understood. */
  readonly doorBusy: () => boolean;
  readonly book: () => Book;
  readonly interpreter: Interpreter;
  readonly openings: Openings;
  readonly planning: Planning;
  readonly raise: RaiseAlarm;
  readonly directory: Directory;
  readonly surfaces: ReadonlyMap<string, { readonly surface: ChatSurface<Card>; readonly limits: CallLimits }>;
  readonly links: Links;
  /** What became of each call to a chat. */
  readonly saw: (delivery: Delivery) => void;
  readonly clock: Clock;
  readonly holder: string;
  readonly log: Logger;
  readonly metrics: Metrics;
  readonly pace: Pace;
}

const PATIENCE_MS = 1_000;

/** What time and the inbox ask for: understanding, delivery, due times. */
export function openJobs(parts: JobParts) {
  const { stores, desk, debts, clock, holder, log, metrics, pace } = parts;
  const failed = (what: string, error: unknown) => {
    log.error({ what, error: told(error) }, `${what} failed`);
  };

  const understanding = openUnderstanding(parts, failed);

  const { deliverNext, storms, audit, catchUp, tellBulletins, tellTasks, graveAtTheDoor } = openDelivery({
    ...parts,
    incidents: stores.incidents,
    tasks: stores.tasks,
    stormStore: stores.storms,
    bulletins: stores.bulletins,
    leases: stores.leases,
    digest,
    token: randomUUID,
    failed,
    observe(delivery) {
      parts.saw(delivery);
      const { what, reason, outcome, tookMs } = delivery;
      const { surface } = delivery.to;
      metrics.deliveries.inc({ surface, what, outcome: outcome.kind });
      metrics.deliverySeconds.observe({ surface, what }, tookMs / 1_000);
      const error = 'error' in outcome ? { error: outcome.error } : {};
      log[outcome.kind === 'delivered' ? 'debug' : 'warn'](
        { surface, what, reason, outcome: outcome.kind, ...error },
        'delivery',
      );
    },
  });
  const drain = createDrain({ deliverNext, catchUp, debts, storms, pollMs: pace.pollMs, failed });
  const looking = createLoop(audit.check, pace.pollMs, (error) => {
    failed('looking at what the channels show', error);
  });
  const telling = createLoop(tellBulletins, pace.pollMs, (error) => {
    failed('telling channels the news', error);
  });
  const showing = createLoop(tellTasks, pace.pollMs, (error) => {
    failed('showing tasks', error);
  });
  const { planning, raise } = parts;
  let unheard: readonly string[] = [];
  const early = (): readonly string[] => {
    const ids = unheard;
    unheard = [];
    return ids;
  };
  const actOnDue = createDue({ incidents: stores.incidents, desk, planning, raise, clock, early, failed });
  const due = createLoop(actOnDue, pace.pollMs, (error) => {
    failed('due times', error);
  });

  return {
    start(): void {
      understanding.start();
      drain.start();
      looking.start();
      telling.start();
      showing.start();
      due.start();
    },
    /** Something waits in the inbox; `grave` when it speaks of life safety. */
    inboxChanged(grave: boolean): void {
      if (grave) graveAtTheDoor();
      understanding.wake(grave);
    },
    /** A chat takes nothing any more: whoever it was to call is called otherwise, now. */
    surfaceDown(surface: string): void {
      unheard = [...unheard, ...debts.unheard(surface)];
      due.wake();
    },
    owedChanged: () => {
      drain.wake();
    },
    /** A chat is owed something about a task. */
    tasksOwed: () => {
      showing.wake();
    },
    /** Something is due now. */
    dueChanged: () => {
      due.wake();
    },
    async stop(): Promise<void> {
      await understanding.stop();
      const [hanging] = await Promise.all([
        drain.stop(),
        due.stop(),
        telling.stop(),
        showing.stop(),
        // A look at a channel changes nothing, so it may be left in the middle.
        Promise.race([looking.stop(), pauseUntil(PATIENCE_MS)]),
      ]);
      // Whoever comes next finds a call under way only once it is over, so it has to wait for the lease.
      const kept = new Set([...hanging].map(leaseOf));
      for (const name of stores.leases.held()) {
        if (!kept.has(name)) await stores.leases.release(name, holder).catch(() => undefined);
      }
    },
  };
}
