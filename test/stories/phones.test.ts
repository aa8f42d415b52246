import { afterEach, beforeEach, expect, test } from 'vitest';
import { type House, openHouse, until } from '../house.js';
import { type SmtpStandIn, startSmtp } from '../standins/smtp.js';
import { startTwilioStandIn, type TwilioStandIn } from '../standins/twilio/index.js';

const [ANA, BEN, CHI, STRANGER] = ['+4915550001', '+4915550002', '+4915550003', '+4915559999'] as const;
const PUBLIC_URL = 'https://tocsin.example';

let house: House;
let twilio: TwilioStandIn;
let smtp: SmtpStandIn;

const duty = (notify: string, via: string) => `
escalation:
  - { id: duty, steps: [ { after: 0s, notify: [${notify}], via: [${via}] } ] }
protocols:
  - { id: standard, escalation: duty }
  - { id: emergency, escalation: duty, when: { lifeSafety: true } }
`;

async function open(book: string): Promise<void> {
  house = await openHouse({
    slack: false,
    book,
    env: {
      PUBLIC_URL,
      TWILIO_ACCOUNT_SID: twilio.accountSid,
      TWILIO_AUTH_TOKEN: twilio.authToken,
      TWILIO_FROM: twilio.from,
      TWILIO_API_URL: twilio.url,
      SMTP_URL: `smtp://127.0.0.1:${smtp.port}`,
      MAIL_FROM: 'Tocsin <alarm@northgate.example>',
    },
  });
  twilio.connect(house.url, PUBLIC_URL);
}

beforeEach(async () => {
  [twilio, smtp] = await Promise.all([startTwilioStandIn(), startSmtp({ tls: 'none' })]);
});
afterEach(async () => {
  await twilio?.settled();
  await house?.close();
  await twilio?.stop();
  await smtp?.stop();
  // Nothing was said or asked that Twilio would not take.
  expect(twilio.wrongs()).toEqual([]);
});

const raise = async (alarm: Readonly<Record<string, unknown>> = {}): Promise<void> => {
  expect((await house.generic({ key: 'k1', zone: 'loading-dock', ...alarm })).status).toBe(202);
};
/** Nobody was sent anything that the story did not expect. */
const nobodyElse = async (): Promise<void> => {
  await twilio.settled();
  expect(twilio.leftOver()).toEqual([]);
};
const incident = async (number: number) => await house.api(`/incidents/${number}`);

test('two people are texted, both reply, one has it and the other is told who', async () => {
  await open(duty('"person:ana", "person:ben"', 'sms'));
  await raise();
  const text = await until('the text to Ana', () => twilio.takeText(ANA));
  expect(text.body).toMatch(
    /^INC-1 [A-Z]+ Forced door, Loading dock 2, Riverside Mall \d\d:\d\d\. Reply 1 claim 2 escalate 3 details 4 refuse$/,
  );
  await until('the text to Ben', () => twilio.takeText(BEN, text.body));
  expect(await twilio.textIn(STRANGER, '1')).toBe(
    'This number is not known here, and nothing was done. Ask your administrator.',
  );
  expect(await twilio.textIn(ANA, '1')).toBe('INC-1: you have it. Reply 2 to escalate, 3 for details.');
  expect(await twilio.textIn(BEN, '1')).toMatch(/^INC-1: Ana Beck has had this since \d\d:\d\d\.$/);
  expect(await twilio.textIn(BEN, 'what?')).toContain('This was not understood, and nothing was done.');
  expect(await incident(1)).toMatchObject({ status: 'claimed', claimedBy: { id: 'ana', via: 'sms' } });
  await nobodyElse();
}, 20_000);

/** The text that sends somebody, and to whom it went. */
const sentTo = () =>
  until('somebody is sent', () => {
    for (const phone of [ANA, BEN, CHI]) {
      const text = twilio.texts.find(
        ({ to, body, direction }) => direction === 'out' && to === phone && body.includes('You are sent'),
      );
      if (text && !seenTexts.has(text.sid)) {
        seenTexts.add(text.sid);
        return phone;
      }
    }
    return undefined;
  });
