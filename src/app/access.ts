import { createHmac } from 'node:crypto';
import { createAccess } from '../../handlers/access.js';
import type { Alarms } from '../../handlers/alarms.js';
import { createAccessReview } from '../../jobs/access-review.js';
import { createLoop } from '../../jobs/loop.js';
import type { Book } from '../book/book.js';
import { isOpen, placeOf } from '../book/locate.js';
import type { Desk } from '../desk.js';
import { greatCircleM } from '../dispatch/index.js';
import type { IncidentState } from '../incident/index.js';
import type { Metrics } from '../metrics.js';
import type { Clock } from '../ports.js';
import type { openSources } from './sources.js';
import type { Collections } from './store.js';

export interface AccessChapter {
  readonly book: () => Book;
  readonly sources: Pick<ReturnType<typeof openSources>, 'live'>;
  readonly stores: Pick<Collections, 'access' | 'incidents'>;
  readonly desk: Desk;
  readonly alarms: Alarms;
  /** Key of the hashes of badges. */
  readonly secret: string;
  readonly clock: Clock;
  readonly metrics: Metrics;
  readonly health: { note(source: string, outcome: string): void };
  readonly failed: (what: string, error: unknown) => void;
}

/** Whoever investigates waits no longer for what badges say. */
const LOOK_MS = 5_000;

/** Badges at doors: taken in, and held against the incidents of their sites. */
export function openAccess({
  book,
  sources,
  stores,
  desk,
  alarms,
  secret,
  clock,
  metrics,
  health,
  failed,
}: AccessChapter) {
  const timezoneOf = (siteId: string): string => placeOf(book(), { siteId }).timezone;

  const review = createAccessReview({
    events: stores.access,
    incidents: stores.incidents,
    desk,
    watched: () => {
      const watching = book().data.sources.some(({ adapter }) => adapter === 'access');
      return new Set(watching ? book().data.sites.map(({ id }) => id) : []);
    },
    zonesOf({ place: { siteId, zoneId } }: IncidentState) {
      const zone = book()
        .site(siteId)
        ?.zones.find(({ id }) => id === zoneId);
      return zone && new Set([zone.id, ...zone.adjoining]);
    },
    context: {
      isClosed(siteId, at) {
        const site = book().site(siteId);
        return site?.hours !== undefined && !isOpen(site, timezoneOf(siteId), at);
      },
      apartKm(a, b) {
        const [from, to] = [book().site(a)?.at, book().site(b)?.at];
        return from && to ? greatCircleM(from, to) / 1_000 : undefined;
      },
      siteName: (id) => book().site(id)?.name ?? id,
    },
    clock,
    failed,
  });
  const loop = createLoop(review, LOOK_MS, (error) => {
    failed('holding badges against incidents', error);
  });

  const door = createAccess({
    sources: () => sources.live,
    alarms,
    events: stores.access,
    placeOf(source, { site, zone }) {
      const own = book().source(source);
      const siteId = own?.sites[site] ?? site;
      const named = zone === undefined ? undefined : own?.zones[zone];
      const zoneId = named?.zone ?? zone;
      return { siteId: named?.site ?? siteId, ...(zoneId === undefined ? {} : { zoneId }) };
    },
    hash: (badge) => createHmac('sha256', secret).update(`badge\n${badge}`).digest('hex').slice(0, 32),
    wake: () => {
      loop.wake();
    },
    clock,
    observe(source, outcome) {
      metrics.access.inc({ source, outcome });
      health.note(source, outcome === 'unreadable' ? outcome : 'accepted');
    },
    failed: (error) => {
      failed('writing down a badge event', error);
    },
  });
  return {
    door,
    start: (): void => {
      loop.start();
    },
    stop: (): Promise<void> => loop.stop(),
  };
}
