import type { Destination, Outcome } from '../src/incident/index.js';
import { destinationKey } from '../src/incident/index.js';
import type { Lease, Leases } from '../src/ports.js';

export interface CallingParts {
  readonly leases: Leases;
  /** Who we are among the instances that share the store. */
  readonly holder: string;
  readonly observe: (delivery: Delivery) => void;
}

/** One call to a provider and what came of it, for the log and the metrics. */
export interface Delivery {
  readonly to: Destination;
  /** `card`, `diary`, `rise`, `storm`. */
  readonly what: string;
  readonly reason?: string;
  readonly outcome: Outcome;
  readonly tookMs: number;
}

/** A call that has not answered by then is in doubt, and is looked up before it is repeated. */
const DEADLINE_MS = 10_000;
/** Much longer than one call may take, and how long another instance waits for one that fell silent. */
export const LEASE_MS = 30_000;

/**
 * Calls a provider, in the name of whoever holds the lease on the destination. An instance that was stopped for a
 * while finds here that its lease may have passed on, and says nothing: `undefined`.
 */
export type Calling = (
  to: Destination,
  what: string,
  lease: Lease,
  call: () => Promise<Outcome>,
  reason?: string,
) => Promise<Outcome | undefined>;

export const leaseOf = (destination: string): string => `deliver:${destination}`;

export function createCalling({ leases, holder, observe }: CallingParts): Calling {
  async function stillOurs(to: Destination, lease: Lease): Promise<boolean> {
    if (lease.leftMs() > DEADLINE_MS) return true;
    const renewed = await leases.take(leaseOf(destinationKey(to)), holder, LEASE_MS);
    return renewed?.fence === lease.fence && renewed.leftMs() > DEADLINE_MS;
  }

  return async function calling(to, what, lease, call, reason) {
    if (!(await stillOurs(to, lease))) return undefined;
    const started = performance.now();
    const outcome = await Promise.race([call(), overdue()]).catch(
      (error: unknown): Outcome => ({
        kind: 'retry',
        inDoubt: true,
        error: error instanceof Error ? error.message : String(error),
      }),
    );
    observe({ to, what, outcome, tookMs: performance.now() - started, ...(reason === undefined ? {} : { reason }) });
    return outcome;
  };
}

function overdue(): Promise<Outcome> {
  return new Promise((resolve) => {
    setTimeout(() => {
      resolve({ kind: 'retry', inDoubt: true, error: `no answer within ${DEADLINE_MS / 1_000} s` });
    }, DEADLINE_MS).unref();
  });
}
