import { bulletinCard } from '../cards/bulletin-card.js';
import type { Card } from '../cards/card.js';
import type { Outcome } from '../src/incident/index.js';
import { backOffMs, destinationKey } from '../src/incident/index.js';
import type { ChatSurface, Clock, Lease, Leases } from '../src/ports.js';
import type { BulletinStore, OwedBulletin } from '../src/ports-news.js';
import { later } from '../src/time.js';
import type { Calling } from './calling.js';
import { LEASE_MS, leaseOf } from './calling.js';
import type { Payable } from './debts.js';
import type { Pacing, Storminess } from './pacing.js';

export interface BulletinParts {
  readonly bulletins: BulletinStore;
  readonly surfaces: ReadonlyMap<string, ChatSurface<Card>>;
  readonly leases: Leases;
  readonly holder: string;
  readonly pacing: Pick<Pacing, 'order' | 'take'>;
  readonly storms: (destination: string, now: Date) => Storminess;
  readonly calling: Calling;
  readonly token: () => string;
  readonly clock: Clock;
  readonly failed: (what: string, error: unknown) => void;
}

const AT_ONCE = 100;
/** Where another instance holds the channel, or the channel is busy, it is looked at again after this. */
const AGAIN_MS = 500;

/** After the cards of what is going on, before their diaries. */
const PRIORITY = 50;

/** Tells channels what is owed to them beside their incidents, each thing once, at the pace of everything else. */
export function createBulletins(parts: BulletinParts) {
  const { bulletins, surfaces, leases, holder, pacing, storms, calling, token, clock, failed } = parts;

  async function tell(bulletin: OwedBulletin): Promise<boolean> {
    const { id, to, until, attempt } = bulletin;
    const now = clock.now();
    const surface = surfaces.get(to.surface);
    const why = surface ? undefined : `the surface "${to.surface}" is switched off`;
    if (until < now || !surface) {
      await bulletins.end(id, { state: 'dropped', why: why ?? 'it was no news any more', at: now });
      return true;
    }
    const destination = destinationKey(to);
    const payable: Payable = {
      call: 'post',
      looksUp: attempt !== undefined,
      lane: 'ordinary',
      siteId: `bulletin ${id}`,
      priority: PRIORITY,
    };
    const view = storms(destination, now);
    if (pacing.order(destination, view, now).waitMs(payable) > 0) return false;
    const lease = await leases.take(leaseOf(destination), holder, LEASE_MS);
    if (lease === undefined) return false;
    const ticket = pacing.take(destination, payable, view);
    const outcome = await sent(bulletin, surface, lease);
    if (!outcome) return false;
    if (outcome.kind === 'retry' && outcome.afterMs !== undefined) ticket.pause(outcome.afterMs, outcome.at);
    await settle(bulletin, outcome);
    return true;
  }

  async function sent(
    { id, to, attempt, attempts, ...news }: OwedBulletin,
    surface: ChatSurface<Card>,
    lease: Lease,
  ): Promise<Outcome | undefined> {
    if (attempt) {
      const found = await calling(to, 'bulletin', lease, () => surface.find(to, attempt.token, attempt.at));
      if (found?.kind === 'retry') return { ...found, inDoubt: true, at: 'look-up' };
      if (found === undefined || found.kind === 'delivered') return found;
    }
    const mark = attempt?.token ?? token();
    if (!(await bulletins.begin({ id, attempts }, { token: mark, at: clock.now() }))) return undefined;
    return await calling(to, 'bulletin', lease, () => surface.post(to, bulletinCard(news), mark));
  }

  async function settle({ id, attempts }: OwedBulletin, outcome: Outcome): Promise<void> {
    const at = clock.now();
    switch (outcome.kind) {
      case 'delivered':
        return await bulletins.end(id, { state: 'told', ref: outcome.ref, at });
      case 'skipped':
        return await bulletins.end(id, { state: 'dropped', why: outcome.reason, at });
      case 'retry': {
        const dueAt = later(at, outcome.afterMs ?? backOffMs(attempts + 1));
        return await bulletins.later(id, { dueAt, error: outcome.error, inDoubt: outcome.inDoubt === true });
      }
      case 'lost':
      case 'dead':
        // Somebody may mend the channel while it is still news.
        return await bulletins.later(id, { dueAt: later(at, DEAD_MS), error: outcome.error, inDoubt: false });
      default:
        return outcome satisfies never;
    }
  }

  return async function tellSome(): Promise<'idle' | number> {
    const owed = await bulletins.due(clock.now(), AT_ONCE);
    let waits = false;
    const busy = new Set<string>();
    for (const bulletin of owed) {
      const destination = destinationKey(bulletin.to);
      // One after the other, and a channel that has to wait holds up nobody else.
      if (busy.has(destination)) continue;
      busy.add(destination);
      try {
        if (!(await tell(bulletin))) waits = true;
      } catch (error) {
        failed(`telling ${destinationKey(bulletin.to)} "${bulletin.title}"`, error);
        waits = true;
      }
    }
    return waits ? AGAIN_MS : 'idle';
  };
}

/** A channel that takes nothing is asked again so often. */
const DEAD_MS = 2 * 60_000;
