import { describe, expect, it } from 'vitest';
import type { TwilioSettings } from '../../src/outbound/twilio/client.js';
import { twilioPhones } from '../../src/outbound/twilio/phones.js';

const minutes = (count: number): Date => new Date(Date.now() + count * 60_000);

/** What holds of `Phones` before any Twilio. Numbers are new in each test, so that one does not see the other's. */
export function phonesContract(name: string, settings: () => TwilioSettings): void {
  let line = 0;
  const number = (): string => `+4915559${String(++line).padStart(4, '0')}`;

  describe(`phones in front of ${name}`, () => {
    it('sends a text, and finds it by its words, its number and its time', async () => {
      const [phones, to] = [twilioPhones(settings()), number()];
      const text = 'INC-42 CRITICAL Forced door, Loading dock 2 02:10. Reply 1 claim';
      const sent = await phones.text({ to, token: 't-1', text });
      expect(sent).toEqual({ kind: 'sent', ref: expect.stringMatching(/^SM[0-9a-f]{32}$/) });
      expect(await phones.findText({ to, token: 't-1', since: minutes(-1), text })).toEqual({
        ...sent,
        lookedUp: true,
      });
      expect(await phones.findText({ to, token: 't-1', since: minutes(-1), text: `Repeat: ${text}` })).toBeUndefined();
      expect(await phones.findText({ to: number(), token: 't-1', since: minutes(-1), text })).toBeUndefined();
      expect(await phones.findText({ to, token: 't-1', since: minutes(2), text })).toBeUndefined();
    });

    it('places a call, and finds it', async () => {
      const [phones, to] = [twilioPhones(settings()), number()];
      const sent = await phones.call({ to, token: 't-2' });
      expect(sent).toEqual({ kind: 'sent', ref: expect.stringMatching(/^CA[0-9a-f]{32}$/) });
      expect(await phones.findCall({ to, token: 't-2', since: minutes(-1) })).toEqual({ ...sent, lookedUp: true });
      expect(await phones.findCall({ to: number(), token: 't-2', since: minutes(-1) })).toBeUndefined();
      expect(await phones.findCall({ to, token: 't-2', since: minutes(2) })).toBeUndefined();
    });

    it('finds one text among more than a page of them', async () => {
      const [phones, to] = [twilioPhones(settings()), number()];
      const first = await phones.text({ to, token: 't-3', text: 'the first' });
      const more = Array.from({ length: 55 }, (_, at) => ({ to, token: `t-3-${at}`, text: `number ${at}` }));
      await Promise.all(more.map((each) => phones.text(each)));
      expect(await phones.findText({ to, token: 't-3', since: minutes(-1), text: 'the first' })).toEqual({
        ...first,
        lookedUp: true,
      });
    });

    it('is told at once that a number is none, that the token is wrong, and that our number is not ours', async () => {
      const right = settings();
      const wrong = '0123456789abcdef0123456789abcdef';
      const refused = [
        await twilioPhones(right).text({ to: '12', token: 't', text: 'x' }),
        await twilioPhones(right).call({ to: '12', token: 't' }),
        await twilioPhones({ ...right, authToken: wrong }).text({ to: number(), token: 't', text: 'x' }),
        await twilioPhones({ ...right, authToken: wrong }).call({ to: number(), token: 't' }),
        await twilioPhones({ ...right, from: '+15550009999' }).text({ to: number(), token: 't', text: 'x' }),
        await twilioPhones({ ...right, from: '+15550009999' }).call({ to: number(), token: 't' }),
      ];
      expect(refused.map(({ kind }) => kind)).toEqual(refused.map(() => 'refused'));
      const said = JSON.stringify(refused);
      for (const secret of [right.authToken, wrong, '+4915559', '+1555']) expect(said).not.toContain(secret);
    });
  });
}
