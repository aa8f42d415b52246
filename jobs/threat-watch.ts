import { type ThreatRise, threatNews } from '../cards/threat-news.js';
import type { Band, Destination, ThreatLevel } from '../src/incident/index.js';
import { destinationKey, THREAT_LEVELS } from '../src/incident/index.js';
import type { Clock, IncidentStore, LiveCounts } from '../src/ports.js';
import type { BulletinStore, KnownThreat, ThreatStore } from '../src/ports-news.js';
import { later } from '../src/time.js';

/** A channel that wants to know, and of which places. */
export interface ThreatReader {
  readonly to: Destination;
  /** Sites that it is about; every site and the organisation as a whole when left out. */
  readonly sites?: readonly string[];
}

export interface ThreatWatchParts {
  readonly incidents: Pick<IncidentStore, 'counts'>;
  readonly threats: ThreatStore;
  readonly bulletins: Pick<BulletinStore, 'add'>;
  readonly level: (byBand: LiveCounts['byBand']) => ThreatLevel;
  readonly siteName: (siteId: string) => string;
  readonly readers: () => readonly ThreatReader[];
  readonly clock: Clock;
}

/** No id of a site. */
const ORGANISATION = '*';
/** The same level, or a lower one, is news again only after this. */
const SAME_NEWS_MS = 15 * 60_000;
/** A threat that nobody was told of by then has shown itself. */
const NEWS_MS = 30 * 60_000;

type Bands = Partial<Record<Band, number>>;

interface Change {
  readonly next: KnownThreat;
  readonly rise?: ThreatRise & { readonly id: string; readonly active: Bands };
}

const rank = (level: ThreatLevel): number => THREAT_LEVELS.indexOf(level);

/**
 * Compares how threatened each place is with how it was, and tells those who want to know of what rose. The news is
 * durable before the change is, and has an id of its own, so that a crash between the two tells nobody twice.
 */
export function createThreatWatch(parts: ThreatWatchParts) {
  const { incidents, threats, bulletins, level, siteName, readers, clock } = parts;

  function changeOf(place: string, active: Bands, known: KnownThreat | undefined, now: Date): Change | undefined {
    const from = known?.level ?? 'guarded';
    const to = level(active);
    if (to === from) return undefined;
    const changes = (known?.changes ?? 0) + 1;
    const told = known?.told;
    const quiet = told && rank(told.level) >= rank(to) && now.getTime() - told.at.getTime() < SAME_NEWS_MS;
    const news = rank(to) > rank(from) && !(quiet && now >= told.at);
    const next = { place, level: to, changes, ...(news ? { told: { level: to, at: now } } : told ? { told } : {}) };
    const name = place === ORGANISATION ? undefined : siteName(place);
    return news ? { next, rise: { place: name, from, to, id: `${place}.${changes}`, active } } : { next };
  }

  async function tell(changes: readonly Change[], now: Date): Promise<void> {
    for (const { to, sites } of readers()) {
      const rises = changes.flatMap(({ next, rise }) =>
        rise && (sites === undefined || sites.includes(next.place)) ? [rise] : [],
      );
      const [first, ...rest] = rises;
      if (!first) continue;
      const active = rises.find(({ place }) => place === undefined)?.active ?? first.active;
      await bulletins.add({
        // What leads names it: another instance may have seen more or less rise at the same moment.
        id: `threat/${destinationKey(to)}/${first.id}`,
        to,
        ...threatNews([first, ...rest], active),
        madeAt: now,
        until: later(now, NEWS_MS),
      });
    }
  }

  return async function look(): Promise<void> {
    const now = clock.now();
    const counts = await incidents.counts();
    const active = new Map<string, Bands>([[ORGANISATION, counts.byBand]]);
    for (const { siteId, band, count } of counts.bySite) active.set(siteId, { ...active.get(siteId), [band]: count });
    const known = new Map((await threats.all()).map((each) => [each.place, each]));
    const places = new Set([...active.keys(), ...known.keys()]);
    const changes = [...places].flatMap(
      (place) => changeOf(place, active.get(place) ?? {}, known.get(place), now) ?? [],
    );
    if (changes.length === 0) return;
    await tell(changes, now);
    for (const { next } of changes) await threats.change(next);
  };
}
