import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { SlackStandIn } from '../../standins/slack/index.js';
import { startSlackStandIn } from '../../standins/slack/index.js';
import { ask, button, plain } from './ask.js';

let slack: SlackStandIn;
beforeAll(async () => {
  slack = await startSlackStandIn({ rates: false });
});
afterAll(() => slack.stop());

const post = async (args: object) =>
  (await ask(slack, 'chat.postMessage', { channel: 'C0OPS', text: 'x', ...args })).body;
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
    expect(slack.messages('C0OPS')).toEqual([]);
  });

  it('more than about 13,200 characters, though each block is legal', async () => {
    const blocks = Array.from({ length: 5 }, () => ({ type: 'section', text: plain('x'.repeat(2_700)) }));
    expect(await post({ blocks })).toMatchObject({ error: 'msg_blocks_too_long' });
    expect(await post({ blocks: blocks.slice(1) })).toMatchObject({ ok: true });
  });
});
