import type { Limit } from '../../limits.js';

/** Twilio's own limits (twilio.com/docs: Messages and Calls resources, rate limits; see docs/phones.md). */
export const TWILIO_LIMITS = {
  /** Characters of one message, whatever its alphabet. */
  bodyLength: 1_600,
  /** Seconds after which a text that still waits is not sent any more; Twilio's own is ten hours. */
  validForS: 600,
  /** Seconds until it counts as not answered; a mailbox mostly takes over after that. */
  ringForS: 30,
  /** Seconds after which a call is ended: three rounds are said in less. */
  callForS: 150,
  /** Seconds that we listen for a key. */
  keyForS: 8,
  /** How often it is said, with a key listened for each time. */
  rounds: 3,
  /** Twilio waits 15 s for an answer, and sends again what was not answered. */
  answerWithinMs: 2_000,
} as const;

/** What we ask of Twilio. */
export type PhoneCall = 'text' | 'call' | 'find';

/**
 * What one number may send: a segment a second for a long code (a text of two segments draws twice), a call begun a second
 * for a whole account. Twilio queues texts that come faster and refuses calls (429, 20429). `per: 'workspace'` is the one
 * number that we send from. Look-ups are only made after a crash; Twilio names no figure for them.
 */
export const TWILIO_CALLS = {
  text: [{ per: 'workspace', name: 'segment', rate: { everyMs: 1_050, burst: 1, urgentEveryMs: 1_004 } }],
  call: [{ per: 'workspace', name: 'call', rate: { everyMs: 1_050, burst: 1, urgentEveryMs: 1_004 } }],
  find: [{ per: 'workspace', name: 'find', rate: { everyMs: 1_000, burst: 5 } }],
} as const satisfies Record<PhoneCall, readonly Limit[]>;
