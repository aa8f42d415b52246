import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { Sent } from '../../standins/slack/index.js';
import type { TestBot } from './bot.js';
import { startBot, toldTo } from './bot.js';
import { plainState } from './plain.js';

let bot: TestBot;
beforeEach(async () => {
  bot = await startBot();
});
afterEach(() => bot.stop());

const claim = { actionId: 'tocsin:claim', user: 'U0ANA' };
const told = (user: string) => toldTo(bot, user);
const send = (sent: Sent) => bot.slack.raw(sent.body, sent.headers);
/** A correctly signed press that needs no card in the channel. */
const press = (over: object = {}, action: object = {}) =>
  bot.slack.interaction({
    type: 'block_actions',
    user: { id: 'U0ANA', username: 'ana.beck', name: 'ana.beck' },
    channel: { id: 'C0OPS', name: 'ops' },
    trigger_id: '1.2.abc',
    actions: [
      {
        type: 'button',
        action_id: 'tocsin:claim',
        block_id: 'actions',
        value: plainState.id,
        action_ts: '1.2',
        ...action,
      },
    ],
    ...over,
  });

describe('a request that is not to be believed', () => {
  it.each([
    ['a wrong secret', { secret: 'another secret' }],
    ['a stamp six minutes old', { atMs: Date.now() - 360_000 }],
    ['a stamp six minutes in the future', { atMs: Date.now() + 360_000 }],
  ])('is refused: %s', async (_, options) => {
    const { body, headers } = press();
    const reply = await send(bot.slack.sign(body, headers['content-type']!, options));
    expect(reply.status).toBe(401);
    expect(bot.handled).toEqual([]);
  });

  it.each([
    ['no signature', 'x-slack-signature'],
    ['no stamp', 'x-slack-request-timestamp'],
  ])('is refused: %s', async (_, header) => {
    const { body, headers } = press();
    const reply = await bot.slack.raw(
      body,
      Object.fromEntries(Object.entries(headers).filter(([name]) => name !== header)),
    );
    expect(reply.status).toBe(401);
    expect(bot.handled).toEqual([]);
  });

  it.each([
    ['a stamp that is no number', { 'x-slack-request-timestamp': 'now' }],
    ['a signature of another length', { 'x-slack-signature': 'v0=00' }],
    ['a signature of another version', { 'x-slack-signature': `v1=${'0'.repeat(64)}` }],
  ])('is refused: %s', async (_, forged) => {
    const { body, headers } = press();
    expect((await bot.slack.raw(body, { ...headers, ...forged })).status).toBe(401);
    expect(bot.handled).toEqual([]);
  });

  it('is refused when one byte of the body was changed, and says nothing of the secret', async () => {
    const { body, headers } = press();
    const reply = await bot.slack.raw(body.replace('claim', 'reope'), headers);
    expect(reply.status).toBe(401);
    expect(reply.body).not.toContain(bot.slack.signingSecret);
    expect(bot.handled).toEqual([]);
  });

  it('is handled once when the same bytes come again', async () => {
    const { sent } = await bot.slack.click({ ...(await bot.posted()), ...claim });
    await told('U0ANA');
    expect(await send(sent)).toMatchObject({ status: 200 });
    expect(await send(sent)).toMatchObject({ status: 200 });
    expect(bot.handled).toHaveLength(1);
    expect(bot.slack.ephemerals('U0ANA')).toHaveLength(1);
  });

  it('is handled once when the same bytes come at the same time', async () => {
    const sent = press();
    const replies = await Promise.all(Array.from({ length: 10 }, () => send(sent)));
    expect(replies.map(({ status }) => status)).toEqual(Array.from({ length: 10 }, () => 200));
    expect(bot.handled).toHaveLength(1);
  });
});

describe('a request that means nothing to us', () => {
  const nothing: [string, () => Sent][] = [
    ['a button of another app', () => press({}, { action_id: 'other:button' })],
    ['an action that does not exist', () => press({}, { action_id: 'tocsin:explode' })],
    ['a button without an incident', () => press({}, { value: '' })],
    ['a value of a thousand characters', () => press({}, { value: 'x'.repeat(1_000) })],
    [
      'a menu choice without an incident',
      () =>
        press({}, { type: 'overflow', action_id: 'tocsin:more', value: undefined, selected_option: { value: 'note' } }),
    ],
    [
      'a form of another app',
      () =>
        bot.slack.interaction({
          type: 'view_submission',
          user: { id: 'U0ANA' },
          view: { id: 'V1', callback_id: 'other', private_metadata: '', state: { values: {} } },
        }),
    ],
    [
      'a form that remembers nothing',
      () =>
        bot.slack.interaction({
          type: 'view_submission',
          user: { id: 'U0ANA' },
          view: { id: 'V1', callback_id: 'tocsin:note', private_metadata: '{', state: { values: {} } },
        }),
    ],
    [
      'a shortcut',
      () =>
        bot.slack.interaction({
          type: 'shortcut',
          callback_id: 'whatever',
          trigger_id: '1.2.a',
          user: { id: 'U0ANA' },
        }),
    ],
    ['a slash command', () => bot.slack.command('/other', 'help', 'U0ANA', 'C0OPS')],
    [
      'an event',
      () =>
        bot.slack.event({
          type: 'event_callback',
          event_id: 'Ev1',
          event_time: 1,
          team_id: 'T0TOCSIN',
          api_app_id: 'A0TOCSIN',
          event: { type: 'app_mention', user: 'U0ANA', text: 'hi', channel: 'C0OPS', ts: '1.2' },
        }),
    ],
  ];

  it.each(nothing)('is acknowledged and changes nothing: %s', async (_, sent) => {
    const reply = await send(sent());
    expect(reply.status).toBe(200);
    expect(reply.ms).toBeLessThan(1_000);
    expect(bot.handled).toEqual([]);
  });

  it('is answered when Slack asks whether the address is ours', async () => {
    const reply = await send(
      bot.slack.event({
        type: 'url_verification',
        token: 'x',
        challenge: '3eZbrw1aBm2rZgRNFdxV2595E9CY3gmdALWMmHkvFXO7tYXAYM8P',
      }),
    );
    expect(reply.status).toBe(200);
    expect(JSON.parse(reply.body)).toEqual({ challenge: '3eZbrw1aBm2rZgRNFdxV2595E9CY3gmdALWMmHkvFXO7tYXAYM8P' });
  });
});
