import { afterEach, expect, test } from 'vitest';
import { type House, handClock, OPS, openHouse, until } from '../house.js';

const ANA = '+4915550001';
/** The phone's turn comes ten minutes after the chat's: whatever comes sooner came because the chat was known to be down. */
const BOOK = `
escalation:
  - { id: patient, round: 1h, steps: [ { after: 0s, notify: ["person:ana"], via: [chat] }, { after: 10m, notify: ["person:ben"], via: [sms] } ] }
protocols:
  - { id: standard, escalation: patient, when: {} }
`;

let house: House;

afterEach(async () => {
  await house.twilio.settled();
  const { twilio } = house;
  await house.close();
  expect(twilio.wrongs()).toEqual([]);
});

const news = () => house.slack.messages(OPS).filter((message) => message.metadata?.event_type === 'tocsin_bulletin');
const metric = async () => await (await fetch(`${house.url}/metrics`)).text();

test('a chat that takes nothing: its people are texted at once; when it is back it is told once what happened', async () => {
  const clock = handClock();
  house = await openHouse({ phones: {}, book: BOOK, clock });
  const { slack, twilio } = house;
  slack.fail('*', { kind: 'error', error: 'token_revoked' });

  await house.generic({ key: 'one', zone: 'loading-dock', kind: 'glass-break' });
  await until('the text to Ana', () => twilio.takeText(ANA, /^INC-1 /), 6_000);
  expect(await metric()).toContain('tocsin_surface_up{surface="slack"} 0');

  // It is known by now: the chat is not even tried.
  await house.generic({ key: 'two', site: 'museum', kind: 'glass-break' });
  await until('the second text to Ana', () => twilio.takeText(ANA, /INC-2/), 6_000);
  expect(JSON.stringify(await house.api('/incidents/2'))).not.toContain('"via":"chat"');
  expect(await (await house.console()).get('/console')).toContain('Slack cannot be reached');
  expect(await twilio.textIn(ANA, '1 1')).toContain('INC-1: you have it');

  clock.wind(60_000);
  slack.heal();
  // What only a person can mend is tried again after two minutes; somebody presses something meanwhile.
  await house.generic({ key: 'three', site: 'hanse-hub', kind: 'glass-break' });
  const [told] = await until('the news of it', () => (news().length > 0 ? news() : false), 20_000);
  const text = slack.visibleText(told!);
  expect(text).toMatch(/^.*Slack could not be reached for 1 min/);
  expect(text).toMatch(/INC-1 [A-Z]+ Glass break · Loading dock 2: Ana Beck has it since \d\d:\d\d \(SMS\)/);
  expect(text).toMatch(/INC-2 [A-Z]+ Glass break · .*: nobody has it yet/);
  expect(await metric()).toContain('tocsin_surface_up{surface="slack"} 1');
  await new Promise((resolve) => setTimeout(resolve, 1_500));
  expect(news()).toHaveLength(1);
}, 60_000);
