import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { FORM_ACTIONS } from '../../../cards/card.js';
import { formFor } from '../../../cards/forms.js';
import type { Answer } from '../../../src/inbound.js';
import type { Sent } from '../../standins/slack/index.js';
import type { TestBot } from './bot.js';
import { ANA, eventually, OPS, startBot } from './bot.js';
import { plainState } from './states.js';

let bot: TestBot;
beforeEach(async () => {
  bot = await startBot();
});
afterEach(() => bot.stop());

const claim = { actionId: 'tocsin:claim', user: 'U0ANA' };
const told = (user: string, times = 1) =>
  eventually(() => bot.slack.ephemerals(user).length >= times && bot.slack.ephemerals(user));
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

describe('a press on a card', () => {
  it('reaches the desk as what was pressed, on what, by whom, and its answer reaches only the presser', async () => {
    const { ms } = await bot.slack.click({ ...(await bot.posted()), ...claim });
    const [said] = await told('U0ANA');
    expect(bot.handled).toEqual([{ kind: 'press', action: 'claim', incidentId: plainState.id, who: ANA }]);
    expect(said).toMatchObject({ text: 'INC-42: you have it.', channel: 'C0OPS', by: 'response_url' });
    expect(bot.slack.messages('C0OPS')).toHaveLength(1);
    expect(ms).toBeLessThan(1_000);
  });

  it.each(['escalate', 'resolve', 'false-alarm'] as const)('reaches it from the button %s', async (action) => {
    await bot.slack.click({ ...(await bot.posted()), actionId: `tocsin:${action}`, user: 'U0ANA' });
    await eventually(() => bot.handled.length === 1);
    expect(bot.handled[0]).toMatchObject({ kind: 'press', action });
  });

  it.each([
    ['Note…', 'note'],
    ['Snooze…', 'snooze'],
  ])('reaches it from behind the three dots: %s', async (value, action) => {
    await bot.slack.click({ ...(await bot.posted()), actionId: 'tocsin:more', user: 'U0ANA', value });
    await eventually(() => bot.handled.length === 1);
    expect(bot.handled[0]).toMatchObject({ kind: 'press', action, incidentId: plainState.id });
  });

  it('is answered with an inert sentence, whatever names are in it', async () => {
    bot.answer(() => Promise.resolve({ kind: 'refused', text: '<!channel> & <https://evil.example|Ana> has this.' }));
    await bot.slack.click({ ...(await bot.posted()), ...claim });
    const [said] = await told('U0ANA');
    expect(bot.slack.pulls(said!)).toEqual([]);
    expect(bot.slack.visibleText(said!)).toBe('<!channel> & <https://evil.example|Ana> has this.');
  });

  it('by a stranger changes nothing and is told so', async () => {
    await bot.slack.click({ ...(await bot.posted()), ...claim, user: 'U0BEN' });
    expect((await told('U0BEN'))[0]!.text).toContain('You are not in the book of this desk.');
    expect(bot.handled).toEqual([]);
  });

  it('is acknowledged at once although the desk takes four seconds, and answered then', async () => {
    bot.answer(
      () =>
        new Promise<Answer>((resolve) => setTimeout(resolve, 4_000, { kind: 'done', text: 'INC-42: you have it.' })),
    );
    const { ms } = await bot.slack.click({ ...(await bot.posted()), ...claim });
    expect(ms).toBeLessThan(500);
    expect((await eventually(() => bot.slack.ephemerals('U0ANA')[0], 6_000)).text).toBe('INC-42: you have it.');
  });

  it('is answered also when the desk breaks', async () => {
    bot.answer(() => Promise.reject(new Error('the store is gone')));
    await bot.slack.click({ ...(await bot.posted()), ...claim });
    expect((await told('U0ANA'))[0]!.text).toContain('Something went wrong here');
    expect(bot.failures).toHaveLength(1);
  });

  it('whose answer Slack refuses is reported, and nothing breaks', async () => {
    const card = await bot.posted();
    bot.slack.fail('response_url', { kind: 'http', status: 500 });
    await bot.slack.click({ ...card, ...claim });
    await eventually(() => bot.failures.length === 1);
    bot.slack.heal();
    await bot.slack.click({ ...card, ...claim });
    await told('U0ANA');
  });
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
    ['a slash command', () => bot.slack.command('/tocsin', 'help', 'U0ANA', 'C0OPS')],
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

describe('a press that asks something first', () => {
  const asking = (answer: Answer) => {
    bot.answer((inbound) =>
      Promise.resolve(inbound.kind === 'press' ? { kind: 'ask', form: formFor('note', plainState, []) } : answer),
    );
  };
  const opened = async () => {
    await bot.slack.click({ ...(await bot.posted()), actionId: 'tocsin:more', user: 'U0ANA', value: 'Note…' });
    return await eventually(() => bot.slack.openViews('U0ANA')[0]);
  };

  it.each(FORM_ACTIONS)('opens its form: %s', async (id) => {
    const targets = [{ value: 'role:supervisor', label: 'Every supervisor' }];
    bot.answer(() => Promise.resolve({ kind: 'ask', form: formFor(id, plainState, targets) }));
    await bot.slack.click({ ...(await bot.posted()), actionId: 'tocsin:escalate', user: 'U0ANA' });
    const { view } = await eventually(() => bot.slack.openViews('U0ANA')[0]);
    expect(view).toMatchObject({ callback_id: `tocsin:${id}` });
  });

  it('brings back what was filled in, and closes', async () => {
    asking({ kind: 'done', text: 'INC-42: note added.' });
    const { id } = await opened();
    const reply = await bot.slack.submit({ viewId: id, user: 'U0ANA', values: { text: 'Door was <open> & wet' } });
    expect(reply.action).toBe('close');
    expect(bot.handled[1]).toEqual({
      kind: 'submit',
      form: 'note',
      incidentId: plainState.id,
      values: { text: 'Door was <open> & wet' },
      who: ANA,
    });
    expect(bot.slack.openViews('U0ANA')).toEqual([]);
  });

  it('leaves out what was left empty, and brings back what stood there from the start', async () => {
    bot.answer((inbound) =>
      Promise.resolve(
        inbound.kind === 'press'
          ? { kind: 'ask', form: formFor('snooze', plainState, []) }
          : { kind: 'done', text: 'ok' },
      ),
    );
    const { id } = await opened();
    await bot.slack.submit({ viewId: id, user: 'U0ANA', values: { why: 'waiting for the locksmith' } });
    expect(bot.handled[1]).toMatchObject({ form: 'snooze', values: { for: '15m', why: 'waiting for the locksmith' } });
  });

  it('shows what was filled in badly beside the field', async () => {
    asking({ kind: 'faults', faults: { text: 'Please write a few words.' } });
    const { id } = await opened();
    const reply = await bot.slack.submit({ viewId: id, user: 'U0ANA', values: { text: '…' } });
    expect(reply).toMatchObject({ action: 'errors', errors: { text: 'Please write a few words.' } });
    expect(bot.slack.openViews('U0ANA')).toHaveLength(1);
  });

  it('shows a fault that belongs to no field all the same', async () => {
    asking({ kind: 'faults', faults: { until: 'a life-safety incident is not snoozed', form: 'no' } });
    const { id } = await opened();
    const reply = await bot.slack.submit({ viewId: id, user: 'U0ANA', values: { text: 'x' } });
    expect(reply).toMatchObject({ action: 'errors', errors: { text: 'a life-safety incident is not snoozed no' } });
  });

  it('says a refusal where the form was', async () => {
    asking({ kind: 'refused', text: 'Ben Ortiz has had this since 02:11 (Teams).' });
    const { id } = await opened();
    expect((await bot.slack.submit({ viewId: id, user: 'U0ANA', values: { text: 'x' } })).action).toBe('update');
    const [said] = bot.slack.openViews('U0ANA');
    expect(bot.slack.visibleText({ text: '', blocks: said!.view.blocks as object[] })).toBe(
      'Ben Ortiz has had this since 02:11 (Teams).',
    );
  });

  it('says "still working" in time when the desk takes four seconds, and tells the result then', async () => {
    bot.answer((inbound) =>
      inbound.kind === 'press'
        ? Promise.resolve({ kind: 'ask', form: formFor('note', plainState, []) })
        : new Promise<Answer>((resolve) => setTimeout(resolve, 4_000, { kind: 'done', text: 'INC-42: note added.' })),
    );
    const { id } = await opened();
    const reply = await bot.slack.submit({ viewId: id, user: 'U0ANA', values: { text: 'x' } });
    expect(reply.action).toBe('update');
    expect(reply.ms).toBeLessThan(3_000);
    expect(bot.slack.openViews('U0ANA')[0]!.view).toMatchObject({ title: { text: 'Still working' } });
    const said = await eventually(() => bot.slack.ephemerals('U0ANA')[0], 6_000);
    expect(said).toMatchObject({ text: 'INC-42: note added.', channel: 'C0OPS', by: 'api' });
  });

  it('is answered in time also when the desk breaks', async () => {
    bot.answer((inbound) =>
      inbound.kind === 'press'
        ? Promise.resolve({ kind: 'ask', form: formFor('note', plainState, []) })
        : Promise.reject(new Error('gone')),
    );
    const { id } = await opened();
    expect((await bot.slack.submit({ viewId: id, user: 'U0ANA', values: { text: 'x' } })).action).toBe('update');
    expect(bot.slack.openViews('U0ANA')[0]!.view).toMatchObject({ title: { text: 'Not possible' } });
  });

  it('is handled once when the same submission comes again', async () => {
    asking({ kind: 'done', text: 'INC-42: note added.' });
    const { id } = await opened();
    const { sent } = await bot.slack.submit({ viewId: id, user: 'U0ANA', values: { text: 'x' } });
    expect(await send(sent)).toMatchObject({ status: 200 });
    expect(bot.handled.filter(({ kind }) => kind === 'submit')).toHaveLength(1);
  });

  it('tells the presser when Slack did not open the form', async () => {
    asking({ kind: 'done', text: 'ok' });
    const card = await bot.posted();
    bot.slack.fail('views.open', { kind: 'error', error: 'expired_trigger_id' });
    await bot.slack.click({ ...card, actionId: 'tocsin:more', user: 'U0ANA', value: 'Note…' });
    expect((await told('U0ANA'))[0]!.text).toBe('The form could not be opened in time. Please press again.');
    expect(bot.failures).toHaveLength(1);
  });

  it('opens without delay while posting is rate limited', async () => {
    asking({ kind: 'done', text: 'ok' });
    const card = await bot.posted();
    bot.slack.fail('chat.postMessage', { kind: 'rate-limited', retryAfterS: 30 });
    const posts = [1, 2, 3].map((each) =>
      bot.surface.post(OPS, { incidentId: 'i-1', accent: 'low', fallback: 'x', elements: [] }, `t${each}`),
    );
    for (const outcome of await Promise.all(posts)) expect(outcome).toMatchObject({ kind: 'retry', afterMs: 30_000 });
    const started = performance.now();
    await bot.slack.click({ ...card, actionId: 'tocsin:more', user: 'U0ANA', value: 'Note…' });
    await eventually(() => bot.slack.openViews('U0ANA')[0], 1_000);
    expect(performance.now() - started).toBeLessThan(1_000);
  });

  it('opens without delay while a post hangs', async () => {
    asking({ kind: 'done', text: 'ok' });
    const card = await bot.posted();
    bot.slack.fail('chat.update', { kind: 'hang' });
    const hanging = bot.surface.update(OPS, card.ts, { incidentId: 'i-1', accent: 'low', fallback: 'x', elements: [] });
    await bot.slack.click({ ...card, actionId: 'tocsin:more', user: 'U0ANA', value: 'Note…' });
    await eventually(() => bot.slack.openViews('U0ANA')[0], 1_000);
    expect(await hanging).toMatchObject({ kind: 'retry', inDoubt: true });
  });
});
