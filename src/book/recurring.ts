import type { Recurring } from '../task/index.js';
import { taskPlaceOf } from '../task/index.js';
import type { Book } from './book.js';
import { placeOf } from './locate.js';
import { taskRuleOf } from './protocols.js';

/** What a device is called in the checklist of an audit. */
export const deviceItem = (id: string): string => `device:${id}`;

const DEVICES = 40;

/** Everything that comes again, as the book says it. */
export function recurringIn(book: Book): Recurring[] {
  return book.data.recurring.map(({ site, zone, at, days, dayOfMonth, class: kind, ...rule }) => {
    const devices =
      kind === undefined ? [] : book.data.devices.filter((each) => each.site === site && each.class === kind);
    const points = devices
      .slice(0, DEVICES)
      .map((device) => ({ id: deviceItem(device.id), text: device.name ?? device.id, required: true }));
    const made = taskRuleOf(book.data, { ...rule, on: 'opened' });
    return {
      ...made,
      checklist: [...points, ...made.checklist].slice(0, DEVICES),
      place: taskPlaceOf(placeOf(book, { siteId: site, ...(zone === undefined ? {} : { zoneId: zone }) })),
      at: at.map((text) => ({ hour: Number(text.slice(0, 2)), minute: Number(text.slice(3)) })),
      ...(days ? { weekdays: days } : {}),
      ...(dayOfMonth === undefined ? {} : { dayOfMonth }),
    };
  });
}

const named = new WeakMap<Book, Recurring[]>();

/** The same, read once for each book. */
export function recurringOf(book: Book): readonly Recurring[] {
  const known = named.get(book) ?? recurringIn(book);
  named.set(book, known);
  return known;
}
