import type { Card, Item } from './card.js';
import { clip } from './card.js';

/** More than that nobody reads in a chat. */
const MOST = 25;

/** The answer to a question: a title, a list, and what else is to be said. */
export function answerCard(title: string, items: readonly Item[], note?: string): Card {
  const shown = items.slice(0, MOST);
  const rest = items.length > MOST ? [{ text: `… and ${items.length - MOST} more.` }] : [];
  return {
    topic: 'bulletin',
    accent: 'done',
    fallback: clip([title, ...shown.map(({ text }) => text), ...(note ? [note] : [])].join('. '), 300),
    elements: [
      { kind: 'header', text: clip(title, 140) },
      ...(items.length > 0
        ? [
            {
              kind: 'list',
              items: [...shown, ...rest].map((item) => ({ ...item, text: clip(item.text, 300) })),
            } as const,
          ]
        : []),
      ...(note ? [{ kind: 'context', text: clip(note, 500) } as const] : []),
    ],
  };
}
