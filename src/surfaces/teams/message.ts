import type { Card } from '../../../cards/card.js';
import type { AdaptiveCard } from './adaptive.js';
import { renderCard } from './render.js';
import type { Mention, TeamsMessage } from './transport.js';

/** Somebody whom a message calls. */
export interface Called {
  readonly id: string;
  readonly name: string;
}

/** What stands in the text of a message is XML: nothing of an alarm becomes markup, a link or a mention. */
export const escapeXml = (text: string): string =>
  // Characters that XML knows no way to write would make Teams refuse all of it.
  text
    .replace(/[\u0000-\u0008\u000b\u000c\u000e-\u001f\ufffe\uffff]/g, ' ')
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')
    .replaceAll('"', '&quot;');

/** A card as a message; people whom it calls are named above it. */
export function cardMessage(card: Card, viewers: readonly string[] = [], calls: readonly Called[] = []): TeamsMessage {
  return {
    ...renderedMessage(renderCard(card, viewers), card.fallback),
    ...(calls.length > 0 ? calling(calls, '') : {}),
  };
}

/** A card that is drawn already, with what a notification says of it. */
export const renderedMessage = (content: AdaptiveCard, summary = content.fallbackText): TeamsMessage => ({
  type: 'message',
  summary,
  attachments: [{ contentType: 'application/vnd.microsoft.card.adaptive', content }],
});

/** Lines as a message. */
export function textMessage(lines: readonly string[], calls: readonly Called[] = []): TeamsMessage {
  const text = lines.map(escapeXml).join('<br/>');
  if (calls.length > 0) return { type: 'message', ...calling(calls, ` ${text}`) };
  return { type: 'message', text, textFormat: 'xml' };
}

function calling(calls: readonly Called[], after: string): Pick<TeamsMessage, 'text' | 'textFormat' | 'entities'> {
  const entities = calls.map(
    ({ id, name }): Mention => ({ type: 'mention', text: `<at>${escapeXml(name)}</at>`, mentioned: { id, name } }),
  );
  return { text: entities.map(({ text }) => text).join(' ') + after, textFormat: 'xml', entities };
}
