import { type AccessFinding, FINDINGS_KEPT } from '../incident/index.js';
import type { AccessEvent } from './event.js';

/** Where and when an incident happened, as far as badges go. */
export interface AccessWindow {
  readonly siteId: string;
  /** Its zone and those beside it; every zone of the site when it has none. */
  readonly zones: ReadonlySet<string> | undefined;
  readonly from: Date;
  readonly to: Date;
}

export interface AccessContext {
  readonly isClosed: (siteId: string, at: Date) => boolean;
  /** Kilometres between two sites; `undefined` when nobody knows. */
  readonly apartKm: (a: string, b: string) => number | undefined;
  readonly siteName: (id: string) => string;
}

/** Nobody travels faster between two sites; ours. */
const FASTEST_KMH = 150;
/** Where nobody knows how far two sites are apart. */
const APART_MS = 10 * 60_000;
const HOUR_MS = 3_600_000;
const NAMED = 5;

/** Badges before an incident: so long somebody may be inside before it begins; and after it. Ours. */
export const ACCESS_BEFORE_MS = 30 * 60_000;
export const ACCESS_AFTER_MS = 10 * 60_000;

/**
 * What the badges say about an incident: who was there, who was not let in, what was forced, who came behind somebody, who was there
 * while it was closed, whose badge was at two places too far apart. `events`: of the window; `elsewhere`: of the same badges at
 * other sites, some hours around it.
 */
export function accessFindings(
  window: AccessWindow,
  events: readonly AccessEvent[],
  elsewhere: readonly AccessEvent[],
  context: AccessContext,
): AccessFinding[] {
  const here = events
    .filter(
      ({ siteId, zoneId, at }) =>
        siteId === window.siteId &&
        at >= window.from &&
        at <= window.to &&
        (window.zones === undefined || zoneId === undefined || window.zones.has(zoneId)),
    )
    .sort(inTime);
  // Whoever goes out was let in by another event.
  const granted = here.filter(({ result, direction }) => result === 'granted' && direction === 'in');
  return [
    ...byDoor(here, 'forced'),
    ...tooFar(granted, [...elsewhere].sort(inTime), context),
    ...byDoor(here, 'tailgating'),
    ...byDoor(here, 'denied'),
    ...outsideHours(granted, context),
    ...inside(granted),
  ].slice(0, FINDINGS_KEPT);
}

/** The same order of the same events, in whatever order they came. */
const inTime = (a: AccessEvent, b: AccessEvent): number =>
  a.at.getTime() - b.at.getTime() || a.source.localeCompare(b.source) || a.key.localeCompare(b.key);

function inside(granted: readonly AccessEvent[]): AccessFinding[] {
  const people = new Map(granted.map((each) => [each.badge ?? each.holder ?? each.key, each.holder]));
  return people.size === 0 ? [] : [{ what: 'inside', count: people.size, who: namesOf([...people.values()]) }];
}

function byDoor(here: readonly AccessEvent[], result: 'forced' | 'tailgating' | 'denied'): AccessFinding[] {
  const doors = new Map<string, AccessEvent[]>();
  for (const each of here) if (each.result === result) doors.set(each.door, [...(doors.get(each.door) ?? []), each]);
  return [...doors].map(([door, all]) => ({
    what: result,
    door,
    count: all.length,
    at: all.at(-1)?.at ?? new Date(0),
    who: namesOf(all.map(({ holder }) => holder)),
  }));
}

function outsideHours(granted: readonly AccessEvent[], { isClosed }: AccessContext): AccessFinding[] {
  const late = granted.filter(({ siteId, at }) => isClosed(siteId, at));
  return late.length === 0
    ? []
    : [{ what: 'outside-hours', count: late.length, who: namesOf(late.map(({ holder }) => holder)) }];
}

function tooFar(
  granted: readonly AccessEvent[],
  elsewhere: readonly AccessEvent[],
  { apartKm, siteName }: AccessContext,
): AccessFinding[] {
  const found = new Map<string, AccessFinding>();
  for (const here of granted) {
    if (here.badge === undefined || found.has(here.badge)) continue;
    const other = elsewhere.find(
      ({ badge, siteId, result, at }) =>
        badge === here.badge &&
        siteId !== here.siteId &&
        result === 'granted' &&
        isTooFast(Math.abs(at.getTime() - here.at.getTime()), apartKm(siteId, here.siteId)),
    );
    if (other)
      found.set(here.badge, {
        what: 'too-far',
        other: siteName(other.siteId),
        minutes: Math.round(Math.abs(other.at.getTime() - here.at.getTime()) / 60_000),
        who: namesOf([here.holder]),
      });
  }
  return [...found.values()];
}

const isTooFast = (ms: number, km: number | undefined): boolean =>
  km === undefined ? ms < APART_MS : km > (FASTEST_KMH * ms) / HOUR_MS + 1;

const namesOf = (names: readonly (string | undefined)[]): string[] =>
  [...new Set(names.flatMap((name) => name ?? []))].slice(0, NAMED);
