import ICAL from 'ical.js';
import type { Rotation, Shift } from './rotation.js';

/** One entry of a feed: a stretch in which somebody is on call. */
export interface Entry {
  readonly rotation: Pick<Rotation, 'id' | 'name'>;
  readonly shift: Shift;
}

export interface CalendarParts {
  readonly name: string;
  readonly entries: readonly Entry[];
  /** The name of a person of the book; the id when it is not known. */
  readonly nameOf: (person: string) => string;
  readonly now: Date;
}

/** How often a calendar program should look again: covers are taken at short notice. */
const REFRESH = 'PT30M';

/**
 * Shifts as a calendar (RFC 5545), in UTC, so that no reader has to know our zones. An entry keeps its UID as long as it
 * begins at the same instant of the same rotation, whoever has it: a cover changes the entry and makes no second one.
 */
export function calendarOf({ name, entries, nameOf, now }: CalendarParts): string {
  const calendar = new ICAL.Component('vcalendar');
  calendar.addPropertyWithValue('prodid', '-//Tocsin//On call//EN');
  calendar.addPropertyWithValue('version', '2.0');
  calendar.addPropertyWithValue('calscale', 'GREGORIAN');
  // RFC 7986 has the name and the interval; most programs know only what was there before it.
  for (const property of ['name', 'x-wr-calname']) calendar.addProperty(text(property, name));
  calendar.addProperty(typed('refresh-interval', 'duration', ICAL.Duration.fromString(REFRESH)));
  calendar.addPropertyWithValue('x-published-ttl', REFRESH);
  for (const { rotation, shift } of entries) {
    const { from, to, holder } = shift;
    if (!holder) continue;
    const event = new ICAL.Component('vevent');
    event.addPropertyWithValue('uid', `${rotation.id}-${stamp(from)}@tocsin`);
    event.addPropertyWithValue('dtstamp', utc(now));
    event.addPropertyWithValue('dtstart', utc(from));
    event.addPropertyWithValue('dtend', utc(to));
    event.addProperty(text('summary', `${nameOf(holder.person)}: on call, ${rotation.name}`));
    if (holder.insteadOf !== undefined)
      event.addProperty(text('description', `Instead of ${nameOf(holder.insteadOf)}.`));
    // Being on call does not make somebody busy.
    event.addPropertyWithValue('transp', 'TRANSPARENT');
    event.addPropertyWithValue('x-tocsin-person', holder.person);
    calendar.addSubcomponent(event);
  }
  return `${calendar.toString()}\r\n`;
}

/** The library escapes text, but hands a carriage return and other control characters through. */
function text(name: string, value: string): ICAL.Property {
  return typed(name, 'text', value.replace(/\p{Cc}+/gu, ' '));
}

function typed(name: string, type: string, value: string | ICAL.Duration): ICAL.Property {
  const property = new ICAL.Property(name);
  property.resetType(type);
  property.setValue(value);
  return property;
}

const utc = (at: Date): ICAL.Time => ICAL.Time.fromJSDate(at, true);

const stamp = (at: Date): string => at.toISOString().replace(/[-:]|\.\d+/g, '');
