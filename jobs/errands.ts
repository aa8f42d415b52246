import type { Card } from '../cards/card.js';
import type { Destination, Outcome } from '../src/incident/index.js';
import { destinationKey } from '../src/incident/index.js';
import type { CallSort } from '../src/limits.js';
import type { ChatSurface, Clock, Leases } from '../src/ports.js';
import type { Calling } from './calling.js';
import { LEASE_MS, leaseOf } from './calling.js';
import type { Payable } from './debts.js';
import type { Pacing, Storminess } from './pacing.js';

export interface ErrandParts {
  readonly surfaces: ReadonlyMap<string, ChatSurface<Card>>;
  readonly leases: Leases;
  readonly holder: string;
  readonly pacing: Pick<Pacing, 'order' | 'take'>;
  readonly storms: (destination: string, now: Date) => Storminess;
  readonly calling: Calling;
  readonly clock: Clock;
}

/** Something for a chat that is no incident: what it is called in the metric, and how urgent it is. */
export interface Errand {
  readonly to: Destination;
  readonly what: string;
  /** What it is about, so that a storm elsewhere does not slow it. */
  readonly about: string;
  readonly call: CallSort;
  readonly looksUp: boolean;
  readonly priority: number;
  /** One call after the other; `undefined` from one ends it, because somebody else serves the chat now. */
  run(
    surface: ChatSurface<Card>,
    calling: (call: () => Promise<Outcome>) => Promise<Outcome | undefined>,
  ): Promise<Outcome | undefined>;
}

/** It was done; it has to wait; or its surface is switched off. */
export type Ran = Outcome | 'waits' | 'off';

/** Runs errands at the pace of everything else, in the name of whoever holds the lease on the chat. */
export function createErrands({ surfaces, leases, holder, pacing, storms, calling, clock }: ErrandParts) {
  return async function runErrand({ to, what, about, call, looksUp, priority, run }: Errand): Promise<Ran> {
    const surface = surfaces.get(to.surface);
    if (!surface) return 'off';
    const destination = destinationKey(to);
    const now = clock.now();
    const payable: Payable = { call, looksUp, lane: 'ordinary', siteId: about, priority };
    const view = storms(destination, now);
    if (pacing.order(destination, view, now).waitMs(payable) > 0) return 'waits';
    const lease = await leases.take(leaseOf(destination), holder, LEASE_MS);
    if (lease === undefined) return 'waits';
    const ticket = pacing.take(destination, payable, view);
    const outcome = await run(surface, (made) => calling(to, what, lease, made));
    if (!outcome) return 'waits';
    if (outcome.kind === 'retry' && outcome.afterMs !== undefined) ticket.pause(outcome.afterMs, outcome.at);
    return outcome;
  };
}

export type RunErrand = ReturnType<typeof createErrands>;

/** So often something that waits for its chat is looked at again. */
const AGAIN_MS = 500;

/** Chats that are served at the same time. */
const LANES = 8;

/** Runs the first of each chat, some chats at a time: one that has to wait holds up nobody else. Says when to come again. */
export async function runEach<Thing>(
  things: readonly Thing[],
  destinationOf: (thing: Thing) => Destination,
  run: (thing: Thing) => Promise<boolean>,
  failed: (thing: Thing, error: unknown) => void,
): Promise<'idle' | number> {
  const first = new Map<string, Thing>();
  for (const thing of things) {
    const destination = destinationKey(destinationOf(thing));
    if (!first.has(destination)) first.set(destination, thing);
  }
  let waits = first.size < things.length;
  const queue = [...first.values()];
  const lane = async (): Promise<void> => {
    for (let thing = queue.shift(); thing !== undefined; thing = queue.shift()) {
      try {
        if (!(await run(thing))) waits = true;
      } catch (error) {
        failed(thing, error);
        waits = true;
      }
    }
  };
  await Promise.all(Array.from({ length: Math.min(LANES, queue.length) }, lane));
  return waits ? AGAIN_MS : 'idle';
}
