import { titleOf } from '../../../cards/incident-card.js';
import { verifyChain } from '../../incident/chain.js';
import type {
  Band,
  ChainFault,
  Digest,
  Incident,
  IncidentState,
  PersonActor,
  TimelineEntry,
} from '../../incident/index.js';
import { BANDS, bandRank, byUrgency } from '../../incident/index.js';
import type { Clock, IncidentStore, SourceHealth, SourceHealthStore } from '../../ports.js';

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
}

export interface SourceState {
  readonly id: string;
  readonly adapter: string;
  /** Why it takes no alarms. */
  readonly fault?: string;
  readonly health?: SourceHealth;
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
  readonly total: number;
  readonly byBand: Readonly<Record<Band, number>>;
  /** Sites with something live: the worst band, and how many. */
  readonly sites: readonly {
    readonly id: string;
    readonly name: string;
    readonly band: Band;
    readonly count: number;
  }[];
  readonly choices: { readonly clients: readonly Choice[]; readonly sites: readonly Choice[] };
  readonly selected?: Selected;
  readonly missing?: number;
  readonly sources: readonly SourceState[];
  readonly letters: readonly Letter[];
  readonly store: { readonly ok: boolean; readonly text: string };
  readonly surfaces: readonly string[];
}
export interface Choice {
  readonly id: string;
  readonly name: string;
}

export interface BoardParts {
  readonly incidents: IncidentStore;
  readonly health: SourceHealthStore;
  readonly clock: Clock;
  readonly digest: Digest;
  readonly choices: () => BoardData['choices'];
  readonly sources: () => readonly { readonly id: string; readonly adapter: string; readonly fault?: string }[];
  readonly store: () => BoardData['store'];
  readonly surfaces: readonly string[];
}

/** The queue is read whole up to this; a control room with more has other worries, and is told the number. */
const MOST = 200;

export async function boardData(
  parts: BoardParts,
  me: PersonActor,
  filters: Filters,
  number: number | undefined,
): Promise<BoardData> {
  const { incidents, health, clock, choices, sources, store, surfaces } = parts;
  const live = await incidents.list({ status: ['open', 'claimed'], order: 'urgency', limit: MOST });
  const shown =
    filters.view === 'live'
      ? live
      : await incidents.list({ status: ['resolved', 'archived'], order: 'newest', limit: 100 });
  const states = live.items.map((incident) => incident.state);
  const selected = number === undefined ? undefined : await incidents.loadByNumber(number);
  const seen = new Map((await health.all()).map((each) => [each.source, each]));
  return {
    now: clock.now(),
    me,
    filters,
    items: sorted(
      shown.items.map((incident) => incident.state),
      filters.view,
    ).filter((state) => passes(state, filters, me)),
    total: states.length,
    byBand: Object.fromEntries(
      BANDS.map((band) => [band, states.filter((state) => state.assessment.band === band).length]),
    ) as Record<Band, number>,
    sites: bySite(states),
    choices: choices(),
    ...(selected ? { selected: await opened(parts, selected) } : number === undefined ? {} : { missing: number }),
    sources: sources().map((source) => {
      const known = seen.get(source.id);
      return { ...source, ...(known ? { health: known } : {}) };
    }),
    letters: (await incidents.deadLetters(50)).flatMap(lettersOf),
    store: store(),
    surfaces,
  };
}

const sorted = (states: IncidentState[], view: Filters['view']): IncidentState[] =>
  view === 'live' ? states.sort(byUrgency) : states;

async function opened({ incidents, digest }: BoardParts, incident: Incident): Promise<Selected> {
  const pages = incident.chain.pages > 0 ? await incidents.pages(incident.state.id) : [];
  const timeline = [...pages.slice(0, incident.chain.pages).flatMap((page) => page.entries), ...incident.timeline];
  return {
    incident,
    timeline,
    faults: verifyChain(incident.state.id, timeline, incident.chain, incident.state, digest),
  };
}

function passes(state: IncidentState, { client, site, band, mine, text }: Filters, me: PersonActor): boolean {
  if (client && state.place.clientId !== client) return false;
  if (site && state.place.siteId !== site) return false;
  if (band && state.assessment.band !== band) return false;
  if (mine && !(state.status === 'claimed' && state.claim.by.id === me.id)) return false;
  if (!text) return true;
  const hay =
    `inc-${state.number} ${titleOf(state)} ${state.place.siteName} ${state.place.clientName ?? ''} ${state.subject}`.toLowerCase();
  return hay.includes(text.toLowerCase());
}

function bySite(states: readonly IncidentState[]): BoardData['sites'] {
  const sites = new Map<string, { id: string; name: string; band: Band; count: number }>();
  for (const { place, assessment } of states) {
    const have = sites.get(place.siteId);
    const band = have && bandRank(have.band) >= bandRank(assessment.band) ? have.band : assessment.band;
    sites.set(place.siteId, { id: place.siteId, name: place.siteName, band, count: (have?.count ?? 0) + 1 });
  }
  return [...sites.values()].sort((a, b) => bandRank(b.band) - bandRank(a.band) || b.count - a.count).slice(0, 12);
}

const lettersOf = (row: Awaited<ReturnType<IncidentStore['deadLetters']>>[number]): Letter[] =>
  row.owed.map(({ destination, what, lastError }) => ({
    number: row.number,
    destination: `${destination.surface} ${destination.name}`,
    what,
    error: lastError ?? 'unknown',
  }));
