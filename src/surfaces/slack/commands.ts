import type { App } from '@slack/bolt';
import { z } from 'zod';
import { said } from '../../../cards/words/en-commands.js';
import { type Answer, linkCodeIn } from '../../inbound.js';
import { pauseUntil } from '../../pause.js';
import { messageOf } from './answers.js';
import type { ListenerParts } from './listener.js';
import { renderForm } from './modal.js';

interface CommandParts extends ListenerParts {
  /** Slack gives up on an answer after 3 s; we say something before. */
  readonly leftOf: (context: object) => number;
}

/** The name of the command in `manifest.yml`. */
export const COMMAND = '/tocsin';

const asked = z.object({
  text: z.string().max(10_000).default(''),
  user_id: z.string(),
  user_name: z.string().default(''),
  channel_id: z.string(),
  trigger_id: z.string(),
});

/** `/tocsin …`: one line in, an answer that only the asker sees. */
export function listenToCommands(
  app: App,
  { handle, who: whoIs, interactive, stranger, leftOf, failed }: CommandParts,
): void {
  app.command(COMMAND, async ({ ack, respond, body, context }) => {
    const read = asked.safeParse(body);
    if (!read.success) return await ack();
    const { text, user_id: id, user_name: name, channel_id: channel, trigger_id } = read.data;
    const who = await whoIs({ id, name }, channel);
    const code = linkCodeIn(text);
    if (!who && code === undefined) return await ack({ response_type: 'ephemeral', text: stranger });
    const working = who
      ? handle({ kind: 'command', text, who })
      : // With a code of another chat they say who they are.
        handle({ kind: 'link', code: code ?? '', account: { surface: 'slack', chatId: id } });
    const answer = await Promise.race([working, pauseUntil(leftOf(context))]);
    if (answer === undefined) {
      await ack({ response_type: 'ephemeral', text: said.chat.answerFollows });
      const late = await working;
      return void (await respond({ ...(await told(late, trigger_id, channel)), response_type: 'ephemeral' }));
    }
    if (answer.kind !== 'ask') return await ack({ response_type: 'ephemeral', ...messageOf(answer) });
    // The trigger lives for three seconds: the form goes first.
    const opened = await told(answer, trigger_id, channel);
    await ack(opened.text === '' ? undefined : { response_type: 'ephemeral', ...opened });
  });

  async function told(answer: Answer, trigger: string, channel: string): Promise<ReturnType<typeof messageOf>> {
    if (answer.kind !== 'ask') return messageOf(answer);
    try {
      const view = renderForm(answer.form, { about: answer.form.about, channel });
      await interactive.views.open({ trigger_id: trigger, view });
      return { text: '' };
    } catch (error) {
      failed('opening a form in Slack', error);
      return { text: said.chat.notOpened };
    }
  }
}
