import { afterAll, beforeAll, expect, test } from 'vitest';
import { type House, OPS, openHouse, until } from '../house.js';

/** Who reads the alarm on a telephone. */
const TEXTED = Array.from({ length: 10 }, (_, i) => ({
  id: `guard-${i}`,
  name: `Guard ${i}`,
  phone: `+491555010${i}`,
}));
const PEOPLE = TEXTED.map(
  ({ id, name, phone }) => `  - { id: ${id}, name: ${name}, roles: [responder], phone: "${phone}" }\n`,
).join('');
const LADDER = `
escalation:
  - { id: all, steps: [ { after: 0s, notify: [${TEXTED.map(({ id }) => `"person:${id}"`).join(', ')}], via: [sms] } ] }
protocols:
  - { id: standard, escalation: all }
`;

let house: House;
beforeAll(async () => {
  house = await openHouse({
    postBurst: 5,
    phones: { pace: 'none' },
    book: LADDER,
    edit: (book) => book.replace('\npeople:\n', `\npeople:\n${PEOPLE}`),
  });
});
afterAll(async () => {
  await house?.close();
});

test('a hundred claims at once, from Slack, the console and telephones: one winner, everyone else is told who', async () => {
  await house.generic({ key: 'rush', kind: 'intrusion', zone: 'stockroom' });
  const [alarm] = await until('the incident', async () => {
    const items = await house.incidents();
    return items.length > 0 && items;
  });
  const card = await until('the card', () => house.cardOf(alarm.label));
  for (const { phone } of TEXTED)
    await until(`the text to ${phone}`, () => house.twilio.takeText(phone, /^INC-1 /), 15_000);
  const desk = await house.console();
  // Everybody in the channel, whether the book knows them or not.
  const slack = Array.from({ length: 80 }, (_, i) => `U0GUEST${i}`);
  const [clicks, presses, texts] = await Promise.all([
    Promise.all(slack.map((user) => house.slack.click({ channel: OPS, ts: card.ts, actionId: 'tocsin:claim', user }))),
    Promise.all(Array.from({ length: 10 }, () => desk.press(alarm.number, 'claim'))),
    Promise.all(TEXTED.map(({ phone }) => house.twilio.textIn(phone, '1'))),
  ]);
  expect(Math.max(...clicks.map((click) => click.ms))).toBeLessThan(3_000);
  expect(clicks.every((click) => click.status === 200)).toBe(true);
  await until('an answer to everyone', () => slack.every((user) => house.slack.ephemerals(user).length === 1), 15_000);
  const whole = await house.api(`/incidents/${alarm.number}`);
  const claims = whole.timeline.filter((entry: { type: string }) => entry.type === 'claimed');
  expect(claims).toHaveLength(1);
  const winner = whole.claimedBy.name as string;
  const told = [
    ...slack.map((user) => house.slack.ephemerals(user)[0]!.text),
    ...presses.map((press) => press.text!),
    ...texts.map((text) => text!),
  ];
  expect(told).toHaveLength(100);
  const won = told.filter((text) => text.includes('you have it.'));
  expect(won).toHaveLength(1);
  for (const text of told.filter((each) => !each.includes('you have it.'))) {
    expect(text.includes(`${winner} has had this since`) || text.includes('You have this already'), text).toBe(true);
  }
  await until('the name on the card', () =>
    house.slack.visibleText(house.cardOf(alarm.label)!).includes(`${winner} has this since`),
  );
  await house.twilio.settled();
  expect(house.twilio.leftOver()).toEqual([]);
}, 60_000);
