import type { CallLimits, Limit, Rate } from '../src/limits.js';
import type { Clock } from '../src/ports.js';
import type { Debts, Order, Payable } from './debts.js';
import type { Throttle } from './throttle.js';

export interface PacingParts {
  readonly limits: (surface: string) => CallLimits | undefined;
  readonly throttle: Throttle;
  readonly debts: Pick<Debts, 'urgentPostDue'>;
  readonly clock: Clock;
}

/** Which sites of a destination are in a storm. */
export interface Storminess {
  readonly any: boolean;
  /** Alarms of one of them still come in. */
  readonly raging: boolean;
  has(siteId: string): boolean;
}

/** A call that was let through: what it drew from. */
export interface Ticket {
  /** It leaves now. */
  sent(): void;
  /** The provider asked for silence. */
  pause(ms: number): void;
}

/**
 * While a storm rages in a channel it gets one call a second, whatever the platform would take: a message every two
 * seconds, so that its storm card, somebody's claim or an alarm of a quiet site fits in between, and a life-safety
 * card, which knows none of this, rarely has to wait for its turn.
 */
const STORM: Readonly<Record<'call' | 'post', Rate>> = {
  call: { everyMs: 1_000, burst: 1 },
  post: { everyMs: 2_000, burst: 1 },
};
/** An ordinary message waits so long for a life-safety alarm that is at the door, and not oftener than that. */
const HOLD_MS = 250;
const HOLD_EVERY_MS = 1_500;
/** Looks again after this, while the turn is kept for a life-safety card. */
const TURN_MS = 25;
/** In a storm a quiet site's first card goes before all of it, and only what a person did, or a life, before that. */
const QUIET_RANK = 9.5;
const STALE_RANK = 46;

/** When a call may leave, and which one first: the platform's limits, and our own manners in a storm. */
export function createPacing({ limits, throttle, debts, clock }: PacingParts) {
  let held = { from: Number.NEGATIVE_INFINITY };

  const rateFor = ({ rate }: Limit, { lane }: Payable): Rate =>
    lane === 'urgent' && rate.urgentEveryMs !== undefined ? { ...rate, everyMs: rate.urgentEveryMs } : rate;

  function buckets(destination: string, debt: Payable, storms: Storminess): { name: string; rate: Rate }[] {
    if (debt.call === 'none') return [];
    const surface = destination.split(':')[0] ?? '';
    const own = (limits(surface)?.[debt.call] ?? []).map((limit) => ({
      name: `${limit.per === 'channel' ? destination : surface}:${limit.name}`,
      rate: rateFor(limit, debt),
    }));
    if (!storms.raging || debt.lane === 'urgent') return own;
    const stormPost = debt.call === 'post' && storms.has(debt.siteId);
    return [
      ...own,
      { name: `${destination}:storm`, rate: STORM.call },
      ...(stormPost ? [{ name: `${destination}:storm-post`, rate: STORM.post }] : []),
    ];
  }

  /** What an ordinary message waits for beside the limits: its turn is kept for a life-safety card. */
  function turnMs(destination: string, { call, lane }: Payable, now: Date): number {
    if (lane === 'urgent' || call === 'update' || call === 'none') return 0;
    if (debts.urgentPostDue(destination, now)) return TURN_MS;
    const since = now.getTime() - held.from;
    return since >= 0 && since < HOLD_MS ? HOLD_MS - since : 0;
  }

  function waitMs(destination: string, debt: Payable, storms: Storminess, now: Date): number {
    const waits = buckets(destination, debt, storms).map(({ name, rate }) =>
      throttle.waitMs(name, rate, now.getTime()),
    );
    return Math.max(0, turnMs(destination, debt, now), ...waits);
  }

  return {
    order: (destination: string, storms: Storminess, now: Date): Order => ({
      waitMs: (debt) => waitMs(destination, debt, storms, now),
      rank(debt) {
        if (!storms.any || debt.lane === 'urgent' || debt.priority < QUIET_RANK) return debt.priority;
        if (debt.call === 'post' && !storms.has(debt.siteId)) return QUIET_RANK + debt.priority / 1_000;
        // A card of the storm is stale again a moment later; first each incident gets one.
        return debt.call === 'update' ? STALE_RANK + debt.priority / 1_000 : debt.priority;
      },
    }),

    /** Draws from every bucket of the call. */
    take(destination: string, debt: Payable, storms: Storminess): Ticket {
      const drawn = buckets(destination, debt, storms);
      const at = clock.now().getTime();
      for (const { name, rate } of drawn) throttle.take(name, rate, at);
      return {
        sent() {
          for (const { name } of drawn) throttle.sent(name, clock.now().getTime());
        },
        pause(ms) {
          for (const { name } of drawn) throttle.pause(name, ms, clock.now().getTime());
        },
      };
    },

    /** A life-safety alarm has come in; its card will be here in a moment, and shall find the channel free. */
    graveAtTheDoor(): void {
      const now = clock.now().getTime();
      if (now < held.from || now - held.from >= HOLD_EVERY_MS) held = { from: now };
    },
  };
}

export type Pacing = ReturnType<typeof createPacing>;
