import { Info } from 'luxon';

export const DAY_MS = 86_400_000;
const MINUTE_MS = 60_000;
/** No zone is further from UTC than +14 h and −12 h; an hour more on either side costs nothing. */
const EAST_MS = 15 * 60 * MINUTE_MS;
const WEST_MS = 13 * 60 * MINUTE_MS;

/** What the clock on the wall shows: the day, counted from 1970-01-01, and the milliseconds since its midnight. */
export interface Wall {
  readonly day: number;
  readonly ms: number;
}

const lookUp = (zone: string, at: number): number => Info.normalizeZone(zone).offset(at) * MINUTE_MS;

/** No zone has ever changed its clock twice within half a day. */
const HALF_DAY_MS = DAY_MS / 2;

/** Half a day of a zone: its offset from UTC, and from when on it is another one. */
interface HalfDay {
  readonly before: number;
  readonly change: number;
  readonly after: number;
}

/** A look into the time zone database is dear, and the same days are asked for again and again. */
const known = new Map<string, HalfDay>();
const MOST_KNOWN = 50_000;

/** How far the wall clock of a zone is ahead of UTC at an instant, in milliseconds. */
function offsetAt(zone: string, at: number): number {
  const half = Math.floor(at / HALF_DAY_MS);
  const key = `${zone} ${half}`;
  let found = known.get(key);
  if (!found) {
    found = halfDayOf(zone, half * HALF_DAY_MS);
    if (known.size >= MOST_KNOWN) known.clear();
    known.set(key, found);
  }
  return at < found.change ? found.before : found.after;
}

function halfDayOf(zone: string, from: number): HalfDay {
  const to = from + HALF_DAY_MS;
  const [before, after] = [lookUp(zone, from), lookUp(zone, to)];
  const change = before === after ? to : firstAfter(from, to, (at) => lookUp(zone, at) !== before);
  return { before, change, after };
}

/** The first millisecond after `low`, up to `high`, of which something is true that stays true. */
function firstAfter(low: number, high: number, isTrue: (at: number) => boolean): number {
  let [no, yes] = [low, high];
  while (yes - no > 1) {
    const middle = Math.floor((no + yes) / 2);
    if (isTrue(middle)) yes = middle;
    else no = middle;
  }
  return yes;
}

/** What the wall clock of an IANA zone shows at an instant (epoch milliseconds). */
export function wallAt(zone: string, at: number): Wall {
  const local = at + offsetAt(zone, at);
  const day = Math.floor(local / DAY_MS);
  return { day, ms: local - day * DAY_MS };
}

/**
 * The first instant at which the wall clock of a zone shows this day and time. A time that does not exist, because the
 * clock jumps over it, is the first instant after the jump; one that exists twice is the first of the two.
 */
export function instantOf(zone: string, day: number, minutes: number): number {
  return instantOfLocal(zone, day * DAY_MS + minutes * MINUTE_MS);
}

/** The same for a wall clock in milliseconds, read as if it were UTC. */
export function instantOfLocal(zone: string, local: number): number {
  const before = offsetAt(zone, local - EAST_MS);
  const after = offsetAt(zone, local + WEST_MS);
  const early = local - before;
  if (before === after || offsetAt(zone, early) === before) return early;
  const late = local - after;
  if (offsetAt(zone, late) === after) return late;
  // Neither offset was in force then: the clock jumped over this time, at some instant between the two.
  return firstAfter(late, early, (at) => offsetAt(zone, at) !== before);
}

/** ISO weekday of a day: 1 is Monday. The first of January 1970 was a Thursday. */
export const weekdayOf = (day: number): number => ((((day + 3) % 7) + 7) % 7) + 1;

/** `2026-01-05` as a day, or `undefined` when there is no such day. */
export function dayOf(text: string): number | undefined {
  const match = /^(\d{4})-(\d\d)-(\d\d)$/.exec(text);
  if (!match) return undefined;
  const at = Date.UTC(Number(match[1]), Number(match[2]) - 1, Number(match[3]));
  return new Date(at).toISOString().startsWith(text) ? at / DAY_MS : undefined;
}
