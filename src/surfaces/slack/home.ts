import type { App } from '@slack/bolt';
import { messageOf } from './answers.js';
import type { ListenerParts } from './listener.js';
import { plain } from './render.js';

/** The Home tab: drawn anew whenever somebody opens it. */
export function listenToHome(app: App, { handle, who: whoIs, interactive, stranger, failed }: ListenerParts): void {
  app.event('app_home_opened', async ({ event }) => {
    if (event.tab !== 'home') return;
    // Nobody is a guest here: it belongs to no channel.
    const who = await whoIs({ id: event.user, name: '' }, '');
    const answer = who ? await handle({ kind: 'home', who }) : ({ kind: 'refused', text: stranger } as const);
    const { text, blocks } = messageOf(answer);
    try {
      await interactive.views.publish({
        user_id: event.user,
        view: { type: 'home', blocks: blocks ?? [{ type: 'section', text: plain(text, 3_000) }] },
      });
    } catch (error) {
      failed('drawing the Home tab in Slack', error);
    }
  });
}
