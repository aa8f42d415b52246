import { afterEach, describe, expect, it } from 'vitest';
import { TWILIO_CALLS, TWILIO_LIMITS } from '../../src/outbound/twilio/limits.js';
import { until } from '../house.js';
import { readTwiml, startTwilioStandIn, type TwilioOptions, type TwilioStandIn } from '../standins/twilio/index.js';

const open: TwilioStandIn[] = [];
const start = async (options: TwilioOptions = {}): Promise<TwilioStandIn> => {
  const twilio = await startTwilioStandIn(options);
  open.push(twilio);
  return twilio;
};
afterEach(async () => {
  await Promise.all(open.splice(0).map((twilio) => twilio.stop()));
});

const GOOD = { To: '+4915550001', Body: 'x', StatusCallback: 'https://tocsin.example/twilio/status' };

/** A request as Twilio's client makes it; the code of the answer. */
async function ask(
  twilio: TwilioStandIn,
  resource: 'Messages' | 'Calls',
  params: Record<string, string>,
  password = twilio.authToken,
) {
  const response = await fetch(`${twilio.url}/2010-04-01/Accounts/${twilio.accountSid}/${resource}.json`, {
    method: 'POST',
    headers: { authorization: `Basic ${Buffer.from(`${twilio.accountSid}:${password}`).toString('base64')}` },
    body: new URLSearchParams({ From: twilio.from, ...params }),
  });
  const { code } = (await response.json()) as { code?: number };
  return code ?? response.status;
}

describe('the stand-in of Twilio', () => {
  it('is as strict as Twilio', async () => {
    const twilio = await start();
    twilio.optOut('+4915550009');
    const CALL = { To: GOOD.To, StatusCallback: GOOD.StatusCallback, Url: 'https://tocsin.example/twilio/voice' };
    expect([
      await ask(twilio, 'Messages', GOOD),
      await ask(twilio, 'Messages', GOOD, 'wrong'),
      await ask(twilio, 'Messages', { ...GOOD, To: '015550001' }),
      await ask(twilio, 'Messages', { ...GOOD, From: '+15550009999' }),
      await ask(twilio, 'Messages', { ...GOOD, Body: '' }),
      await ask(twilio, 'Messages', { ...GOOD, Body: 'x'.repeat(1_601) }),
      await ask(twilio, 'Messages', { ...GOOD, StatusCallback: '/twilio/status' }),
      await ask(twilio, 'Messages', { ...GOOD, To: '+4915550009' }),
      await ask(twilio, 'Calls', CALL),
      await ask(twilio, 'Calls', { ...CALL, To: 'ana' }),
      await ask(twilio, 'Calls', { ...CALL, From: '+15550009999' }),
      await ask(twilio, 'Calls', { ...CALL, Url: '' }),
    ]).toEqual([201, 20003, 21211, 21606, 21602, 21617, 21609, 21610, 201, 21211, 21210, 21205]);
    await ask(twilio, 'Messages', { ...GOOD, Bodyy: 'x' });
    expect(twilio.leftOver()).toContain('messages.create has no Bodyy');
  });

  it('lets a number send one segment a second, or makes what comes faster wait; our pace is below that', async () => {
    let now = 1_000_000;
    const refusing = await start({ pace: 'refuse', now: () => now });
    const times = [0, 500, TWILIO_CALLS.text[0].rate.everyMs, TWILIO_CALLS.text[0].rate.urgentEveryMs];
    const codes: number[] = [];
    for (const ms of times) {
      now += ms;
      codes.push(await ask(refusing, 'Messages', GOOD));
    }
    expect(codes).toEqual([201, 20429, 201, 201]);
    const queueing = await start({ pace: 'queue' });
    for (let count = 0; count < 2; count++) expect(await ask(queueing, 'Messages', GOOD)).toBe(201);
    await until('the first', () => queueing.texts[0]?.status === 'delivered');
    expect(queueing.texts[1]?.status).toBe('queued');
    expect(TWILIO_LIMITS.answerWithinMs).toBeLessThan(15_000);
  });

  it('fails a story in which somebody got a text or a call that nobody expected', async () => {
    const twilio = await start();
    await ask(twilio, 'Messages', { ...GOOD, Body: 'one' });
    await ask(twilio, 'Messages', { ...GOOD, Body: 'two' });
    expect(() => twilio.takeText(GOOD.To, 'two')).toThrow('says: one');
    expect(twilio.takeText(GOOD.To, /one/).body).toBe('one');
    expect(twilio.leftOver()).toContain(`text to ${GOOD.To}: two`);
    twilio.takeText(GOOD.To);
    expect(() => twilio.takeText(GOOD.To)).toThrow('no text to');
  });

  it.each([
    ['<Response><Say>a</Response>', '12100'],
    ['<Response/><Response/>', '12102'],
    ['<Say>a</Say>', '12102'],
    ['<Response><Dial>+1</Dial></Response>', '12200'],
    ['<Response><Say tone="low">a</Say></Response>', '12200'],
    ['<Response><Say language="xx-XX">a</Say></Response>', '13511'],
    ['<Response><Say> </Say></Response>', '13512'],
    ['<Response><Gather input="dtmf" action="/next"><Say>a</Say></Gather></Response>', '11100'],
    ['<Response><Gather input="dtmf" action="https://a.example"><Hangup/></Gather></Response>', '12200'],
    ['<Response><Say>a\u0001</Say></Response>', '12100'],
  ])('does not take %s', (xml, code) => {
    expect(() => readTwiml(xml)).toThrow(code);
  });
});
