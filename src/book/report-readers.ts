import type { Destination } from '../incident/index.js';
import { destinationKey } from '../incident/index.js';
import type { Book } from './book.js';
import { destinationOf, isSeen, readersOf } from './routes.js';

/** Who has the weekly report: channels of our own people, and mail addresses. */
export interface ReportReaders {
  readonly channels: readonly Destination[];
  readonly addresses: readonly string[];
}

const MOST = 100;

/** What the book says who is to have it; a channel that a client sees is none, because it is about all clients. */
export function weeklyReaders(book: Book, surfaces: ReadonlySet<Destination['surface']>): ReportReaders {
  const channels = new Map<string, Destination>();
  const addresses = new Set<string>();
  // What is for some sites or clients alone is no place for all of them.
  for (const { to, sites } of readersOf(book, 'weekly', surfaces)) if (!sites) channels.set(destinationKey(to), to);
  for (const target of book.data.reports?.weekly?.to ?? []) {
    const [kind = '', name = ''] = target.split(':');
    const channel = kind === 'channel' ? book.data.channels.find(({ id }) => id === name) : undefined;
    if (channel && surfaces.has(channel.surface) && !isSeen(channel)) {
      const to = destinationOf(book, channel);
      channels.set(destinationKey(to), to);
    }
    for (const address of addressesOf(book, kind, name)) if (addresses.size < MOST) addresses.add(address);
  }
  return { channels: [...channels.values()], addresses: [...addresses] };
}

/** Mail addresses behind targets of the book: people, roles, lists. Each once. */
export function addressesIn(book: Book, targets: readonly string[]): string[] {
  const all = targets.flatMap((target) => {
    const [kind = '', name = ''] = target.split(':');
    return addressesOf(book, kind, name);
  });
  return [...new Set(all)].slice(0, MOST);
}

function addressesOf(book: Book, kind: string, name: string): string[] {
  const mailOf = (id: string): string[] => [book.person(id)?.email ?? []].flat();
  switch (kind) {
    case 'person':
      return mailOf(name);
    case 'role':
      return book.data.people
        .filter(({ roles }) => roles.some((role) => role === name))
        .flatMap(({ id }) => mailOf(id));
    case 'list':
      return (book.data.lists[name] ?? []).flatMap((entry) => (entry.includes('@') ? [entry] : mailOf(entry)));
    default:
      return [];
  }
}
