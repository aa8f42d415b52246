import type { Book } from '../src/book/book.js';
import type { WaysOn } from '../src/book/recipients.js';
import { digest } from '../src/digest.js';
import { onCall } from '../src/oncall/index.js';
import { createPlanning } from '../src/planning.js';
import type { Planning } from '../src/ports.js';

/** What the book says about answering, with no phone switched on unless a test wants it, and nobody out there. */
export const planningFor = (book: () => Book, ways: Partial<Omit<WaysOn, 'chats'>> = {}): Planning =>
  createPlanning({
    book,
    digest,
    surfaces: new Set(['slack']),
    isDown: () => false,
    ways: () => ({
      chatId: (id, surface) => book().person(id)?.[surface],
      sms: false,
      voice: false,
      email: false,
      optedOut: () => false,
      ...ways,
    }),
    onCall(id, at) {
      const rotation = book().rotation(id);
      return rotation && onCall(rotation, at);
    },
    ranking: async () => [],
  });

/** Nobody knows anybody: for tests that are about something else. */
export const NOBODY_KNOWN: Pick<Planning, 'known' | 'recipients'> = {
  known: async (_state, questions) => ({
    recipients: Object.fromEntries(
      questions.filter(({ ask }) => ask === 'recipients').map(({ key }) => [key, { reach: [], none: [] }]),
    ),
    officers: {},
  }),
  recipients: () => ({ reach: [], none: [] }),
};
