import { afterAll, beforeAll, expect, test } from 'vitest';
import { CLIENT, type House, handClock, OPS, openHouse, until } from '../house.js';

const clock = handClock();
let house: House;
beforeAll(async () => {
  house = await openHouse({
    clock,
    postBurst: 20,
    book: `  - { id: client, surface: slack, to: ${CLIENT}, for: { clients: [riverside] }, audience: client }\n`,
  });
});
afterAll(async () => {
  await house?.close();
});

const shown = (label: string) => {
  const card = house.cardOf(label);
  return card && house.slack.visibleText(card);
};
const byTitle = async (title: string) => (await house.incidents()).find((each) => each.title.includes(title));

test('two places that the book does not have are two incidents, and each card names its own', async () => {
  await house.generic({ key: 'p1', zone: 'roof-hatch', details: 'CALLER SAYS KNIFE' });
  await house.generic({ key: 'p2', zone: 'cellar-window', kind: 'glass-break' });
  const roof = await until('the first', () => byTitle('“roof-hatch”'));
  const cellar = await until('the second', () => byTitle('“cellar-window”'));
  expect(roof.number).not.toBe(cellar.number);
  const card = await until('its card', () => shown(roof.label));
  expect(card).toContain('“roof-hatch” (not in the book)');
  // What else the detector said is for a human too.
  expect(card).toContain('CALLER SAYS KNIFE');
});

test('an incident that becomes graver calls the channel, and wakes from its snooze', async () => {
  await house.generic({ key: 'r1', kind: 'motion', site: 'museum', zone: 'vault', device: 'd-1' });
  const incident = await until('the incident', () => byTitle('Motion · Vault'));
  const card = await until('its card', () => house.cardOf(incident.label));
  const desk = await house.console();
  expect(await desk.submit(incident.number, 'snooze', { for: '4h', why: 'Cleaners' })).toMatchObject({ status: 200 });
  await house.generic({ key: 'r2', kind: 'intrusion', site: 'museum', zone: 'vault', device: 'd-2' });
  await house.generic({ key: 'r3', kind: 'person', site: 'museum', zone: 'vault', device: 'd-3' });
  await until('the rise in the thread', () =>
    house.slack
      .thread(OPS, card.ts)
      .some((message) => /Intrusion · Vault rose to (HIGH|CRITICAL) \d+/.test(message.text)),
  );
  await until('the snooze gone from the card', () => !shown(incident.label)?.includes('Snoozed'));
});

test('a client sees where it stands, and nothing of what we say to each other', async () => {
  await house.generic({ key: 'c1', zone: 'stockroom' });
  const incident = await until('the incident', () => byTitle('Forced door · Stockroom'));
  const theirs = await until('the card of the client', () =>
    house.slack.messages(CLIENT).find((message) => house.slack.visibleText(message).includes(incident.label)),
  );
  const ours = await until('our card', () => house.cardOf(incident.label));
  expect(JSON.stringify(theirs.blocks)).not.toContain('tocsin:');
  expect(JSON.stringify(ours.blocks)).toContain('tocsin:claim');
  const desk = await house.console();
  await desk.submit(incident.number, 'note', { text: 'INTERNAL: we suspect their own guard' });
  await desk.press(incident.number, 'claim');
  await until('the claim in our thread', () =>
    house.slack.thread(OPS, ours.ts).some((each) => each.text.includes('claimed it')),
  );
  await until('the claim in theirs', () =>
    house.slack.thread(CLIENT, theirs.ts).some((each) => each.text.includes('claimed it')),
  );
  expect(house.slack.thread(OPS, ours.ts).some((each) => each.text.includes('INTERNAL'))).toBe(true);
  expect(house.slack.thread(CLIENT, theirs.ts).some((each) => each.text.includes('INTERNAL'))).toBe(false);
  await house.generic({ key: 'c2', kind: 'duress', zone: 'tills' });
  const duress = await until('the duress', () => byTitle('Duress'));
  await until('its card with us', () => shown(duress.label));
  await new Promise((resolve) => setTimeout(resolve, 500));
  expect(house.slack.messages(CLIENT).some((each) => house.slack.visibleText(each).includes(duress.label))).toBe(false);
});

test('a card that only a person could mend is posted by itself once it is mended', async () => {
  house.slack.fail('chat.postMessage', { kind: 'error', error: 'channel_not_found' });
  await house.generic({ key: 'd1', kind: 'fire', site: 'museum', zone: 'foyer' });
  const fire = await until('the fire', () => byTitle('Fire · Foyer'));
  const desk = await house.console();
  await until('the undelivered card in the console', async () =>
    (await desk.get('/console')).includes(`${fire.label}</a> card to slack ops: Slack answered channel_not_found`),
  );
  house.slack.heal();
  clock.wind(2 * 60_000);
  await until('the card', () => shown(fire.label));
  await until(
    'no undelivered card any more',
    async () => !(await desk.get('/console')).includes('Could not be delivered'),
  );
});

test('a burst is one entry a second in the timeline, and every signal of it counts', async () => {
  const started = Date.now();
  for (let i = 0; i < 60; i++) {
    await house.generic({ key: `burst-${i}`, kind: 'motion', site: 'hanse-hub', zone: 'yard', device: 'cam-yard-1' });
    await new Promise((resolve) => setTimeout(resolve, 40));
  }
  const incident = await until('all sixty', async () => {
    const each = await byTitle('Motion · Yard');
    return each?.signalCount === 60 && each;
  });
  const seconds = (Date.now() - started) / 1_000;
  const whole = await house.api(`/incidents/${incident.number}`);
  const joins = whole.timeline.filter((entry: { type: string }) => entry.type === 'signals-joined');
  expect(joins.length).toBeGreaterThan(1);
  expect(joins.length).toBeLessThanOrEqual(Math.ceil(seconds) + 1);
}, 20_000);
