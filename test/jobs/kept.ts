import type { Incident, Storm, TimelinePage } from '../../src/incident/index.js';
import { isLive, nextCall, nextDue, nextOwed } from '../../src/incident/index.js';
import type {
  Clock,
  Inbox,
  InboxRow,
  IncidentStore,
  Leases,
  Numbers,
  Serials,
  SignalRow,
  SignalStore,
  StormStore,
} from '../../src/ports.js';
import type { BulletinEnd, BulletinStore, OwedBulletin } from '../../src/ports-news.js';
import type { Task } from '../../src/task/index.js';

/** What lies in the store: it outlives the process that wrote it. */
export interface Kept {
  readonly incidents: Map<string, Incident>;
  readonly pages: Map<string, TimelinePage>;
  readonly signals: Map<string, SignalRow>;
  readonly inbox: Map<string, { readonly row: InboxRow; readonly outcome?: string; readonly tries?: number }>;
  readonly serials: Map<string, number>;
  readonly leases: Map<string, { readonly holder: string; readonly until: Date; readonly fence: number }>;
  readonly counters: Map<string, number>;
  readonly storms: Map<string, { readonly storm: Storm; readonly fence: number }>;
  readonly tasks: Map<string, Task>;
  readonly bulletins: Map<string, { readonly owed: OwedBulletin; readonly end?: BulletinEnd }>;
}

export const nothingKept = (): Kept => ({
  incidents: new Map(),
  pages: new Map(),
  signals: new Map(),
  inbox: new Map(),
  serials: new Map(),
  leases: new Map(),
  counters: new Map(),
  storms: new Map(),
  tasks: new Map(),
  bulletins: new Map(),
});

/** By value, as a store gives and takes: nobody shares an object with it. */
const copy = <T>(value: T): T => structuredClone(value);

export function incidentsIn(kept: Kept): IncidentStore {
  const all = (): Incident[] => [...kept.incidents.values()];
  return {
    load: async (id) => copy(kept.incidents.get(id)),
    loadByNumber: async (number) => copy(all().find(({ state }) => state.number === number)),
    async insert(incident) {
      if (kept.incidents.has(incident.state.id)) return false;
      kept.incidents.set(incident.state.id, copy(incident));
      return true;
    },
    async save(incident, { page }) {
      const { id } = incident.state;
      if (page) kept.pages.set(`${id}:${page.page}`, copy(page));
      if (kept.incidents.get(id)?.version !== incident.version) return false;
      kept.incidents.set(id, copy({ ...incident, version: incident.version + 1 }));
      return true;
    },
    async candidates(siteId, since) {
      const near = all()
        .map(({ state }) => state)
        .filter(({ place }) => place.siteId === siteId)
        .sort((a, b) => b.signals.lastOccurredAt.getTime() - a.signals.lastOccurredAt.getTime());
      const recent = near.filter((state) => !isLive(state) && state.signals.lastOccurredAt >= since);
      return copy([...near.filter(isLive).slice(0, 200), ...recent.slice(0, 200)]);
    },
    countSince: async (siteId, zoneId, since) =>
      all().filter(
        ({ state }) => state.place.siteId === siteId && state.place.zoneId === zoneId && state.openedAt >= since,
      ).length,
    list: async () => ({ items: copy(all()) }),
    due: async (now, asOf, limit) =>
      all()
        .filter(({ state }) => {
          const due = nextDue(state)?.getTime() ?? Number.POSITIVE_INFINITY;
          return due <= now.getTime() || (due <= asOf.getTime() && state.openedAt > now);
        })
        .slice(0, limit)
        .map(({ state }) => state.id),
    owing: async (known) => {
      const owing = all().filter(({ owed }) => nextOwed(owed) !== undefined);
      const ids = new Set(owing.map(({ state }) => state.id));
      return {
        news: copy(owing.filter(({ state, version }) => known.get(state.id) !== version)),
        paid: [...known.keys()].filter((id) => !ids.has(id)),
      };
    },
    owingUrgently: async (priority, known) =>
      copy(
        all()
          .filter(({ owed }) => (nextOwed(owed)?.priority ?? Number.POSITIVE_INFINITY) <= priority)
          .filter(({ state, version }) => known.get(state.id) !== version),
      ),
    calling: async (now, limit) =>
      copy(
        all()
          .filter(({ calls }) => (nextCall(calls)?.dueAt.getTime() ?? Number.POSITIVE_INFINITY) <= now.getTime())
          .slice(0, limit),
      ),
    nextCallAt: async () =>
      all()
        .flatMap(({ calls }) => nextCall(calls)?.dueAt ?? [])
        .sort((a, b) => a.getTime() - b.getTime())[0],
    engaged: async (limit) =>
      copy(
        all()
          .slice(0, limit)
          .map(({ state }) => state),
      ),
    deadLetters: async () => [],
    resolvedBefore: async (before, limit) =>
      all()
        .filter(({ state }) => state.status === 'resolved' && state.resolution.at <= before)
        .slice(0, limit)
        .map(({ state }) => state.id),
    pages: async (id) =>
      copy([...kept.pages.values()].filter((page) => page.incidentId === id).sort((a, b) => a.page - b.page)),
    counts: async () => ({ total: 0, byBand: {}, bySite: [] }),
  };
}

