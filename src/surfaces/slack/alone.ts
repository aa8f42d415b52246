import type { WebClient } from '@slack/web-api';
import type { Destination } from '../../incident/index.js';
import { remember } from '../../remember.js';

/** People whose chats are remembered. */
const REMEMBERED = 1_000;

/** Where something is posted: a channel by its own id, somebody's own chat by opening it first. */
export function channelsOf(client: Pick<WebClient, 'conversations'>) {
  const alone = new Map<string, string>();
  return async ({ to, person }: Pick<Destination, 'to' | 'person'>): Promise<string> => {
    if (person === undefined) return to;
    const known = alone.get(to);
    if (known !== undefined) return known;
    const { channel } = await client.conversations.open({ users: to });
    if (channel?.id === undefined) throw new Error(`Slack opened no chat with ${to}`);
    remember(alone, to, channel.id, REMEMBERED);
    return channel.id;
  };
}
