import type { Brief, Destination, Storm, StormStep } from '../src/incident/index.js';
import { isStorm, stormStep } from '../src/incident/index.js';
import type { StormStore } from '../src/ports.js';
import type { Debts, Waiting } from './debts.js';
import type { Storminess } from './pacing.js';

/** What a storm card owes, among the other debts of its channel. */
export interface StormDebt {
  readonly storm: Storm | undefined;
  readonly to: Destination;
  readonly siteId: string;
  readonly waiting: readonly Brief[];
  readonly step: Exclude<StormStep, { do: 'nothing' }>;
}

export interface StormView extends Storminess {
  /** The next word about each storm, the most urgent first. */
  readonly owed: readonly StormDebt[];
}

/** A storm that brought nothing new for so long no longer rages; what is left of it is told as fast as there is room. */
const RAGES_MS = 5_000;

/** A channel that calls somebody for any of its waiting incidents calls them for the storm. */
const MENTIONS = ['none', 'here', 'channel'] as const;

/**
 * Keeps an eye on sites whose incidents have to wait for cards of their own, so that none is hidden meanwhile. What
 * waits is known from the debts; of the storm itself only its message is kept.
 */
export function createStorms({ store, debts }: { readonly store: StormStore; readonly debts: Debts }) {
  const rows = new Map<string, Map<string, Storm>>();
  /** When each storm last had something waiting, and its destination, which the store knows by its key only. */
  const last = new Map<string, { at: Date; to: Destination }>();
  /** Signals per incident at the last look, and when there were more than at the one before; by destination and site. */
  const growth = new Map<string, { signals: ReadonlyMap<number, number>; at: Date }>();
  const fences = new Map<string, number>();
  /** The last write of each storm, by destination and site, counted. */
  const written = new Map<string, number>();
  let writes = 0;

  const keyOf = (destination: string, siteId: string): string => `${destination} ${siteId}`;

  async function reload(): Promise<void> {
    const begun = writes;
    const all = await store.all();
    // What was written here meanwhile is newer than what was read.
    const newer = (storm: Storm): boolean => (written.get(keyOf(storm.destination, storm.siteId)) ?? 0) > begun;
    const kept = [...rows.values()].flatMap((sites) => [...sites.values()]).filter(newer);
    rows.clear();
    for (const storm of [...all.filter((each) => !newer(each)), ...kept]) put(storm);
  }

  /** Said before a write and after it, so that a look under way at either moment knows which of the two is newer. */
  function writing({ destination, siteId }: Storm): void {
    writes += 1;
    written.set(keyOf(destination, siteId), writes);
  }

  function put(storm: Storm): void {
    const sites = rows.get(storm.destination) ?? new Map<string, Storm>();
    rows.set(storm.destination, sites.set(storm.siteId, storm));
  }

  /** `false` when the storm is in other hands by now. */
  async function save(storm: Storm, fence: number): Promise<boolean> {
    writing(storm);
    const saved = await store.save(storm, fence);
    writing(storm);
    if (saved) put(storm);
    return saved;
  }

  /** The message of a storm that a crash left without anything waiting: its address is all that is known. */
  function addressOf(destination: string): Destination {
    const at = destination.indexOf(':');
    const surface = destination.slice(0, at) as Destination['surface'];
    const to = destination.slice(at + 1);
    return { surface, to, name: to, audience: 'team', mention: 'none' };
  }

  /** Whether alarms of a storm came in a moment ago. */
  function rages(key: string, waiting: readonly Waiting[], now: Date): boolean {
    const before = growth.get(key);
    const signals = new Map(waiting.map(({ brief }) => [brief.number, brief.signals]));
    const grew = [...signals].some(([number, count]) => count > (before?.signals.get(number) ?? 0));
    const at = grew || !before ? now : before.at;
    if (waiting.length === 0) growth.delete(key);
    else growth.set(key, { signals, at });
    return waiting.length > 0 && Math.abs(now.getTime() - at.getTime()) < RAGES_MS;
  }

  function debtOf(destination: string, siteId: string, waiting: readonly Waiting[], now: Date): StormDebt | undefined {
    const storm = rows.get(destination)?.get(siteId);
    const key = keyOf(destination, siteId);
    const [first] = waiting;
    if (first) last.set(key, { at: now, to: callingAll(first.destination, waiting) });
    else if (!storm) last.delete(key);
    const seen = last.get(key) ?? { at: now, to: addressOf(destination) };
    if (storm) last.set(key, seen);
    const briefs = waiting.map(({ brief }) => brief);
    const step = stormStep(storm, briefs, seen.at, now, rows.get(destination)?.size ?? 1);
    return step.do === 'nothing' ? undefined : { storm, to: seen.to, siteId, waiting: briefs, step };
  }

  return {
    /** Reads what is kept, at the start and now and then: another instance may have begun a storm, or ended one. */
    reload,

    view(destination: string, now: Date): StormView {
      const sites = debts.waiting(destination);
      const kept = rows.get(destination);
      const ids = new Set([...sites.keys(), ...(kept?.keys() ?? [])]);
      const has = (siteId: string): boolean => isStorm(kept?.get(siteId), sites.get(siteId)?.length ?? 0);
      const owed = [...ids].flatMap((siteId) => debtOf(destination, siteId, sites.get(siteId) ?? [], now) ?? []);
      // Every site is looked at, so that each remembers what it had.
      const raging = [...ids].filter((siteId) => rages(keyOf(destination, siteId), sites.get(siteId) ?? [], now));
      return { any: [...ids].some(has), raging: raging.some(has), has, owed };
    },

    save,

    /** Its message is not in the channel although the provider had confirmed it: it is posted anew. */
    async missed({ destination, siteId }: Storm, ref: string): Promise<void> {
      const storm = rows.get(destination)?.get(siteId);
      if (storm?.ref !== ref) return;
      const { ref: _gone, shown: _old, ...fresh } = storm;
      await save(fresh, fences.get(destination) ?? 0);
    },

    /** The fence of the lease under which the destination is served from now on. */
    heldUnder(destination: string, fence: number): void {
      fences.set(destination, fence);
    },

    async end(storm: Storm, fence: number): Promise<void> {
      writing(storm);
      await store.end(storm, fence);
      writing(storm);
      rows.get(storm.destination)?.delete(storm.siteId);
      last.delete(keyOf(storm.destination, storm.siteId));
    },

    /** Nothing to tell although the time has come: it is looked at again after the next pause. In memory only. */
    unchanged(storm: Storm, at: Date): void {
      if (storm.shown) put({ ...storm, shown: { ...storm.shown, at } });
    },

    destinations: (): string[] => [...rows].filter(([, sites]) => sites.size > 0).map(([destination]) => destination),
  };
}

export type Storms = ReturnType<typeof createStorms>;

function callingAll(to: Destination, waiting: readonly Waiting[]): Destination {
  const loudest = Math.max(...waiting.map(({ destination }) => MENTIONS.indexOf(destination.mention)));
  return { ...to, mention: MENTIONS[loudest] ?? 'none' };
}
