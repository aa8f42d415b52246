import { afterEach, describe, expect, it } from 'vitest';
import { createThrottle } from '../../../jobs/throttle.js';
import type { IncidentState } from '../../../src/incident/index.js';
import { SLACK_CALLS } from '../../../src/surfaces/slack/limits.js';
import type { SlackOptions } from '../../standins/slack/index.js';
import { PER_MINUTE, Rates } from '../../standins/slack/rates.js';
import type { TestBot } from './bot.js';
import { ANA, cardOf, OPS, startBot } from './bot.js';
import { plainState } from './plain.js';

let bot: TestBot;
const start = async (options?: SlackOptions) => {
  bot = await startBot(options);
  return bot;
};
afterEach(() => bot.stop());

const claimed: IncidentState = {
  ...plainState,
  status: 'claimed',
  claim: {
    by: { id: 'ana', name: 'Ana Beck' },
    at: new Date('2026-01-06T01:11:00Z'),
    via: 'slack',
    heardAt: new Date('2026-01-06T01:11:00Z'),
  },
};
const PICTURE = 'https://frigate.riverside.com/1.jpg';
const pictured: IncidentState = { ...plainState, signals: { ...plainState.signals, pictures: [PICTURE] } };

describe('a card in a channel', () => {
  it('is posted, and changes in place', async () => {
    const { slack, surface } = await start();
    const posted = await surface.post(OPS, cardOf(), 'token-1');
    const [message] = slack.messages('C0OPS');
    expect(posted).toEqual({ kind: 'delivered', ref: message!.ts });
    expect(slack.visibleText(message!)).toContain('Nobody has this yet.');
    expect(await surface.update(OPS, message!.ts, cardOf(claimed))).toEqual(posted);
    const after = slack.messages('C0OPS');
    expect(after).toHaveLength(1);
    expect(slack.visibleText(after[0]!)).toContain('Ana Beck has this since 02:11 (Slack)');
    expect(slack.visibleText(after[0]!)).toContain('[ Release ]');
  });

  it('is found by its token after the connection broke behind it', async () => {
    const { slack, surface } = await start();
    const before = new Date();
    slack.fail('chat.postMessage', { kind: 'drop-after', times: 1 });
    expect(await surface.post(OPS, cardOf(), 'token-9')).toMatchObject({ kind: 'retry', inDoubt: true });
    const [message] = slack.messages('C0OPS');
    expect(await surface.find(OPS, 'token-9', before)).toEqual({ kind: 'delivered', ref: message!.ts });
    expect(await surface.update(OPS, message!.ts, cardOf(claimed))).toMatchObject({ kind: 'delivered' });
    expect(await surface.find(OPS, 'token-9', before)).toEqual({ kind: 'delivered', ref: message!.ts });
  });

  it('is seen as it is shown, or missed', async () => {
    const { slack, surface } = await start();
    const first = await surface.post(OPS, { ...cardOf(), version: 1 }, 'token-1');
    if (first.kind !== 'delivered') throw new Error('not posted');
    expect(await surface.audit(OPS, [first.ref])).toEqual({ kind: 'seen', shown: new Map([[first.ref, 1]]) });
    slack.fail('conversations.history', { kind: 'rate-limited', times: 1, retryAfterS: 7 });
    expect(await surface.audit(OPS, [first.ref])).toMatchObject({ kind: 'unseen', afterMs: 7_000 });
    await surface.update(OPS, first.ref, { ...cardOf(claimed), version: 2 });
    slack.say('C0OPS', 'U0BEN', 'hello');
    const elsewhere = (Number(first.ref) + 1).toFixed(6);
    const shown = new Map<string, number | 'gone'>([
      [first.ref, 2],
      [elsewhere, 'gone'],
    ]);
    expect(await surface.audit(OPS, [first.ref, elsewhere])).toEqual({ kind: 'seen', shown });
  });

  it('is known not to be there when the connection broke before it', async () => {
    const { slack, surface } = await start();
    slack.fail('chat.postMessage', { kind: 'drop-before', times: 1 });
    expect(await surface.post(OPS, cardOf(), 'token-9')).toMatchObject({ kind: 'retry', inDoubt: true });
    expect(await surface.find(OPS, 'token-9', new Date())).toEqual({ kind: 'skipped', reason: 'not posted' });
  });

  it('is found behind hundreds of other messages, and only by the token itself', async () => {
    const { slack, surface } = await start();
    const before = new Date();
    await surface.post(OPS, cardOf(), 'token-1');
    for (let each = 0; each < 450; each++) slack.say('C0OPS', 'U0BEN', `hello ${each}`);
    expect(await surface.find(OPS, 'token-1', before)).toEqual({
      kind: 'delivered',
      ref: slack.messages('C0OPS')[0]!.ts,
    });
    expect(slack.calls('conversations.history')).toHaveLength(3);
    expect(await surface.find(OPS, 'token-2', before)).toEqual({ kind: 'skipped', reason: 'not posted' });
  });

  it("is found although other apps keep odd things of theirs in the channel's metadata", async () => {
    const { slack, surface } = await start();
    const before = new Date();
    slack.say('C0OPS', 'U0BEN', 'a deploy', { event_type: 'tocsin_card', event_payload: { token: 7 } });
    await surface.post(OPS, cardOf(), 'token-1');
    slack.say('C0OPS', 'U0BEN', 'a deploy', { event_type: 'deploy', event_payload: { token: 'token-1' } });
    slack.say('C0OPS', 'U0BEN', 'a deploy', { event_type: 'deploy', event_payload: { token: { nested: true } } });
    expect(await surface.find(OPS, 'token-1', before)).toEqual({
      kind: 'delivered',
      ref: slack.messages('C0OPS')[1]!.ts,
    });
  });

  it('is found again by a bot whose clock is an hour ahead of Slack’s, or behind it', async () => {
    const { slack, surface } = await start();
    await surface.post(OPS, cardOf(), 'token-1');
    const { ts } = slack.messages('C0OPS')[0]!;
    for (const hours of [1, -1])
      expect(await surface.find(OPS, 'token-1', new Date(Date.now() + hours * 3_600_000))).toEqual({
        kind: 'delivered',
        ref: ts,
      });
  });

  it('is not looked for in all that was said long before', async () => {
    const { slack, surface } = await start();
    await surface.post(OPS, cardOf(), 'token-1');
    for (let line = 0; line < 250; line++) slack.say('C0OPS', 'U0BEN', `line ${line}`);
    const calls = () => slack.calls('conversations.history').length;
    expect(await surface.find(OPS, 'token-2', new Date(Date.now() + 3_600_000))).toMatchObject({ kind: 'skipped' });
    expect(calls()).toBe(1);
    expect(await surface.find(OPS, 'token-1', new Date())).toMatchObject({ kind: 'delivered' });
  });

  it('that is one too many is taken away, and is gone all the same when somebody else did so', async () => {
    const { slack, surface, posted } = await start();
    const { ts } = await posted();
    expect(await surface.retract(OPS, ts)).toEqual({ kind: 'delivered', ref: ts });
    expect(slack.messages('C0OPS')).toEqual([]);
    expect(await surface.retract(OPS, ts)).toEqual({ kind: 'delivered', ref: ts });
  });

  it('is lost when somebody deleted it, and dead when the channel is gone', async () => {
    const { slack, surface, posted } = await start();
    const { ts } = await posted();
    slack.forget('C0OPS', ts);
    expect(await surface.update(OPS, ts, cardOf())).toEqual({
      kind: 'lost',
      error: 'Slack answered message_not_found',
    });
    expect(await surface.reply(OPS, ts, ['a line'], 'mark')).toEqual({
      kind: 'lost',
      error: 'Slack answered thread_not_found',
    });
    expect(await surface.post({ ...OPS, to: 'C0NONE' }, cardOf(), 't')).toEqual({
      kind: 'dead',
      error: 'Slack answered channel_not_found',
    });
    slack.archive('C0OPS');
    expect(await surface.post(OPS, cardOf(), 't')).toEqual({ kind: 'dead', error: 'Slack answered is_archived' });
  });

  it('comes without its picture when Slack cannot fetch it', async () => {
    const { slack, surface } = await start();
    slack.breakPicture(PICTURE);
    const outcome = await surface.post(OPS, cardOf(pictured), 'token-1');
    expect(outcome.kind).toBe('delivered');
    expect(slack.visibleText(slack.messages('C0OPS')[0]!)).not.toContain('[picture');
    if (outcome.kind === 'delivered')
      expect((await surface.update(OPS, outcome.ref, cardOf(pictured))).kind).toBe('delivered');
  });

  it('comes without its picture also when the second try meets the limit of one a second', async () => {
    let now = Date.now();
    const { slack, surface } = await start({ postBurst: 1, now: () => now });
    slack.breakPicture(PICTURE);
    expect(await surface.post(OPS, cardOf(pictured), 'token-1')).toMatchObject({ kind: 'retry', afterMs: 1_000 });
    now += 1_000;
    expect((await surface.post(OPS, cardOf(pictured), 'token-1')).kind).toBe('delivered');
  });

  it('calls the channel once, with the first card', async () => {
    const { slack, surface } = await start();
    const outcome = await surface.post({ ...OPS, mention: 'here' }, cardOf(), 'token-1');
    expect(slack.pulls(slack.messages('C0OPS')[0]!).map(({ kind }) => kind)).toEqual(['mention', 'mention']);
    if (outcome.kind === 'delivered') await surface.update({ ...OPS, mention: 'here' }, outcome.ref, cardOf(claimed));
    expect(slack.pulls(slack.messages('C0OPS')[0]!)).toEqual([]);
  });
});

