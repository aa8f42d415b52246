import type { Brief, CardRow, Destination, Incident, Owed } from '../src/incident/index.js';
import { briefOf, destinationKey, PRIORITY } from '../src/incident/index.js';
import type { CallSort } from '../src/limits.js';
import type { Owes } from '../src/ports.js';

export interface Debt {
  readonly incidentId: string;
  readonly owedId: string;
}

/** The call that pays a debt, or `none` for a diary whose card is not posted yet. */
export type Call = CallSort | 'none';

/**
 * Two lanes lead to each channel, so that a life-safety card waits neither behind ordinary ones nor for the answer to
 * one of them.
 */
export type Lane = 'urgent' | 'ordinary';
export const LANES: readonly Lane[] = ['urgent', 'ordinary'];

/** What decides when a debt may be paid, and before which others. */
export interface Payable {
  readonly call: Call;
  /** It may have left already, and is looked up before. */
  readonly looksUp: boolean;
  readonly lane: Lane;
  readonly siteId: string;
  readonly priority: number;
}

/** How debts of one destination stand to each other now. */
export interface Order {
  /** Milliseconds until the platform takes such a call. */
  waitMs(debt: Payable): number;
  /** Smaller goes first. */
  rank(debt: Payable): number;
}

/** An incident that waits for its first card in a channel. */
export interface Waiting {
  readonly brief: Brief;
  readonly destination: Destination;
}

interface Row extends Debt, Payable {
  readonly destination: Destination;
  readonly owedAt: Date;
  /** After a try that failed. A debt that was never tried waits for nothing, whatever its clock says. */
  readonly notBefore?: Date;
}

/**
 * What is owed, in memory, so that a save wakes its delivery without asking the store. The store remains the truth:
 * every debt is read again before it is paid, and a poll brings in what other instances or a crash left.
 */
