import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { SlackStandIn } from '../../standins/slack/index.js';
import { startSlackStandIn } from '../../standins/slack/index.js';
import { ask as askOf, button, plain } from './ask.js';

let slack: SlackStandIn;
let now = 0;
beforeEach(async () => {
  now = 1_800_000_000_000;
  slack = await startSlackStandIn({
    now: () => now,
    channels: [
      { id: 'C1', name: 'one' },
      { id: 'C2', name: 'two' },
      { id: 'C3', name: 'not ours', hasBot: false },
    ],
  });
});
afterEach(() => slack.stop());

const ask = (method: string, args: object, authorization?: string) => askOf(slack, method, args, authorization);
const post = async (args: object) => (await ask('chat.postMessage', { channel: 'C1', text: 'x', ...args })).body;

describe('the stand-in keeps the rules of the Web API', () => {
  it('of tokens, methods and channels', async () => {
    expect((await ask('auth.test', {}, '')).body).toMatchObject({ error: 'not_authed' });
    expect((await ask('auth.test', {}, 'Bearer xoxb-no')).body).toMatchObject({
      error: 'invalid_auth',
    });
    expect((await ask('auth.test', {})).body).toMatchObject({ ok: true, bot_id: expect.any(String) });
    expect((await ask('chat.scream', {})).body).toMatchObject({ error: 'unknown_method' });
    expect(await post({ channel: 'C9' })).toMatchObject({ error: 'channel_not_found' });
    expect(await post({ channel: 'C3' })).toMatchObject({ error: 'not_in_channel' });
    slack.archive('C2');
    expect(await post({ channel: 'C2' })).toMatchObject({ error: 'is_archived' });
    expect(await post({ text: '' })).toMatchObject({ error: 'no_text' });
    expect((await ask('users.info', { user: 'U0ANA' })).body).toMatchObject({ user: { real_name: 'Ana Beck' } });
    expect((await ask('users.info', { user: 'U9' })).body).toMatchObject({ error: 'user_not_found' });
  });

  it('of one message a second and channel, by its own clock', async () => {
    expect(await post({})).toMatchObject({ ok: true });
    now += 900;
    expect(await ask('chat.postMessage', { channel: 'C1', text: 'x' })).toMatchObject({ status: 429, after: '1' });
    expect(await post({ channel: 'C2' })).toMatchObject({ ok: true });
    now += 100;
    expect(await post({})).toMatchObject({ ok: true });
  });

  it('of fifty updates a minute', async () => {
    const { ts } = await post({});
    for (let each = 0; each < 50; each++)
      expect((await ask('chat.update', { channel: 'C1', ts, text: 'x' })).status).toBe(200);
    now += 20_000;
    expect(await ask('chat.update', { channel: 'C1', ts, text: 'x' })).toMatchObject({ status: 429, after: '40' });
    now += 40_000;
    expect((await ask('chat.update', { channel: 'C1', ts, text: 'x' })).status).toBe(200);
  });

  it('of what an update leaves: text without blocks takes the blocks away', async () => {
    const { ts } = await post({ blocks: [{ type: 'divider' }] });
    await ask('chat.update', { channel: 'C1', ts, text: 'plain now' });
    expect(slack.messages('C1')).toMatchObject([{ ts, text: 'plain now', blocks: [] }]);
    expect((await ask('chat.update', { channel: 'C1', ts: '1.2', text: 'x' })).body).toMatchObject({
      error: 'message_not_found',
    });
    const { ts: theirs } = slack.say('C1', 'U0ANA', 'mine');
    expect((await ask('chat.update', { channel: 'C1', ts: theirs, text: 'x' })).body).toMatchObject({
      error: 'cant_update_message',
    });
  });

  it('of triggers: three seconds, one view', async () => {
    const { ts } = await post({ blocks: [{ type: 'actions', elements: [button({ value: 'v' })] }] });
    slack.connect(slack.url);
    const trigger = async () => (await slack.click({ channel: 'C1', ts, actionId: 'a', user: 'U0ANA' })).triggerId;
    const open = async (trigger_id: string, view: object = { type: 'modal', title: plain('x'), blocks: [] }) =>
      (await ask('views.open', { trigger_id, view })).body;
    const first = await trigger();
    expect(await open(first)).toMatchObject({ ok: true });
    expect(await open(first)).toMatchObject({ error: 'exchanged_trigger_id' });
    const late = await trigger();
    now += 3_001;
    expect(await open(late)).toMatchObject({ error: 'expired_trigger_id' });
    expect(await open('1.2.3')).toMatchObject({ error: 'invalid_trigger_id' });
    const input = {
      type: 'input',
      block_id: 'i',
      label: plain('x'),
      element: { type: 'plain_text_input', action_id: 'i' },
    };
    const wrong: [object, string][] = [
      [{ blocks: [input] }, 'missing required field: submit (the view has input blocks) [json-pointer:/view]'],
      [{ title: plain('x'.repeat(25)) }, 'must be less than 25 characters [json-pointer:/view/title/text]'],
      [{ submit: plain('x'.repeat(25)) }, 'must be less than 25 characters [json-pointer:/view/submit/text]'],
      [
        { private_metadata: 'x'.repeat(3_001) },
        'must be less than 3001 characters [json-pointer:/view/private_metadata]',
      ],
    ];
    for (const [over, complaint] of wrong) {
      const answer = await open(await trigger(), { type: 'modal', title: plain('x'), blocks: [], ...over });
      expect(answer).toMatchObject({
        error: 'invalid_arguments',
        response_metadata: { messages: [`[ERROR] ${complaint}`] },
      });
    }
  });

  it('of history: newest first, threads left out, page by page, our marks only when asked', async () => {
    const { ts } = await post({ metadata: { event_type: 'mark', event_payload: { token: 't' } } });
    now += 1_000;
    await post({ thread_ts: ts, text: 'in the thread' });
    for (const text of ['a', 'b', 'c']) slack.say('C1', 'U0ANA', text);
    const first = (await ask('conversations.history', { channel: 'C1', limit: 2 })).body as unknown as {
      messages: { text: string }[];
      has_more: boolean;
      response_metadata: { next_cursor: string };
    };
    expect(first.messages.map(({ text }) => text)).toEqual(['c', 'b']);
    expect(first.has_more).toBe(true);
    const rest = (
      await ask('conversations.history', {
        channel: 'C1',
        limit: 2,
        cursor: first.response_metadata.next_cursor,
        include_all_metadata: true,
      })
    ).body;
    expect(rest).toMatchObject({
      has_more: false,
      messages: [{ text: 'a' }, { metadata: { event_payload: { token: 't' } } }],
    });
    expect((await ask('conversations.history', { channel: 'C1', oldest: ts })).body.messages).toHaveLength(3);
    expect((await ask('conversations.replies', { channel: 'C1', ts })).body).toMatchObject({
      messages: [{ ts }, { text: 'in the thread' }],
    });
    expect((await ask('conversations.history', { channel: 'C1', cursor: 'nonsense' })).body).toMatchObject({
      error: 'invalid_cursor',
    });
  });

  it('of a 429 that lasts: it says how long it still does', async () => {
    slack.fail('*', { kind: 'rate-limited', forMs: 60_000 });
    now += 15_000;
    expect(await ask('auth.test', {})).toMatchObject({ status: 429, after: '45' });
    now += 45_000;
    expect((await ask('auth.test', {})).status).toBe(200);
    expect(slack.calls('auth.test').map(({ status }) => status)).toEqual([429, 200]);
  });
});