const seenTexts = new Set<string>();
const stateOf = async (phone: string) => {
  const id = { [ANA]: 'ana', [BEN]: 'ben', [CHI]: 'chi' }[phone];
  return (await incident(1)).responders.find((each: { id: string }) => each.id === id)?.state;
};

test('an officer who is sent cannot come, the next one does, and says by text how far they are', async () => {
  // Nobody is off duty where no rotation says so.
  await open(`${duty('"person:director"', 'email')}rotations: []\n`);
  await raise();
  await until('the incident', async () => (await house.incidents())[0]);
  const desk = await house.console();
  expect((await desk.press(1, 'dispatch')).status).toBe(200);
  const first = await sentTo();
  expect(await twilio.textIn(first, '4')).toContain('noted that you cannot');
  const second = await sentTo();
  expect(second).not.toBe(first);
  expect(await stateOf(first)).toBe('refused');
  // Also by somebody who takes "1" for "I take it".
  expect(await twilio.textIn(second, '1')).toBe('INC-1: noted, you are coming. Reply 5 en route 6 on scene 7 clear');
  expect(await stateOf(second)).toBe('accepted');
  expect(await incident(1)).toMatchObject({ status: 'open' });
  for (const [digit, state] of [
    ['5', 'en-route'],
    ['6', 'on-scene'],
    ['7', 'clear'],
  ] as const) {
    await twilio.textIn(second, digit);
    expect(await stateOf(second)).toBe(state);
  }
}, 30_000);

test('an officer who is sent answers a call by key, and the console by a form', async () => {
  for (const phone of [ANA, BEN, CHI]) twilio.holds(phone, { answers: 'person', keys: ['1'] });
  // Nobody is off duty where no rotation says so.
  await open(`${duty('"person:director"', 'email')}rotations: []\n`);
  await raise();
  await until('the incident', async () => (await house.incidents())[0]);
  const desk = await house.console();
  await desk.press(1, 'dispatch');
  const officer = await sentTo();
  const call = await until('the call to them', () => twilio.calls.find(({ to }) => to === officer));
  await until('they are coming', async () => (await stateOf(officer)) === 'accepted', 15_000);
  // What a key is answered with is heard after it is noted.
  const heard = await until('the answer to the key', () => {
    const said = call.heard.map(({ text }) => text).join(' ');
    return said.includes('Noted, you are coming.') ? said : undefined;
  });
  expect(heard).toContain('You are sent there. Press 1 if you are coming, 4 if you cannot');
  expect(await desk.get('/console/incidents/1')).toContain('I am sent…');
}, 40_000);

test('a call says it twice and takes a key; a mailbox and a silent person take nothing', async () => {
  twilio.holds(ANA, { answers: 'person', keys: ['3', '1'] });
  await open(duty('"person:ana"', 'voice'));
  await raise();
  const call = await until('the call to Ana', () => twilio.takeCall(ANA));
  const heard = call.heard.map(({ text }) => text);
  expect(heard.filter((text) => text === 'Forced door.')).toHaveLength(4);
  expect(heard).toContain('You have it.');
  expect(await incident(1)).toMatchObject({ status: 'claimed', claimedBy: { id: 'ana', via: 'voice' } });
  await nobodyElse();
}, 20_000);

test('nobody who let it ring, or whose mailbox took it, has acknowledged anything', async () => {
  twilio.holds(ANA, { answers: 'machine' });
  await open(duty('"person:ana"', 'voice'));
  await raise();
  const call = await until('the call to Ana', () => twilio.takeCall(ANA));
  expect(call.heard.map(({ text }) => text)).toEqual([
    'This is Tocsin, about incident 1.',
    'Please look at Tocsin.',
    'Goodbye.',
  ]);
  expect(await incident(1)).toMatchObject({ status: 'open' });
}, 20_000);

test('after STOP a number gets no text, and another way is taken at once', async () => {
  await open(duty('"person:ana"', 'sms, email'));
  expect(await twilio.textIn(ANA, 'STOP')).toBeUndefined();
  await raise();
  await until('the mail to Ana', () => smtp.arrived[0]);
  expect(twilio.texts.filter(({ direction }) => direction === 'out').map(({ to, body }) => `${to} ${body}`)).toEqual(
    [],
  );
}, 20_000);

