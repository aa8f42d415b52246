import type { Card, CardElement } from '../../cards/card.js';

const line = (element: CardElement): string => {
  switch (element.kind) {
    case 'header':
      return `# ${element.text}`;
    case 'text':
      return element.tone === 'quote'
        ? `> ${element.text}`
        : element.tone === 'alert'
          ? `! ${element.text}`
          : element.text;
    case 'image':
      return `[${element.alt}] ${element.url}`;
    case 'context':
      return `· ${element.text}`;
    case 'list':
      return element.items.map(({ text, url }) => `- ${text}${url === undefined ? '' : ` (${url})`}`).join('\n');
    case 'actions':
      return element.actions.map(({ label, more }) => (more ? `⋯ ${label}` : `[ ${label} ]`)).join(' ');
    default:
      return element satisfies never;
  }
};

/** A card as it would be read aloud. */
export const plain = (card: Card): string => card.elements.map(line).join('\n');
