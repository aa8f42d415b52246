import type { Answer } from '../../inbound.js';
import { escapeMrkdwn, renderCard, type SlackMessage } from './render.js';

/** An answer as a message that only the asker sees. */
export function messageOf(answer: Answer): Partial<SlackMessage> & { readonly text: string } {
  return answer.kind === 'shown' ? renderCard(answer.card) : { text: escapeMrkdwn(sentenceOf(answer)) };
}

/** An answer as one sentence. */
export function sentenceOf(answer: Answer): string {
  switch (answer.kind) {
    case 'done':
    case 'refused':
      return answer.text;
    case 'faults':
      return Object.values(answer.faults).join(' ');
    case 'ask':
      return answer.form.title;
    case 'shown':
      return answer.card.fallback;
    default:
      return answer satisfies never;
  }
}
