import type { Book } from '../../src/book/book.js';
import { createDirectory } from '../../src/book/directory.js';
import type { Clock } from '../../src/ports.js';
import type { Link, LinkStore } from '../../src/ports-chats.js';

/** Links in memory; two directories on one of them are two instances on one store. */
export function linksIn(kept: Link[] = []): LinkStore {
  return {
    all: () => Promise.resolve([...kept]),
    find: (surface, chatId) => Promise.resolve(kept.find((link) => link.surface === surface && link.chatId === chatId)),
    put(link) {
      kept.push(link);
      return Promise.resolve();
    },
  };
}

export const directoryOf = (
  book: Book,
  parts: {
    readonly fallbackChannel?: string;
    readonly links?: LinkStore;
    readonly clock?: Clock;
    readonly failed?: (what: string, error: unknown) => void;
  } = {},
) =>
  createDirectory({
    book: () => book,
    fallbackChannel: parts.fallbackChannel,
    links: parts.links ?? linksIn(),
    clock: parts.clock ?? { now: () => new Date('2026-01-06T02:00:00Z') },
    failed:
      parts.failed ??
      ((what, error) => {
        throw new Error(`${what}: ${String(error)}`);
      }),
  });
