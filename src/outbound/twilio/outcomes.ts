import type { Sending } from '../../ports-outbound.js';
import { TwilioRefused } from './client.js';

type Verdict = 'retry' | 'refused' | 'opted-out';

/**
 * What Twilio's own codes mean for a page (twilio.com/docs/api/errors). One reason per row, without numbers and names. The
 * same codes come with receipts. `retry` may help later; `refused` stays so until a person changes something.
 */
const CODES: ReadonlyMap<number, readonly [Verdict, string]> = new Map([
  // Nobody may send to it.
  [21610, ['opted-out', 'this number has said STOP']],
  // The number is not one that can be reached.
  [21211, ['refused', 'this is not a phone number']],
  [21217, ['refused', 'this is not a phone number']],
  [21201, ['refused', 'no number was given']],
  [21401, ['refused', 'this is not a phone number']],
  [21604, ['refused', 'no number was given']],
  [21612, ['refused', 'this number cannot be reached from ours']],
  [21614, ['refused', 'this number takes no text messages']],
  [21608, ['refused', 'a trial account may write to verified numbers only']],
  [21219, ['refused', 'a trial account may call verified numbers only']],
  [21408, ['refused', 'this country is not switched on for text messages']],
  [21215, ['refused', 'this country is not switched on for calls']],
  [13224, ['refused', 'this number cannot be dialled']],
  [30004, ['refused', 'the number has blocked messages']],
  [30005, ['refused', 'the number is unknown or out of service']],
  [30006, ['refused', 'a landline, or a carrier that cannot be reached']],
  [30007, ['refused', 'filtered as unwanted by the carrier']],
  // Our number, account or settings.
  [20003, ['refused', 'the account or its token is not accepted: check TWILIO_ACCOUNT_SID and TWILIO_AUTH_TOKEN']],
  [20005, ['refused', 'the account is not active']],
  [20403, ['refused', 'the account may not do this']],
  [20404, ['refused', 'the account is not known: check TWILIO_ACCOUNT_SID']],
  [21210, ['refused', 'our number may not call: check TWILIO_FROM']],
  [21212, ['refused', 'our number is not one: check TWILIO_FROM']],
  [21213, ['refused', 'our number is missing: check TWILIO_FROM']],
  [21603, ['refused', 'our number is missing: check TWILIO_FROM']],
  [21606, ['refused', 'our number may not write to this one: check TWILIO_FROM']],
  [21659, ['refused', 'our number is not of this account: check TWILIO_FROM']],
  [21660, ['refused', 'our number is not of this account: check TWILIO_FROM']],
  [21205, ['refused', 'Twilio cannot reach PUBLIC_URL']],
  [21609, ['refused', 'Twilio cannot reach PUBLIC_URL for receipts']],
  [30002, ['refused', 'the account is suspended']],
  [30034, ['refused', 'our number is not registered for A2P 10DLC']],
  [30032, ['refused', 'our toll-free number is not verified']],
  // The message itself: the same again gives the same answer.
  [21602, ['refused', 'the text is empty']],
  [21605, ['refused', 'the text is too long']],
  [21617, ['refused', 'the text is too long']],
  // Later it may work.
  [20429, ['retry', 'too many requests']],
  [14107, ['retry', 'too many messages to one number']],
  [21611, ['retry', 'too many messages wait to be sent']],
  [20500, ['retry', 'trouble at Twilio']],
  [30001, ['retry', 'too many messages wait to be sent']],
  [30003, ['retry', 'the phone is off or without network']],
  [30008, ['retry', 'the carrier gave no reason']],
  [30009, ['retry', 'a part of the message got lost']],
  [30010, ['retry', 'the price was above the limit']],
  [30017, ['retry', 'the carrier is congested']],
  [30022, ['retry', 'too many messages for the carrier']],
  [30036, ['retry', 'it waited longer than it was good for']],
  [31005, ['retry', 'the connection to the phone broke']],
]);

