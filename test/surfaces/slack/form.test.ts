import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { Card } from '../../../cards/card.js';
import { INCIDENT_FORMS } from '../../../cards/card.js';
import { formFor } from '../../../cards/forms.js';
import type { Answer } from '../../../src/inbound.js';
import type { TestBot } from './bot.js';
import { ANA, eventually, OPS, startBot, toldTo } from './bot.js';
import { plainState } from './plain.js';

let bot: TestBot;
beforeEach(async () => {
  bot = await startBot();
});
afterEach(() => bot.stop());

const told = (user: string) => toldTo(bot, user);

describe('a press that asks something first', () => {
  const asking = (answer: Answer) => {
    bot.answer((inbound) =>
      Promise.resolve(
        inbound.kind === 'press' ? { kind: 'ask', form: formFor('note', plainState, { targets: [] }) } : answer,
      ),
    );
  };
  const opened = async () => {
    await bot.slack.click({ ...(await bot.posted()), actionId: 'tocsin:more', user: 'U0ANA', value: 'Note…' });
    return await eventually(() => bot.slack.openViews('U0ANA')[0]);
  };

  it.each(INCIDENT_FORMS)('opens its form: %s', async (id) => {
    const targets = [
      { value: 'role:supervisor', label: 'Every supervisor' },
      { value: 'person:ana', label: 'Ana Beck' },
    ];
    bot.answer(() => Promise.resolve({ kind: 'ask', form: formFor(id, plainState, { targets, officers: targets }) }));
    await bot.slack.click({ ...(await bot.posted()), actionId: 'tocsin:escalate', user: 'U0ANA' });
    const { view } = await eventually(() => bot.slack.openViews('U0ANA')[0]);
    expect(view).toMatchObject({ callback_id: `tocsin:${id}` });
    expect(JSON.parse(String(view.private_metadata))).toEqual({ about: plainState.id, channel: 'C0OPS' });
  });

  it('says so where there is nobody to choose', async () => {
    bot.answer(() => Promise.resolve({ kind: 'ask', form: formFor('escalate', plainState, { targets: [] }) }));
    await bot.slack.click({ ...(await bot.posted()), actionId: 'tocsin:escalate', user: 'U0ANA' });
    const { view } = await eventually(() => bot.slack.openViews('U0ANA')[0]);
    expect(bot.slack.visibleText({ text: '', blocks: view.blocks as object[] })).toContain('nothing to choose from');
  });

  it('brings back what was filled in, and closes', async () => {
    asking({ kind: 'done', text: 'INC-42: note added.' });
    const { id } = await opened();
    const reply = await bot.slack.submit({ viewId: id, user: 'U0ANA', values: { text: 'Door was <open> & wet' } });
    expect(reply.action).toBe('close');
    expect(bot.handled[1]).toEqual({
      kind: 'submit',
      form: 'note',
      about: plainState.id,
      values: { text: 'Door was <open> & wet' },
      who: ANA,
    });
    expect(bot.slack.openViews('U0ANA')).toEqual([]);
  });

  it('leaves out what was left empty, and brings back what stood there from the start', async () => {
    bot.answer((inbound) =>
      Promise.resolve(
        inbound.kind === 'press'
          ? { kind: 'ask', form: formFor('snooze', plainState, { targets: [] }) }
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
        ? Promise.resolve({ kind: 'ask', form: formFor('note', plainState, { targets: [] }) })
        : new Promise<Answer>((resolve) => setTimeout(resolve, 4_000, { kind: 'done', text: 'INC-42: note added.' })),
    );
    const { id } = await opened();
    const reply = await bot.slack.submit({ viewId: id, user: 'U0ANA', values: { text: 'x' } });
    expect(reply.action).toBe('update');
    expect(reply.ms).toBeLessThan(3_000);
    expect(bot.slack.openViews('U0ANA')[0]!.view).toMatchObject({ title: { text: 'Still working' } });
    await eventually(
      () => bot.slack.openViews('U0ANA').find(({ view }) => JSON.stringify(view).includes('INC-42: note added.')),
      6_000,
    );
    expect(bot.slack.ephemerals('U0ANA')).toEqual([]);
  }, 20_000);

  it('tells the result in the channel when whoever asked has closed the form', async () => {
    bot.answer((inbound) =>
      inbound.kind === 'press'
        ? Promise.resolve({ kind: 'ask', form: formFor('note', plainState, { targets: [] }) })
        : new Promise<Answer>((resolve) => setTimeout(resolve, 4_000, { kind: 'done', text: 'INC-42: note added.' })),
    );
    const { id } = await opened();
    bot.slack.fail('views.update', { kind: 'error', error: 'not_found' });
    await bot.slack.submit({ viewId: id, user: 'U0ANA', values: { text: 'x' } });
    const said = await eventually(() => bot.slack.ephemerals('U0ANA')[0], 6_000);
    expect(said).toMatchObject({ text: 'INC-42: note added.', channel: 'C0OPS', by: 'api' });
  }, 20_000);

  it('is answered in time also when the desk breaks', async () => {
    bot.answer((inbound) =>
      inbound.kind === 'press'
        ? Promise.resolve({ kind: 'ask', form: formFor('note', plainState, { targets: [] }) })
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
    expect(await bot.slack.raw(sent.body, sent.headers)).toMatchObject({ status: 200 });
    expect(bot.handled.filter(({ kind }) => kind === 'submit')).toHaveLength(1);
  });

  it('tells the presser when Slack did not open the form', async () => {
    asking({ kind: 'done', text: 'ok' });
    const card = await bot.posted();
    bot.slack.fail('views.open', { kind: 'error', error: 'expired_trigger_id' });
    await bot.slack.click({ ...card, actionId: 'tocsin:more', user: 'U0ANA', value: 'Note…' });
    expect((await told('U0ANA'))[0]!.text).toBe('The form could not be opened in time. Please try again.');
    expect(bot.failures).toHaveLength(1);
  });

  it('opens without delay while posting is rate limited', async () => {
    asking({ kind: 'done', text: 'ok' });
    const card = await bot.posted();
    bot.slack.fail('chat.postMessage', { kind: 'rate-limited', retryAfterS: 30 });
    const posts = [1, 2, 3].map((each) =>
      bot.surface.post(OPS, { about: 'i-1', accent: 'low', fallback: 'x', elements: [] }, `t${each}`),
    );
    for (const outcome of await Promise.all(posts)) expect(outcome).toMatchObject({ kind: 'retry', afterMs: 30_000 });
    const started = performance.now();
    await bot.slack.click({ ...card, actionId: 'tocsin:more', user: 'U0ANA', value: 'Note…' });
    await eventually(() => bot.slack.openViews('U0ANA')[0], 1_000);
    expect(performance.now() - started).toBeLessThan(1_000);
  });

  it('opens without delay while more calls hang than one client makes at a time', async () => {
    asking({ kind: 'done', text: 'ok' });
    const card = await bot.posted();
    bot.slack.fail('chat.update', { kind: 'hang' });
    const empty: Card = { about: 'i-1', accent: 'low', fallback: 'x', elements: [] };
    const hanging = Array.from({ length: 110 }, () => bot.surface.update(OPS, card.ts, empty));
    await eventually(() => bot.slack.calls('chat.update').length >= 100);
    await bot.slack.click({ ...card, actionId: 'tocsin:more', user: 'U0ANA', value: 'Note…' });
    await eventually(() => bot.slack.openViews('U0ANA')[0], 1_000);
    await bot.slack.stop();
    for (const outcome of await Promise.all(hanging)) expect(outcome).toMatchObject({ kind: 'retry', inDoubt: true });
  });
});
