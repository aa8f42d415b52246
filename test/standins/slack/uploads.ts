import { isRecord } from './check.js';
import type { Method } from './method.js';
import { channelFor, no, ok, text } from './method.js';
import type { StoredMessage } from './types.js';
import type { Workspace } from './workspace.js';
import { BOT } from './workspace.js';

/** A place for one file of a known length; what is never completed is seen by nobody. */
const place: Method = (args, workspace) => {
  const [name, length] = [text(args.filename), Number(text(args.length))];
  if (name === '' || !Number.isSafeInteger(length) || length <= 0) return no('invalid_arguments');
  const id = workspace.nextId('F');
  // Of files with such words Slack has kept some to itself and said that all is well (python-slack-sdk #1818).
  workspace.uploads.set(id, { name, length, kept: text(args.alt_txt) !== '' || text(args.alt_text) !== '' });
  return ok({ upload_url: `${workspace.base}/upload/${id}`, file_id: id });
};

const complete: Method = (args, workspace) => {
  const files = Array.isArray(args.files) ? args.files.filter(isRecord) : [];
  if (files.length === 0) return no('invalid_arguments');
  const channel = channelFor({ channel: args.channel_id }, workspace, 'write');
  if ('error' in channel) return no(channel.error);
  const known = files.flatMap(({ id, title }) => {
    const upload = workspace.uploads.get(text(id));
    return upload?.bytes ? [{ id: text(id), title: text(title), ...upload, bytes: upload.bytes }] : [];
  });
  if (known.length < files.length) return no('file_not_found');
  const kept = known.some((each) => each.kept);
  for (const { id, name, bytes } of known) {
    workspace.uploads.delete(id);
    workspace.files.set(id, { name, user: BOT.userId, bytes, shares: kept ? [] : [channel.id] });
  }
  const message: StoredMessage = {
    ts: workspace.nextTs(),
    channel: channel.id,
    user: BOT.userId,
    bot_id: BOT.id,
    text: text(args.initial_comment),
    blocks: [],
    files: known.map(({ id, name, title }) => ({ id, name, title })),
  };
  if (!kept) workspace.messages.push(message);
  // As Slack does, which says where they are shown only later.
  return ok({ files: known.map(({ id, title }) => ({ id, title })) });
};

export const uploadMethods: Readonly<Record<string, Method>> = {
  'files.getUploadURLExternal': place,
  'files.completeUploadExternal': complete,
};

/** The bytes of a file; the status that is answered. Another length than was said is refused. */
export async function takeUpload(workspace: Workspace, id: string, body: Buffer, contentType: string): Promise<number> {
  const upload = workspace.uploads.get(id);
  if (!upload) return 404;
  const form = await new Response(new Uint8Array(body), { headers: { 'content-type': contentType } }).formData();
  const file = form.get('file');
  const bytes = file instanceof File ? Buffer.from(await file.arrayBuffer()) : undefined;
  if (bytes?.length !== upload.length) return 400;
  workspace.uploads.set(id, { ...upload, bytes });
  return 200;
}
