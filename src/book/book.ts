import type { SeverityRules } from '../assess/weights.js';
import { DEFAULT_SEVERITY } from '../assess/weights.js';
import type { Band, GroupingRules } from '../incident/index.js';
import { DEFAULT_GROUPING } from '../incident/index.js';
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
  personOnSlack(userId: string): Person | undefined;
  readonly severity: SeverityRules;
  readonly grouping: GroupingRules;
  /** Within how many milliseconds somebody should have claimed it. */
  respondWithinMs(clientId: string | undefined, band: Band): number;
}

export function createBook(data: BookData): Book {
  const sites = byId(data.sites);
  const devices = byId(data.devices);
  const sources = byId(data.sources);
  const people = byId(data.people);
  const clients = byId(data.clients);
  const onSlack = new Map(data.people.flatMap((person) => (person.slack ? [[person.slack, person] as const] : [])));
  return {
    data,
    site: (id) => sites.get(id),
    device: (id) => devices.get(id),
    source: (id) => sources.get(id),
    person: (id) => people.get(id),
    personOnSlack: (userId) => onSlack.get(userId),
    severity: {
      weights: { ...DEFAULT_SEVERITY.weights, ...defined(data.severity.weights) },
      bands: { ...DEFAULT_SEVERITY.bands, ...defined(data.severity.bands) },
    },
    grouping: {
      rules: data.grouping.map(({ kinds, by, within }) => ({ kinds, by, withinMs: within })),
      flap: data.flap ? { count: data.flap.count, withinMs: data.flap.within } : DEFAULT_GROUPING.flap,
    },
    respondWithinMs(clientId, band) {
      const sla = clientId
        ? clients.get(clientId)?.contract?.sla.find((term) => term.band === band)?.respond
        : undefined;
      return sla ?? data.respond[band] ?? RESPOND_MS[band];
    },
  };
}

const byId = <T extends { readonly id: string }>(list: readonly T[]): Map<string, T> =>
  new Map(list.map((item) => [item.id, item]));

type Defined<T> = { [K in keyof T]: Exclude<T[K], undefined> };
const defined = <T extends object>(value: T): Defined<T> =>
  Object.fromEntries(Object.entries(value).filter(([, v]) => v !== undefined)) as Defined<T>;
