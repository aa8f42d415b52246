import webApi from '@slack/web-api';
import { describe, expect, it } from 'vitest';
import type { Enclosure } from '../../../src/ports-enclosing.js';
import { channelsOf } from '../../../src/surfaces/slack/alone.js';
import { slackEnclosing } from '../../../src/surfaces/slack/enclose.js';
import { ops } from '../../incident/given.js';
import { type SlackStandIn, startSlackStandIn } from '../../standins/slack/index.js';
import type { SlackOptions } from '../../standins/slack/types.js';

const files: readonly Enclosure[] = [
  {
    name: 'week-1.png',
    title: 'Net loss',
    alt: '€1 against €2 & <more>',
    type: 'image/png',
    bytes: Buffer.from([137, 0, 255]),
  },
  { name: 'week.pdf', title: 'Woche ٤٧ 🚨', type: 'application/pdf', bytes: Buffer.from('%PDF-1.7') },
];

async function withSlack(
  run: (enclosing: ReturnType<typeof slackEnclosing>, slack: SlackStandIn) => Promise<void>,
  options: SlackOptions = {},
): Promise<void> {
  const slack = await startSlackStandIn({ rates: false, ...options });
  const client = new webApi.WebClient(slack.token, {
    slackApiUrl: slack.url,
    timeout: 2_000,
    retryConfig: { retries: 0 },
    rejectRateLimitedCalls: true,
    logLevel: webApi.LogLevel.ERROR,
  });
  try {
    await run(slackEnclosing({ client, apiUrl: slack.url, channelOf: channelsOf(client) }), slack);
  } finally {
    await slack.stop();
  }
}

const [picture, paper] = files as readonly [Enclosure, Enclosure];
const bringAll = async (enclosing: ReturnType<typeof slackEnclosing>): Promise<string[]> => {
  const refs: string[] = [];
  for (const file of [picture, paper]) {
    const brought = await enclosing.bring(file);
    if (brought.kind !== 'delivered') throw new Error(JSON.stringify(brought));
    refs.push(brought.ref);
  }
  return refs;
};
const at = { to: ops, under: '1.1' };

describe('files in a channel of Slack', () => {
  it('are brought unseen and shown together, byte for byte, with what a picture shows', () =>
    withSlack(async (enclosing, slack) => {
      const refs = await bringAll(enclosing);
      expect(slack.messages('C0OPS')).toEqual([]);
      expect(await enclosing.shown(at, refs)).toMatchObject({ kind: 'skipped' });
      expect(await enclosing.show(at, refs, files, '<!channel> & week')).toMatchObject({ kind: 'delivered' });
      expect(slack.messages('C0OPS')).toMatchObject([
        {
          text: '&lt;!channel&gt; &amp; week\n€1 against €2 &amp; &lt;more&gt;',
          files: [
            { name: 'week-1.png', title: 'Net loss' },
            { name: 'week.pdf', title: 'Woche ٤٧ 🚨' },
          ],
        },
      ]);
      expect(refs.map((ref) => slack.fileBytes(ref))).toEqual(files.map(({ bytes }) => bytes));
      expect(await enclosing.shown(at, refs)).toMatchObject({ kind: 'delivered' });
      expect(await enclosing.shown({ ...at, to: { ...ops, to: 'C0OTHER' } }, refs)).toMatchObject({ kind: 'skipped' });
    }));

  it.each<[string, 'bring' | 'show', Parameters<SlackStandIn['fail']>, object]>([
    [
      '429',
      'bring',
      ['files.getUploadURLExternal', { kind: 'rate-limited', retryAfterS: 9 }],
      { kind: 'retry', afterMs: 9_000, at: 'files' },
    ],
    ['the place refuses', 'bring', ['upload', { kind: 'http', status: 500 }], { kind: 'retry', inDoubt: true }],
    ['no answer', 'show', ['files.completeUploadExternal', { kind: 'drop-after' }], { kind: 'retry', inDoubt: true }],
    [
      'a gateway fails',
      'show',
      ['files.completeUploadExternal', { kind: 'http', status: 502 }],
      { kind: 'retry', inDoubt: true },
    ],
    [
      'the kind of file is forbidden',
      'show',
      ['files.completeUploadExternal', { kind: 'error', error: 'blocked_file_type' }],
      { kind: 'dead' },
    ],
    [
      'the token is over',
      'bring',
      ['files.getUploadURLExternal', { kind: 'error', error: 'token_revoked' }],
      { kind: 'dead', everywhere: true },
    ],
  ])('%s', (_what, step, [method, fault], outcome) =>
    withSlack(async (enclosing, slack) => {
      if (step === 'bring') {
        slack.fail(method, fault);
        expect(await enclosing.bring(picture)).toMatchObject(outcome);
        return;
      }
      const refs = await bringAll(enclosing);
      slack.fail(method, fault);
      expect(await enclosing.show(at, refs, files, 'week')).toMatchObject(outcome);
    }),
  );

  it('say which scope is missing', () =>
    withSlack(
      async (enclosing) => {
        expect(await enclosing.bring(picture)).toEqual({ kind: 'dead', error: 'Slack answered missing_scope' });
      },
      { scopes: ['chat:write', 'files:read'] },
    ));

  it('go to Slack and to nobody else', async () => {
    const called: unknown[] = [];
    const client = {
      files: {
        getUploadURLExternal: async () => ({
          ok: true,
          upload_url: 'https://files.slack.com.evil.example/x',
          file_id: 'F1',
        }),
        completeUploadExternal: async (args: unknown) => called.push(args),
      },
    };
    const enclosing = slackEnclosing({ client: client as never, apiUrl: undefined, channelOf: async ({ to }) => to });
    expect(await enclosing.bring(picture)).toMatchObject({ kind: 'retry' });
    expect(called).toEqual([]);
  });
});