test('a text whose answer got lost is looked up, and not sent again', async () => {
  // Else the receipt would prove it before anybody looks.
  twilio.holds(ANA, { answers: 'nobody', receipts: 'none' });
  await open(duty('"person:ana"', 'sms'));
  twilio.fail('messages.create', { kind: 'drop-after', times: 1 });
  await raise();
  await until('it was looked up', () => twilio.requests.includes('messages.list'));
  await until('it is known', async () => JSON.stringify(await incident(1)).includes(twilio.texts[0]?.sid ?? 'none'));
  twilio.takeText(ANA);
  expect(twilio.requests.filter((each) => each === 'messages.create')).toHaveLength(1);
}, 20_000);

test('a text that never left is sent again, and says that it may have come before', async () => {
  await open(duty('"person:ana"', 'sms'));
  twilio.fail('messages.create', { kind: 'drop-before', times: 1 });
  await raise();
  await until('the text to Ana', () => twilio.takeText(ANA, /^Repeat: INC-1 /));
}, 20_000);

test('a mail brings the card and the way to it', async () => {
  await open(duty('"person:ana"', 'email'));
  await raise();
  const arrived = await until('the mail to Ana', () => smtp.arrived[0]);
  expect(arrived.to).toEqual(['ana@northgate.example']);
  expect(arrived.mail.subject).toMatch(/^INC-1 [A-Z]+: Forced door, Loading dock 2, Riverside Mall$/);
  expect(arrived.mail.html).toContain(`href="${PUBLIC_URL}/`);
  expect(arrived.mail.text).toContain('> Dock door forced');
  // The link shows this one incident to this one reader, without an account, and without anything to press.
  const [link = ''] = /https:\S+\/console\/mail\/1\?\S+/.exec(arrived.mail.text ?? '') ?? [];
  const at = (path: string) => fetch(path.replace(PUBLIC_URL, house.url));
  const shown = await (await at(link)).text();
  expect(shown).toContain('Forced door · Loading dock 2');
  expect(shown).not.toMatch(/name="action"|csrf/);
  for (const wrong of [
    link.replace('/mail/1', '/mail/2'),
    link.replace('to=', 'to=x'),
    link.slice(0, -3),
    link.split('?')[0]!,
  ])
    expect((await at(wrong)).status).toBe(404);
}, 20_000);

test('no secret and no number stands in the timeline', async () => {
  await open(duty('"person:ana"', 'sms, email'));
  twilio.fail('messages.create', { kind: 'error', status: 400, code: 21_614 });
  await raise();
  await until('it failed', async () => JSON.stringify(await incident(1)).includes('21614'));
  await until('the mail', () => smtp.arrived[0]);
  // Nobody picks up the call that follows the text which failed.
  await until('the call', () => twilio.takeCall(ANA));
  const told = JSON.stringify(await incident(1));
  for (const secret of [twilio.authToken, ANA, '15550001111']) expect(told).not.toContain(secret);
}, 20_000);

test('of a covert alarm neither text nor call nor mail says what it is or where', async () => {
  twilio.holds(ANA, { answers: 'person', keys: ['1'] });
  await open(duty('"person:ana"', 'sms, voice, email'));
  await raise({ kind: 'hold-up', subject: 'Hold-up button at till 4', zone: 'tills' });
  const text = await until('the text', () => twilio.takeText(ANA));
  const call = await until('the call', () => twilio.takeCall(ANA));
  const arrived = await until('the mail', () => smtp.arrived[0]);
  expect(text.body).toBe('INC-1: please look at Tocsin. Reply 1 claim 2 escalate');
  const said = [text.body, ...call.heard.map((each) => each.text), arrived.raw].join('\n');
  expect(said).toContain('Please look at Tocsin.');
  expect(said).not.toMatch(/hold.?up|till|riverside mall|uferstrasse|critical/i);
  expect(await incident(1)).toMatchObject({ status: 'claimed', claimedBy: { id: 'ana', via: 'voice' } });
}, 20_000);
