import type { Card } from '../cards/card.js';
import { diaryLine, riseLine } from '../cards/diary.js';
import { incidentCard } from '../cards/incident-card.js';
import type { Desk } from '../src/desk.js';
import type { Incident, Outcome, Owed } from '../src/incident/index.js';
import { destinationKey } from '../src/incident/index.js';
import type { CallLimits, Limit } from '../src/limits.js';
import type { ChatSurface, Clock, IncidentStore, Leases } from '../src/ports.js';
import type { Debt, Debts } from './debts.js';
import { callFor, notYet } from './debts.js';
import type { Throttle } from './throttle.js';

export interface DeliverParts {
  readonly incidents: IncidentStore;
  readonly desk: Desk;
  readonly leases: Leases;
  readonly clock: Clock;
  readonly debts: Debts;
  readonly throttle: Throttle;
  readonly surfaces: ReadonlyMap<string, { readonly surface: ChatSurface<Card>; readonly limits: CallLimits }>;
  /** Who we are among the instances that share the store. */
  readonly holder: string;
  /** A fresh random text for each first post. */
  readonly token: () => string;
  readonly failed: (what: string, error: unknown) => void;
  readonly observe: (delivery: { owed: Owed; outcome: Outcome; tookMs: number }) => void;
}

/** Longer than a look-up and a post together may take. */
const LEASE_MS = 30_000;
const ASIDE_MS = 5_000;
/** A call that has not answered by then is in doubt, and is looked up before it is repeated. */
const DEADLINE_MS = 10_000;
/** Pause after a destination was found to be in another instance's hands. */
const FOREIGN_MS = 1_000;
/** Lines told in one thread message; a longer gap is told in several. */
const DIARY_LINES = 20;

/**
 * One step for one destination: takes the most urgent thing owed to it and tries to deliver it. Returns how long to
 * wait until the next step can be of use, or `undefined` when nothing is owed.
 */
