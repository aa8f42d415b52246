import { afterAll, beforeAll, expect, test } from 'vitest';
import { type House, handClock, type Json, openHouse, until } from '../house.js';

/** One ladder: who is on call by chat and text, then the supervisor by text, and in the end the director. */
const BOOK = `
rotations:
  - { id: duty, timezone: Europe/Berlin, layers: [ { people: [ana, ben], handover: "00:00", every: 26w, start: 2026-06-29 } ] }
escalation:
  - id: night
    rounds: 1
    round: 6m
    lastResort: director
    lastResortEvery: 5m
    steps:
      - { after: 0s, notify: ["rotation:duty"], via: [chat] }
      - { after: 1m, notify: ["rotation:duty"], via: [sms] }
      - { after: 3m, notify: ["person:sam"], via: [sms] }
protocols:
  - { id: standard, when: {}, escalation: night }
`;
const ANA = '+4915550001';
const BEN = '+4915550002';
const SAM = '+4915550004';
const DIRECTOR = '+4915550005';

const clock = handClock();
let house: House;
beforeAll(async () => {
  house = await openHouse({
    clock,
    phones: { pace: 'none' },
    book: BOOK,
    edit: (book) => book.replace(/\n# Who is on call[\s\S]*?\ngrouping:/, '\ngrouping:'),
  });
});
afterAll(async () => {
  await house?.close();
});

const MIN = 60_000;
const incident = async (): Promise<Json> => await house.api('/incidents/1');
const lines = async (): Promise<string[]> => (await incident()).timeline.map((entry: Json) => entry.text);
const card = () => house.slack.visibleText(house.cardOf('INC-1')!);

test('a door is forced at night and nobody claims it: everybody in turn, each way in turn, and in the end the third', async () => {
  // Her phone is off; his is in the locker; the director sleeps.
  house.twilio.holds(ANA, { answers: 'nobody', texts: { status: 'undelivered', code: 30003 } });
  house.twilio.holds(BEN, { answers: 'nobody' });
  house.twilio.holds(DIRECTOR, { answers: 'nobody' });
  await house.generic({ key: 'dock', kind: 'forced-door', zone: 'stockroom' });

  // 0:00 One card, which calls the one who is on call by name.
  await until('the card', () => house.cardOf('INC-1'));
  expect(house.slack.pulls(house.cardOf('INC-1')!)[0]).toEqual({ kind: 'mention', what: '@U0ANA' });
  expect(house.twilio.texts).toEqual([]);

  // 1:00 A text, which does not arrive; so it is a call, at once.
  clock.wind(MIN);
  const text = await until('the text to Ana', () => house.twilio.takeText(ANA));
  expect(text.body).toMatch(
    /^INC-1 \w+ Forced door, Stockroom, Riverside Mall \d\d:\d\d\. Reply 1 claim 2 escalate 3 details/,
  );
  const call = await until('the call to Ana', () => house.twilio.takeCall(ANA));
  expect(call.at.getTime() - text.at.getTime()).toBeLessThan(30_000);

  // She does not answer: the next one of the rotation, by every way.
  await until('the text to Ben', () => house.twilio.takeText(BEN, /^INC-1 /));
  await until('the call to Ben', () => house.twilio.takeCall(BEN));

  // The card says by which way nobody was reached, the newest first; later ones take its place.
  await until('what became of the text to Ana', () => /Ana Beck \(SMS \d\d:\d\d, 30003/.test(card()));

  // 3:00 The supervisor.
  clock.wind(2 * MIN);
  await until('the text to Sam', () => house.twilio.takeText(SAM, /^INC-1 /));

  // 6:00 Nobody has it, and the card says so.
  clock.wind(3 * MIN);
  await until('the text to the director', () => house.twilio.takeText(DIRECTOR, /^INC-1 /));
  await until('the call to the director', () => house.twilio.takeCall(DIRECTOR));
  await until('the card that says so', () => card().includes('NOBODY HAS THIS. Everybody was tried'));
  // Every supervisor is told as well.
  await until('the second text to Sam', () => house.twilio.takeText(SAM, /^INC-1 /));
  const others = house.twilio.texts.filter(({ taken }) => !taken).map(({ to }) => to);
  expect(others).toEqual([]);

  // Sam answers with one digit.
  expect(await house.twilio.textIn(SAM, '1')).toMatch(/^INC-1: /);
  await until('the name on the card', () => card().includes('Sam Okafor has this since'));
  expect(card()).toContain('(SMS)');
  const console = await house.console();
  expect(await console.get('/console/incidents/1')).toContain('Sam Okafor has this since');
  expect((await incident()).claimedBy).toMatchObject({ name: 'Sam Okafor' });

  // Half an hour later nothing more was sent to anybody but the one who has it, who is asked whether they are on it.
  const sent = house.twilio.requests.length;
  clock.wind(10 * MIN);
  await new Promise((resolve) => setTimeout(resolve, 700));
  expect(house.twilio.requests.length).toBe(sent);
  expect(house.twilio.leftOver().filter((line) => !line.includes(SAM))).toEqual([]);
  expect((await lines()).filter((line) => /undefined|\[object/.test(line))).toEqual([]);
}, 60_000);
