import type { SignalTally } from '../incident/index.js';
import type { Book } from './book.js';

const PREFIX = 'person:';

/** How an alarm of our own names the person that it is about: as the device that spoke. */
export const personDevice = (personId: string): string => `${PREFIX}${personId}`;

const personOf = (book: Book, device: string) =>
  device.startsWith(PREFIX) ? book.person(device.slice(PREFIX.length)) : book.personOfTracker(device);

/** Those who need help themselves: the alarm is about them, or came from what they carry. */
export const helpedBy = (book: Book, devices: SignalTally['devices']): string[] => [
  ...new Set(devices.flatMap(({ id }) => personOf(book, id)?.id ?? [])),
];

/** A device as people call it; of a person, their name. */
export const deviceNameIn = (book: Book, id: string): string =>
  book.device(id)?.name ?? (id.startsWith(PREFIX) ? personOf(book, id)?.name : undefined) ?? id;
