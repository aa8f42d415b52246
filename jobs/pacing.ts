import type { CallLimits, Limit, Rate } from '../src/limits.js';
import type { Clock } from '../src/ports.js';
import type { Debts, Order, Payable } from './debts.js';
import type { Throttle } from './throttle.js';

export interface PacingParts {
  readonly limits: (surface: string) => CallLimits | undefined;
  readonly throttle: Throttle;
  readonly debts: Pick<Debts, 'urgentPostDue' | 'urgentElsewhere'>;
  readonly clock: Clock;
}

/** Which sites of a destination are in a storm. */
export interface Storminess {
  readonly any: boolean;
  /** Alarms of one of them still come in. */
  readonly raging: boolean;
  has(siteId: string): boolean;
}

interface Bucket {
  readonly name: string;
  readonly rate: Rate;
  readonly of: 'call' | 'look-up' | 'storm';
}

/** Whether a life-safety card waits to be posted in this channel, or to be changed or looked up in any of the surface. */
type Urgent = Readonly<Record<'post' | 'update' | 'find', () => boolean>>;

/** A call that was let through: what it drew from. */
export interface Ticket {
  /** It leaves now. */
  sent(): void;
  /** The provider asked for silence, in answer to the call itself or to the look-up before it. */
  pause(ms: number, at?: 'look-up' | 'files'): void;
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

  /** The platform's buckets for one sort of call. */
  function platform(destination: string, sort: keyof CallLimits, debt: Payable): Bucket[] {
    const surface = surfaceOf(destination);
    return (limits(surface)?.[sort] ?? []).map((limit) => ({
      name: `${limit.per === 'channel' ? destination : surface}:${limit.name}`,
      rate: rateFor(limit, debt),
      of: sort === 'find' ? 'look-up' : 'call',
    }));
  }

  function buckets(destination: string, debt: Payable, storms: Storminess): Bucket[] {
    if (debt.call === 'none') return [];
    const looks = debt.looksUp ? platform(destination, 'find', debt) : [];
    const all = [...platform(destination, debt.call, debt), ...looks];
    if (storms.raging && debt.lane !== 'urgent') {
      all.push({ name: `${destination}:storm`, rate: STORM.call, of: 'storm' });
      if (debt.call === 'post' && storms.has(debt.siteId))
        all.push({ name: `${destination}:storm-post`, rate: STORM.post, of: 'storm' });
    }
    return all;
  }

  /** What an ordinary call waits for beside the limits: its turn is kept for a life-safety card. */
  function turnMs({ call, lane, looksUp }: Payable, { post, update, find }: Urgent, now: Date): number {
    if (lane === 'urgent' || call === 'none') return 0;
    if (looksUp && find()) return TURN_MS;
    if (call === 'update') return update() ? TURN_MS : 0;
    if (post()) return TURN_MS;
    const since = now.getTime() - held.from;
    return since >= 0 && since < HOLD_MS ? HOLD_MS - since : 0;
  }

  function waitMs(destination: string, debt: Payable, storms: Storminess, urgent: Urgent, now: Date): number {
    const waits = buckets(destination, debt, storms).map(({ name, rate }) =>
      throttle.waitMs(name, rate, now.getTime()),
    );
    return Math.max(0, turnMs(debt, urgent, now), ...waits);
  }

  return {
    order: (destination: string, storms: Storminess, now: Date): Order => {
      const urgent: Urgent = {
        post: once(() => debts.urgentPostDue(destination, now)),
        update: once(() => debts.urgentElsewhere(surfaceOf(destination), 'update', now)),
        find: once(() => debts.urgentElsewhere(surfaceOf(destination), 'look-up', now)),
      };
      // Hundreds of debts wait for the same few limits.
      const known = new Map<string, number>();
      return {
        waitMs(debt) {
          const { call, looksUp, lane, siteId } = debt;
          const sort = `${call} ${looksUp} ${lane} ${storms.raging && storms.has(siteId)}`;
          const wait = known.get(sort) ?? waitMs(destination, debt, storms, urgent, now);
          known.set(sort, wait);
          return wait;
        },
        rank: (debt) => rank(debt, storms),
      };
    },

    /** Draws from every bucket of the call. */
    take(destination: string, debt: Payable, storms: Storminess): Ticket {
      const drawn = buckets(destination, debt, storms);
      const at = clock.now().getTime();
      for (const { name, rate } of drawn) throttle.take(name, rate, at);
      return {
        sent() {
          for (const { name } of drawn) throttle.sent(name, clock.now().getTime());
        },
        pause(ms, at) {
          // Silence is asked of the method that answered; our own manners in a storm are none of its business.
          const asked = drawn.filter(({ of }) => of === (at ?? 'call'));
          for (const { name } of asked) throttle.pause(name, ms, clock.now().getTime());
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

function rank(debt: Payable, storms: Storminess): number {
  if (!storms.any || debt.lane === 'urgent' || debt.priority < QUIET_RANK) return debt.priority;
  if (debt.call === 'post' && !storms.has(debt.siteId)) return QUIET_RANK + debt.priority / 1_000;
  // A card of the storm is stale again a moment later; first each incident gets one.
  return debt.call === 'update' ? STALE_RANK + debt.priority / 1_000 : debt.priority;
}

const surfaceOf = (destination: string): string => destination.split(':')[0] ?? '';

function once(ask: () => boolean): () => boolean {
  let answer: boolean | undefined;
  return () => {
    answer ??= ask();
    return answer;
  };
}
