import { DEFAULT_THREAT, type ThreatRules } from '../assess/threat.js';
import type { SeverityRules } from '../assess/weights.js';
import { DEFAULT_SEVERITY } from '../assess/weights.js';
import { DEFAULT_DISPATCH, type DispatchRules } from '../dispatch/index.js';
import type { Band, Destination, GroupingRules } from '../incident/index.js';
import { DEFAULT_GROUPING } from '../incident/index.js';
import type { Rotation } from '../oncall/index.js';
import { isQuiet } from '../oncall/index.js';
import { rotationOf } from './rotations.js';
import type { BookData, Person, Site, Source } from './schema.js';

/** Claimed within this, by band, when neither the client's contract nor the book says so. Ours. */
const RESPOND_MS = { critical: 3 * 60_000, high: 5 * 60_000, medium: 15 * 60_000, low: 60 * 60_000 } as const;

/** The organisation, indexed. Immutable: a changed book is a new one. */
export interface Book {
  readonly data: BookData;
  site(id: string): Site | undefined;
  device(id: string): BookData['devices'][number] | undefined;
  source(id: string): Source | undefined;
  person(id: string): Person | undefined;
  /** By what a chat calls them. */
  personOnChat(surface: Destination['surface'], id: string): Person | undefined;
  /** Without the covers that people took from each other: those are in the store. */
  rotation(id: string): Rotation | undefined;
  /** Whether somebody is in their quiet hours, on their own wall clock or else the organisation's. */
  isQuiet(person: Person, at: Date): boolean;
  /** `owntracks:ana/phone`: the source, and the tracker's own name there. */
  personOfTracker(tracker: string): Person | undefined;
  readonly severity: SeverityRules;
  readonly grouping: GroupingRules;
  readonly dispatch: DispatchRules;
  readonly threat: ThreatRules;
  /** In which losses of a client are counted: their own, or the organisation's. */
  currencyOf(clientId: string | undefined): string;
  /** Within how many milliseconds somebody should have claimed it. */
  respondWithinMs(clientId: string | undefined, band: Band): number;
}

export function createBook(data: BookData): Book {
  const sites = byId(data.sites);
  const devices = byId(data.devices);
  const sources = byId(data.sources);
  const people = byId(data.people);
  const clients = byId(data.clients);
  const rotations = new Map(data.rotations.map((each) => [each.id, rotationOf(each, data.plans)]));
  const onChat = new Map(
    data.people.flatMap((person) =>
      (['slack', 'teams'] as const).flatMap((surface) =>
        person[surface] ? [[`${surface}:${person[surface]}`, person] as const] : [],
      ),
    ),
  );
  const ofTrackers = new Map(
    data.people.flatMap((person) => person.trackers.map((tracker) => [tracker, person] as const)),
  );
  return {
    data,
    site: (id) => sites.get(id),
    device: (id) => devices.get(id),
    source: (id) => sources.get(id),
    person: (id) => people.get(id),
    personOnChat: (surface, id) => onChat.get(`${surface}:${id}`),
    rotation: (id) => rotations.get(id),
    isQuiet: ({ quiet, timezone }, at) => isQuiet({ quiet, timezone: timezone ?? data.organisation.timezone }, at),
    personOfTracker: (tracker) => ofTrackers.get(tracker),
    severity: {
      weights: { ...DEFAULT_SEVERITY.weights, ...defined(data.severity.weights) },
      bands: { ...DEFAULT_SEVERITY.bands, ...defined(data.severity.bands) },
    },
    grouping: {
      rules: data.grouping.map(({ kinds, by, within }) => ({ kinds, by, withinMs: within })),
      flap: data.flap ? { count: data.flap.count, withinMs: data.flap.within } : DEFAULT_GROUPING.flap,
    },
    threat: {
      weights: { ...DEFAULT_THREAT.weights, ...defined(data.threat.weights) },
      levels: { ...DEFAULT_THREAT.levels, ...defined(data.threat.levels) },
    },
    dispatch: { ...DEFAULT_DISPATCH, ...defined(data.dispatch) },
    currencyOf: (clientId) => (clientId && clients.get(clientId)?.currency) || data.organisation.currency,
    respondWithinMs(clientId, band) {
      const sla = clientId
        ? clients.get(clientId)?.contract?.sla.find((term) => term.band === band)?.respond
        : undefined;
      return sla ?? data.respond[band] ?? RESPOND_MS[band];
    },
  };
}

/** How a person of the book names a tracker of theirs. */
export const trackerId = (source: string, tracker: string): string => `${source}:${tracker}`;

const byId = <T extends { readonly id: string }>(list: readonly T[]): Map<string, T> =>
  new Map(list.map((item) => [item.id, item]));

type Defined<T> = { [K in keyof T]: Exclude<T[K], undefined> };
const defined = <T extends object>(value: T): Defined<T> =>
  Object.fromEntries(Object.entries(value).filter(([, v]) => v !== undefined)) as Defined<T>;
