import type { Destination } from './place.js';

/** What a channel shows of an incident, as far as the provider confirmed it. */
export interface CardRow {
  /** `slack:C0OPS` */
  readonly destination: string;
  /** The provider's message id, once the first card is posted. */
  readonly ref: string;
  /** `cardVersion` that it shows. */
  readonly shown: number;
  /** Last timeline entry that stands in its thread. */
  readonly diary: number;
}

/**
 * Something owed to one destination. Cards are reconciled, not sent: one row per destination holds the wanted
 * version, and delivery renders the newest state, so a hundred changes during a 429 become one update.
 */
export interface Owed {
  /** `slack:C0OPS/card` */
  readonly id: string;
  readonly destination: Destination;
  /** `rise`: the band rose, and a changed card alone would call nobody. `call`: people are paged in the thread. */
  readonly what: 'card' | 'diary' | 'rise' | 'call';
  /** Card: the `cardVersion` to show. The others: the timeline entry to reach. */
  readonly wanted: number;
  /** Why: `opened`, `claimed`, `escalated: nobody claimed in 3 min`. On the card, in the log and in the metric. */
  readonly reason: string;
  /** Smaller goes first; see `PRIORITY`. */
  readonly priority: number;
  readonly owedAt: Date;
  /** Not before this. */
  readonly dueAt: Date;
  /** Only a person can mend it (channel gone, token revoked): shown as undeliverable, and tried again now and then. */
  readonly stuck?: true;
  readonly attempts: number;
  /** Set in a write before a first post leaves, so that after a crash the message is looked up, not posted twice. */
  readonly attempt?: { readonly token: string; readonly at: Date };
  readonly lastError?: string;
}

/** Order within a destination. A life-safety card never waits behind ordinary ones. */
export const PRIORITY = {
  lifeSafetyCard: 0,
  lifeSafetyUpdate: 5,
  /** Somebody did something: whoever looks at the card acts on it. */
  person: 9,
  firstCard: { critical: 10, high: 20, medium: 30, low: 40 },
  update: { critical: 15, high: 25, medium: 35, low: 45 },
  diary: 60,
} as const;

/** The named outcome of one delivery. Only the adapter of the surface knows whether retrying helps. */
export type Outcome =
  | { readonly kind: 'delivered'; readonly ref: string; readonly lookedUp?: boolean }
  | { readonly kind: 'skipped'; readonly reason: string }
  | {
      readonly kind: 'retry';
      readonly error: string;
      /** Provider's own wish, in milliseconds. */
      readonly afterMs?: number;
      /** The call may have worked all the same (time-out, broken connection): it is looked up before it is repeated. */
      readonly inDoubt?: boolean;
      /** It was the look-up before the call that could not be done, or files that came before it: the call itself may go on. */
      readonly at?: 'look-up' | 'files';
    }
  /** The message that was to be updated is gone: it is posted anew. */
  | { readonly kind: 'lost'; readonly error: string }
  /** `everywhere`: it is not about this channel, no other one takes anything either. */
  | { readonly kind: 'dead'; readonly error: string; readonly everywhere?: true };

/** How often something that only a person can mend is tried again: somebody may have mended it. */
export const STUCK_MS = 2 * 60_000;

/** Shorter than the minute within which every card is true after an outage. */
const LONGEST_BACK_OFF_MS = 20_000;

/** Pause before attempt n + 1 when the provider names none. It never gives up: a stale card is a lie. */
export const backOffMs = (attempts: number): number => Math.min(LONGEST_BACK_OFF_MS, 500 * 2 ** Math.min(attempts, 10));
