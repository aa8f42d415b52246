import type { Incident } from '../src/incident/index.js';
import type { Clock, IncidentStore, Leases } from '../src/ports.js';
import type { RetentionStore } from '../src/ports-retention.js';
import { cutoffOf, type Linked, RETAINED, type Retained, type RetentionRule } from '../src/retention/index.js';
import { later } from '../src/time.js';
import { unarchived } from './unarchived.js';

export interface RetentionParts {
  readonly store: RetentionStore;
  readonly incidents: Pick<IncidentStore, 'list' | 'loadByNumber'>;
  readonly leases: Pick<Leases, 'take'>;
  readonly holder: string;
  readonly rules: () => readonly RetentionRule[];
  /** Sites of the book with their clients. */
  readonly sites: () => readonly { readonly id: string; readonly client?: string | undefined }[];
  /** Numbers of incidents that the law wants kept. */
  readonly held: () => readonly number[];
  readonly digest: (value: unknown) => string;
  readonly clock: Clock;
  readonly failed: (what: string, error: unknown) => void;
}

const LEASE = 'retention';
const LEASE_MS = 120_000;
const AT_ONCE = 1_000;
/** Of one class and site in one run; the next one goes on. */
const BATCHES = 20;
const PAGES = 50;
/** What happened before an incident explains it, too. */
const BEFORE_MS = 24 * 3_600_000;

/** Deletes what was kept long enough, leaves a receipt for each batch, and touches nothing that an incident may still need. */
export function createRetention(parts: RetentionParts) {
  const { store, incidents, leases, holder, rules, sites, held, digest, clock, failed } = parts;

  const linkOf = ({ state }: Incident): Linked => ({
    siteId: state.place.siteId,
    from: later(state.signals.firstOccurredAt, -BEFORE_MS),
  });

  /** Incidents that are not archived yet, and those that the law holds. */
  async function linkedNow(): Promise<Linked[]> {
    const { items, whole } = await unarchived(incidents, PAGES);
    // So many are open that nobody can say what is not needed: nothing goes.
    if (!whole) throw new Error(`more than ${items.length} incidents are not archived: nothing is deleted`);
    const kept = await Promise.all(held().map((number) => incidents.loadByNumber(number)));
    return [...items, ...kept.flatMap((each) => each ?? [])].map(linkOf);
  }

  async function clear(what: Retained, siteId: string | undefined, linked: readonly Linked[]): Promise<void> {
    const now = clock.now();
    const clientId = sites().find(({ id }) => id === siteId)?.client;
    const before = cutoffOf(what, { siteId, clientId }, rules(), linked, now);
    for (let batch = 0; batch < BATCHES; batch++) {
      const ids = await store.old(what, siteId, before, AT_ONCE);
      if (ids.length === 0) return;
      const hash = digest(ids);
      const id = `${what}/${hash}`;
      await store.begin({ id, class: what, siteId, before, count: ids.length, digest: hash, at: now, state: 'begun' });
      await store.delete(what, ids);
      await store.done(id);
    }
  }

  return async function clearAll(): Promise<void> {
    if ((await leases.take(LEASE, holder, LEASE_MS)) === undefined) return;
    const linked = await linkedNow();
    const known = sites().map(({ id }) => id);
    for (const what of RETAINED)
      for (const siteId of await store.sites(what, known)) {
        try {
          await clear(what, siteId, linked);
        } catch (error) {
          failed(`deleting what was kept long enough (${what}, ${siteId ?? 'no site'})`, error);
        }
      }
  };
}
