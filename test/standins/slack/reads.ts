import { shown } from './chat.js';
import type { Answer, Method } from './method.js';
import { channelFor, isYes, no, ok, text } from './method.js';
import type { Json, StoredMessage } from './types.js';
import { BOT, TEAM } from './workspace.js';

/** One page of a list; the cursor hides where it starts. */
function paged(messages: readonly StoredMessage[], args: Json): Answer {
  const limit = args.limit === undefined ? 100 : Number(args.limit);
  if (!Number.isInteger(limit) || limit < 1 || limit > 999) return no('invalid_limit');
  const cursor = text(args.cursor);
  const start = cursor === '' ? 0 : Number(/^next:(\d+)$/.exec(Buffer.from(cursor, 'base64').toString())?.[1] ?? -1);
  if (start < 0) return no('invalid_cursor');
  const end = start + limit;
  const more = end < messages.length;
  return ok({
    messages: messages.slice(start, end).map((message) => shown(message, isYes(args.include_all_metadata))),
    has_more: more,
    ...(more ? { response_metadata: { next_cursor: Buffer.from(`next:${end}`).toString('base64') } } : {}),
  });
}

/** `oldest` and `latest` are outside of what they bound, unless `inclusive`. */
function within(message: StoredMessage, args: Json): boolean {
  const at = Number(message.ts);
  const inclusive = isYes(args.inclusive);
  const oldest = args.oldest === undefined ? 0 : Number(args.oldest);
  const latest = args.latest === undefined ? Number.POSITIVE_INFINITY : Number(args.latest);
  return inclusive ? at >= oldest && at <= latest : at > oldest && at < latest;
}

const history: Method = (args, workspace) => {
  const channel = channelFor(args, workspace, 'read');
  if ('error' in channel) return no(channel.error);
  if (Number.isNaN(Number(args.oldest ?? 0))) return no('invalid_ts_oldest');
  if (Number.isNaN(Number(args.latest ?? 0))) return no('invalid_ts_latest');
  // The newest first; what was said in threads is not told here.
  const found = workspace.messages.filter(
    (each) => each.channel === channel.id && each.thread_ts === undefined && within(each, args),
  );
  return paged(found.reverse(), args);
};

const replies: Method = (args, workspace) => {
  const channel = channelFor(args, workspace, 'read');
  if ('error' in channel) return no(channel.error);
  const ts = text(args.ts);
  const parent = workspace.message(channel.id, ts);
  if (!parent) return no('thread_not_found');
  const answers = workspace.messages.filter(
    (each) => each.channel === channel.id && each.thread_ts === ts && within(each, args),
  );
  return paged([parent, ...answers], args);
};

/** With one person: the chat with them alone, the same one each time. Group chats are not played here. */
const open: Method = (args, workspace) => {
  const user = text(args.users);
  if (user === '') return no('users_list_not_supplied');
  if (!workspace.users.has(user)) return no('user_not_found');
  const id = `D${user.slice(1)}`;
  const known = workspace.channels.has(id);
  if (!known) workspace.channels.set(id, { id, name: user, isIm: true });
  return ok({ channel: { id }, ...(known ? { already_open: true } : {}) });
};

const filesInfo: Method = (args, workspace) => {
  const id = text(args.file);
  const file = workspace.files.get(id);
  if (!file) return no('file_not_found');
  const { name, user, bytes, shares = [] } = file;
  const shown = { public: Object.fromEntries(shares.map((channel) => [channel, [{ ts: '1' }]])) };
  const url = `${workspace.base}/files-pri/${id}/${encodeURIComponent(name)}`;
  return ok({
    file: {
      id,
      name,
      title: name,
      user,
      size: bytes.length,
      url_private: url,
      url_private_download: url,
      shares: shown,
    },
  });
};

const authTest: Method = () =>
  ok({
    url: `https://${TEAM.domain}.slack.com/`,
    team: TEAM.domain,
    team_id: TEAM.id,
    user: BOT.name,
    user_id: BOT.userId,
    bot_id: BOT.id,
    is_enterprise_install: false,
  });

const usersInfo: Method = (args, workspace) => {
  const user = workspace.users.get(text(args.user));
  if (!user) return no('user_not_found');
  const { id, name, realName, email, guest } = user;
  const told = workspace.scopes === undefined || workspace.scopes.includes('users:read.email');
  return ok({
    user: {
      id,
      team_id: guest === 'elsewhere' ? 'T0ELSEWHERE' : TEAM.id,
      name,
      deleted: false,
      real_name: realName,
      tz: 'Europe/Zurich',
      profile: { real_name: realName, display_name: name, ...(email && told ? { email } : {}) },
      is_restricted: guest === 'restricted',
      is_ultra_restricted: false,
      is_bot: false,
    },
  });
};

export const readMethods: Readonly<Record<string, Method>> = {
  'conversations.history': history,
  'conversations.replies': replies,
  'conversations.open': open,
  'files.info': filesInfo,
  'auth.test': authTest,
  'users.info': usersInfo,
};
