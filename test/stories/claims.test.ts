import { afterAll, beforeAll, expect, test } from 'vitest';
import { type House, OPS, openHouse, until } from '../house.js';

let house: House;
beforeAll(async () => {
  house = await openHouse({ postBurst: 5 });
});
afterAll(async () => {
  await house?.close();
});

test('a hundred claims at once, from Slack and the console: one winner, everyone else is told who', async () => {
  await house.generic({ key: 'rush', kind: 'intrusion', zone: 'stockroom' });
  const [alarm] = await until('the incident', async () => {
    const items = await house.incidents();
    return items.length > 0 && items;
  });
  const card = await until('the card', () => house.cardOf(alarm.label));
  const desk = await house.console();
  // Everybody in the channel, whether the book knows them or not.
  const slack = Array.from({ length: 90 }, (_, i) => `U0GUEST${i}`);
  const [clicks, presses] = await Promise.all([
    Promise.all(slack.map((user) => house.slack.click({ channel: OPS, ts: card.ts, actionId: 'tocsin:claim', user }))),
    Promise.all(Array.from({ length: 10 }, () => desk.press(alarm.number, 'claim'))),
  ]);
  expect(Math.max(...clicks.map((click) => click.ms))).toBeLessThan(3_000);
  expect(clicks.every((click) => click.status === 200)).toBe(true);
  await until('an answer to everyone', () => slack.every((user) => house.slack.ephemerals(user).length === 1), 15_000);
  const whole = await house.api(`/incidents/${alarm.number}`);
  const claims = whole.timeline.filter((entry: { type: string }) => entry.type === 'claimed');
  expect(claims).toHaveLength(1);
  const winner = whole.claimedBy.name as string;
  const told = [...slack.map((user) => house.slack.ephemerals(user)[0]!.text), ...presses.map((press) => press.text!)];
  const won = told.filter((text) => text.includes('you have it.'));
  expect(won).toHaveLength(1);
  for (const text of told.filter((each) => !each.includes('you have it.'))) {
    expect(text.includes(`${winner} has had this since`) || text.includes('You have this already')).toBe(true);
  }
  await until('the name on the card', () =>
    house.slack.visibleText(house.cardOf(alarm.label)!).includes(`${winner} has this since`),
  );
}, 40_000);
