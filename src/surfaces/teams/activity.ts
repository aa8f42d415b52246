import { z } from 'zod';
import { bare } from './places.js';

/** An activity as Teams sends it, reduced to what is used. */
const schema = z.object({
  type: z.string().min(1).max(50),
  id: z.string().max(500).optional(),
  timestamp: z.string().max(50).optional(),
  name: z.string().max(100).optional(),
  action: z.string().max(20).optional(),
  channelId: z.string().max(50),
  serviceUrl: z.url({ protocol: /^https?$/ }).max(500),
  from: z
    .object({
      id: z.string().min(1).max(200),
      name: z.string().max(500).optional(),
      aadObjectId: z.string().max(100).optional(),
    })
    .optional(),
  recipient: z.object({ id: z.string().max(200), name: z.string().max(500).optional() }).optional(),
  conversation: z.object({
    id: z.string().min(1).max(500),
    conversationType: z.string().max(50).optional(),
    tenantId: z.string().max(100).optional(),
  }),
  channelData: z
    .object({
      tenant: z.object({ id: z.string().max(100) }).optional(),
      eventType: z.string().max(50).optional(),
      channel: z.object({ id: z.string().max(500) }).optional(),
    })
    .catch({})
    .default({}),
  text: z.string().max(100_000).optional(),
  entities: z
    .array(
      z.object({
        type: z.string(),
        text: z.string().optional(),
        mentioned: z.object({ id: z.string() }).optional(),
      }),
    )
    .max(200)
    .catch([])
    .default([]),
  membersAdded: z
    .array(z.object({ id: z.string() }))
    .max(1_000)
    .optional(),
  membersRemoved: z
    .array(z.object({ id: z.string() }))
    .max(1_000)
    .optional(),
  value: z.unknown().optional(),
});

export type TeamsActivity = z.output<typeof schema>;

export const activityOf = (body: unknown) => schema.safeParse(body);

const pressed = z.object({
  action: z.string().max(50),
  about: z.string().max(100),
  form: z.literal(true).optional(),
  fields: z.array(z.string().max(50)).max(50).optional(),
});
const filled = z.looseObject({ tocsin: pressed });
/** `Action.Execute`; what was filled in stands beside our own data. */
const executed = z.object({ action: z.object({ data: filled }) });

/** A button, and what was filled in with it. */
export interface Press extends z.output<typeof pressed> {
  readonly values: Readonly<Record<string, string>>;
}

/** A press of one of our buttons, by whichever of the two ways; `undefined` for anything else. */
export function pressOf({ type, name, value }: TeamsActivity): Press | undefined {
  if (type === 'invoke' && name === 'adaptiveCard/action') {
    const read = executed.safeParse(value);
    return read.success ? pressIn(read.data.action.data) : undefined;
  }
  const read = type === 'message' ? filled.safeParse(value) : undefined;
  return read?.success ? pressIn(read.data) : undefined;
}

function pressIn({ tocsin, ...given }: z.output<typeof filled>): Press {
  const values = (tocsin.fields ?? []).flatMap((field) => {
    const value = given[field];
    return typeof value === 'string' ? [[field, value.slice(0, 10_000)] as const] : [];
  });
  return { ...tocsin, values: Object.fromEntries(values) };
}

/** What somebody wrote, without our own name in front of it. */
export function writtenIn({ text = '', entities, recipient }: TeamsActivity): string {
  const ours = entities.filter(({ type, mentioned }) => type === 'mention' && mentioned?.id === recipient?.id);
  let said = text;
  for (const { text: name } of ours) if (name) said = said.replaceAll(name, ' ');
  return unescaped(said)
    .trim()
    .replace(/^\/?tocsin\b\s*/i, '')
    .slice(0, 2_000);
}

/** Teams writes some characters as XML does, although the text is plain. */
const unescaped = (text: string): string =>
  text
    .replaceAll('&nbsp;', ' ')
    .replaceAll('\u00a0', ' ')
    .replaceAll('&lt;', '<')
    .replaceAll('&gt;', '>')
    .replaceAll('&quot;', '"')
    .replaceAll('&amp;', '&');

const about = (members: TeamsActivity['membersAdded'], id: string | undefined): boolean =>
  id !== undefined && (members ?? []).some((member) => member.id === id);

/** A channel of a team that we are in is gone. */
export const deletedIn = ({ type, channelData: { eventType, channel } }: TeamsActivity): string | undefined =>
  type === 'conversationUpdate' && eventType === 'channelDeleted' ? channel?.id : undefined;

/** We were brought into a conversation, or taken out of it. An installation alone is followed by being brought in. */
export function movedBy({
  type,
  action,
  membersAdded,
  membersRemoved,
  recipient,
}: TeamsActivity): 'in' | 'out' | undefined {
  if (type === 'installationUpdate') return action?.startsWith('remove') ? 'out' : undefined;
  if (type !== 'conversationUpdate') return undefined;
  if (about(membersAdded, recipient?.id)) return 'in';
  return about(membersRemoved, recipient?.id) ? 'out' : undefined;
}

export const isPersonal = ({ conversation }: TeamsActivity): boolean =>
  conversation.conversationType === 'personal' || conversation.id.startsWith('a:');

/** Whoever is alone with us there, by every name that Teams has for them. */
export const aloneWith = (activity: TeamsActivity): string[] | undefined =>
  isPersonal(activity) && activity.from
    ? [activity.from.id, ...(activity.from.aadObjectId ? [activity.from.aadObjectId] : [])]
    : undefined;

/** The channel or chat, without the thread. */
export const placeOf = ({ conversation }: TeamsActivity): string => bare(conversation.id);

export const tenantOf = ({ conversation, channelData }: TeamsActivity): string | undefined =>
  conversation.tenantId ?? channelData.tenant?.id;
