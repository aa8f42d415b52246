import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { Answer } from '../../../src/inbound.js';
import type { TestBot } from './bot.js';
import { ANA, eventually, startBot, toldTo } from './bot.js';
import { plainState } from './plain.js';

let bot: TestBot;
beforeEach(async () => {
  bot = await startBot();
});
afterEach(() => bot.stop());

const claim = { actionId: 'tocsin:claim', user: 'U0ANA' };
const told = (user: string) => toldTo(bot, user);

describe('a press on a card', () => {
  it('reaches the desk as what was pressed, on what, by whom, and its answer reaches only the presser', async () => {
    const { ms } = await bot.slack.click({ ...(await bot.posted()), ...claim });
    const [said] = await told('U0ANA');
    expect(bot.handled).toEqual([{ kind: 'press', action: 'claim', about: plainState.id, who: ANA }]);
    expect(said).toMatchObject({ text: 'INC-42: you have it.', channel: 'C0OPS', by: 'response_url' });
    expect(bot.slack.messages('C0OPS')).toHaveLength(1);
    expect(ms).toBeLessThan(1_000);
  });

  it.each(['escalate', 'resolve', 'dispatch'] as const)('reaches it from the button %s', async (action) => {
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
    expect(bot.handled[0]).toMatchObject({ kind: 'press', action, about: plainState.id });
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
