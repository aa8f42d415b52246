import type { App } from '@slack/bolt';
import { z } from 'zod';
import type { Inbound } from '../../inbound.js';
import type { PersonActor } from '../../incident/index.js';
import { sentenceOf } from './answers.js';
import type { ListenerParts } from './listener.js';
import { renderForm, renderSaid } from './modal.js';

/** Of `manifest.yml`. */
export const SHORTCUTS = { report: 'tocsin_report', attach: 'tocsin_attach' } as const;

const about = z.object({
  trigger_id: z.string(),
  user: z.object({ id: z.string(), username: z.string().optional(), name: z.string().optional() }),
  team: z
    .object({ domain: z.string().regex(/^[a-z0-9-]{1,64}$/i) })
    .partial()
    .nullish(),
  channel: z.object({ id: z.string().regex(/^[A-Z0-9]{1,30}$/) }).optional(),
  message: z.object({ ts: z.string().regex(/^\d+\.\d+$/), text: z.string().default('') }).optional(),
});
type About = z.output<typeof about>;

/** What stands behind the lightning: report something, and make a message a note of an incident. */
export function listenToShortcuts(
  app: App,
  { handle, who: whoIs, interactive, stranger, failed }: ListenerParts,
): void {
  const listen = (id: string, inbound: (given: About, who: PersonActor) => Inbound) => {
    app.shortcut(id, async ({ ack, body }) => {
      await ack();
      const read = about.safeParse(body);
      if (!read.success) return;
      const { user, trigger_id, channel } = read.data;
      const name = user.name ?? user.username ?? user.id;
      const who = await whoIs({ id: user.id, name }, channel?.id ?? '');
      const answer = who ? await handle(inbound(read.data, who)) : ({ kind: 'refused', text: stranger } as const);
      const view =
        answer.kind === 'ask'
          ? renderForm(answer.form, { about: '', channel: channel?.id ?? '' })
          : renderSaid('Tocsin', sentenceOf(answer));
      try {
        await interactive.views.open({ trigger_id, view });
      } catch (error) {
        failed('opening a form in Slack', error);
      }
    });
  };
  listen(SHORTCUTS.report, (_given, who) => ({ kind: 'command', text: 'report', who }));
  listen(SHORTCUTS.attach, (given, who) => ({ kind: 'attach', text: quoted(given), who }));
}

/** What was written, and the way to it. */
function quoted({ message, channel, team }: About): string {
  if (!message || !channel) return '';
  const way = team?.domain
    ? `https://${team.domain}.slack.com/archives/${channel.id}/p${message.ts.replace('.', '')}`
    : `${channel.id} ${message.ts}`;
  return `${[...message.text].slice(0, 1_500).join('')}\n${way}`.trim();
}