describe('the diary in the thread', () => {
  it('stands below the card and is inert', async () => {
    const { slack, surface, posted } = await start();
    const { ts } = await posted();
    const lines = [
      `02:11 ${ANA.name} claimed it (Slack)`,
      '02:12 Ana Beck: <!channel> see <https://evil.example|this> & that',
    ];
    expect((await surface.reply(OPS, ts, lines, 'mark')).kind).toBe('delivered');
    const [line] = slack.thread('C0OPS', ts);
    expect(slack.visibleText(line!)).toBe(lines.join('\n'));
    expect(slack.pulls(line!)).toEqual([]);
    expect(slack.messages('C0OPS')).toHaveLength(1);
  });

  it('is inert wherever it is cut', async () => {
    const { slack, surface, posted } = await start();
    const { ts } = await posted();
    const long = Array.from({ length: 20 }, () => '<!channel>&'.repeat(200));
    expect((await surface.reply(OPS, ts, long, 'mark')).kind).toBe('delivered');
    const [line] = slack.thread('C0OPS', ts);
    expect(slack.pulls(line!)).toEqual([]);
    expect(line!.text.length).toBeLessThanOrEqual(40_000);
  });
});

describe("Slack's pace", () => {
  /** Ten minutes of calling as soon as the throttle lets go, against Slack's own count. */
  it.each(['post', 'update', 'reply'] as const)('is never exceeded by %s', async (call) => {
    await start();
    const throttle = createThrottle();
    const rates = new Rates(1);
    const method = call === 'update' ? 'chat.update' : 'chat.postMessage';
    let now = 0;
    let calls = 0;
    while (now < 600_000) {
      for (const limit of SLACK_CALLS[call]) throttle.take(limit.name, limit.rate, now);
      expect(rates.take(method, 'C0OPS', now), `call ${calls} at ${now} ms`).toBe(0);
      calls += 1;
      now += Math.max(1, ...SLACK_CALLS[call].map((limit) => throttle.waitMs(limit.name, limit.rate, now)));
    }
    const allowed = call === 'update' ? 10 * PER_MINUTE['chat.update']! : 600;
    expect(calls).toBeGreaterThan(allowed * 0.8);
  });
});
