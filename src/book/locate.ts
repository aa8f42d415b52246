import { greatCircleM, type LatLon } from '../dispatch/index.js';
import type { OpeningContext, Place } from '../incident/index.js';
import type { PlaceHint } from '../intake/adapter.js';
import { wallClock } from '../time.js';
import type { Book } from './book.js';
import { isPerson } from './helped.js';
import type { Site, Source } from './schema.js';

/** The source of alarms that Tocsin raises itself. No book has it, and no door leads to it. */
export const OWN_SOURCE = 'tocsin';

/** A site of the last resort: an alarm that names no place that we know is shown all the same. */
export const UNPLACED = 'unplaced';

export interface Located {
  readonly siteId: string;
  readonly zoneId?: string;
  readonly deviceId?: string;
  /** What the detector calls the place, when the book does not have it. */
  readonly placeNamed?: string;
}

/** Turns the detector's own names into ours: by the source's map first, then by our ids, then by the source's site. */
export function locate(book: Book, source: Source, hint: PlaceHint): Located {
  const mapped =
    hint.device === undefined
      ? undefined
      : (lookUp(source.devices, hint.device) ?? lookUp(source.cameras, hint.device));
  const device = known(book, mapped?.device ?? hint.device);
  const zoneRef = hint.zone === undefined ? undefined : lookUp(source.zones, hint.zone);
  const siteName = hint.site === undefined ? undefined : (lookUp(source.sites, hint.site) ?? hint.site);
  // Whoever says where they are is not where the source is when no site is near.
  const near = hint.at ? nearestSite(book, hint.at)?.site.id : source.site;
  const candidates = [mapped?.site, device?.site, zoneRef?.site, siteName, near];
  const site = candidates.map((id) => (id ? book.site(id) : undefined)).find((each) => each !== undefined);
  // Only we say that an alarm is about a person: whoever is named so is spared the pages about it.
  const deviceId = device?.id ?? (source.id !== OWN_SOURCE && isPerson(hint.device ?? '') ? undefined : hint.device);
  if (!site) {
    const spot = hint.at?.map((degrees) => degrees.toFixed(5)).join(', ');
    const spoke = deviceId !== undefined && isPerson(deviceId) ? undefined : hint.device;
    const named = [hint.site === UNPLACED ? undefined : hint.site, hint.zone ?? spoke, spot]
      .filter((part) => part !== undefined)
      .join(', ');
    return { siteId: UNPLACED, ...(deviceId ? { deviceId } : {}), ...(named ? { placeNamed: named } : {}) };
  }
  const zones = [
    mapped?.zone,
    device?.site === site.id ? device.zone : undefined,
    zoneRef?.zone,
    hint.zone,
    source.zone,
  ];
  const zone = zones.find((id) => id !== undefined && site.zones.some((each) => each.id === id));
  // A zone that only the detector knows still tells two places apart, and tells a person where to go.
  const strangers = [
    siteName !== undefined && !book.site(siteName) ? hint.site : undefined,
    zone === undefined ? hint.zone : undefined,
  ].filter((part) => part !== undefined);
  const named = strangers.length > 0 ? { placeNamed: strangers.join(', ') } : {};
  return { siteId: site.id, ...(zone ? { zoneId: zone } : {}), ...(deviceId ? { deviceId } : {}), ...named };
}

/** Metres from a site's place within which somebody is taken to be there: a car park, a yard, the way round the fence. */
const NEAR_M = 1_000;

/** The site of the book that is nearest to a place, if one is near. */
export function nearestSite(book: Book, at: LatLon): { readonly site: Site; readonly metres: number } | undefined {
  let nearest: { site: Site; metres: number } | undefined;
  for (const site of book.data.sites) {
    const metres = site.at ? greatCircleM(site.at, at) : Number.POSITIVE_INFINITY;
    if (metres <= (nearest?.metres ?? NEAR_M)) nearest = { site, metres };
  }
  return nearest;
}

const lookUp = <T>(map: Readonly<Record<string, T>>, key: string): T | undefined =>
  Object.hasOwn(map, key) ? map[key] : undefined;
const known = (book: Book, id: string | undefined) => (id === undefined ? undefined : book.device(id));

/** The place with its names, as it is pinned on the incident. */
export function placeOf(book: Book, located: Located): Place {
  const site = book.site(located.siteId);
  const { organisation, clients } = book.data;
  const named = located.placeNamed ? { named: located.placeNamed } : {};
  if (!site) return { siteId: UNPLACED, siteName: 'Unknown site', timezone: organisation.timezone, ...named };
  const client = clients.find((each) => each.id === site.client);
  const zone = zoneOf(site, located.zoneId);
  return {
    siteId: site.id,
    siteName: site.name,
    ...(site.address ? { address: site.address } : {}),
    timezone: site.timezone ?? client?.timezone ?? organisation.timezone,
    ...(client ? { clientId: client.id, clientName: client.name } : {}),
    ...(zone ? { zoneId: zone.id, zoneName: zone.name } : {}),
    ...(site.psap ? { psap: { ...site.psap, caller: organisation.name } } : {}),
    ...named,
  };
}

/** What is true of the place at this moment. */
export function contextOf(
  book: Book,
  source: Source | undefined,
  located: Located,
  at: Date,
  recentIncidents: number,
): OpeningContext {
  const site = book.site(located.siteId);
  const zone = site && zoneOf(site, located.zoneId);
  return {
    sensitivity: zone?.sensitivity ?? 0.5,
    occupancy: zone?.occupancy ?? 'staff',
    armed: site?.hours ? !isOpen(site, placeOf(book, located).timezone, at) : false,
    justClosed: site?.hours ? closedWithin(site, placeOf(book, located).timezone, at) : false,
    onTest: false,
    openingHoursKnown: site?.hours !== undefined,
    recentIncidents,
    adjoiningZones: zone?.adjoining.length ?? 0,
    sourceWeight: source?.weight ?? 0.5,
  };
}

const zoneOf = (site: Site, zoneId: string | undefined) => site.zones.find((zone) => zone.id === zoneId);

/** People may still be inside. */
const JUST_CLOSED_MS = 15 * 60_000;

const closedWithin = (site: Site, timezone: string, at: Date): boolean =>
  !isOpen(site, timezone, at) && isOpen(site, timezone, new Date(at.getTime() - JUST_CLOSED_MS));

/** Whether the site is open to its public at this instant, on its own wall clock; hours may pass midnight. */
export function isOpen(site: Site, timezone: string, at: Date): boolean {
  const { weekday, minutes } = wallClock(at, timezone);
  const today = site.hours?.get(weekday);
  const before = site.hours?.get(weekday === 1 ? 7 : weekday - 1);
  const sameDay =
    today !== undefined &&
    (today.from < today.to ? minutes >= today.from && minutes < today.to : minutes >= today.from);
  const fromYesterday = before !== undefined && before.from > before.to && minutes < before.to;
  return sameDay || fromYesterday;
}