export function signalsIn(kept: Kept): SignalStore {
  const some = async (wanted: (row: SignalRow) => boolean): Promise<SignalRow[]> =>
    copy([...kept.signals.values()].filter(wanted));
  return {
    async add(rows) {
      const had = rows.flatMap(({ id }) => copy(kept.signals.get(id)) ?? []);
      for (const row of rows) if (!kept.signals.has(row.id)) kept.signals.set(row.id, copy(row));
      return had;
    },
    ofBatch: (batchId) => some((row) => row.batchId === batchId),
    async reroute(batchId, to) {
      for (const row of kept.signals.values()) if (row.batchId === batchId) kept.signals.set(row.id, { ...row, ...to });
    },
    byKey: async (source, key) => (await some((row) => row.source === source && row.key === key))[0],
    known: (ids) => some((row) => ids.includes(row.id)),
    restoresOf: (source, keys) =>
      some((row) => row.source === source && row.clears !== undefined && keys.includes(row.clears)),
    ofIncident: (incidentId) => some((row) => row.incidentId === incidentId),
  };
}

export function inboxIn(kept: Kept): Inbox {
  const waiting = () =>
    [...kept.inbox.values()].filter(({ outcome }) => outcome === undefined).sort((a, b) => a.row.order - b.row.order);
  return {
    async put(row) {
      if (kept.inbox.has(row.id)) return 'duplicate';
      kept.inbox.set(row.id, { row });
      return 'accepted';
    },
    waiting: async (limit, { grave, except }) =>
      waiting()
        .filter(({ row }) => row.grave === grave && !except?.has(row.id))
        .slice(0, limit)
        .map(({ row }) => row),
    async calm(ids) {
      for (const id of ids) {
        const entry = kept.inbox.get(id);
        if (entry) kept.inbox.set(id, { ...entry, tries: 0, row: { ...entry.row, grave: false } });
      }
    },
    async settle(rows) {
      for (const { id, outcome } of rows) {
        const entry = kept.inbox.get(id);
        if (entry) kept.inbox.set(id, { ...entry, outcome });
      }
    },
    depth: async () => waiting().length,
    async tried(id) {
      const entry = kept.inbox.get(id);
      if (!entry) return 0;
      const tries = (entry.tries ?? 0) + 1;
      kept.inbox.set(id, { ...entry, tries });
      return tries;
    },
    load: async (id) => kept.inbox.get(id)?.row,
  };
}

export const numbersIn = (kept: Kept): Numbers => ({
  async next(name) {
    const next = (kept.counters.get(name) ?? 0) + 1;
    kept.counters.set(name, next);
    return next;
  },
});

export const serialsIn = (kept: Kept): Serials => ({
  last: async (source, device) => kept.serials.get(`${source} ${device}`),
  async set(source, device, serial) {
    kept.serials.set(`${source} ${device}`, serial);
  },
});

export const leasesIn = (kept: Kept, clock: Clock): Leases => ({
  async take(name, holder, ttlMs) {
    const now = clock.now();
    const held = kept.leases.get(name);
    if (held && held.holder !== holder && held.until > now) return undefined;
    const fence = held?.holder === holder ? held.fence : (held?.fence ?? 0) + 1;
    const until = new Date(now.getTime() + ttlMs);
    kept.leases.set(name, { holder, until, fence });
    const leftMs = () => (kept.leases.get(name)?.fence === fence ? until.getTime() - clock.now().getTime() : 0);
    return { fence, leftMs };
  },
  held: () => [...kept.leases.keys()],
  async release(name) {
    kept.leases.delete(name);
  },
});

export const stormsIn = ({ storms }: Kept): StormStore => {
  const keyOf = ({ destination, siteId }: Storm): string => `${destination}/${siteId}`;
  const ours = (storm: Storm, fence: number): boolean => (storms.get(keyOf(storm))?.fence ?? 0) <= fence;
  return {
    all: async () => copy([...storms.values()].map(({ storm }) => storm)),
    async save(storm, fence) {
      if (!ours(storm, fence)) return false;
      storms.set(keyOf(storm), { storm: copy(storm), fence });
      return true;
    },
    end: async (storm, fence) => ours(storm, fence) && storms.delete(keyOf(storm)),
  };
};

export function bulletinsIn({ bulletins }: Kept): BulletinStore {
  const change = (id: string, with_: (owed: OwedBulletin) => OwedBulletin): void => {
    const row = bulletins.get(id);
    if (row) bulletins.set(id, { ...row, owed: with_(row.owed) });
  };
  return {
    async add(bulletin) {
      if (bulletins.has(bulletin.id)) return false;
      bulletins.set(bulletin.id, { owed: { ...copy(bulletin), dueAt: bulletin.madeAt, attempts: 0 } });
      return true;
    },
    due: async (now, limit) =>
      copy([...bulletins.values()])
        .filter(({ owed, end }) => end === undefined && owed.dueAt <= now)
        .map(({ owed }) => owed)
        .slice(0, limit),
    async begin({ id, attempts }, attempt) {
      const row = bulletins.get(id);
      if (!row || row.end || row.owed.attempts !== attempts) return false;
      change(id, (owed) => ({ ...owed, attempt }));
      return true;
    },
    async later(id, { dueAt, error, inDoubt }) {
      change(id, ({ attempt, files, ...owed }) => ({
        ...owed,
        ...(inDoubt && attempt ? { attempt } : {}),
        ...(inDoubt && files ? { files } : {}),
        dueAt,
        lastError: error,
        attempts: owed.attempts + 1,
      }));
    },
    async told(id, ref, dueAt) {
      change(id, (owed) => ({ ...owed, told: ref, dueAt, attempts: 0 }));
    },
    async brought(id, files) {
      change(id, (owed) => ({ ...owed, files }));
    },
    async end(id, end) {
      const row = bulletins.get(id);
      if (row) bulletins.set(id, { ...row, end });
    },
  };
}

/** A clock that stands until somebody winds it. */
export function handWound(start: Date): Clock & { wind(ms: number): void } {
  let at = start.getTime();
  return {
    now: () => new Date(at),
    wind(ms) {
      at += ms;
    },
  };
}
