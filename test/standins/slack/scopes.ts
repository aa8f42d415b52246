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
      if (channel?.isIm) return 'im:history';
      return channel?.isPrivate ? 'groups:history' : 'channels:history';
    case 'conversations.open':
      return 'im:write';
    case 'files.getUploadURLExternal':
    case 'files.completeUploadExternal':
      return 'files:write';
    case 'files.info':
      return 'files:read';
    case 'users.info':
      return 'users:read';
    default:
      return undefined;
  }
}
