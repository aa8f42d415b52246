import type { Card, Item } from './card.js';
import { clip } from './card.js';

/** The answer to a question: a title, a list, and what else is to be said. */
export function answerCard(title: string, items: readonly Item[], note?: string): Card {
  return {
    topic: 'bulletin',
    accent: 'done',
    fallback: clip([title, ...items.map(({ text }) => text), ...(note ? [note] : [])].join('. '), 300),
    elements: [
      { kind: 'header', text: clip(title, 140) },
      ...(items.length > 0
        ? [{ kind: 'list', items: items.map((item) => ({ ...item, text: clip(item.text, 300) })) } as const]
        : []),
      ...(note ? [{ kind: 'context', text: clip(note, 500) } as const] : []),
    ],
  };
}
