import ICAL from 'ical.js';
import { isZone } from '../time.js';
import { PLAN_LIMITS, Unusable } from './plan-limits.js';
import type { Block } from './plan-lines.js';
import { DAY_MS, instantOfLocal, wallAt } from './wall.js';

/** A wall clock: between what it shows (milliseconds, as if it were UTC) and the instant. */
export interface WallClock {
  readonly id: string;
  instantOf(local: number): number;
  localOf(instant: number): number;
}

export const UTC: WallClock = { id: 'UTC', instantOf: (local) => local, localOf: (instant) => instant };

export const ianaClock = (zone: string): WallClock => ({
  id: zone,
  instantOf: (local) => instantOfLocal(zone, local),
  localOf(instant) {
    const { day, ms } = wallAt(zone, instant);
    return day * DAY_MS + ms;
  },
});

/**
 * The clock that a TZID names: an IANA zone as we know it, else what the file says about it. Offices write names of their
 * own (`W. Europe Standard Time`) and define them in a VTIMEZONE.
 */
export function clocksOf(blocks: readonly Block[]): (tzid: string, line: number) => WallClock {
  const known = new Map<string, WallClock>();
  const own = new Map(blocks.map((block) => [tzidOf(block), block]));
  let made = 0;
  return (tzid, line) => {
    const have = known.get(tzid);
    if (have) return have;
    const block = own.get(tzid);
    if (!isIana(tzid) && !block)
      throw new Unusable(line, 'its time zone is not in the IANA list, and the file does not define it (VTIMEZONE)');
    if (!isIana(tzid)) made += 1;
    if (made > PLAN_LIMITS.zones)
      throw new Unusable(line, `more than ${PLAN_LIMITS.zones} time zones that only this file knows`);
    const clock = isIana(tzid) || !block ? ianaClock(tzid) : definedClock(tzid, block);
    known.set(tzid, clock);
    return clock;
  };
}

/** `system` and `UTC+3` are zones to the library for times, but in no list. */
const isIana = (tzid: string): boolean =>
  /^[A-Za-z_]+(\/[A-Za-z0-9_+-]+)*$/.test(tzid) && !/^(local|system|default)$/i.test(tzid) && isZone(tzid);

const tzidOf = ({ lines }: Block): string =>
  lines
    .find(({ name }) => name === 'TZID')
    ?.text.replace(/^[^:]*:/, '')
    .trim() ?? '';

/** Rules of a zone change once a year; any other would keep the library busy for long. */
const YEARLY = /^RRULE:FREQ=YEARLY(;(BYMONTH|BYDAY|BYMONTHDAY|INTERVAL|WKST|UNTIL)=[-+,A-Z0-9]{1,80}){0,6}$/i;

function definedClock(tzid: string, { line, lines }: Block): WallClock {
  const parts = lines.filter(({ name }) => name === 'BEGIN').length;
  if (parts > PLAN_LIMITS.zoneParts)
    throw new Unusable(line, `this time zone has ${parts} parts, and at most ${PLAN_LIMITS.zoneParts} are read`);
  const texts = lines.map((each) => {
    if (each.name !== 'RRULE') return each.text;
    if (!YEARLY.test(each.text))
      throw new Unusable(each.line, 'the clock of a time zone changes by a yearly rule only');
    // A rule that never holds is looked for until its end: so it gets one.
    return /UNTIL=/i.test(each.text) ? each.text : `${each.text};UNTIL=20600101T000000Z`;
  });
  try {
    const component = new ICAL.Component(
      ICAL.parse(`BEGIN:VTIMEZONE\r\n${texts.join('\r\n')}\r\nEND:VTIMEZONE`) as unknown[],
    );
    const zone = new ICAL.Timezone({ component, tzid });
    const offset = (local: number): number => zone.utcOffset(timeOf(local)) * 1_000;
    offset(Date.UTC(2026, 0, 1));
    return {
      id: tzid,
      instantOf: (local) => local - offset(local),
      localOf: (instant) => instant + offset(instant + offset(instant)),
    };
  } catch {
    throw new Unusable(line, 'this time zone cannot be read');
  }
}

/** A wall clock as the library has it, with no zone of its own. */
export function timeOf(local: number): ICAL.Time {
  const time = ICAL.Time.fromJSDate(new Date(local), true);
  time.zone = ICAL.Timezone.localTimezone;
  return time;
}

/** And back. */
export const localOf = ({ year, month, day, hour, minute, second }: ICAL.Time): number =>
  Date.UTC(year, month - 1, day, hour, minute, second);
