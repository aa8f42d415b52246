import { titleOf } from '../../../cards/incident-card.js';
import { wholeTimeline } from '../../history.js';
import { verifyChain } from '../../incident/chain.js';
import type {
  Band,
  ChainFault,
  Digest,
  Incident,
  IncidentState,
  PersonActor,
  ThreatLevel,
  TimelineEntry,
} from '../../incident/index.js';
import { BANDS, bandRank, byUrgency } from '../../incident/index.js';
import type {
  Clock,
  IncidentStore,
  LiveCounts,
  SignalRow,
  SignalStore,
  SourceHealth,
  SourceHealthStore,
} from '../../ports.js';
import { type OnCallParts, type OnDuty, onDuty } from './oncall-data.js';

export interface Filters {
  readonly client?: string;
  readonly site?: string;
  readonly band?: Band;
  readonly mine: boolean;
  readonly text?: string;
  /** The queue, or what was closed lately. */
  readonly view: 'live' | 'closed';
}

export interface Selected {
  readonly incident: Incident;
  readonly timeline: readonly TimelineEntry[];
  readonly faults: readonly ChainFault[];
  /** The newest, with all that their detectors said. */
  readonly signals: readonly SignalRow[];
}

export interface SourceState {
  readonly id: string;
  readonly adapter: string;
  /** Why it takes no alarms. */
  readonly fault?: string;
  readonly health?: SourceHealth;
}

/** A device that is to be heard of. */
export interface DeviceState {
  readonly name: string;
  readonly siteName: string;
  readonly lastAt?: Date;
  readonly silent: boolean;
}

/** A chat that is switched on. */
export interface SurfaceState {
  readonly name: string;
  /** It takes nothing, since then. */
  readonly trouble?: { readonly from: Date; readonly error: string } | undefined;
}

export interface Letter {
  readonly number: number;
  readonly destination: string;
  readonly what: string;
  readonly error: string;
}

/** Everything that the board shows, at one moment. */
export interface BoardData {
  readonly now: Date;
  readonly me: PersonActor;
  readonly filters: Filters;
  readonly items: readonly IncidentState[];
  /** More match than are shown. */
  readonly full: boolean;
  readonly total: number;
  readonly byBand: Readonly<Record<Band, number>>;
  /** Sites with something live: the worst band, and how many. */
  readonly sites: readonly {
    readonly id: string;
    readonly name: string;
    readonly band: Band;
    readonly count: number;
    readonly threat: ThreatLevel;
  }[];
  /** Of the whole organisation. */
  readonly threat: ThreatLevel;
  readonly choices: { readonly clients: readonly Choice[]; readonly sites: readonly Choice[] };
  readonly selected?: Selected;
  readonly missing?: number;
  readonly sources: readonly SourceState[];
  /** Devices that are to be heard of, silent ones first. */
  readonly devices: readonly DeviceState[];
  readonly letters: readonly Letter[];
  readonly store: { readonly ok: boolean; readonly text: string };
  readonly surfaces: readonly SurfaceState[];
  /** By rotation. */
  readonly onCall: readonly OnDuty[];
  /** Names of the sites on whose systems somebody works. */
  readonly onTest: readonly string[];
}
export interface Choice {
  readonly id: string;
  readonly name: string;
}

export interface BoardParts {
  readonly incidents: IncidentStore;
  readonly signals: SignalStore;
  readonly health: SourceHealthStore;
  readonly clock: Clock;
  readonly digest: Digest;
  readonly choices: () => BoardData['choices'];
  readonly sources: () => readonly { readonly id: string; readonly adapter: string; readonly fault?: string }[];
  readonly devices: () => Promise<BoardData['devices']>;
  readonly store: () => BoardData['store'];
  readonly surfaces: () => readonly SurfaceState[];
  /** How threatened a place is where so many incidents of each band are live. */
  readonly threat: (byBand: LiveCounts['byBand']) => ThreatLevel;
  readonly onCall: OnCallParts;
  readonly onTest: () => readonly string[];
}

const SIGNALS = 20;

