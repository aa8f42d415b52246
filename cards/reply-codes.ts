/** What a digit means in the answer to a text message, and what the texts say that it means. */
export const REPLY_CODES = {
  '1': 'claim',
  '2': 'escalate',
  '3': 'details',
  '4': 'refuse',
  '5': 'en-route',
  '6': 'on-scene',
  '7': 'clear',
  /** The answer to the question whether all is well. */
  '8': 'well',
} as const;
export type ReplyCode = (typeof REPLY_CODES)[keyof typeof REPLY_CODES];

/** Keys of a call. */
export const CALL_KEYS = { '1': 'claim', '2': 'escalate', '3': 'repeat', '4': 'refuse' } as const;
export type CallKey = (typeof CALL_KEYS)[keyof typeof CALL_KEYS];

export type TextReply =
  /** `number`: of the incident, when the answer names one; several may be open for the person. */
  | { readonly kind: 'code'; readonly code: ReplyCode; readonly number?: number }
  /** Nothing is to be sent to that number any more. Twilio blocks it by itself and confirms; no answer of ours arrives. */
  | { readonly kind: 'stop' }
  /** It may be sent to again. */
  | { readonly kind: 'start' }
  | { readonly kind: 'unknown' };

/** The keywords that Twilio itself acts on for long codes (twilio.com/docs, "Opt-out keywords"), any case, alone in the text. */
const STOP: ReadonlySet<string> = new Set([
  'STOP',
  'STOPALL',
  'UNSUBSCRIBE',
  'CANCEL',
  'END',
  'QUIT',
  'OPTOUT',
  'REVOKE',
]);
const START: ReadonlySet<string> = new Set(['START', 'UNSTOP', 'YES']);

/** `1`, `1.`, `1 INC-42`, `inc-42 1`, `1 42`: a code, and the incident's number if there are several. */
export function parseReply(body: string): TextReply {
  const said = body.slice(0, 200).trim().toUpperCase();
  if (STOP.has(said)) return { kind: 'stop' };
  if (START.has(said)) return { kind: 'start' };
  const match =
    /^([1-8])[.)!]?(?:\s+(?:INC-?\s?)?(\d{1,9}))?[.!]?$/.exec(said) ??
    turned(/^INC-?\s?(\d{1,9})[:,.]?\s+([1-8])[.)!]?$/.exec(said));
  if (!match) return { kind: 'unknown' };
  const code = REPLY_CODES[match[1] as keyof typeof REPLY_CODES];
  return { kind: 'code', code, ...(match[2] === undefined ? {} : { number: Number(match[2]) }) };
}

const turned = (match: RegExpExecArray | null): readonly (string | undefined)[] | null =>
  match && [match[0], match[2], match[1]];
