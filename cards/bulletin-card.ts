import type { Bulletin } from '../src/ports-news.js';
import type { Card } from './card.js';
import { clip } from './card.js';

/** Lines that one message shows; what is beyond says how much it is. */
const LINES = 20;
const LINE = 250;

/** News for a channel: a title, and what there is to say. Nothing to press. */
export function bulletinCard({ title, lines, accent }: Pick<Bulletin, 'title' | 'lines' | 'accent'>): Card {
  const shown = lines.slice(0, LINES).map((text) => ({ text: clip(text, LINE) }));
  return {
    topic: 'bulletin',
    accent,
    fallback: clip([title, ...lines].join('. '), 300),
    elements: [
      { kind: 'header', text: clip(title, 140) },
      ...(shown.length > 0 ? [{ kind: 'list', items: shown } as const] : []),
      ...(lines.length > LINES ? [{ kind: 'context', text: `+ ${lines.length - LINES}` } as const] : []),
    ],
  };
}