/** Rows shown at once. What is beyond is said, and a filter finds it. */
const MOST = 200;

export async function boardData(
  parts: BoardParts,
  me: PersonActor,
  filters: Filters,
  number: number | undefined,
): Promise<BoardData> {
  const { incidents, health, clock, choices, sources, store, surfaces } = parts;
  const wanted = {
    ...(filters.site ? { siteId: filters.site } : {}),
    ...(filters.client ? { clientId: filters.client } : {}),
    ...(filters.band ? { band: filters.band } : {}),
    ...(filters.mine ? { claimedBy: me.id } : {}),
  };
  const found =
    filters.view === 'live'
      ? await incidents.list({ ...wanted, status: ['open', 'claimed'], order: 'urgency', limit: MOST })
      : await incidents.list({ ...wanted, status: ['resolved', 'archived'], order: 'newest', limit: MOST });
  const counts = await incidents.counts();
  const selected = number === undefined ? undefined : await incidents.loadByNumber(number);
  const seen = new Map((await health.all()).map((each) => [each.source, each]));
  const items = found.items.map((incident) => incident.state);
  return {
    now: clock.now(),
    me,
    filters,
    items: (filters.view === 'live' ? items.sort(byUrgency) : items).filter((state) => saysIt(state, filters.text)),
    full: found.items.length === MOST,
    total: counts.total,
    byBand: Object.fromEntries(BANDS.map((band) => [band, counts.byBand[band] ?? 0])) as Record<Band, number>,
    threat: parts.threat(counts.byBand),
    sites: bySite(counts, choices().sites, parts.threat),
    choices: choices(),
    ...(selected ? { selected: await opened(parts, selected) } : number === undefined ? {} : { missing: number }),
    sources: sources().map((source) => {
      const known = seen.get(source.id);
      return { ...source, ...(known ? { health: known } : {}) };
    }),
    devices: await parts.devices(),
    letters: (await incidents.deadLetters(50)).flatMap(lettersOf),
    store: store(),
    surfaces: surfaces(),
    onCall: await onDuty(parts.onCall),
    onTest: parts.onTest(),
  };
}

async function opened({ incidents, signals, digest }: BoardParts, incident: Incident): Promise<Selected> {
  const timeline = await wholeTimeline(incident, incidents);
  return {
    incident,
    timeline,
    signals: await signals.ofIncident(incident.state.id, SIGNALS),
    faults: verifyChain(incident.state.id, timeline, incident.chain, incident.state, digest),
  };
}

function saysIt(state: IncidentState, text: string | undefined): boolean {
  if (!text) return true;
  const { place } = state;
  const hay = `inc-${state.number} ${titleOf(state)} ${place.siteName} ${place.clientName ?? ''} ${state.subject}`;
  return hay.toLowerCase().includes(text.toLowerCase());
}

function bySite(counts: LiveCounts, names: readonly Choice[], threat: BoardParts['threat']): BoardData['sites'] {
  const sites = new Map<string, { id: string; name: string; band: Band; count: number }>();
  const bands = new Map<string, Partial<Record<Band, number>>>();
  for (const { siteId, band, count } of counts.bySite) {
    const have = sites.get(siteId);
    bands.set(siteId, { ...bands.get(siteId), [band]: count });
    const name = names.find((each) => each.id === siteId)?.name ?? 'Unknown site';
    const worst = have && bandRank(have.band) >= bandRank(band) ? have.band : band;
    sites.set(siteId, { id: siteId, name, band: worst, count: (have?.count ?? 0) + count });
  }
  return [...sites.values()]
    .map((site) => ({ ...site, threat: threat(bands.get(site.id) ?? {}) }))
    .sort((a, b) => bandRank(b.band) - bandRank(a.band) || b.count - a.count)
    .slice(0, 12);
}

const lettersOf = (row: Awaited<ReturnType<IncidentStore['deadLetters']>>[number]): Letter[] =>
  row.owed.map(({ destination, what, lastError }) => ({
    number: row.number,
    destination: `${destination.surface} ${destination.name}`,
    what,
    error: lastError ?? 'unknown',
  }));
