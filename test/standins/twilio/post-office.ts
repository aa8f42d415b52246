import type { Account } from './account.js';
import type { Callbacks } from './callbacks.js';
import { readTwiml } from './twiml.js';
import type { Params, Text } from './types.js';

const STOP = ['STOP', 'STOPALL', 'UNSUBSCRIBE', 'CANCEL', 'END', 'QUIT', 'OPTOUT', 'REVOKE'];
const START = ['START', 'YES', 'UNSTOP'];

/** Carries texts: out with receipts, in with the answer of the bot. */
export class PostOffice {
  constructor(
    private readonly account: Account,
    private readonly callbacks: Callbacks,
  ) {}

  /** Takes a text; it is on its way when this returns. */
  take(to: string, body: string, params: Params): Text {
    const { account } = this;
    const text: Text = {
      sid: account.newSid('SM'),
      direction: 'out',
      to,
      from: account.from,
      body,
      at: new Date(account.now()),
      callback: params.StatusCallback,
      validityPeriod: params.ValidityPeriod === undefined ? undefined : Number(params.ValidityPeriod),
      status: 'queued',
      sentAt: undefined,
      errorCode: undefined,
      taken: false,
    };
    account.texts.push(text);
    const wait = Math.max(0, account.freeAt - account.now());
    if (account.pace === 'queue') account.freeAt = Math.max(account.freeAt, account.now()) + 1_000;
    account.soon(() => this.#send(text), account.pace === 'queue' ? wait : 0);
    return text;
  }

  async #send(text: Text): Promise<void> {
    const holder = this.account.holder(text.to);
    const end = holder.texts ?? 'delivered';
    text.sentAt = new Date(this.account.now());
    text.status = end === 'delivered' ? 'delivered' : end.status;
    if (end !== 'delivered') text.errorCode = end.code;
    const told = ['queued', 'sent', text.status];
    const order = holder.receipts === 'reversed' ? told.reverse() : told;
    const times = { once: 1, twice: 2, reversed: 1, none: 0 }[holder.receipts ?? 'once'];
    for (const status of order) {
      for (let count = 0; count < times; count++) await this.receipt(text, status);
    }
  }

  async receipt(text: Text, status: string): Promise<void> {
    if (text.callback === undefined) return;
    const failed = status === 'undelivered' || status === 'failed';
    await this.callbacks.tell(text.callback, {
      AccountSid: this.account.sid,
      ApiVersion: '2010-04-01',
      From: text.from,
      To: text.to,
      MessageSid: text.sid,
      SmsSid: text.sid,
      MessageStatus: status,
      SmsStatus: status,
      ...(failed && text.errorCode !== undefined ? { ErrorCode: String(text.errorCode) } : {}),
    });
  }

  /** Somebody texts our number. Gives what the bot answered, which is sent to them. */
  async textIn(from: string, body: string, sid = this.account.newSid('SM')): Promise<string | undefined> {
    const { account, callbacks } = this;
    const keyword = body.trim().toUpperCase();
    if (STOP.includes(keyword)) account.optedOut.add(from);
    if (START.includes(keyword)) account.optedOut.delete(from);
    const answer = await callbacks.post(`${callbacks.publicUrl}/twilio/sms`, {
      ToCountry: 'US',
      MessageSid: sid,
      SmsMessageSid: sid,
      SmsSid: sid,
      SmsStatus: 'received',
      NumMedia: '0',
      NumSegments: '1',
      AccountSid: account.sid,
      ApiVersion: '2010-04-01',
      From: from,
      To: account.from,
      Body: body,
    });
    if (answer.status !== 200) throw new Error(`/twilio/sms answered ${answer.status}: ${answer.body.slice(0, 200)}`);
    if (!answer.contentType.startsWith('text/xml')) throw new Error(`12300 content type ${answer.contentType}`);
    const messages = readTwiml(answer.body).flatMap((verb) => (verb.verb === 'Message' ? [verb.text] : []));
    const [said] = messages;
    if (said === undefined || account.optedOut.has(from)) return undefined;
    const at = new Date(account.now());
    account.texts.push({
      sid: account.newSid('SM'),
      direction: 'reply',
      to: from,
      from: account.from,
      body: said,
      at,
      callback: undefined,
      validityPeriod: undefined,
      status: 'delivered',
      sentAt: at,
      errorCode: undefined,
      taken: true,
    });
    return said;
  }
}
