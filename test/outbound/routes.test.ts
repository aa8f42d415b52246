import { afterEach, describe, expect, it } from 'vitest';
import { until } from '../house.js';
import { readTwiml } from '../standins/twilio/index.js';
import { ANA, BEN, type Line, type LineOptions, memorySeen, openLine } from './line.js';

const open: Line[] = [];
const lineWith = async (options: LineOptions = {}): Promise<Line> => {
  const line = await openLine(options);
  open.push(line);
  return line;
};
afterEach(async () => {
  await Promise.all(open.splice(0).map((line) => line.close()));
});

const sid = (prefix: string, digit: string): string => prefix + digit.repeat(32);
const textForm = (more: Record<string, string> = {}) => ({ MessageSid: sid('SM', 'a'), From: ANA, Body: '1', ...more });
const askForm = (more: Record<string, string> = {}) => ({
  CallSid: sid('CA', 'b'),
  CallStatus: 'in-progress',
  ...more,
});
const pause = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms));

describe('who may speak', () => {
  it.each([
    ['/twilio/sms', textForm()],
    ['/twilio/voice?p=page-1&n=0', askForm()],
    ['/twilio/status?p=page-1', { MessageSid: sid('SM', 'a'), MessageStatus: 'delivered' }],
  ])('%s takes what Twilio signed, and nothing else', async (path, params) => {
    const line = await lineWith();
    const right = line.twilio.sign(path, params);
    const refused = [
      await line.twilio.post(path, params, 'bm90IGEgc2lnbmF0dXJl'),
      await line.twilio.post(path, params, ''),
      // Signed, but for another body, another address, or by another account.
      await line.twilio.post(path, { ...params, From: BEN }, right),
      await line.twilio.post(`${path}${path.includes('?') ? '&' : '?'}p=page-2`, params, right),
      await line.twilio.post(path, params, (await lineWith({ authToken: 'another token' })).twilio.sign(path, params)),
    ];
    expect(refused.map(({ status }) => status)).toEqual([403, 403, 403, 403, 403]);
    expect(line.heard).toEqual({ texts: [], voices: [], receipts: [] });
    expect(refused.map(({ body }) => body).join()).not.toContain(line.twilio.authToken);
    expect((await line.twilio.post(path, params, right)).status).toBeLessThan(300);
    expect([...line.heard.texts, ...line.heard.voices, ...line.heard.receipts]).toHaveLength(1);
  });

  it('reads forms of a bearable size, sent with POST', async () => {
    const line = await lineWith();
    const url = `${line.botUrl}/twilio/sms`;
    const form = 'application/x-www-form-urlencoded';
    const send = async (method: string, type: string, body?: string) => {
      const headers = { 'content-type': type };
      return (await fetch(url, { method, headers, ...(body === undefined ? {} : { body }) })).status;
    };
    expect(await send('POST', 'application/json', '{"Body":"1"}')).toBe(415);
    expect(await send('POST', form, `Body=${'x'.repeat(40_000)}`)).toBe(413);
    expect(await send('POST', form, Array.from({ length: 200 }, (_, at) => `a${at}=1`).join('&'))).toBe(413);
    expect(await send('GET', 'text/plain')).toBe(405);
    expect(line.heard.texts).toEqual([]);
    expect(line.failures).toEqual([]);
  });

  it('refuses signed nonsense with 400', async () => {
    const line = await lineWith();
    expect((await line.twilio.post('/twilio/sms', { Body: '1' })).status).toBe(400);
    expect((await line.twilio.post('/twilio/sms', textForm({ MessageSid: 'SM1' }))).status).toBe(400);
    expect((await line.twilio.post('/twilio/voice?n=0', askForm())).status).toBe(400);
    expect((await line.twilio.post('/twilio/voice?p=a&n=99', askForm())).status).toBe(400);
    expect((await line.twilio.post('/twilio/voice?p=a&n=1', askForm({ Digits: '11' }))).status).toBe(400);
  });
});

