import webApi from '@slack/web-api';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest';
import type { Outcome } from '../../../src/incident/index.js';
import { slackSurface } from '../../../src/surfaces/slack/surface.js';
import type { Fault, SlackStandIn } from '../../standins/slack/index.js';
import { startSlackStandIn } from '../../standins/slack/index.js';
import { cardOf, OPS } from './bot.js';

const TOKEN = 'xoxb-1234567890-very-secret-token';
const SECRET = 'deadbeefsigningsecretdeadbeef0000';
let slack: SlackStandIn;
/** The background client of the bot, with less patience. */
const surfaceWith = (token: string, url = slack.url) =>
  slackSurface(
    new webApi.WebClient(token, {
      slackApiUrl: url,
      timeout: 300,
      rejectRateLimitedCalls: true,
      retryConfig: { retries: 0 },
    }),
  );

beforeAll(async () => {
  slack = await startSlackStandIn({ token: TOKEN, signingSecret: SECRET, rates: false });
});
afterAll(() => slack.stop());
/** Slack's own client writes to the console; nobody must find a secret there either. */
const printed: string[] = [];
beforeEach(() => {
  slack.heal();
  for (const level of ['debug', 'info', 'log', 'warn', 'error'] as const) {
    vi.spyOn(console, level).mockImplementation((...said: unknown[]) => {
      printed.push(said.map(String).join(' '));
    });
  }
});
afterEach(() => {
  vi.restoreAllMocks();
  expect(printed.join('\n')).not.toContain('xoxb-');
});

const error = (code: string): Fault => ({ kind: 'error', error: code });
const says = (kind: 'retry' | 'dead' | 'lost', code: string): [string, Fault, Outcome] => [
  code,
  error(code),
  { kind, error: `Slack answered ${code}` },
];

/** Slack may have done some of it all the same. */
const doubtful = (code: string): [string, Fault, Outcome] => [
  code,
  error(code),
  { kind: 'retry', error: `Slack answered ${code}`, inDoubt: true },
];

/** No channel takes anything from us. */
const shut = (code: string): [string, Fault, Outcome] => [
  code,
  error(code),
  { kind: 'dead', error: `Slack answered ${code}`, everywhere: true },
];

/** What Slack does, and what that means for what is owed. */
const TABLE: [string, Fault, Outcome][] = [
  says('dead', 'channel_not_found'),
  says('dead', 'not_in_channel'),
  says('dead', 'is_archived'),
  says('dead', 'restricted_action'),
  says('dead', 'restricted_action_read_only_channel'),
  says('dead', 'no_permission'),
  shut('invalid_auth'),
  shut('not_authed'),
  shut('account_inactive'),
  shut('token_revoked'),
  shut('token_expired'),
  says('dead', 'missing_scope'),
  shut('ekm_access_denied'),
  says('dead', 'invalid_blocks'),
  says('dead', 'invalid_blocks_format'),
  says('dead', 'msg_blocks_too_long'),
  says('dead', 'msg_too_long'),
  says('dead', 'no_text'),
  says('dead', 'too_many_attachments'),
  says('lost', 'message_not_found'),
  says('lost', 'cant_update_message'),
  says('lost', 'edit_window_closed'),
  says('lost', 'thread_not_found'),
  doubtful('internal_error'),
  doubtful('fatal_error'),
  doubtful('service_unavailable'),
  says('retry', 'request_timeout'),
  says('retry', 'ratelimited'),
  doubtful('an_error_that_slack_invents_tomorrow'),
  doubtful('constructor'),
  [
    '429 with Retry-After',
    { kind: 'rate-limited', retryAfterS: 30 },
    { kind: 'retry', error: 'Slack is rate limiting (429)', afterMs: 30_000 },
  ],
  [
    '429 with Retry-After 0',
    { kind: 'rate-limited', retryAfterS: 0 },
    { kind: 'retry', error: 'Slack is rate limiting (429)', afterMs: 1_000 },
  ],
  [
    '429 that names no time',
    { kind: 'rate-limited', header: false },
    { kind: 'retry', error: 'Slack is rate limiting (429)' },
  ],
  ['500', { kind: 'http', status: 500 }, { kind: 'retry', error: 'Slack answered HTTP 500', inDoubt: true }],
  ['503', { kind: 'http', status: 503 }, { kind: 'retry', error: 'Slack answered HTTP 503', inDoubt: true }],
  [
    '403 of a proxy',
    { kind: 'http', status: 403 },
    { kind: 'retry', error: 'Slack answered HTTP 403', inDoubt: false },
  ],
  [
    'a proxy page as 200',
    { kind: 'http', status: 200, body: `<html>Bearer ${TOKEN}</html>` },
    { kind: 'retry', error: 'Slack answered something unreadable', inDoubt: true },
  ],
  ['no answer', { kind: 'hang' }, { kind: 'retry', error: 'Slack could not be reached: TimeoutError', inDoubt: true }],
  [
    'a connection that breaks at once',
    { kind: 'drop-before' },
    { kind: 'retry', error: 'Slack could not be reached: UND_ERR_SOCKET', inDoubt: true },
  ],
  [
    'a connection that breaks when all is done',
    { kind: 'drop-after' },
    { kind: 'retry', error: 'Slack could not be reached: UND_ERR_SOCKET', inDoubt: true },
  ],
];

describe('every call ends in a named outcome', () => {
  it.each(TABLE)('%s', async (_, fault, expected) => {
    const surface = surfaceWith(TOKEN);
    const { ts } = slack.say('C0OPS', 'U0ANA', 'somebody spoke');
    slack.fail('*', fault);
    const outcomes = [
      await surface.post(OPS, cardOf(), 'token-1'),
      await surface.update(OPS, ts, cardOf()),
      await surface.reply(OPS, ts, ['a line'], 'mark'),
      ...(fault.kind === 'drop-after' ? [] : [await surface.find(OPS, 'token-1', new Date())]),
    ];
    for (const outcome of outcomes) expect(outcome).toEqual(expected);
    expect(JSON.stringify(outcomes)).not.toContain(TOKEN);
    expect(JSON.stringify(outcomes)).not.toContain(SECRET);
  });

  it('a door that is closed', async () => {
    const closed = await startSlackStandIn();
    await closed.stop();
    const outcome = await surfaceWith(TOKEN, closed.url).post(OPS, cardOf(), 't');
    expect(outcome).toEqual({ kind: 'retry', error: 'Slack could not be reached: ECONNREFUSED', inDoubt: true });
  });

  it('a wrong token, which is told to nobody', async () => {
    const outcome = await surfaceWith('xoxb-another-secret').post(OPS, cardOf(), 't');
    expect(outcome).toEqual({ kind: 'dead', error: 'Slack answered invalid_auth', everywhere: true });
    expect(JSON.stringify(slack.calls())).not.toContain('xoxb-');
  });
});
