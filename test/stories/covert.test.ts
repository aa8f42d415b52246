import { afterEach, expect, test } from 'vitest';
import { CLIENT, type House, type Json, OPS, openHouse, until } from '../house.js';

/** Where whoever stands at the counter can look: a screen in the guardroom. `OPS` is where nobody can. */
const SCREEN = CLIENT;
const BOOK = `  - { id: guardroom, surface: slack, to: ${SCREEN}, for: {}, visibleOnSite: true }
escalation:
  - { id: all, steps: [ { after: 0s, notify: ["person:ana"], via: [chat, sms] }, { after: 0s, notify: ["person:ben"], via: [voice] } ] }
protocols:
  - { id: standard, escalation: all }
  - { id: emergency, escalation: all, when: { lifeSafety: true } }
`;
const [ANA, BEN] = ['+4915550001', '+4915550002'];
const WORD = 'marzipan';
/** What would tell somebody with a knife that they were heard. */
const GIVEN_AWAY = /hold.?up|duress|silent|till|riverside mall|uferstrasse|critical|marzipan/i;

let house: House;
async function open(more = ''): Promise<void> {
  house = await openHouse({
    phones: { pace: 'none' },
    postBurst: 5,
    book: `${BOOK}${more}`,
    edit: (book) => book.replace('      id: ana,\n', '      id: ana,\n      duressWord: env:DURESS_ANA,\n'),
    env: { DURESS_ANA: WORD },
  });
  for (const number of [ANA, BEN]) house.twilio.holds(number, { answers: 'person', keys: ['', ''] });
}
afterEach(async () => {
  await house?.close();
});

const onScreen = (): string =>
  house.slack
    .messages(SCREEN)
    .map((message) => house.slack.visibleText(message))
    .join('\n');
const incident = async (number: number): Promise<Json> => await house.api(`/incidents/${number}`);
const delivered = (): Promise<true> =>
  until('all is delivered', async () => {
    const text = await (await fetch(`${house.url}/metrics`)).text();
    return ['tocsin_owed_depth', 'tocsin_inbox_depth'].every((name) => new RegExp(`^${name} 0`, 'm').test(text));
  });

test('a silent hold-up is on the desk’s card, and on no screen, text or call that somebody else may read or hear', async () => {
  await open();
  await house.generic({ key: 'k1', kind: 'hold-up', zone: 'tills', subject: 'Hold-up button at till 4' });
  const card = await until('the card', () => house.cardOf('INC-1'));
  expect(house.slack.visibleText(card)).toContain('Hold-up');
  const text = await until('the text', () => house.twilio.takeText(ANA));
  const call = await until('the call', () => house.twilio.takeCall(BEN), 15_000);
  expect([text.body, ...call.heard.map((each) => each.text)].join('\n')).not.toMatch(GIVEN_AWAY);

  // What happens to it afterwards stays away from the screen, too.
  await house.slack.click({ channel: OPS, ts: card.ts, actionId: 'tocsin:claim', user: 'U0ANA' });
  await until('it is claimed', async () => (await incident(1)).status === 'claimed');
  await delivered();
  expect(onScreen()).not.toMatch(/INC-1|hold.?up/i);
  // Nobody calls the premises, or anybody whom nothing names.
  await house.twilio.settled();
  expect(house.twilio.leftOver()).toEqual([]);
}, 40_000);

test('a duress word in a text is answered like any other, and raises an alarm that the screen does not show', async () => {
  await open();
  await house.generic({ key: 'k1', kind: 'forced-door', zone: 'loading-dock' });
  await until('the text', () => house.twilio.takeText(ANA, /^INC-1 /));
  await until('the screen', () => house.slack.messages(SCREEN)[0]);
  await house.twilio.textIn(ANA, '1');
  const usual = await house.twilio.textIn(ANA, '8');
  expect(usual).toBe('INC-1: noted, all is well.');
  expect(await house.twilio.textIn(ANA, `All fine, ${WORD}.`)).toBe(usual);
  const raised = await until('the alarm', async () => (await house.incidents()).find(({ kind }) => kind === 'duress'));
  expect(raised).toMatchObject({ covert: true, lifeSafety: true, severity: { band: 'critical' } });
  await until('its card', () => house.cardOf(raised.label));
  await delivered();
  expect(onScreen()).toContain('INC-1');
  expect(onScreen()).not.toMatch(/INC-2|duress|marzipan/i);
  const texts = house.twilio.texts.filter(({ direction }) => direction === 'out').map(({ body }) => body);
  expect(texts.filter((body) => body.includes(raised.label)).join('\n')).not.toMatch(GIVEN_AWAY);
  // The word itself stands nowhere that anybody reads.
  for (const number of [1, raised.number]) expect(JSON.stringify(await incident(number))).not.toContain(WORD);
}, 40_000);

test('whoever is under duress is not told of it by a notice either: somebody else may hold the telephone', async () => {
  await open('notices:\n  - { when: { covert: true }, to: ["person:ana", "person:ben"], via: [sms] }\n');
  // Nothing is open anywhere, so no place is known: it is about her all the same.
  await house.twilio.textIn(ANA, WORD);
  const raised = await until('the alarm', async () => (await house.incidents()).find(({ kind }) => kind === 'duress'));
  await until('the notice', () => house.twilio.takeText(BEN, new RegExp(raised.label)));
  await delivered();
  expect(house.twilio.texts.filter(({ to, body }) => to === ANA && body.includes(raised.label))).toEqual([]);
  expect(house.slack.visibleText(await until('its card', () => house.cardOf(raised.label)))).not.toContain('person:');
}, 40_000);