/** `30003: the phone is off or without network`; a code that is not listed stands alone. */
export const reasonOf = (code: number): string => {
  const [, reason] = CODES.get(code) ?? [];
  return reason === undefined ? `${code}` : `${code}: ${reason}`;
};

export const isOptOut = (code: number): boolean => CODES.get(code)?.[0] === 'opted-out';

/** What a code of Twilio's means; `undefined` when it is not in the table. */
export function sendingOf(code: number): Sending | undefined {
  const row = CODES.get(code);
  if (!row) return undefined;
  const error = `Twilio answered ${reasonOf(code)}`;
  switch (row[0]) {
    case 'opted-out':
      return { kind: 'refused', error, optedOut: true };
    case 'refused':
      return { kind: 'refused', error };
    case 'retry':
      return { kind: 'retry', error };
    default:
      return row[0] satisfies never;
  }
}

/** The request never reached Twilio: it can be repeated without a look. */
const NOT_SENT: ReadonlySet<string> = new Set([
  'ECONNREFUSED',
  'ENOTFOUND',
  'EAI_AGAIN',
  'EHOSTUNREACH',
  'ENETUNREACH',
  'ENETDOWN',
  'CERT_HAS_EXPIRED',
  'DEPTH_ZERO_SELF_SIGNED_CERT',
  'SELF_SIGNED_CERT_IN_CHAIN',
  'UNABLE_TO_VERIFY_LEAF_SIGNATURE',
  'UNABLE_TO_GET_ISSUER_CERT_LOCALLY',
  'ERR_TLS_CERT_ALTNAME_INVALID',
]);
/** What the client calls its own limit of time. */
const TOO_LATE: ReadonlySet<string> = new Set(['ECONNABORTED', 'ERR_CANCELED', 'ETIMEDOUT']);

/** An error of a call to Twilio as a named outcome. Its text carries codes, never a token, a number or a text. */
export function failureOf(error: unknown): Sending {
  if (error instanceof TwilioRefused) return refusal(error);
  // What the client says of an answer that is not JSON, such as a proxy's page.
  if (error instanceof SyntaxError)
    return { kind: 'retry', error: 'Twilio answered something unreadable', inDoubt: true };
  const code = codeOf(error);
  if (NOT_SENT.has(code)) return { kind: 'retry', error: `Twilio could not be reached: ${code}` };
  const said = TOO_LATE.has(code) ? 'Twilio did not answer in time' : `the connection to Twilio broke: ${code}`;
  return { kind: 'retry', error: said, inDoubt: true };
}

function refusal({ status, twilioCode, retryAfterMs }: TwilioRefused): Sending {
  const wish = retryAfterMs === undefined ? {} : { afterMs: retryAfterMs };
  const known = twilioCode === undefined ? undefined : sendingOf(twilioCode);
  if (known) return known.kind === 'retry' ? { ...known, ...wish } : known;
  const said = `Twilio answered HTTP ${status}${twilioCode === undefined ? '' : `, ${twilioCode}`}`;
  if (status === 429) return { kind: 'retry', error: said, ...wish };
  // A gateway may have passed it on before it failed.
  if (status >= 500) return { kind: 'retry', error: said, inDoubt: true, ...wish };
  // A code that is newer than this table: the next channel is better than the same answer again and again.
  if (twilioCode !== undefined) return { kind: 'refused', error: said };
  // Without Twilio's code it was not Twilio who refused, but something on the way.
  return { kind: 'retry', error: said };
}

/** The innermost code or name (`ECONNRESET`); never a text, which could quote what was sent. */
function codeOf(error: unknown): string {
  let known = 'unknown error';
  let inner: unknown = error;
  for (let depth = 0; depth < 5 && inner instanceof Error; depth++) {
    const { code } = inner as { code?: unknown };
    known =
      typeof code === 'string' && /^[A-Z0-9_]{1,60}$/.test(code)
        ? code
        : known === 'unknown error'
          ? inner.name
          : known;
    inner = inner.cause;
  }
  return known;
}
