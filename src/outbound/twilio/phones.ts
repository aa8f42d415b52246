import { z } from 'zod';
import type { Phones, Sending } from '../../ports-outbound.js';
import { type TwilioSettings, twilioClient } from './client.js';
import { findCall, findText } from './find.js';
import { TWILIO_LIMITS } from './limits.js';
import { failureOf, sendingOf } from './outcomes.js';

/** A page that hangs must not hold up the next person's. */
const TIMEOUT_MS = 8_000;

const made = z.object({ sid: z.string().regex(/^(SM|MM|CA)[0-9a-f]{32}$/), errorCode: z.int().nullish().catch(null) });

/**
 * Text messages and calls by Twilio. It neither retries nor queues by itself, and Twilio knows no key by which a repeated
 * request would be the same one: what is in doubt is looked up before it is sent again.
 */
export function twilioPhones(settings: TwilioSettings, { timeoutMs = TIMEOUT_MS } = {}): Phones {
  const client = twilioClient(settings, timeoutMs);
  const { from } = settings;
  // A look-up is several requests; all of them together have little more time than one.
  const lookUpMs = timeoutMs * 1.25;
  const url = (path: string, token: string, more = ''): string =>
    `${settings.publicUrl}/twilio/${path}?p=${encodeURIComponent(token)}${more}`;

  return {
    text: ({ to, token, text }) =>
      sending(() =>
        client.messages.create({
          to,
          from,
          body: text,
          statusCallback: url('status', token),
          validityPeriod: TWILIO_LIMITS.validForS,
        }),
      ),

    call: ({ to, token }) =>
      sending(() =>
        client.calls.create({
          to,
          from,
          url: url('voice', token, '&n=0'),
          method: 'POST',
          statusCallback: url('status', token),
          statusCallbackMethod: 'POST',
          statusCallbackEvent: ['ringing', 'completed'],
          timeout: TWILIO_LIMITS.ringForS,
          timeLimit: TWILIO_LIMITS.callForS,
          machineDetection: 'Enable',
        }),
      ),

    findText: (message) => looking(findText(client, from, message), lookUpMs),
    findCall: (call) => looking(findCall(client, from, call), lookUpMs),
  };
}

async function sending(send: () => Promise<unknown>): Promise<Sending> {
  try {
    const answer = made.safeParse(await send());
    if (!answer.success) return { kind: 'retry', error: 'Twilio answered without an id', inDoubt: true };
    const { sid, errorCode } = answer.data;
    return (errorCode ? sendingOf(errorCode) : undefined) ?? { kind: 'sent', ref: sid };
  } catch (error) {
    return failureOf(error);
  }
}

/** It is still in doubt when the look-up failed or took too long. */
async function looking(look: Promise<Sending | undefined>, withinMs: number): Promise<Sending | undefined> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<Sending>((resolve) => {
    timer = setTimeout(() => {
      resolve({ kind: 'retry', error: 'looking it up: Twilio did not answer in time', inDoubt: true });
    }, withinMs);
  });
  const found = look.catch((error: unknown): Sending => {
    const failure = failureOf(error);
    if (failure.kind !== 'retry') return failure;
    return { ...failure, error: `looking it up: ${failure.error}`, inDoubt: true };
  });
  const outcome = await Promise.race([found, late]);
  clearTimeout(timer);
  return outcome;
}
