import type { Card } from '../cards/card.js';
import type { Incident, Outcome, Owed } from '../src/incident/index.js';
import type { CallSort } from '../src/limits.js';
import type { ChatSurface, Clock, IncidentStore, Lease, Leases } from '../src/ports.js';
import type { Attempt } from './attempts.js';
import { LEASE_MS, leaseOf } from './calling.js';
import type { Debt, Debts, Lane, Payable } from './debts.js';
import { notBefore, notYet, payableNow } from './debts.js';
import type { Pacing, Ticket } from './pacing.js';
import type { StormNews } from './storm-news.js';
import type { StormDebt, Storms, StormView } from './storms.js';

export interface DeliverParts {
  readonly incidents: IncidentStore;
  readonly leases: Leases;
  readonly clock: Clock;
  readonly debts: Debts;
  readonly pacing: Pacing;
  readonly storms: Storms;
  readonly stormNews: StormNews;
  /** Brings what is known of debts into line with the store. */
  readonly catchUp: () => Promise<void>;
  readonly attempt: (way: CallSort, attempt: Attempt) => Promise<Outcome | undefined>;
  /** Nobody takes this any more, because the surface is switched off. */
  readonly giveUp: (incident: Incident, owed: Owed, why: string) => Promise<void>;
  readonly surfaces: ReadonlyMap<string, ChatSurface<Card>>;
  /** Who we are among the instances that share the store. */
  readonly holder: string;
  readonly failed: (what: string, error: unknown) => void;
}

const ASIDE_MS = 5_000;
/** Pause after a destination was found to be in another instance's hands. */
const FOREIGN_MS = 1_000;
/** A storm card is news for the whole channel, but the first word of a quiet site goes before it. */
const STORM_RANK = { post: 9.7, update: 9.8, farewell: 47 } as const;

const CALM: StormView = { any: false, raging: false, has: () => false, owed: [] };

/**
 * One step in one lane of one destination: takes the most urgent thing owed and tries to deliver it. Returns how long
 * to wait until the next step can be of use, or `undefined` when nothing is owed.
 */
export function createDelivery(parts: DeliverParts) {
  const { incidents, leases, clock, debts, pacing, storms, stormNews, surfaces, holder, failed } = parts;
  /** The lease under which each destination was served last. */
  const fences = new Map<string, number>();

  return async function deliverNext(destination: string, lane: Lane): Promise<number | undefined> {
    const now = clock.now();
    // A life-safety card knows of no storm.
    const view = lane === 'urgent' ? CALM : storms.view(destination, now);
    const order = pacing.order(destination, view, now);
    const debt = debts.next(destination, lane, now, order);
    const news = nextNews(view, (payable) => order.waitMs(payable));
    const newsNow = news && news.inMs <= 0 && (!debt || rankOf(news.debt) < debt.rank);
    if (!debt && !newsNow) {
      const waits = [debts.waitMs(destination, lane, now, order), news?.inMs].filter((each) => each !== undefined);
      return waits.length === 0 ? undefined : Math.max(1, Math.min(...waits));
    }
    const lease = await leases.take(leaseOf(destination), holder, LEASE_MS);
    if (lease === undefined) {
      // Nobody here waits for it: it is paid elsewhere.
      if (debt) debts.defer(destination, debt, new Date(now.getTime() + FOREIGN_MS));
      return FOREIGN_MS;
    }
    // What is most urgent may be another thing by now. Life safety waits for no such look: its debt is read again anyway.
    if (lane === 'ordinary' && (await tookOver(destination, lease.fence))) return await deliverNext(destination, lane);
    if (newsNow) await tell(destination, view, news.debt, lease);
    else if (debt) await pay(destination, view, debt, lease);
    return 0;
  };

  /** Somebody else may have served the destination until now, so what is known here of it is old. */
  async function tookOver(destination: string, fence: number): Promise<boolean> {
    if (fences.get(destination) === fence) return false;
    await storms.reload();
    storms.heldUnder(destination, fence);
    await parts.catchUp();
    fences.set(destination, fence);
    return true;
  }

  /** The next word about a storm, and when it can be said. A surface that is switched off is told nothing. */
  function nextNews(
    view: StormView,
    waitMs: (payable: Payable) => number,
  ): { debt: StormDebt; inMs: number } | undefined {
    let next: { debt: StormDebt; inMs: number } | undefined;
    for (const debt of view.owed) {
      if (!surfaces.has(debt.to.surface)) continue;
      const inMs = Math.max(0, stormNews.dueInMs(debt), waitMs(payableOf(debt)));
      // The first word of a storm goes before the next words of others.
      const sooner = !next || inMs < next.inMs || (inMs === next.inMs && rankOf(debt) < rankOf(next.debt));
      if (sooner) next = { debt, inMs };
    }
    return next;
  }

  async function tell(destination: string, view: StormView, debt: StormDebt, lease: Lease): Promise<void> {
    const surface = surfaces.get(debt.to.surface);
    if (!surface) return;
    const ticket = pacing.take(destination, payableOf(debt), view);
    const outcome = await stormNews.tell(debt, surface, lease);
    heed(outcome, ticket);
  }

  async function pay(destination: string, view: StormView, debt: Debt, lease: Lease): Promise<void> {
    const incident = await incidents.load(debt.incidentId);
    if (!incident) return debts.forget(debt.incidentId);
    debts.learn(incident);
    const owed = incident.owed.find((row) => row.id === debt.owedId);
    if (!owed || notYet(notBefore(owed), clock.now())) return;
    const surface = surfaces.get(owed.destination.surface);
    if (!surface)
      return await parts.giveUp(incident, owed, `the surface "${owed.destination.surface}" is switched off`);
    const payable = payableNow(incident, owed);
    // Another instance may have posted the card meanwhile, so the call can be another one than the debt foresaw.
    if (payable.call === 'none' || pacing.order(destination, view, clock.now()).waitMs(payable) > 0) return;
    const { call } = payable;
    const ticket = pacing.take(destination, payable, view);
    heed(
      await contained(destination, debt, { surface, incident, owed, lease, leaves: () => ticket.sent() }, call),
      ticket,
    );
  }

  function heed(outcome: Outcome | undefined, ticket: Ticket): void {
    if (outcome?.kind === 'retry' && outcome.afterMs !== undefined) ticket.pause(outcome.afterMs, outcome.at);
  }

  /** One incident that cannot be rendered or settled steps aside for a moment, and lets the next ones pass. */
  async function contained(
    destination: string,
    debt: Debt,
    attempt: Attempt,
    call: CallSort,
  ): Promise<Outcome | undefined> {
    try {
      return await parts.attempt(call, attempt);
    } catch (error) {
      failed(`delivering ${debt.owedId} of incident ${debt.incidentId}`, error);
      debts.defer(destination, debt, new Date(clock.now().getTime() + ASIDE_MS));
      return undefined;
    }
  }
}

const payableOf = ({ step, siteId, storm }: StormDebt): Payable => ({
  call: step.do === 'post' ? 'post' : 'update',
  looksUp: step.do === 'post' && storm?.attempt !== undefined,
  lane: 'ordinary',
  // The card of a storm is not one of those which it makes wait.
  siteId: `storm at ${siteId}`,
  priority: STORM_RANK[step.do],
});

const rankOf = ({ step }: StormDebt): number => STORM_RANK[step.do];
