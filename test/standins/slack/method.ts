import type { Json } from './types.js';
import type { Workspace } from './workspace.js';

/** An answer of the Web API: `{ ok: true, … }` or `{ ok: false, error }`. */
export type Answer = Json & { readonly ok: boolean };

/** One method. `args` are what came in, with JSON texts already read. */
export type Method = (args: Json, workspace: Workspace) => Answer;

export const ok = (rest: Json = {}): Answer => ({ ok: true, ...rest });
export const no = (error: string, rest: Json = {}): Answer => ({ ok: false, error, ...rest });

export const text = (value: unknown): string =>
  typeof value === 'string' || typeof value === 'number' ? String(value) : '';
export const isYes = (value: unknown): boolean => value === true || value === 'true' || value === '1' || value === 1;

/** The channel that a call is about, or Slack's word for why it cannot be used. */
export function channelFor(
  args: Json,
  workspace: Workspace,
  use: 'write' | 'read',
): { id: string } | { error: string } {
  const channel = workspace.channels.get(text(args.channel));
  if (!channel) return { error: 'channel_not_found' };
  if (channel.hasBot === false) return { error: channel.isPrivate ? 'channel_not_found' : 'not_in_channel' };
  if (use === 'write' && channel.isArchived) return { error: 'is_archived' };
  return { id: channel.id };
}
