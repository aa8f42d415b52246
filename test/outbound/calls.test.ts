import { afterEach, describe, expect, it } from 'vitest';
import { until } from '../house.js';
import { ANA, type Line, type LineOptions, openLine } from './line.js';

const open: Line[] = [];
const lineWith = async (options: LineOptions = {}): Promise<Line> => {
  const line = await openLine(options);
  open.push(line);
  return line;
};
afterEach(async () => {
  await Promise.all(open.splice(0).map((line) => line.close()));
});

const askForm = (more: Record<string, string> = {}) => ({
  CallSid: `CA${'b'.repeat(32)}`,
  CallStatus: 'in-progress',
  ...more,
});
const pause = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms));

describe('a call', () => {
  const called = async (line: Line, to = ANA) => {
    await line.phones.call({ to, token: 'page 1/2' });
    return await until('the end of the call', () => line.twilio.takeCall(to));
  };

  it('says it, takes the key, and says what came of it', async () => {
    const line = await lineWith({
      voice: ({ key }) =>
        Promise.resolve({
          sentences: key === '1' ? ['You have it.'] : ['Incident 4 2 & <more>.'],
          language: 'de-DE',
          after: key === '1' ? 'hang-up' : 'keys',
        }),
    });
    line.twilio.holds(ANA, { answers: 'person', keys: ['1'] });
    const call = await called(line);
    expect(call.heard.map(({ text, language }) => `${language}: ${text}`)).toEqual([
      'de-DE: Incident 4 2 & <more>.',
      'de-DE: You have it.',
    ]);
    expect(line.heard.voices).toEqual([
      { token: 'page 1/2', ref: call.sid, machine: false, round: 0 },
      { token: 'page 1/2', ref: call.sid, machine: false, round: 1, key: '1' },
    ]);
    await until('its receipts', () => line.heard.receipts.length === 2);
    expect(line.heard.receipts).toEqual([
      { token: 'page 1/2', ref: call.sid, status: 'sent' },
      { token: 'page 1/2', ref: call.sid, status: 'answered' },
    ]);
    expect(line.twilio.leftOver()).toEqual([]);
  });

  it('somebody who presses nothing hears it three times, and then it ends', async () => {
    const line = await lineWith();
    line.twilio.holds(ANA, { answers: 'person', keys: [] });
    const call = await called(line);
    expect(call.heard.filter(({ text }) => text.startsWith('Incident'))).toHaveLength(3);
    expect(line.heard.voices.map(({ key }) => key)).toEqual([undefined, '', '']);
    expect(line.twilio.leftOver()).toEqual([]);
  });

  it('a key in the last moment still counts', async () => {
    const line = await lineWith();
    line.twilio.holds(ANA, { answers: 'person', keys: ['', '', '1'] });
    await called(line);
    expect(line.heard.voices.at(-1)).toMatchObject({ key: '1', round: 3 });
  });

  it('a mailbox is told something short, presses no key, and has not answered', async () => {
    const line = await lineWith();
    line.twilio.holds(ANA, { answers: 'machine', keys: ['1'] });
    const call = await called(line);
    expect(line.heard.voices).toEqual([{ token: 'page 1/2', ref: call.sid, machine: true, round: 0 }]);
    await until('its receipt', () => line.heard.receipts.length === 2);
    expect(line.heard.receipts.at(-1)).toMatchObject({ status: 'undelivered', error: 'machine' });
  });

  it.each([
    ['nobody', 'no-answer'],
    ['busy', 'busy'],
  ] as const)('%s: not delivered', async (answers, error) => {
    const line = await lineWith();
    line.twilio.holds(ANA, { answers });
    await called(line);
    await until('its receipt', () => line.heard.receipts.length === 2);
    expect(line.heard.receipts.at(-1)).toMatchObject({ status: 'undelivered', error });
    expect(line.heard.voices).toEqual([]);
  });

  it('a key that is sent again does not count again', async () => {
    const line = await lineWith();
    const [path, form] = ['/twilio/voice?p=page-1&n=1', askForm({ Digits: '1' })];
    for (let times = 0; times < 3; times++) expect((await line.twilio.post(path, form)).status).toBe(200);
    expect(line.heard.voices.map(({ key }) => key)).toEqual(['1', undefined, undefined]);
  });

  it('a slow bot is asked again, without the key, and the call does not end meanwhile', async () => {
    let asked = 0;
    const line = await lineWith({
      withinMs: 60,
      async voice({ key }) {
        if (asked++ === 1) await pause(200);
        return { sentences: [`key ${key}`], language: 'en-GB', after: asked > 2 ? 'hang-up' : 'keys' };
      },
    });
    line.twilio.holds(ANA, { answers: 'person', keys: ['1'] });
    const call = await called(line);
    expect(line.heard.voices.map(({ key, round }) => [key, round])).toEqual([
      [undefined, 0],
      ['1', 1],
      ['', 2],
    ]);
    expect(call.heard.map(({ text }) => text)).toEqual(['key undefined', 'key ']);
    expect(line.twilio.leftOver()).toEqual([]);
  });

  it('a bot that fails is asked again as well, and says so in the log', async () => {
    const line = await lineWith({ voice: () => Promise.reject(new Error(`no person has ${ANA}`)) });
    line.twilio.holds(ANA, { answers: 'person' });
    const call = await called(line);
    expect(call.heard).toEqual([]);
    expect(line.failures.length).toBeGreaterThan(1);
    expect(JSON.stringify(line.failures.map(({ error }) => (error as Error).message))).not.toContain('4915');
    expect(line.twilio.leftOver()).toEqual([]);
  });
});
