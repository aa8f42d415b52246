import ICAL from 'ical.js';
import { PLAN_LIMITS, Unusable } from './plan-limits.js';
import type { Block, ContentLine } from './plan-lines.js';
import { localOf, UTC, type WallClock } from './plan-zones.js';
import { DAY_MS } from './wall.js';

/** A time of a row: what the wall shows, on which clock. */
export interface RowTime {
  readonly local: number;
  readonly clock: WallClock;
  readonly isDate: boolean;
}

/** One VEVENT, read but not repeated yet. */
export interface Row {
  readonly line: number;
  readonly uid: string | undefined;
  readonly start: RowTime;
  /** When the occurrence that begins at this wall time ends, as an instant. */
  readonly endOf: (local: number) => number;
  readonly rule: { readonly text: string; readonly line: number } | undefined;
  readonly more: readonly RowTime[];
  readonly except: readonly RowTime[];
  /** It stands in the place of one occurrence of the rule with the same UID. */
  readonly replaces: RowTime | undefined;
  readonly cancelled: boolean;
  readonly says: { readonly id?: string; readonly mails: readonly string[]; readonly summary: string };
}

export interface RowParts {
  readonly clockOf: (tzid: string, line: number) => WallClock;
  /** Of times without a zone, and of whole days. */
  readonly home: WallClock;
}

/** Reads a VEVENT, or throws `Unusable` with the line that cannot be used. */
export function rowOf(block: Block, parts: RowParts): Row {
  const all = (name: string) => block.lines.filter((each) => each.name === name);
  const one = (name: string): ContentLine | undefined => {
    const [first, second] = all(name);
    if (second) throw new Unusable(second.line, `${name} is given twice`);
    return first;
  };
  const times = (name: string) => all(name).flatMap((each) => timesOf(each, parts));
  const begin = one('DTSTART');
  const start = begin && timesOf(begin, parts)[0];
  if (!start) throw new Unusable(block.line, 'it has no beginning (DTSTART)');
  const rule = one('RRULE');
  const odd = one('EXRULE');
  if (odd) throw new Unusable(odd.line, 'EXRULE is not understood: write EXDATE');
  const id = textOf(one('X-TOCSIN-PERSON'));
  return {
    line: block.line,
    uid: textOf(one('UID'))?.slice(0, 300),
    start,
    endOf: endOf(block, start, one('DTEND'), one('DURATION'), parts),
    rule: rule && { text: rule.text.replace(/^[^:]*:/, '').trim(), line: rule.line },
    more: times('RDATE'),
    except: times('EXDATE'),
    replaces: replacedBy(one('RECURRENCE-ID'), parts),
    cancelled: textOf(one('STATUS'))?.toUpperCase() === 'CANCELLED',
    says: {
      ...(id ? { id } : {}),
      mails: all('ATTENDEE').flatMap((each) => /^mailto:(.+)$/i.exec(textOf(each) ?? '')?.[1] ?? []),
      summary: textOf(one('SUMMARY')) ?? '',
    },
  };
}

function property({ text, line, name }: ContentLine): ICAL.Property {
  try {
    return ICAL.Property.fromString(text);
  } catch {
    throw new Unusable(line, `${name} cannot be read`);
  }
}

function textOf(line: ContentLine | undefined): string | undefined {
  const value = line && property(line).getFirstValue();
  return typeof value === 'string' ? value.trim() : undefined;
}

function timesOf(content: ContentLine, { clockOf, home }: RowParts): RowTime[] {
  const { line, name } = content;
  const read = property(content);
  const tzid = read.getParameter('tzid');
  // The library turns the 13th month into January: what it read must be what stands there.
  const written = (read.toJSON() as unknown[]).slice(3);
  const values = valuesOf(read, content);
  return values.map((value, index): RowTime => {
    if (!(value instanceof ICAL.Time)) throw new Unusable(line, `${name} is no time, and periods are not understood`);
    const { year, isDate } = value;
    if (value.toString() !== written[index] || year < 1970 || year > 2200)
      throw new Unusable(line, `${name} is no real time between 1970 and 2200`);
    const clock = isDate
      ? home
      : value.zone === ICAL.Timezone.utcTimezone
        ? UTC
        : typeof tzid === 'string'
          ? clockOf(tzid, line)
          : home;
    return { local: localOf(value), clock, isDate };
  });
}

function valuesOf(read: ICAL.Property, { line, name }: ContentLine): unknown[] {
  try {
    return read.getValues();
  } catch {
    throw new Unusable(line, `${name} is no real time`);
  }
}

function replacedBy(line: ContentLine | undefined, parts: RowParts): RowTime | undefined {
  if (!line) return undefined;
  if (/;RANGE=/i.test(line.text))
    throw new Unusable(
      line.line,
      'a change of this and all later occurrences is not understood: end the rule, begin another',
    );
  return timesOf(line, parts)[0];
}

/**
 * An end is repeated on the wall, so that a night from 18:00 to 06:00 ends at 06:00 also when the clock changes in it.
 * (RFC 5545, 3.8.5.3, would keep its twelve hours; the next shift begins at 06:00 all the same.)
 */
function endOf(
  block: Block,
  start: RowTime,
  end: ContentLine | undefined,
  duration: ContentLine | undefined,
  parts: RowParts,
): Row['endOf'] {
  const { clock } = start;
  if (end) {
    if (duration) throw new Unusable(duration.line, 'it has an end (DTEND) and a DURATION: one of them is too much');
    const [to] = timesOf(end, parts);
    if (!to) throw new Unusable(end.line, 'DTEND is no time');
    const length = to.clock.instantOf(to.local) - clock.instantOf(start.local);
    check(length, end.line);
    if (to.clock.id !== clock.id) return (local) => clock.instantOf(local) + length;
    return (local) => clock.instantOf(local + to.local - start.local);
  }
  if (duration) {
    const value = property(duration).getFirstValue();
    if (!(value instanceof ICAL.Duration) || value.isNegative)
      throw new Unusable(duration.line, 'DURATION cannot be read');
    const days = (value.weeks * 7 + value.days) * DAY_MS;
    const rest = (value.hours * 3_600 + value.minutes * 60 + value.seconds) * 1_000;
    check(days + rest, duration.line);
    return (local) => clock.instantOf(local + days) + rest;
  }
  // A whole day without an end is that day (RFC 5545, 3.6.1); a time without an end would be no shift at all.
  if (start.isDate) return (local) => clock.instantOf(local + DAY_MS);
  throw new Unusable(block.line, 'it has no end (DTEND or DURATION)');
}

function check(length: number, line: number): void {
  if (length <= 0) throw new Unusable(line, 'it ends before it begins');
  if (length > PLAN_LIMITS.shiftDays * DAY_MS)
    throw new Unusable(line, `it lasts for more than ${PLAN_LIMITS.shiftDays} days`);
}
