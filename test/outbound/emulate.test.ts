import type { AddressInfo } from 'node:net';
import express from 'express';
import { afterAll, beforeAll, expect, it } from 'vitest';
import type { TwilioSettings } from '../../src/outbound/twilio/client.js';
import { twilioPhones } from '../../src/outbound/twilio/phones.js';
import { phoneRoutes } from '../../src/outbound/twilio/routes.js';
import type { Receipt, TextIn } from '../../src/ports-outbound.js';
import { until } from '../house.js';
import { type EmulatedTwilio, startEmulatedTwilio } from '../standins/emulate.js';
import { ANA, memorySeen } from './line.js';
import { phonesContract } from './phones-contract.js';

/** A Twilio that nobody here wrote: it signs in its own way what it tells us, and Twilio's own library checks it. */
let emulated: EmulatedTwilio;
let settings: TwilioSettings;
const texts: TextIn[] = [];
const receipts: Receipt[] = [];
const web = express();
const server = web.listen(0, '127.0.0.1');

beforeAll(async () => {
  if (!server.listening) await new Promise((resolve) => server.once('listening', resolve));
  const publicUrl = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  emulated = await startEmulatedTwilio(`${publicUrl}/twilio/sms`);
  const { accountSid, authToken, from, url: apiUrl } = emulated;
  settings = { accountSid, authToken, from, apiUrl, publicUrl };
  const parts = {
    seen: memorySeen(),
    clock: { now: () => new Date() },
    failed: (what: string, error: unknown) => {
      throw new Error(what, { cause: error });
    },
    callers: {
      text: (text: TextIn) => Promise.resolve(void texts.push(text)),
      voice: () => Promise.resolve({ sentences: ['x'], language: 'en-GB', after: 'hang-up' as const }),
      receipt: (receipt: Receipt) => Promise.resolve(void receipts.push(receipt)),
    },
  };
  web.use('/twilio', phoneRoutes({ ...parts, settings }));
  web.use('/another/twilio', phoneRoutes({ ...parts, settings: { ...settings, authToken: 'not its token' } }));
}, 30_000);
afterAll(async () => {
  await emulated?.stop();
  await new Promise((resolve) => {
    server.close(resolve);
    server.closeAllConnections();
  });
});

phonesContract('emulate', () => settings);

it('its receipts come back to us, under the token of the page', async () => {
  const sent = await twilioPhones(settings).text({ to: ANA, token: 'i-42/page 7', text: 'a page' });
  const ref = sent.kind === 'sent' ? sent.ref : '';
  const mine = () => receipts.filter((each) => each.token === 'i-42/page 7');
  await until('a receipt', () => mine().length > 0);
  await emulated.simulate('message-status', { MessageSid: ref, Status: 'undelivered' });
  await until('the last one', () => mine().some(({ status }) => status === 'undelivered'));
  for (const receipt of mine()) expect(receipt.ref).toBe(ref);
});

it('a text to our number comes in', async () => {
  await emulated.simulate('inbound-message', { To: settings.from, From: ANA, Body: '1 INC-42' });
  await until('the text', () => texts.length > 0);
  expect(texts).toEqual([{ ref: expect.stringMatching(/^SM/), from: ANA, body: '1 INC-42' }]);
});

it('what it signs is refused where another token is kept', async () => {
  const before = receipts.length;
  const astray = { ...settings, publicUrl: `${settings.publicUrl}/another` };
  expect(await twilioPhones(astray).text({ to: ANA, token: 'astray', text: 'x' })).toMatchObject({ kind: 'sent' });
  expect(receipts.slice(before)).toEqual([]);
});
