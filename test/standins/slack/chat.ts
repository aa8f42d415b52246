import { charactersIn, MESSAGE_CHARACTERS, messageComplaints, picturesIn } from './blocks.js';
import { asMessages, isRecord } from './check.js';
import type { Answer, Method } from './method.js';
import { channelFor, no, ok, text } from './method.js';
import type { Json, StoredMessage } from './types.js';
import type { Workspace } from './workspace.js';
import { BOT } from './workspace.js';

/** Slack cuts here and says so in a warning. */
const TEXT_MAX = 40_000;

interface Content {
  readonly text: string;
  readonly blocks: readonly Json[];
  readonly warning: Json;
}

/** Text and blocks of a message as Slack would keep them, or what it would say instead. */
export function contentOf(args: Json, workspace: Workspace): { content: Content } | { refused: Answer } {
  const blocks = args.blocks ?? [];
  if (!Array.isArray(blocks)) return { refused: no('invalid_blocks_format') };
  const found = messageComplaints(blocks);
  for (const { url, at } of picturesIn(blocks)) {
    if (workspace.brokenPictures.has(url)) found.push({ what: 'downloading image failed', at });
  }
  if (found.length > 0) {
    const messages = asMessages(found);
    return {
      refused: no('invalid_blocks', {
        errors: messages.map((line) => line.replace('[ERROR] ', '')),
        response_metadata: { messages },
      }),
    };
  }
  if (charactersIn(blocks) > MESSAGE_CHARACTERS) return { refused: no('msg_blocks_too_long') };
  const said = text(args.text);
  if (said === '' && blocks.length === 0) return { refused: no('no_text') };
  const warning = said.length > TEXT_MAX ? { response_metadata: { warnings: ['message_truncated'] } } : {};
  return { content: { text: said.slice(0, TEXT_MAX), blocks: blocks.filter(isRecord), warning } };
}

/** Keys of one level with plain values, and an event type of plain letters. */
function metadataOf(value: unknown): StoredMessage['metadata'] | 'wrong' | undefined {
  if (value === undefined) return undefined;
  if (!isRecord(value) || typeof value.event_type !== 'string' || !isRecord(value.event_payload)) return 'wrong';
  if (!/^[A-Za-z0-9_]{1,255}$/.test(value.event_type)) return 'wrong';
  const flat = (each: unknown) => ['string', 'number', 'boolean'].includes(typeof each);
  const fits = Object.values(value.event_payload).every(
    (each) => flat(each) || (isRecord(each) && Object.values(each).every(flat)),
  );
  return fits ? { event_type: value.event_type, event_payload: value.event_payload } : 'wrong';
}

const postMessage: Method = (args, workspace) => {
  const channel = channelFor(args, workspace, 'write');
  if ('error' in channel) return no(channel.error);
  const made = contentOf(args, workspace);
  if ('refused' in made) return made.refused;
  const metadata = metadataOf(args.metadata);
  if (metadata === 'wrong') return no('invalid_metadata_format');
  const threadTs = text(args.thread_ts);
  const parent = workspace.message(channel.id, threadTs);
  if (threadTs !== '' && !parent) return no('thread_not_found');
  if (parent?.thread_ts !== undefined) return no('cannot_reply_to_message');
  const { content } = made;
  const message: StoredMessage = {
    ts: workspace.nextTs(),
    channel: channel.id,
    user: BOT.userId,
    bot_id: BOT.id,
    text: content.text,
    blocks: content.blocks,
    ...(threadTs === '' ? {} : { thread_ts: threadTs }),
    ...(metadata ? { metadata } : {}),
  };
  workspace.messages.push(message);
  return ok({ channel: channel.id, ts: message.ts, message: shown(message, true), ...content.warning });
};

const update: Method = (args, workspace) => {
  const channel = channelFor(args, workspace, 'write');
  if ('error' in channel) return no(channel.error);
  const message = workspace.message(channel.id, text(args.ts));
  if (!message) return no('message_not_found');
  if (message.bot_id !== BOT.id) return no('cant_update_message');
  const made = contentOf(args, workspace);
  if ('refused' in made) return made.refused;
  const metadata = metadataOf(args.metadata);
  if (metadata === 'wrong') return no('invalid_metadata_format');
  const { content } = made;
  // Text without blocks takes the blocks away; blocks without text keep the old text.
  const next: StoredMessage = {
    ...message,
    text: args.text === undefined ? message.text : content.text,
    blocks: content.blocks,
    edited: { user: BOT.userId, ts: workspace.nextTs() },
    ...(metadata ? { metadata } : {}),
  };
  workspace.replace(next);
  return ok({ channel: channel.id, ts: next.ts, text: next.text, message: shown(next, true), ...content.warning });
};

const remove: Method = (args, workspace) => {
  const channel = channelFor(args, workspace, 'write');
  if ('error' in channel) return no(channel.error);
  const message = workspace.message(channel.id, text(args.ts));
  if (!message) return no('message_not_found');
  if (message.bot_id !== BOT.id) return no('cant_delete_message');
  workspace.remove(message);
  return ok({ channel: channel.id, ts: message.ts });
};

const postEphemeral: Method = (args, workspace) => {
  const channel = channelFor(args, workspace, 'write');
  if ('error' in channel) return no(channel.error);
  const user = workspace.users.get(text(args.user));
  if (!user) return no('user_not_in_channel');
  const made = contentOf(args, workspace);
  if ('refused' in made) return made.refused;
  const ts = workspace.nextTs();
  const { content } = made;
  workspace.ephemerals.push({
    ts,
    channel: channel.id,
    to: user.id,
    text: content.text,
    blocks: content.blocks,
    by: 'api',
  });
  return ok({ message_ts: ts, ...content.warning });
};

/** A message as the Web API tells it. */
export function shown(message: StoredMessage, withMetadata: boolean): Json {
  const { channel: _, metadata, blocks, ...rest } = message;
  return {
    type: 'message',
    ...rest,
    ...(blocks.length > 0 ? { blocks } : {}),
    ...(metadata ? { metadata: withMetadata ? metadata : { event_type: metadata.event_type } } : {}),
  };
}

export const chatMethods: Readonly<Record<string, Method>> = {
  'chat.postMessage': postMessage,
  'chat.update': update,
  'chat.delete': remove,
  'chat.postEphemeral': postEphemeral,
};