export function createDelivery(parts: DeliverParts) {
  const { incidents, desk, leases, clock, debts, throttle, surfaces, holder, token, observe, failed } = parts;

  return async function deliverNext(destination: string): Promise<number | undefined> {
    const now = clock.now();
    const limitsOf = (call: keyof CallLimits) => surfaces.get(destination.split(':')[0] ?? '')?.limits[call] ?? [];
    const waitOf = (call: keyof CallLimits) =>
      Math.max(
        0,
        ...limitsOf(call).map((limit) => throttle.waitMs(bucketOf(limit, destination), limit.rate, now.getTime())),
      );
    const next = debts.next(destination, now, waitOf);
    if (!next) return debts.waitMs(destination, now, waitOf);
    if ((await leases.take(`deliver:${destination}`, holder, LEASE_MS, now)) === undefined) return FOREIGN_MS;
    const incident = await incidents.load(next.incidentId);
    debts.learn(
      next.incidentId,
      incident?.version ?? Number.MAX_SAFE_INTEGER,
      incident?.owed ?? [],
      incident?.cards ?? [],
    );
    const owed = incident?.owed.find((row) => row.id === next.owedId);
    if (!incident || !owed || notYet(owed.dueAt, now)) return 0;
    const target = surfaces.get(owed.destination.surface);
    if (!target) {
      await settleAs(incident, owed, 0, '', {
        kind: 'dead',
        error: `the surface "${owed.destination.surface}" is switched off`,
      });
      return 0;
    }
    const call = callFor(owed, incident.cards);
    // Another instance may have posted the card meanwhile, so the call can be another one than the debt foresaw.
    if (call === 'none' || waitOf(call) > 0) return 0;
    const buckets = limitsOf(call).map((limit) => ({ bucket: bucketOf(limit, destination), rate: limit.rate }));
    for (const { bucket, rate } of buckets) throttle.take(bucket, rate, now.getTime());
    const outcome = await contained(destination, next, () => attempt(target.surface, incident, owed, call));
    if (outcome?.kind === 'retry' && outcome.afterMs !== undefined) {
      for (const { bucket } of buckets) throttle.pause(bucket, outcome.afterMs, clock.now().getTime());
    }
    return 0;
  };

  /** One incident that cannot be rendered or settled steps aside for a moment, and lets the next ones pass. */
  async function contained(
    destination: string,
    debt: Debt,
    run: () => Promise<Outcome | undefined>,
  ): Promise<Outcome | undefined> {
    try {
      return await run();
    } catch (error) {
      failed(`delivering ${debt.owedId} of incident ${debt.incidentId}`, error);
      debts.defer(destination, debt, new Date(clock.now().getTime() + ASIDE_MS));
      return undefined;
    }
  }

  async function attempt(
    surface: ChatSurface<Card>,
    incident: Incident,
    owed: Owed,
    call: keyof CallLimits,
  ): Promise<Outcome | undefined> {
    switch (call) {
      case 'post':
        return await firstPost(surface, incident, owed);
      case 'update':
        return await update(surface, incident, owed);
      case 'reply':
        return await tell(surface, incident, owed);
      default:
        return call satisfies never;
    }
  }

  /** A first post is announced in the store before it leaves; one that is in doubt is looked up before it is repeated. */
  async function firstPost(surface: ChatSurface<Card>, incident: Incident, owed: Owed): Promise<Outcome | undefined> {
    if (owed.attempt) {
      const { token: sent, at } = owed.attempt;
      const found = await timed(owed, () => surface.find(owed.destination, sent, at));
      if (found.kind === 'delivered') return await settleAs(incident, owed, 0, sent, { ...found, lookedUp: true });
      // Nobody knows yet, so the mark stays and it is looked up again before anything is posted.
      if (found.kind === 'retry') return await settleAs(incident, owed, 0, sent, { ...found, inDoubt: true });
      // Not found is `skipped`: the post is free to go. Neither does a channel that cannot be searched cost the card.
    }
    const mark = owed.attempt?.token ?? token();
    const marked = await desk.beginAttempt(incident.state.id, owed.id, mark);
    if (!marked) return undefined;
    const card = incidentCard(marked.state, { now: clock.now(), live: false, audience: owed.destination.audience });
    const outcome = await timed(owed, () => surface.post(owed.destination, card, mark));
    return await settleAs(marked, owed, marked.state.cardVersion, mark, outcome);
  }

  async function update(surface: ChatSurface<Card>, incident: Incident, owed: Owed): Promise<Outcome> {
    const ref = cardOf(incident, owed)?.ref ?? '';
    const card = incidentCard(incident.state, { now: clock.now(), live: false, audience: owed.destination.audience });
    const outcome = await timed(owed, () => surface.update(owed.destination, ref, card));
    return await settleAs(incident, owed, incident.state.cardVersion, '', outcome);
  }

  /** Tells the channel that it became graver; the card itself is updated as well, but an update rings no bell. */
  async function rise(surface: ChatSurface<Card>, incident: Incident, owed: Owed): Promise<Outcome> {
    const to = currentOf(incident, owed);
    const ref = cardOf(incident, owed)?.ref ?? '';
    const outcome = await timed(owed, () => surface.call(to, ref, riseLine(incident.state)));
    return await settleAs(incident, owed, owed.wanted, '', outcome);
  }

  async function tell(surface: ChatSurface<Card>, incident: Incident, owed: Owed): Promise<Outcome> {
    if (owed.what === 'rise') return await rise(surface, incident, owed);
    const row = cardOf(incident, owed);
    const told = row?.diary ?? 0;
    const older = (incident.timeline[0]?.seq ?? 0) > told + 1 ? await incidents.pages(incident.state.id) : [];
    const all = [...older.slice(0, incident.chain.pages).flatMap((page) => page.entries), ...incident.timeline];
    const untold = all.filter((entry) => entry.seq > told).slice(0, DIARY_LINES);
    const reached = untold.at(-1)?.seq ?? owed.wanted;
    const lines = untold.flatMap(
      (entry) => diaryLine(entry, incident.state.place.timezone, owed.destination.audience) ?? [],
    );
    if (lines.length === 0)
      return await settleAs(incident, owed, reached, '', { kind: 'skipped', reason: 'nothing to tell' });
    const mark = `${incident.state.id}:${reached}`;
    const outcome = await timed(owed, () => surface.reply(owed.destination, row?.ref ?? '', lines, mark));
    return await settleAs(incident, owed, reached, mark, outcome);
  }

  async function timed(owed: Owed, call: () => Promise<Outcome>): Promise<Outcome> {
    const started = performance.now();
    const outcome = await Promise.race([call(), overdue()]).catch(
      (error: unknown): Outcome => ({
        kind: 'retry',
        inDoubt: true,
        error: error instanceof Error ? error.message : String(error),
      }),
    );
    observe({ owed, outcome, tookMs: performance.now() - started });
    return outcome;
  }

  async function settleAs(
    incident: Incident,
    owed: Owed,
    reached: number,
    mark: string,
    outcome: Outcome,
  ): Promise<Outcome> {
    await desk.settle(incident.state.id, { owedId: owed.id, reached, token: mark }, outcome);
    return outcome;
  }
}

/** The destination as the incident has it now: who is mentioned can have changed with the band. */
const currentOf = (incident: Incident, owed: Owed) =>
  incident.state.destinations.find((each) => destinationKey(each) === destinationKey(owed.destination)) ??
  owed.destination;

const cardOf = (incident: Incident, owed: Owed) =>
  incident.cards.find((card) => card.destination === destinationKey(owed.destination));

const bucketOf = (limit: Limit, destination: string): string =>
  `${limit.per === 'channel' ? destination : destination.split(':')[0]}:${limit.name}`;

function overdue(): Promise<Outcome> {
  return new Promise((resolve) => {
    setTimeout(() => {
      resolve({ kind: 'retry', inDoubt: true, error: `no answer within ${DEADLINE_MS / 1_000} s` });
    }, DEADLINE_MS).unref();
  });
}
