import { afterAll, beforeAll, expect, test } from 'vitest';
import { FIVE_VENDORS, type House, openHouse, until } from '../house.js';
import { type EmulatedSlack, startEmulate } from '../standins/emulate.js';

let emulated: EmulatedSlack;
let house: House;
beforeAll(async () => {
  emulated = await startEmulate();
  const { apiUrl, token, channel } = emulated;
  house = await openHouse({
    slack: false,
    env: {
      SLACK_BOT_TOKEN: token,
      SLACK_SIGNING_SECRET: 'not-needed-here',
      SLACK_API_URL: apiUrl,
      SLACK_CHANNEL: channel,
    },
  });
}, 60_000);
afterAll(async () => {
  await house?.close();
  await emulated?.stop();
});

test('in front of a Slack that nobody here wrote: five vendors, five cards, and a claim on the console changes one', async () => {
  for (const [sample, at] of FIVE_VENDORS) {
    expect((await house.send(sample, at)).status).toBe(202);
  }
  const cards = async () =>
    (await emulated.client.conversations.history({ channel: emulated.channel, include_all_metadata: true })).messages ??
    [];
  await until('five cards', async () => (await cards()).length === 5, 15_000);
  const incidents = await house.incidents();
  expect(incidents).toHaveLength(5);
  for (const { label } of incidents) expect((await cards()).some((card) => card.text?.includes(label))).toBe(true);
  const desk = await house.console();
  expect(await desk.press(incidents[0].number, 'claim')).toMatchObject({ status: 200 });
  await until('the name on the card', async () =>
    (await cards()).some(
      (card) => card.text?.includes(incidents[0].label) && card.text.includes('Dana Wolff has this since'),
    ),
  );
  expect(await cards()).toHaveLength(5);
}, 40_000);
