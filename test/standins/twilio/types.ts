export type Params = Readonly<Record<string, string>>;

/** A text message as the account remembers it; `in` is one that somebody sent to our number. */
export interface Text {
  readonly sid: string;
  readonly direction: 'out' | 'in' | 'reply';
  readonly to: string;
  readonly from: string;
  readonly body: string;
  readonly at: Date;
  readonly callback: string | undefined;
  readonly validityPeriod: number | undefined;
  status: string;
  sentAt: Date | undefined;
  errorCode: number | undefined;
  /** A test has looked at it. */
  taken: boolean;
}

export interface Call {
  readonly sid: string;
  readonly to: string;
  readonly from: string;
  readonly at: Date;
  readonly url: string;
  readonly params: Params;
  readonly callback: string | undefined;
  readonly events: readonly string[];
  status: string;
  answeredBy: string | undefined;
  /** What the person heard. */
  readonly heard: { readonly text: string; readonly language: string }[];
  /** Addresses that were asked for what to do. */
  readonly asked: string[];
  taken: boolean;
}

/** Whoever holds the phone. Nobody answers unless a test says so. */
export interface Holder {
  readonly answers: 'person' | 'machine' | 'nobody' | 'busy';
  /** Keys in the order in which they are pressed, one per question; `''` waits one out. */
  readonly keys?: readonly string[];
  /** What becomes of texts: delivered, or not with a code. */
  readonly texts?: 'delivered' | { readonly code: number; readonly status: 'undelivered' | 'failed' };
  /** How receipts come. */
  readonly receipts?: 'once' | 'twice' | 'reversed' | 'none';
}

export type Method = 'messages.create' | 'messages.list' | 'calls.create' | 'calls.list' | 'calls.events' | '*';

export type Fault = { readonly times?: number } & (
  | { readonly kind: 'error'; readonly status: number; readonly code: number; readonly retryAfterS?: number }
  | { readonly kind: 'http'; readonly status: number; readonly body?: string }
  | { readonly kind: 'hang' }
  | { readonly kind: 'drip' }
  | { readonly kind: 'drop-before' }
  /** It is done, and the answer gets lost. */
  | { readonly kind: 'drop-after' }
);

export interface TwilioOptions {
  readonly accountSid?: string;
  readonly authToken?: string;
  readonly from?: string;
  readonly now?: () => number;
  /** One segment a second and number: what comes faster waits, is refused (429), or neither. */
  readonly pace?: 'queue' | 'refuse' | 'none';
}

export interface Answered {
  readonly status: number;
  readonly body: string;
  readonly contentType: string;
}
