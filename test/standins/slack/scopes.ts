import type { ChannelSeed } from './types.js';

/** The scope that a method asks of a bot token; `undefined` asks for none (docs.slack.dev/reference/methods). */
export function scopeFor(method: string, channel: ChannelSeed | undefined): string | undefined {
  switch (method) {
    case 'chat.postMessage':
    case 'chat.update':
    case 'chat.delete':
    case 'chat.postEphemeral':
      return 'chat:write';
    case 'conversations.history':
    case 'conversations.replies':
      return channel?.isPrivate ? 'groups:history' : 'channels:history';
    case 'users.info':
      return 'users:read';
    default:
      return undefined;
  }
}
