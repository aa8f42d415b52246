import type { IncidentState } from '../incident/index.js';
import type { Book } from './book.js';

const PREFIX = 'person:';

/** How an alarm of our own names the person that it is about: as the device that spoke. */
export const personDevice = (personId: string): string => `${PREFIX}${personId}`;

export const isPerson = (device: string): boolean => device.startsWith(PREFIX);

const personOf = (book: Book, device: string) =>
  isPerson(device) ? book.person(device.slice(PREFIX.length)) : book.personOfTracker(device);

/** Those who need help themselves: an alarm for life and limb is about them, or came from what they carry. */
export function helpedBy(
  book: Book,
  {
    lifeSafety,
    signals,
  }: Pick<IncidentState, 'lifeSafety'> & { readonly signals: Pick<IncidentState['signals'], 'devices'> },
): string[] {
  // A tracker whose battery is empty keeps nobody from being sent.
  return lifeSafety ? [...new Set(signals.devices.flatMap(({ id }) => personOf(book, id)?.id ?? []))] : [];
}

/** A device as people call it; of a person, their name. */
export const deviceNameIn = (book: Book, id: string): string =>
  book.device(id)?.name ?? (isPerson(id) ? personOf(book, id)?.name : undefined) ?? id;
