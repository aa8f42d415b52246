import type webApi from '@slack/web-api';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { formFor } from '../../../cards/forms.js';
import { renderForm } from '../../../src/surfaces/slack/modal.js';
import { slackSurface } from '../../../src/surfaces/slack/surface.js';
import { type EmulatedSlack, startEmulate } from '../../standins/emulate.js';
import { cardOf } from './bot.js';
import { plainState } from './plain.js';

describe('the surface in front of emulate', () => {
  let emulated: EmulatedSlack | undefined;
  let client: webApi.WebClient;
  let channel = '';

  beforeAll(async () => {
    emulated = await startEmulate();
    ({ client, channel } = emulated);
  });
  afterAll(async () => {
    await emulated?.stop();
  });

  it('posts, finds, changes and answers a card, and opens its form, with the scopes of the manifest', async () => {
    const surface = slackSurface(client);
    const to = { surface: 'slack', to: channel, name: 'ops', audience: 'team', mention: 'none' } as const;
    const before = new Date();
    const posted = await surface.post(to, cardOf(), 'token-1');
    expect(posted).toMatchObject({ kind: 'delivered' });
    const ref = posted.kind === 'delivered' ? posted.ref : '';
    expect(await surface.find(to, 'token-1', before)).toEqual({ kind: 'delivered', ref });
    expect(await surface.find(to, 'token-2', before)).toEqual({ kind: 'skipped', reason: 'not posted' });

    const by = { id: 'ana', name: 'Ana Beck' };
    expect(
      await surface.update(
        to,
        ref,
        cardOf({ ...plainState, status: 'claimed', claim: { by, at: before, via: 'slack', heardAt: before } }),
      ),
    ).toEqual(posted);
    expect(await surface.reply(to, ref, ['02:11 Ana Beck claimed it (Slack)'], 'mark')).toMatchObject({
      kind: 'delivered',
    });
    const { messages } = await client.conversations.replies({ channel, ts: ref });
    expect(messages?.map(({ text }) => text)).toEqual([
      expect.stringContaining('Ana Beck has this since'),
      '02:11 Ana Beck claimed it (Slack)',
    ]);
    expect(JSON.stringify(messages?.[0]?.blocks)).toContain('tocsin:release');

    const trigger: webApi.WebAPICallResult & { trigger_id?: unknown } = await client.apiCall('views.generateTriggerId');
    const opened = await client.views.open({
      trigger_id: String(trigger.trigger_id),
      view: renderForm(formFor('resolve', plainState, { targets: [] }), { about: plainState.id, channel }),
    });
    expect(opened.view?.callback_id).toBe('tocsin:resolve');
    expect(await surface.update(to, '1.000001', cardOf())).toMatchObject({ kind: 'lost' });
    expect(await surface.post({ ...to, to: 'C0NONE' }, cardOf(), 't')).toEqual({
      kind: 'dead',
      error: 'Slack answered channel_not_found',
    });
  });

  /** What the bot cannot do any more without a scope; `commands` is asked for by Slack before it calls us at all. */
  const NEEDED_FOR: Readonly<Record<string, (with_: webApi.WebClient) => Promise<unknown>>> = {
    'chat:write': (with_) => with_.chat.postMessage({ channel, text: 'a card' }),
    'channels:history': (with_) => with_.conversations.history({ channel }),
    'groups:history': (with_) => with_.conversations.history({ channel: emulated?.privateChannel ?? '' }),
    'im:write': (with_) => with_.conversations.open({ users: emulated?.other ?? '' }),
    'im:history': async (with_) => {
      const { channel: alone } = await client.conversations.open({ users: emulated?.other ?? '' });
      return await with_.conversations.history({ channel: alone?.id ?? '' });
    },
    'files:read': (with_) => with_.files.info({ file: emulated?.file ?? '' }),
    'files:write': (with_) => with_.files.getUploadURLExternal({ filename: 'week.pdf', length: 3 }),
    'users:read': (with_) => with_.users.info({ user: emulated?.user ?? '' }),
  };

  it('works with the scopes of the manifest, and with none of them left out', async () => {
    // Those of commands and events are asked for what Slack sends to us, which emulate does not.
    const sent = ['commands', 'users:read.email', 'channels:read', 'groups:read'];
    const spare = (emulated?.scopes ?? []).filter((scope) => !sent.includes(scope));
    expect(spare.sort()).toEqual(Object.keys(NEEDED_FOR).sort());
    for (const [scope, flow] of Object.entries(NEEDED_FOR)) {
      await expect(flow(client), `${scope}: with it`).resolves.toMatchObject({ ok: true });
      const without = emulated?.without(scope);
      await expect(without && flow(without), `${scope}: without it`).rejects.toThrow(/missing_scope/);
    }
  });
});
