import type { App } from '@slack/bolt';
import type { WebClient } from '@slack/web-api';
import type { HandleInbound } from '../../inbound.js';
import { escapeMrkdwn } from './render.js';

export interface ChannelParts {
  readonly handle: HandleInbound;
  readonly interactive: WebClient;
  /** What Slack calls us. */
  readonly ourId: () => Promise<string | undefined>;
  readonly failed: (what: string, error: unknown) => void;
}

/** What takes a channel from us, public or private. */
const GONE = {
  channel_archive: 'archived',
  group_archive: 'archived',
  channel_deleted: 'deleted',
  group_deleted: 'deleted',
  channel_left: 'left',
  group_left: 'left',
} as const;

/** Events of channels that the manifest asks for. */
export const CHANNEL_EVENTS = [...Object.keys(GONE), 'member_joined_channel'] as const;

/** Channels that we are brought into, and those that are taken from us: known at once, and not by the next card. */
export function listenToChannels(app: App, { handle, interactive, ourId, failed }: ChannelParts): void {
  for (const [event, how] of Object.entries(GONE) as [keyof typeof GONE, (typeof GONE)[keyof typeof GONE]][])
    app.event(event, async ({ body }) => {
      const { channel } = body.event as { channel: string };
      await handle({ kind: 'channel', at: { surface: 'slack', to: channel }, now: how, event: body.event_id });
    });

  app.event('member_joined_channel', async ({ event: { user, channel }, body }) => {
    if (user !== (await ourId())) return;
    const answer = await handle({
      kind: 'channel',
      at: { surface: 'slack', to: channel },
      now: 'joined',
      event: body.event_id,
    });
    if (answer.kind !== 'done') return;
    try {
      await interactive.chat.postMessage({ channel, text: escapeMrkdwn(answer.text) });
    } catch (error) {
      failed('greeting in a channel of Slack', error);
    }
  });
}
