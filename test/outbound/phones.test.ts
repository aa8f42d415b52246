import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { until } from '../house.js';
import { ANA, type Line, openLine, PUBLIC_URL } from './line.js';
import { phonesContract } from './phones-contract.js';

let line: Line;
beforeAll(async () => {
  line = await openLine();
});
afterAll(() => line.close());

phonesContract('our stand-in', () => line.settings);

describe('what Twilio is asked for', () => {
  it('a text that is good for ten minutes, with an address for its receipts', async () => {
    const token = 'i-42/page-7 & co';
    await line.phones.text({ to: ANA, token, text: 'a page' });
    const text = line.twilio.takeText(ANA, 'a page');
    expect(text.validityPeriod).toBe(600);
    expect(text.callback).toBe(`${PUBLIC_URL}/twilio/status?p=i-42%2Fpage-7%20%26%20co`);
    await until('its receipts', () =>
      line.heard.receipts.some((each) => each.token === token && each.status === 'delivered'),
    );
  });

  it('a call that rings half a minute, ends by itself, and tells a person from a machine', async () => {
    await line.phones.call({ to: ANA, token: 'call-1' });
    const { params, events } = await until('the end of the call', () => line.twilio.takeCall(ANA));
    expect(params).toMatchObject({
      Url: `${PUBLIC_URL}/twilio/voice?p=call-1&n=0`,
      StatusCallback: `${PUBLIC_URL}/twilio/status?p=call-1`,
      Timeout: '30',
      TimeLimit: '150',
      MachineDetection: 'Enable',
    });
    expect(events).toEqual(['ringing', 'completed']);
  });
});

describe('in doubt', () => {
  afterEach(() => {
    line.twilio.heal();
  });

  it('a text whose answer got lost is found, and one that never left is not', async () => {
    const to = '+4915551001';
    const since = new Date();
    const message = { to, token: 'lost', text: 'the answer gets lost' };
    line.twilio.fail('messages.create', { kind: 'drop-after', times: 1 });
    expect(await line.phones.text(message)).toMatchObject({ kind: 'retry', inDoubt: true });
    expect(await line.phones.findText({ ...message, since })).toMatchObject({ kind: 'sent', lookedUp: true });
    line.twilio.fail('messages.create', { kind: 'drop-before', times: 1 });
    const other = { ...message, text: 'this never left' };
    expect(await line.phones.text(other)).toMatchObject({ kind: 'retry', inDoubt: true });
    expect(await line.phones.findText({ ...other, since })).toBeUndefined();
  });

  it('what a trial account puts before a text does not hide it', async () => {
    const to = '+4915551002';
    const text = `Sent from your Twilio trial account - a page`;
    await line.phones.text({ to, token: 't', text });
    expect(await line.phones.findText({ to, token: 't', since: new Date(), text: 'a page' })).toMatchObject({
      kind: 'sent',
    });
  });

  it('a text that was found dead says why, so that the next channel comes at once', async () => {
    const to = '+4915551003';
    line.twilio.holds(to, { answers: 'nobody', texts: { status: 'undelivered', code: 30005 } });
    const since = new Date();
    await line.phones.text({ to, token: 't', text: 'to nobody' });
    await until('it came back', () =>
      line.twilio.texts.some((each) => each.to === to && each.status === 'undelivered'),
    );
    expect(await line.phones.findText({ to, token: 't', since, text: 'to nobody' })).toEqual({
      kind: 'refused',
      error: 'Twilio answered 30005: the number is unknown or out of service',
    });
  });

  it('two answered calls of one person are told apart by what they asked for', async () => {
    const to = '+4915551004';
    line.twilio.holds(to, { answers: 'person', keys: ['1'] });
    const since = new Date();
    const first = await line.phones.call({ to, token: 'one' });
    const second = await line.phones.call({ to, token: 'two' });
    await until(
      'both are over',
      () => line.twilio.calls.filter((each) => each.to === to && each.status === 'completed').length === 2,
    );
    expect(await line.phones.findCall({ to, token: 'one', since })).toEqual({ ...first, lookedUp: true });
    expect(await line.phones.findCall({ to, token: 'two', since })).toEqual({ ...second, lookedUp: true });
    expect(await line.phones.findCall({ to, token: 'three', since })).toBeUndefined();
  });

  it('a call that nobody answered is known by its time, also when Twilio keeps no list of requests', async () => {
    const to = '+4915551005';
    const since = new Date();
    const rung = await line.phones.call({ to, token: 'rung' });
    line.twilio.fail('calls.events', { kind: 'error', status: 404, code: 20404 });
    expect(await line.phones.findCall({ to, token: 'rung', since })).toEqual({ ...rung, lookedUp: true });
  });

  it('a text that failed for a reason that nobody knows is to be repeated', async () => {
    const to = '+4915551006';
    line.twilio.holds(to, { answers: 'nobody', texts: { status: 'failed', code: 29_998 } });
    const since = new Date();
    await line.phones.text({ to, token: 't', text: 'to nobody' });
    await until('it failed', () => line.twilio.texts.some((each) => each.to === to && each.status === 'failed'));
    expect(await line.phones.findText({ to, token: 't', since, text: 'to nobody' })).toEqual({
      kind: 'retry',
      error: 'Twilio could not deliver it: 29998',
    });
  });

  it('a look-up of many requests takes hardly longer than one', async () => {
    const [to, since] = ['+4915551007', new Date()];
    for (let count = 0; count < 4; count++) await line.phones.call({ to, token: `t-${count}` });
    line.twilio.fail('calls.events', { kind: 'hang' });
    const began = performance.now();
    expect(await line.phones.findCall({ to, token: 't-0', since })).toMatchObject({ kind: 'sent' });
    line.twilio.fail('calls.list', { kind: 'drip' });
    expect(await line.phones.findCall({ to, token: 't-0', since: new Date() })).toMatchObject({
      kind: 'retry',
      inDoubt: true,
    });
    expect(performance.now() - began).toBeLessThan(2_500);
  });

  it('stays in doubt while it cannot be looked up', async () => {
    line.twilio.fail('messages.list', { kind: 'http', status: 503 });
    line.twilio.fail('calls.list', { kind: 'error', status: 429, code: 20429, retryAfterS: 3 });
    const about = { to: ANA, token: 't', since: new Date() };
    expect(await line.phones.findText({ ...about, text: 'x' })).toEqual({
      kind: 'retry',
      error: 'looking it up: Twilio answered HTTP 503',
      inDoubt: true,
    });
    expect(await line.phones.findCall(about)).toEqual({
      kind: 'retry',
      error: 'looking it up: Twilio answered 20429: too many requests',
      inDoubt: true,
      afterMs: 3_000,
    });
  });
});
