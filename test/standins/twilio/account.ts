import { randomBytes } from 'node:crypto';
import type { Call, Holder, Text, TwilioOptions } from './types.js';

const NOBODY: Holder = { answers: 'nobody' };

/** What Twilio knows of one account. */
export class Account {
  readonly sid: string;
  readonly authToken: string;
  /** The one number of the account. */
  readonly from: string;
  readonly now: () => number;
  readonly pace: 'queue' | 'refuse' | 'none';
  readonly texts: Text[] = [];
  readonly calls: Call[] = [];
  readonly optedOut = new Set<string>();
  readonly holders = new Map<string, Holder>();
  /** What a bot did that Twilio would not stand. */
  readonly complaints: string[] = [];
  /** Texts and calls that are not at their end yet. */
  readonly underWay = new Set<Promise<void>>();
  /** When the number has sent what it has to send. */
  freeAt = 0;

  constructor(options: TwilioOptions) {
    this.sid = options.accountSid ?? `AC${'5a'.repeat(16)}`;
    this.authToken = options.authToken ?? 'standin-auth-token-0123456789abcdef';
    this.from = options.from ?? '+15005550006';
    this.now = options.now ?? Date.now;
    this.pace = options.pace ?? 'none';
  }

  holder(number: string): Holder {
    return this.holders.get(number) ?? NOBODY;
  }

  /** Does it after so long, and is remembered until it is done. */
  soon(work: () => Promise<void>, ms = 0): void {
    const done = new Promise<void>((resolve) => {
      setTimeout(() => void work().finally(resolve), ms).unref();
    });
    this.underWay.add(done);
    void done.then(() => this.underWay.delete(done));
  }

  newSid(prefix: 'SM' | 'CA'): string {
    return prefix + randomBytes(16).toString('hex');
  }
}

/** `Wed, 06 Jan 2027 02:10:05 +0000`, whole seconds. */
const rfc2822 = (at: Date | undefined): string | null => at?.toUTCString().replace('GMT', '+0000') ?? null;

export const shownText = (text: Text, accountSid: string) => ({
  sid: text.sid,
  account_sid: accountSid,
  to: text.to,
  from: text.from,
  body: text.body,
  status: text.status,
  direction: text.direction === 'in' ? 'inbound' : text.direction === 'reply' ? 'outbound-reply' : 'outbound-api',
  date_created: rfc2822(text.at),
  date_updated: rfc2822(text.at),
  date_sent: rfc2822(text.sentAt),
  error_code: text.errorCode ?? null,
  error_message: null,
  num_segments: '1',
  num_media: '0',
  messaging_service_sid: null,
  price: null,
  price_unit: 'USD',
  api_version: '2010-04-01',
  uri: `/2010-04-01/Accounts/${accountSid}/Messages/${text.sid}.json`,
  subresource_uris: {},
});

export const shownCall = (call: Call, accountSid: string) => ({
  sid: call.sid,
  account_sid: accountSid,
  to: call.to,
  from: call.from,
  status: call.status,
  direction: 'outbound-api',
  answered_by: call.answeredBy ?? null,
  date_created: rfc2822(call.at),
  date_updated: rfc2822(call.at),
  start_time: null,
  end_time: null,
  duration: null,
  price: null,
  price_unit: 'USD',
  api_version: '2010-04-01',
  uri: `/2010-04-01/Accounts/${accountSid}/Calls/${call.sid}.json`,
  subresource_uris: {},
});
