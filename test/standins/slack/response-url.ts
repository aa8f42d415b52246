import { contentOf } from './chat.js';
import type { Answer } from './method.js';
import { isYes, no, ok } from './method.js';
import type { Json } from './types.js';
import type { Workspace } from './workspace.js';
import { BOT } from './workspace.js';

/** An answer to a press. It is shown to the presser alone unless it says `in_channel`. */
export function answerResponseUrl(id: string, args: Json, workspace: Workspace): { status: number; answer: Answer } {
  const use = workspace.useResponse(id);
  if ('error' in use) return { status: 404, answer: no(use.error) };
  if (isYes(args.delete_original)) {
    const index = workspace.messages.findIndex((each) => each.channel === use.channel && each.ts === use.ts);
    if (index >= 0) workspace.messages.splice(index, 1);
    return { status: 200, answer: ok() };
  }
  const made = contentOf(args, workspace);
  if ('refused' in made) return { status: 400, answer: made.refused };
  const { text, blocks } = made.content;
  const original = workspace.message(use.channel, use.ts);
  if (isYes(args.replace_original) && original) workspace.replace({ ...original, text, blocks });
  else if (args.response_type === 'in_channel') {
    workspace.messages.push({
      ts: workspace.nextTs(),
      channel: use.channel,
      user: BOT.userId,
      bot_id: BOT.id,
      text,
      blocks,
    });
  } else
    workspace.ephemerals.push({
      ts: workspace.nextTs(),
      channel: use.channel,
      to: use.user,
      text,
      blocks,
      by: 'response_url',
    });
  return { status: 200, answer: ok() };
}
