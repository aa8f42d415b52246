import type { Band, Destination, Place } from '../incident/index.js';
import { BANDS, bandRank, HIDDEN } from '../incident/index.js';
import type { Book } from './book.js';
import { placeOf } from './locate.js';
import type { Channel } from './schema.js';

/** Where a card goes when no channel of the book takes it: `SLACK_CHANNEL`. */
export interface Fallback {
  readonly surface: 'slack';
  readonly to: string;
}

/**
 * The channels that show an incident of this place and band. Only surfaces that are switched on count. A covert
 * incident is not shown where people near the device can see it. What no channel of our own people takes goes to the
 * fallback, if there is one; the console shows everything in any case.
 */
export function routesFor(
  book: Book,
  place: Place,
  about: { readonly band: Band; readonly covert: boolean },
  on: { readonly surfaces: ReadonlySet<Destination['surface']>; readonly fallback?: Fallback },
): Destination[] {
  const open = book.data.channels.filter((channel) => on.surfaces.has(channel.surface) && channel.for !== undefined);
  const chosen = open
    .filter((channel) => takes(channel, place, about.band))
    .filter((channel) => !(about.covert && isSeen(channel)));
  const destinations = chosen.map((channel): Destination => {
    return { ...destinationOf(book, channel, place.clientId), mention: channel.mention[about.band] ?? 'none' };
  });
  // A channel of the client alone is not a desk: our own people must see it somewhere.
  const forTeam = destinations.some((destination) => destination.audience === 'team');
  const { fallback } = on;
  if (forTeam || !fallback || !on.surfaces.has(fallback.surface)) return destinations;
  // What the book rules out for such an incident does not come back by another name.
  const ruledOut = about.covert && book.data.channels.some((each) => isSeen(each) && each.to === fallback.to);
  if (ruledOut) return destinations;
  const language = spoken(book.data.organisation.language);
  return [...destinations, { ...fallback, name: 'SLACK_CHANNEL', audience: 'team', mention: 'none', ...language }];
}

/** A channel of the book as something is posted there: in whose language, and without what. */
export function destinationOf(book: Book, channel: Channel, clientId?: string): Destination {
  const { surface, to, id: name, audience, shows } = channel;
  const { organisation, clients } = book.data;
  const theirs = audience === 'client' ? clients.find(({ id }) => id === clientId)?.language : undefined;
  const hides = audience === 'client' ? HIDDEN.filter((each) => shows[each] === false) : [];
  return {
    surface,
    to,
    name,
    audience,
    mention: 'none',
    ...spoken(channel.language ?? theirs ?? organisation.language),
    ...(hides.length > 0 ? { hides } : {}),
  };
}

/** English is what is spoken when nothing is said. */
export const spoken = (language: string): Pick<Destination, 'language'> => (language === 'en' ? {} : { language });

/**
 * Channels that want news of this sort, none of which people near a device can see: what is told in numbers would tell of what is
 * covert. Each with the sites that it is about; no sites: everything.
 */
export function readersOf(
  book: Book,
  sort: string,
  surfaces: ReadonlySet<Destination['surface']>,
): { readonly to: Destination; readonly sites?: readonly string[] }[] {
  const wanting = book.data.channels.filter(
    (channel) => surfaces.has(channel.surface) && channel.receives?.includes(sort) && !isSeen(channel),
  );
  return wanting.map((channel) => {
    const { for: about } = channel;
    const destination = destinationOf(book, channel);
    return about?.sites || about?.clients ? { to: destination, sites: sitesOf(book, about) } : { to: destination };
  });
}

const sitesOf = ({ data }: Book, { sites, clients }: NonNullable<Channel['for']>): string[] =>
  data.sites
    .filter(
      ({ id, client }) =>
        (sites?.includes(id) ?? true) && (clients === undefined || (client !== undefined && clients.includes(client))),
    )
    .map(({ id }) => id);

/** What the book calls a channel, and the sites whose incidents it shows; nothing for one that it does not have. */
export function channelIn(
  book: Book,
  at: Pick<Destination, 'surface' | 'to'>,
  fallback?: string,
): { readonly name: string; readonly sites: readonly string[] } | undefined {
  const channel = book.data.channels.find(({ surface, to }) => surface === at.surface && to === at.to);
  if (channel) return { name: channel.id, sites: channel.for ? sitesOf(book, channel.for) : [] };
  const all = at.surface === 'slack' && at.to === fallback;
  return all ? { name: 'SLACK_CHANNEL', sites: book.data.sites.map(({ id }) => id) } : undefined;
}

/** Sites whose gravest incident would be shown by no chat channel: only the console would have it. */
export const unroutedSites = (book: Book, on: Parameters<typeof routesFor>[3]): string[] =>
  book.data.sites
    .filter(
      (site) =>
        routesFor(book, placeOf(book, { siteId: site.id }), { band: 'critical', covert: false }, on).length === 0,
    )
    .map((site) => site.name);

/** People near the device, or of the client, see it. */
export const isSeen = ({ visibleOnSite, audience }: Channel): boolean => visibleOnSite || audience === 'client';

function takes(channel: Channel, place: Place, band: Band): boolean {
  const wants = channel.for;
  if (!wants) return false;
  if (wants.sites && !wants.sites.includes(place.siteId)) return false;
  if (wants.clients && !(place.clientId && wants.clients.includes(place.clientId))) return false;
  return wants.band === undefined || meets(wants.band, band);
}

/** `critical` names one band, `>=medium` that band and all above. */
function meets(rule: string, band: Band): boolean {
  const least = BANDS.find((each) => each === rule.replace('>=', ''));
  if (!least) return false;
  return rule.startsWith('>=') ? bandRank(band) >= bandRank(least) : band === least;
}
