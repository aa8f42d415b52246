import { readdirSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import { z } from 'zod';
import { CHANNEL_EVENTS } from '../../../src/surfaces/slack/channels.js';
import { PER_MINUTE } from '../../standins/slack/rates.js';
import { cardOf, OPS, startBot } from './bot.js';

const ROOT = new URL('../../../', import.meta.url);
const read = (path: string) => readFileSync(new URL(path, ROOT), 'utf8');
const manifest: unknown = parse(read('manifest.yml'));

/** Slack's request URL of everything that comes in. */
const ours = z.url().regex(/^https:\/\/[^/]+\/slack\/events$/);
const textOf = (max: number, min = 1) => z.string().min(min).max(max);
const scope = z.string().regex(/^[a-z_.]+(:[a-z_.]+)*$/);

/** The parts of Slack's manifest schema 2 that a bot like ours can have (slackapi/manifest-schema); nothing else. */
const schema = z.strictObject({
  _metadata: z.strictObject({ major_version: z.literal(2), minor_version: z.number().int().optional() }),
  display_information: z.strictObject({
    name: textOf(35),
    description: textOf(140).optional(),
    background_color: z
      .string()
      .regex(/^#[0-9a-fA-F]{6}$/)
      .optional(),
    // Slack takes no long description that is short.
    long_description: textOf(4_000, 175).optional(),
  }),
  features: z.strictObject({
    app_home: z
      .strictObject({
        home_tab_enabled: z.boolean(),
        messages_tab_enabled: z.boolean(),
        messages_tab_read_only_enabled: z.boolean(),
      })
      .optional(),
    bot_user: z.strictObject({ display_name: textOf(80), always_online: z.boolean().optional() }),
    slash_commands: z
      .array(
        z.strictObject({
          command: z.string().startsWith('/').max(32),
          url: ours,
          description: textOf(2_000),
          usage_hint: textOf(1_000).optional(),
          should_escape: z.boolean().optional(),
        }),
      )
      .max(50)
      .optional(),
    shortcuts: z
      .array(
        z.strictObject({
          name: textOf(24),
          type: z.enum(['message', 'global']),
          callback_id: textOf(255),
          description: textOf(150),
        }),
      )
      .max(10)
      .optional(),
    unfurl_domains: z.array(z.string()).max(5).optional(),
  }),
  oauth_config: z.strictObject({ scopes: z.strictObject({ bot: z.array(scope).max(255) }) }),
  settings: z.strictObject({
    interactivity: z.strictObject({ is_enabled: z.literal(true), request_url: ours }),
    event_subscriptions: z
      .strictObject({ request_url: ours, bot_events: z.array(z.string()).min(1).max(100) })
      .optional(),
    org_deploy_enabled: z.boolean(),
    socket_mode_enabled: z.literal(false),
    token_rotation_enabled: z.boolean(),
  }),
});

/** What each method asks of a bot token (docs.slack.dev/reference/methods). A method that is not here fails the test. */
const SCOPES_OF: Readonly<Record<string, readonly string[]>> = {
  'chat.postMessage': ['chat:write'],
  'chat.update': ['chat:write'],
  'chat.delete': ['chat:write'],
  'chat.postEphemeral': ['chat:write'],
  'conversations.history': ['channels:history', 'groups:history', 'im:history'],
  'conversations.replies': ['channels:history', 'groups:history', 'im:history'],
  'conversations.open': ['im:write'],
  'files.completeUploadExternal': ['files:write'],
  'files.getUploadURLExternal': ['files:write'],
  'files.info': ['files:read'],
  'views.open': [],
  'views.update': [],
  'views.publish': [],
  'auth.test': [],
  // Of the answer the mail address is used as well.
  'users.info': ['users:read', 'users:read.email'],
};

/** What each event asks of a bot (docs.slack.dev/reference/events). */
const SCOPES_OF_EVENTS: Readonly<Record<string, readonly string[]>> = {
  app_home_opened: [],
  channel_archive: ['channels:read'],
  channel_deleted: ['channels:read'],
  channel_left: ['channels:read'],
  group_archive: ['groups:read'],
  group_deleted: ['groups:read'],
  group_left: ['groups:read'],
  member_joined_channel: ['channels:read', 'groups:read'],
};

/** Methods of the Web API that the code names: `client.chat.postMessage(…)` and its like. */
function methodsCalled(): string[] {
  const folder = new URL('src/surfaces/slack/', ROOT);
  const code = readdirSync(folder)
    .filter((file) => file.endsWith('.ts'))
    .map((file) => readFileSync(new URL(file, folder), 'utf8'))
    .join('\n');
  const called = [...code.matchAll(/\b(?:client|interactive|background)\.([a-z]+(?:\.[a-z]+)*\.[a-zA-Z]+)\(/g)].map(
    ([, method]) => method!,
  );
  return [...new Set(called)].sort();
}

describe('manifest.yml', () => {
  it('is a manifest that Slack takes', () => {
    expect(() => schema.parse(manifest)).not.toThrow();
  });

  const { oauth_config, features, settings } = schema.parse(manifest);
  const scopes = oauth_config.scopes.bot;

  it('asks for what the code calls, and for nothing else', () => {
    const called = methodsCalled();
    expect(called).toContain('chat.postMessage');
    const unknown = called.filter((method) => SCOPES_OF[method] === undefined);
    expect(unknown, 'methods without a row in SCOPES_OF').toEqual([]);
    const needed = new Set(called.flatMap((method) => SCOPES_OF[method] ?? []));
    if (features.slash_commands) needed.add('commands');
    for (const event of settings.event_subscriptions?.bot_events ?? [])
      for (const each of SCOPES_OF_EVENTS[event] ?? ['?']) needed.add(each);
    expect([...scopes].sort()).toEqual([...needed].sort());
  });

  it('subscribes to what the code listens to, and to nothing else', () => {
    expect([...(settings.event_subscriptions?.bot_events ?? [])].sort()).toEqual(
      ['app_home_opened', ...CHANNEL_EVENTS].sort(),
    );
  });

  it('knows the pace of every method that the code calls', () => {
    const paced = methodsCalled().filter((method) => method !== 'chat.postMessage');
    expect(paced.filter((method) => PER_MINUTE[method] === undefined)).toEqual([]);
  });

  it('sends everything to the one address that the bot listens on', () => {
    expect(settings.interactivity.request_url).toMatch(/\/slack\/events$/);
    expect(read('src/surfaces/slack/carrier.ts')).toContain("'/slack/events'");
  });

  it('has a reason for every scope in docs/slack.md, and there no other', () => {
    const rows = [...read('docs/slack.md').matchAll(/^\| `([a-z:._]+)` \|/gm)].map(([, name]) => name);
    expect(rows.filter((name) => name?.includes(':') || name === 'commands').sort()).toEqual([...scopes].sort());
  });

  it('is enough: with these scopes alone cards are posted, changed, answered and found, in both sorts of channel', async () => {
    const bot = await startBot({
      scopes,
      channels: [
        { id: 'C0OPS', name: 'ops' },
        { id: 'G0VIP', name: 'vip', isPrivate: true },
      ],
    });
    try {
      for (const to of [OPS, { ...OPS, to: 'G0VIP' }]) {
        const before = new Date();
        const posted = await bot.surface.post(to, cardOf(), 'token-1');
        expect(posted).toMatchObject({ kind: 'delivered' });
        const ref = posted.kind === 'delivered' ? posted.ref : '';
        expect(await bot.surface.update(to, ref, cardOf())).toMatchObject({ kind: 'delivered' });
        expect(await bot.surface.reply(to, ref, ['a line'], 'mark')).toMatchObject({ kind: 'delivered' });
        expect(await bot.surface.find(to, 'token-1', before)).toEqual({ kind: 'delivered', ref });
      }
    } finally {
      await bot.stop();
    }
  });
});
