import type { KnownPlaces } from '../inventory/csv.js';
import type { Book } from './book.js';

/** What rows of an inventory are held against. */
export function knownPlaces(book: Book): KnownPlaces {
  const zones = new Map(book.data.sites.map((site) => [site.id, new Set(site.zones.map(({ id }) => id))]));
  const currencies = new Map(book.data.sites.map(({ id, client }) => [id, book.currencyOf(client)]));
  const listed = new Set(book.data.assets.map(({ id }) => id));
  return {
    zonesOf: (siteId) => zones.get(siteId),
    isPerson: (id) => book.person(id) !== undefined,
    isListed: (id) => listed.has(id),
    currencyOf: (siteId) => currencies.get(siteId) ?? book.data.organisation.currency,
  };
}
