import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { SlackStandIn } from '../../standins/slack/index.js';
import { startSlackStandIn } from '../../standins/slack/index.js';

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

type Reply = Record<string, unknown> & {
  ok: boolean;
  error?: string;
  ts: string;
  response_metadata?: { messages?: string[] };
};
const ask = async (
  method: string,
  args: object,
  headers: Record<string, string> = { authorization: `Bearer ${slack.token}` },
) => {
  const response = await fetch(slack.url + method, {
    method: 'POST',
    body: JSON.stringify(args),
    headers: { 'content-type': 'application/json', ...headers },
  });
  return {
    status: response.status,
    after: response.headers.get('retry-after'),
    body: (await response.json()) as Reply,
  };
};
const post = async (args: object) => (await ask('chat.postMessage', { channel: 'C1', text: 'x', ...args })).body;

const plain = (text: string) => ({ type: 'plain_text', text });
const button = (over: object = {}) => ({ type: 'button', action_id: 'a', text: plain('Go'), ...over });
const option = (value: string) => ({ text: plain(value), value });
const rich = (...elements: object[]) => ({ type: 'rich_text', elements: [{ type: 'rich_text_section', elements }] });

describe('the stand-in refuses what Slack refuses in blocks', () => {
  const wrong: [string, object[], string][] = [
    ['an unknown block', [{ type: 'marquee' }], 'unsupported type: marquee [json-pointer:/blocks/0/type]'],
    [
      '51 blocks',
      Array.from({ length: 51 }, () => ({ type: 'divider' })),
      'no more than 50 items allowed [json-pointer:/blocks]',
    ],
    [
      'a header of 151',
      [{ type: 'header', text: plain('x'.repeat(151)) }],
      'must be less than 151 characters [json-pointer:/blocks/0/text/text]',
    ],
    [
      'a header in mrkdwn',
      [{ type: 'header', text: { type: 'mrkdwn', text: 'x' } }],
      'must be one of: plain_text [json-pointer:/blocks/0/text/type]',
    ],
    [
      'an empty text',
      [{ type: 'section', text: plain('') }],
      'must be more than 0 characters [json-pointer:/blocks/0/text/text]',
    ],
    [
      'a section of 3001',
      [{ type: 'section', text: plain('x'.repeat(3_001)) }],
      'must be less than 3001 characters [json-pointer:/blocks/0/text/text]',
    ],
    ['a section of nothing', [{ type: 'section' }], 'missing required field: text [json-pointer:/blocks/0]'],
    [
      'eleven fields',
      [{ type: 'section', fields: Array.from({ length: 11 }, () => plain('x')) }],
      'no more than 10 items allowed [json-pointer:/blocks/0/fields]',
    ],
    [
      'a field of 2001',
      [{ type: 'section', fields: [plain('x'.repeat(2_001))] }],
      'must be less than 2001 characters [json-pointer:/blocks/0/fields/0/text]',
    ],
    [
      'a property that Slack does not know',
      [{ type: 'divider', colour: 'red' }],
      'invalid additional property: colour [json-pointer:/blocks/0]',
    ],
    [
      'a disabled button',
      [{ type: 'actions', elements: [button({ disabled: true })] }],
      'invalid additional property: disabled [json-pointer:/blocks/0/elements/0]',
    ],
    [
      'no elements',
      [{ type: 'actions', elements: [] }],
      'no less than 1 items required [json-pointer:/blocks/0/elements]',
    ],
    [
      '26 elements',
      [{ type: 'actions', elements: Array.from({ length: 26 }, (_, n) => button({ action_id: `a${n}` })) }],
      'no more than 25 items allowed [json-pointer:/blocks/0/elements]',
    ],
    [
      'an action id twice',
      [{ type: 'actions', elements: [button(), button()] }],
      '`action_id` a already exists [json-pointer:/blocks/0/elements/1/action_id]',
    ],
    [
      'a block id twice',
      [
        { type: 'divider', block_id: 'b' },
        { type: 'divider', block_id: 'b' },
      ],
      '`block_id` b already exists [json-pointer:/blocks/1/block_id]',
    ],
    [
      'a label of 76',
      [{ type: 'actions', elements: [button({ text: plain('x'.repeat(76)) })] }],
      'must be less than 76 characters [json-pointer:/blocks/0/elements/0/text/text]',
    ],
    [
      'a value of 2001',
      [{ type: 'actions', elements: [button({ value: 'x'.repeat(2_001) })] }],
      'must be less than 2001 characters [json-pointer:/blocks/0/elements/0/value]',
    ],
    [
      'a green button',
      [{ type: 'actions', elements: [button({ style: 'green' })] }],
      'must be one of: primary, danger [json-pointer:/blocks/0/elements/0/style]',
    ],
    [
      'six choices behind the dots',
      [
        {
          type: 'actions',
          elements: [{ type: 'overflow', action_id: 'o', options: ['1', '2', '3', '4', '5', '6'].map(option) }],
        },
      ],
      'no more than 5 items allowed [json-pointer:/blocks/0/elements/0/options]',
    ],
    [
      'an option value of 151',
      [
        {
          type: 'actions',
          elements: [{ type: 'overflow', action_id: 'o', options: [{ text: plain('x'), value: 'x'.repeat(151) }] }],
        },
      ],
      'must be less than 151 characters [json-pointer:/blocks/0/elements/0/options/0/value]',
    ],
    [
      'a choice that is not offered',
      [
        {
          type: 'actions',
          elements: [{ type: 'static_select', action_id: 's', options: [option('1')], initial_option: option('2') }],
        },
      ],
      'initial_option must be one of the options [json-pointer:/blocks/0/elements/0/initial_option]',
    ],
    [
      'eleven parts of a context',
      [{ type: 'context', elements: Array.from({ length: 11 }, () => plain('x')) }],
      'no more than 10 items allowed [json-pointer:/blocks/0/elements]',
    ],
    [
      'a picture without words',
      [{ type: 'image', image_url: 'https://a.b/c.png' }],
      'missing required field: alt_text [json-pointer:/blocks/0]',
    ],
    [
      'a picture from nowhere',
      [{ type: 'image', image_url: 'c.png', alt_text: 'x' }],
      'must be a valid URL [json-pointer:/blocks/0/image_url]',
    ],
    [
      'an empty run of rich text',
      [rich({ type: 'text', text: '' })],
      'must be more than 0 characters [json-pointer:/blocks/0/elements/0/elements/0/text]',
    ],
    [
      'a style that rich text has not',
      [rich({ type: 'text', text: 'x', style: { blink: true } })],
      'invalid additional property: blink [json-pointer:/blocks/0/elements/0/elements/0/style]',
    ],
    [
      'a run outside of a section',
      [{ type: 'rich_text', elements: [{ type: 'text', text: 'x' }] }],
      'unsupported type: text [json-pointer:/blocks/0/elements/0/type]',
    ],
  ];

  it.each(wrong)('%s', async (_, blocks, complaint) => {
    const answer = await post({ blocks });
    expect(answer).toMatchObject({ ok: false, error: 'invalid_blocks' });
    expect(answer.response_metadata?.messages).toContain(`[ERROR] ${complaint}`);
    expect(slack.messages('C1')).toEqual([]);
  });

  it('more than about 13,200 characters, though each block is legal', async () => {
    const blocks = Array.from({ length: 5 }, () => ({ type: 'section', text: plain('x'.repeat(2_700)) }));
    expect(await post({ blocks })).toMatchObject({ error: 'msg_blocks_too_long' });
    expect(await post({ blocks: blocks.slice(1), channel: 'C2' })).toMatchObject({ ok: true });
  });
});

describe('the stand-in keeps the rules of the Web API', () => {
  it('of tokens, methods and channels', async () => {
    expect((await ask('auth.test', {}, {})).body).toMatchObject({ error: 'not_authed' });
    expect((await ask('auth.test', {}, { authorization: 'Bearer xoxb-no' })).body).toMatchObject({
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
