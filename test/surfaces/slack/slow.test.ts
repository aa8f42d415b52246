import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { cardOf, OPS, startBot, type TestBot } from './bot.js';

const BUSY = 'Tocsin is too busy for this just now. Nothing was done: please ask again.';

let bot: TestBot;
beforeEach(async () => {
  bot = await startBot();
});
afterEach(() => bot.stop());

describe('while the store is slow', () => {
  it('a press is acknowledged in time, told that nothing was done, and not done', async () => {
    const { slack, surface } = bot;
    await surface.post(OPS, cardOf(), 'token');
    bot.slowStore(4_000);
    const click = await slack.click({
      channel: OPS.to,
      ts: slack.messages(OPS.to)[0]!.ts,
      actionId: 'tocsin:claim',
      user: 'U0ANA',
    });
    expect(click.status).toBe(200);
    expect(click.ms).toBeLessThan(3_000);
    await new Promise((resolve) => setTimeout(resolve, 300));
    expect(slack.ephemerals('U0ANA').at(-1)?.text).toBe(BUSY);
    expect(bot.handled).toEqual([]);
  }, 15_000);

  it('a command is answered in time, and told the same', async () => {
    bot.slowStore(4_000);
    const sent = bot.slack.command('/tocsin', 'list', 'U0ANA', OPS.to);
    const { status, body, ms } = await bot.slack.raw(sent.body, sent.headers);
    expect(status).toBe(200);
    expect(ms).toBeLessThan(3_000);
    expect(JSON.parse(body)).toMatchObject({ response_type: 'ephemeral', text: BUSY });
    expect(bot.handled).toEqual([]);
  }, 15_000);
});
