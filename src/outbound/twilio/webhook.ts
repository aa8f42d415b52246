import { z } from 'zod';
import type { Receipt, TextIn } from '../../ports-outbound.js';
import { TWILIO_LIMITS } from './limits.js';
import { isOptOut, reasonOf } from './outcomes.js';

/** What Twilio sends us, understood once. A body that is signed and not understood is Twilio's news for us to learn. */
const sid = (prefix: string) => z.string().regex(new RegExp(`^(${prefix})[0-9a-fA-F]{32}$`));
const number = z.string().regex(/^\+?[0-9A-Za-z]{1,20}$/);
const token = z.string().min(1).max(200);

const textIn = z.object({
  MessageSid: sid('SM|MM'),
  From: number,
  Body: z
    .string()
    .default('')
    .transform((body) => body.slice(0, TWILIO_LIMITS.bodyLength)),
});

const asked = z.object({
  CallSid: sid('CA'),
  Digits: z
    .string()
    .regex(/^[0-9*#]?$/)
    .optional(),
  AnsweredBy: z.string().max(40).optional(),
});
const askedFor = z.object({ p: token, n: z.coerce.number().int().min(0).max(9).default(0) });

const errorCode = z.coerce.number().int().positive().optional().catch(undefined);
const ofMessage = z.object({
  MessageSid: sid('SM|MM'),
  MessageStatus: z.string().max(40),
  ErrorCode: errorCode,
});
const ofCall = z.object({
  CallSid: sid('CA'),
  CallStatus: z.string().max(40),
  AnsweredBy: z.string().max(40).optional(),
  ErrorCode: errorCode,
});
const receiptFor = z.object({ p: token });

export type Form = Readonly<Record<string, unknown>>;

export function textOf(form: Form): TextIn | undefined {
  const parsed = textIn.safeParse(form);
  if (!parsed.success) return undefined;
  const { MessageSid, From, Body } = parsed.data;
  return { ref: MessageSid, from: From, body: Body };
}

/** A question of what to say on a call. */
export interface VoiceAsk {
  readonly ref: string;
  readonly token: string;
  readonly round: number;
  readonly key?: string;
  readonly machine: boolean;
}

export function voiceAskOf(form: Form, query: Form): VoiceAsk | undefined {
  const [body, address] = [asked.safeParse(form), askedFor.safeParse(query)];
  if (!body.success || !address.success) return undefined;
  const { CallSid, Digits, AnsweredBy } = body.data;
  const { p, n } = address.data;
  // The first question comes before anything was said, so that no key can have been pressed. A key that is not there
  // is one that was waited for in vain.
  const key = n === 0 ? {} : { key: Digits ?? '' };
  return { ref: CallSid, token: p, round: n, ...key, machine: isMachine(AnsweredBy) };
}

/** `machine_start`, `machine_end_beep`, …, `fax`; who is `unknown` is spoken to. */
const isMachine = (answeredBy: string | undefined): boolean => /^(machine|fax)/.test(answeredBy ?? '');

const MESSAGE_STATUS: Readonly<Record<string, Receipt['status']>> = {
  queued: 'queued',
  accepted: 'queued',
  scheduled: 'queued',
  sending: 'queued',
  sent: 'sent',
  delivered: 'delivered',
  partially_delivered: 'delivered',
  read: 'delivered',
  undelivered: 'undelivered',
  failed: 'failed',
  canceled: 'failed',
};

/** A call that is under way is not one that a person answered: that is known when it is over. */
const CALL_STATUS: Readonly<Record<string, Receipt['status']>> = {
  queued: 'queued',
  initiated: 'queued',
  ringing: 'sent',
  'in-progress': 'sent',
  answered: 'sent',
  completed: 'answered',
  busy: 'undelivered',
  'no-answer': 'undelivered',
  canceled: 'failed',
  failed: 'failed',
};

/** `undefined` for a status that is not ours or not known: nothing is made of it. */
export function receiptOf(form: Form, query: Form): Receipt | undefined {
  const address = receiptFor.safeParse(query);
  if (!address.success) return undefined;
  const message = ofMessage.safeParse(form);
  if (message.success) return messageReceipt(address.data.p, message.data);
  const call = ofCall.safeParse(form);
  return call.success ? callReceipt(address.data.p, call.data) : undefined;
}

function messageReceipt(by: string, { MessageSid, MessageStatus, ErrorCode }: z.output<typeof ofMessage>) {
  const status = Object.hasOwn(MESSAGE_STATUS, MessageStatus) ? MESSAGE_STATUS[MessageStatus] : undefined;
  if (status === undefined) return undefined;
  const error = ErrorCode === undefined ? {} : { error: reasonOf(ErrorCode) };
  const out = ErrorCode !== undefined && isOptOut(ErrorCode) ? { optedOut: true as const } : {};
  return { token: by, ref: MessageSid, status, ...error, ...out };
}

function callReceipt(by: string, { CallSid, CallStatus, AnsweredBy, ErrorCode }: z.output<typeof ofCall>) {
  const status = Object.hasOwn(CALL_STATUS, CallStatus) ? CALL_STATUS[CallStatus] : undefined;
  if (status === undefined) return undefined;
  const receipt = { token: by, ref: CallSid };
  if (status === 'answered' && isMachine(AnsweredBy))
    return { ...receipt, status: 'undelivered' as const, error: 'machine' };
  if (status !== 'undelivered' && status !== 'failed') return { ...receipt, status };
  return { ...receipt, status, error: ErrorCode === undefined ? CallStatus : reasonOf(ErrorCode) };
}