describe('a text to our number', () => {
  it('is answered, once, however often it comes', async () => {
    const line = await lineWith({ text: ({ body }) => Promise.resolve(`<you said> ${body} & more`) });
    expect(await line.twilio.textIn(ANA, '1', sid('SM', 'c'))).toBe('<you said> 1 & more');
    expect(await line.twilio.textIn(ANA, '1', sid('SM', 'c'))).toBeUndefined();
    expect(await line.twilio.textIn(ANA, '2', sid('SM', 'd'))).toBe('<you said> 2 & more');
    expect(line.heard.texts.map(({ body, from, ref }) => [body, from, ref])).toEqual([
      ['1', ANA, sid('SM', 'c')],
      ['2', ANA, sid('SM', 'd')],
    ]);
    expect(line.twilio.leftOver()).toEqual([]);
  });

  it('may be long, and may have no answer', async () => {
    const line = await lineWith({ text: () => Promise.resolve(undefined) });
    expect(await line.twilio.textIn(ANA, 'x'.repeat(3_000))).toBeUndefined();
    expect(line.heard.texts[0]?.body).toHaveLength(1_600);
  });

  it('STOP is told like any other text; what is answered to it reaches nobody', async () => {
    const line = await lineWith();
    expect(await line.twilio.textIn(ANA, 'Stop')).toBeUndefined();
    expect(line.heard.texts).toMatchObject([{ from: ANA, body: 'Stop' }]);
    expect(await line.phones.text({ to: ANA, token: 't', text: 'a page' })).toMatchObject({
      kind: 'refused',
      optedOut: true,
    });
  });

  it('Twilio has its answer in time although the bot is slow, and the person has theirs later', async () => {
    const done: string[] = [];
    const line = await lineWith({
      withinMs: 60,
      async text({ body }) {
        await pause(1_500);
        done.push(body);
        return 'INC-42: you have it.';
      },
    });
    const began = performance.now();
    expect(await line.twilio.textIn(ANA, '1', sid('SM', 'e'))).toBeUndefined();
    expect(performance.now() - began).toBeLessThan(1_200);
    expect(await until('the late answer', () => line.late[0])).toEqual({
      to: ANA,
      text: 'INC-42: you have it.',
      ref: sid('SM', 'e'),
    });
    expect(done).toEqual(['1']);
  });

  it('what goes wrong is in the log without numbers, and Twilio is not told that all is well', async () => {
    const line = await lineWith({
      text: ({ from }) => Promise.reject(new Error(`nobody has ${from}, nor (555) 123-4567`)),
    });
    const { status, body } = await line.twilio.post('/twilio/sms', textForm());
    expect(status).toBe(500);
    expect(line.failures).toHaveLength(1);
    const told = line.failures[0]?.error as Error;
    expect(told.message).toBe('nobody has [number], nor ([number]');
    for (const text of [told.message, told.stack ?? '', body]) expect(text).not.toContain('15550001');
  });

  it('is not taken when it cannot be remembered, so that it is not done twice', async () => {
    const line = await lineWith({ seen: { first: () => Promise.reject(new Error('the store is away')) } });
    expect((await line.twilio.post('/twilio/sms', textForm())).status).toBe(500);
    expect(line.heard.texts).toEqual([]);
    expect(line.failures).toHaveLength(1);
  });
});

describe('receipts', () => {
  const told = (line: Line, status: string, more: Record<string, string> = {}) =>
    line.twilio.post('/twilio/status?p=page-1', { MessageSid: sid('SM', 'f'), MessageStatus: status, ...more });

  it.each([
    ['accepted', 'queued'],
    ['sending', 'queued'],
    ['sent', 'sent'],
    ['delivered', 'delivered'],
    ['read', 'delivered'],
    ['undelivered', 'undelivered'],
    ['failed', 'failed'],
    ['canceled', 'failed'],
  ])('%s is %s', async (status, expected) => {
    const line = await lineWith();
    expect((await told(line, status)).status).toBe(204);
    expect(line.heard.receipts).toEqual([{ token: 'page-1', ref: sid('SM', 'f'), status: expected }]);
  });

  it('the same one counts once; a word that Twilio invents tomorrow is nothing', async () => {
    const line = await lineWith();
    for (const status of ['sent', 'sent', 'delivered', 'sent', 'teleported', 'constructor', 'delivered'])
      expect((await told(line, status)).status).toBe(204);
    expect(line.heard.receipts.map(({ status }) => status)).toEqual(['sent', 'delivered']);
  });

  it('say why, and who wants nothing any more', async () => {
    const line = await lineWith();
    await told(line, 'undelivered', { ErrorCode: '30003' });
    await told(line, 'failed', { ErrorCode: '21610' });
    expect(line.heard.receipts).toMatchObject([
      { status: 'undelivered', error: '30003: the phone is off or without network' },
      { status: 'failed', error: '21610: this number has said STOP', optedOut: true },
    ]);
  });

  it('come twice or in any order without harm', async () => {
    const line = await lineWith();
    line.twilio.holds(ANA, { answers: 'nobody', receipts: 'reversed' });
    line.twilio.holds(BEN, { answers: 'nobody', receipts: 'twice' });
    await line.phones.text({ to: ANA, token: 'ana', text: 'x' });
    await line.phones.text({ to: BEN, token: 'ben', text: 'x' });
    const of = (token: string) =>
      line.heard.receipts.filter((each) => each.token === token).map(({ status }) => status);
    await until('all of them', () => of('ana').length === 3 && of('ben').length === 3);
    await pause(50);
    expect([of('ana'), of('ben')]).toEqual([
      ['delivered', 'sent', 'queued'],
      ['queued', 'sent', 'delivered'],
    ]);
  });
});

it('remembers across restarts what it has seen: the store does, not the routes', async () => {
  const seen = memorySeen();
  const [before, after] = [await lineWith({ seen }), await lineWith({ seen })];
  await before.twilio.post('/twilio/sms', textForm());
  const again = await after.twilio.post('/twilio/sms', textForm());
  expect(readTwiml(again.body)).toEqual([]);
  expect(after.heard.texts).toEqual([]);
});