export function createDebts() {
  const byDestination = new Map<string, Record<Lane, Map<string, Row>>>();
  const byIncident = new Map<string, { readonly version: number; readonly rows: readonly Row[]; brief: Brief }>();

  const lanesOf = (destination: string): Record<Lane, Map<string, Row>> => {
    const lanes = byDestination.get(destination) ?? { urgent: new Map(), ordinary: new Map() };
    byDestination.set(destination, lanes);
    return lanes;
  };
  const keyOf = ({ incidentId, owedId }: Debt): string => `${incidentId} ${owedId}`;
  const ofLane = (destination: string, lane: Lane): Iterable<Row> =>
    byDestination.get(destination)?.[lane].values() ?? [];

  function forget(id: string): void {
    for (const row of byIncident.get(id)?.rows ?? [])
      lanesOf(destinationKey(row.destination))[row.lane].delete(keyOf(row));
    byIncident.delete(id);
  }

  return {
    /** All that this incident owes as of its version. News from an older version is ignored. */
    learn({ state, version, owed, cards }: Owes): void {
      const before = byIncident.get(state.id);
      if (before && before.version > version) return;
      forget(state.id);
      if (owed.length === 0) return;
      const rows = owed.map((row): Row => {
        const { id: owedId, destination, owedAt } = row;
        const at = notBefore(row);
        const later = at ? { notBefore: at } : {};
        return { incidentId: state.id, owedId, destination, owedAt, ...later, ...payableNow({ state, cards }, row) };
      });
      byIncident.set(state.id, { version, rows, brief: briefOf(state) });
      for (const row of rows) lanesOf(destinationKey(row.destination))[row.lane].set(keyOf(row), row);
    },

    /** The incident is gone from the store. */
    forget,

    /** It owes nothing any more, unless it changed here since it had that version. */
    paid(id: string, version: number): void {
      if ((byIncident.get(id)?.version ?? 0) <= version) forget(id);
    },

    /** Versions of the incidents that owe something, as far as it is known here. */
    known: (): ReadonlyMap<string, number> => new Map([...byIncident].map(([id, { version }]) => [id, version])),

    /**
     * The most urgent debt of the lane that is due and whose call the platform takes now: smallest rank, then oldest.
     * An update that has to wait for its own limit does not hold up a first card.
     */
    next(destination: string, lane: Lane, now: Date, order: Order): (Debt & { readonly rank: number }) | undefined {
      let best: { row: Row; rank: number } | undefined;
      for (const row of ofLane(destination, lane)) {
        if (notYet(row.notBefore, now) || row.call === 'none') continue;
        const rank = order.rank(row);
        if (best && (rank > best.rank || (rank === best.rank && row.owedAt >= best.row.owedAt))) continue;
        if (order.waitMs(row) <= 0) best = { row, rank };
      }
      return best && { incidentId: best.row.incidentId, owedId: best.row.owedId, rank: best.rank };
    },

    /** Milliseconds until the next debt of the lane can be paid; `undefined` when there is none. */
    waitMs(destination: string, lane: Lane, now: Date, order: Order): number | undefined {
      let least: number | undefined;
      for (const row of ofLane(destination, lane)) {
        if (row.call === 'none') continue;
        const pause = row.notBefore && notYet(row.notBefore, now) ? row.notBefore.getTime() - now.getTime() : 0;
        const wait = Math.max(0, pause, order.waitMs(row));
        if (least === undefined || wait < least) least = wait;
      }
      return least;
    },

    /** A first card of the urgent lane could be posted now, if nobody else takes the channel's turn. */
    urgentPostDue(destination: string, now: Date): boolean {
      // One that is looked up first waits for that, and must not keep the channel from everybody meanwhile.
      for (const { call, looksUp, notBefore } of ofLane(destination, 'urgent'))
        if (call === 'post' && !looksUp && !notYet(notBefore, now)) return true;
      return false;
    },

    /** A life-safety card in any channel of the surface is to be changed, or looked up, now. */
    urgentElsewhere(surface: string, what: 'update' | 'look-up', now: Date): boolean {
      for (const [destination, { urgent }] of byDestination) {
        if (urgent.size === 0 || !destination.startsWith(`${surface}:`)) continue;
        for (const { call, looksUp, notBefore } of urgent.values())
          if ((what === 'update' ? call === 'update' : looksUp) && !notYet(notBefore, now)) return true;
      }
      return false;
    },

    /** Incidents without a card of their own in this channel, by site. */
    waiting(destination: string): Map<string, Waiting[]> {
      const sites = new Map<string, Waiting[]>();
      for (const row of LANES.flatMap((lane) => [...ofLane(destination, lane)])) {
        const brief = row.call === 'post' ? byIncident.get(row.incidentId)?.brief : undefined;
        if (!brief) continue;
        const site = sites.get(row.siteId);
        if (site) site.push({ brief, destination: row.destination });
        else sites.set(row.siteId, [{ brief, destination: row.destination }]);
      }
      return sites;
    },

    /** Incidents that are to be shown, or to call somebody, on this surface for the first time. */
    unheard(surface: string): string[] {
      const ids = new Set<string>();
      for (const [destination, lanes] of byDestination) {
        if (!destination.startsWith(`${surface}:`)) continue;
        for (const { call, incidentId } of LANES.flatMap((lane) => [...lanes[lane].values()]))
          if (call === 'post' || call === 'reply') ids.add(incidentId);
      }
      return [...ids];
    },

    /** Not to be tried again before that moment; in memory only. */
    defer(destination: string, debt: Debt, until: Date): void {
      for (const rows of Object.values(lanesOf(destination))) {
        const row = rows.get(keyOf(debt));
        if (row) rows.set(keyOf(debt), { ...row, notBefore: until });
      }
    },

    destinations: (): string[] =>
      [...byDestination].filter(([, lanes]) => sizeOf(lanes) > 0).map(([destination]) => destination),
    depth: (): number => [...byDestination.values()].reduce((sum, lanes) => sum + sizeOf(lanes), 0),
  };
}

const sizeOf = ({ urgent, ordinary }: Record<Lane, Map<string, Row>>): number => urgent.size + ordinary.size;

export type Debts = ReturnType<typeof createDebts>;

/** The longest pause that we give ourselves: a moment further ahead was written before the clock was set back. */
const FURTHEST_MS = 10 * 60_000;
export const notYet = (at: Date | undefined, now: Date): boolean =>
  at !== undefined && at > now && at.getTime() - now.getTime() <= FURTHEST_MS;

/** The pause that a debt was given after a try; none when it was never tried. */
export const notBefore = ({ attempts, stuck, dueAt }: Owed): Date | undefined =>
  attempts > 0 || stuck ? dueAt : undefined;

/** A card is posted once and updated from then on; the diary is told in the thread of the card, so the card comes first. */
function callFor(owed: Owed, cards: readonly CardRow[]): Call {
  const posted = cards.some((card) => card.destination === destinationKey(owed.destination));
  if (owed.what === 'card') return posted ? 'update' : 'post';
  return posted ? 'reply' : 'none';
}

export const payableNow = ({ state, cards }: Pick<Incident, 'state' | 'cards'>, owed: Owed): Payable => ({
  call: callFor(owed, cards),
  looksUp: owed.attempt !== undefined,
  lane: owed.priority <= PRIORITY.lifeSafetyUpdate ? 'urgent' : 'ordinary',
  siteId: state.place.siteId,
  priority: owed.priority,
});
