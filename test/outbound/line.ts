import type { AddressInfo } from 'node:net';
import express from 'express';
import { twilioPhones } from '../../src/outbound/twilio/phones.js';
import { phoneRoutes } from '../../src/outbound/twilio/routes.js';
import type { SeenStore } from '../../src/ports.js';
import type { PhoneCallers, Receipt, Said, TextIn } from '../../src/ports-outbound.js';
import { startTwilioStandIn, type TwilioOptions } from '../standins/twilio/index.js';

export const ANA = '+4915550001';
export const BEN = '+4915550002';
export const PUBLIC_URL = 'https://tocsin.example/duty';

export type VoiceCall = Parameters<PhoneCallers['voice']>[0];

/** Remembers what it has seen, as the store does. */
export function memorySeen(): SeenStore {
  const keys = new Set<string>();
  return {
    first: (key) => {
      const fresh = !keys.has(key);
      keys.add(key);
      return Promise.resolve(fresh);
    },
  };
}

const PLAIN: Said = {
  sentences: ['Incident 4 2, critical.', 'Press 1 to take it.'],
  language: 'en-GB',
  after: 'keys',
};

export interface LineOptions extends TwilioOptions {
  readonly text?: (text: TextIn) => Promise<string | undefined>;
  readonly voice?: (call: VoiceCall) => Promise<Said>;
  readonly receipt?: (receipt: Receipt) => Promise<void>;
  readonly withinMs?: number;
  readonly seen?: SeenStore;
}

/** The phones and their routes as the house has them, in front of a strict Twilio; the bot behind them is the test's. */
export async function openLine(options: LineOptions = {}) {
  const twilio = await startTwilioStandIn(options);
  const heard = { texts: [] as TextIn[], voices: [] as VoiceCall[], receipts: [] as Receipt[] };
  const failures: { readonly what: string; readonly error: unknown }[] = [];
  const late: { to: string; text: string; ref: string }[] = [];
  const { accountSid, authToken, from, url: apiUrl } = twilio;
  const settings = { accountSid, authToken, from, apiUrl, publicUrl: PUBLIC_URL };
  const web = express();
  web.use(
    '/twilio',
    phoneRoutes({
      settings,
      seen: options.seen ?? memorySeen(),
      clock: { now: () => new Date() },
      failed: (what, error) => failures.push({ what, error }),
      late: (answer) => Promise.resolve(void late.push(answer)),
      ...(options.withinMs === undefined ? {} : { withinMs: options.withinMs }),
      callers: {
        text: (text) => {
          heard.texts.push(text);
          return options.text?.(text) ?? Promise.resolve('noted');
        },
        voice: (call) => {
          heard.voices.push(call);
          return options.voice?.(call) ?? Promise.resolve(PLAIN);
        },
        receipt: (receipt) => {
          heard.receipts.push(receipt);
          return options.receipt?.(receipt) ?? Promise.resolve();
        },
      },
    }),
  );
  const server = web.listen(0, '127.0.0.1');
  await new Promise((resolve) => server.once('listening', resolve));
  const botUrl = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  // As a proxy does, which takes the first part of the path away.
  twilio.connect(botUrl, PUBLIC_URL);
  return {
    twilio,
    botUrl,
    phones: twilioPhones(settings, { timeoutMs: 500 }),
    settings,
    heard,
    failures,
    late,
    async close(): Promise<void> {
      await twilio.stop();
      await new Promise((resolve) => {
        server.close(resolve);
        server.closeAllConnections();
      });
    },
  };
}

export type Line = Awaited<ReturnType<typeof openLine>>;
