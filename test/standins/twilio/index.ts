import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { Account } from './account.js';
import { Callbacks, signature } from './callbacks.js';
import { Exchange } from './exchange.js';
import { PostOffice } from './post-office.js';
import { Api } from './server.js';
import type { Answered, Call, Fault, Holder, Method, Params, Text, TwilioOptions } from './types.js';

export { readTwiml } from './twiml.js';
export type * from './types.js';

/**
 * A strict stand-in of Twilio on 127.0.0.1: one account, one number, and the people who hold the phones. It keeps a journal
 * of everything that was sent; a story takes out what it expects, and `leftOver` must be empty in the end.
 */
export interface TwilioStandIn {
  /** For `TWILIO_API_URL`. */
  readonly url: string;
  readonly accountSid: string;
  readonly authToken: string;
  readonly from: string;
  /** Where the bot listens, and the address that it believes to have. */
  connect(botUrl: string, publicUrl?: string): void;

  /** Everything, oldest first. */
  readonly texts: readonly Text[];
  readonly calls: readonly Call[];
  /** Requests of the API, oldest first. */
  readonly requests: readonly Method[];
  /** Takes the oldest text to that number that nobody took yet. Throws when there is none, or it says something else. */
  takeText(to: string, saying?: RegExp | string): Text;
  /** The oldest call to that number that is over and that nobody took yet. */
  takeCall(to: string): Call;
  /** What was sent and never expected, and whatever the bot did wrong on the way. */
  leftOver(): string[];
  /** Only what the bot did wrong. */
  wrongs(): string[];
  /** Nothing is on its way any more: every receipt is told, every call is over. */
  settled(): Promise<void>;

  /** Who holds a phone, and what they do. */
  holds(number: string, holder: Holder): void;
  /** Somebody texts our number; the answer that reaches them. */
  textIn(from: string, body: string, sid?: string): Promise<string | undefined>;
  optOut(number: string): void;
  /** One more receipt, late or again. */
  receipt(text: Text, status: string): Promise<void>;
  /** Sends a signed request to the bot, or one that is signed with something else. */
  post(path: string, params: Params, signedWith?: string): Promise<Answered>;
  sign(path: string, params: Params): string;

  fail(method: Method, fault: Fault): void;
  heal(): void;
  stop(): Promise<void>;
}

/** Starts the stand-in on a free port of 127.0.0.1. */
export async function startTwilioStandIn(options: TwilioOptions = {}): Promise<TwilioStandIn> {
  const account = new Account(options);
  const callbacks = new Callbacks(account.authToken);
  const posts = new PostOffice(account, callbacks);
  const exchange = new Exchange(account, callbacks);
  const api = new Api(account, posts, exchange);
  const server = createServer(api.handle);
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject).listen(0, '127.0.0.1', resolve);
  });

  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    accountSid: account.sid,
    authToken: account.authToken,
    from: account.from,
    connect: (botUrl, publicUrl = botUrl) => {
      callbacks.botUrl = botUrl;
      callbacks.publicUrl = publicUrl;
    },
    texts: account.texts,
    calls: account.calls,
    requests: api.requests,
    takeText: (to, saying) => {
      const text = account.texts.find((each) => each.to === to && each.direction === 'out' && !each.taken);
      if (!text) throw new Error(`no text to ${to}`);
      if (saying instanceof RegExp ? !saying.test(text.body) : saying !== undefined && saying !== text.body)
        throw new Error(`the text to ${to} says: ${text.body}`);
      text.taken = true;
      return text;
    },
    takeCall: (to) => {
      const over = ['completed', 'busy', 'no-answer', 'failed'];
      const call = account.calls.find((each) => each.to === to && !each.taken && over.includes(each.status));
      if (!call) throw new Error(`no call to ${to} that is over`);
      call.taken = true;
      return call;
    },
    leftOver: () => [
      ...account.texts.filter(({ taken }) => !taken).map(({ to, body }) => `text to ${to}: ${body}`),
      ...account.calls.filter(({ taken }) => !taken).map(({ to, status }) => `call to ${to}: ${status}`),
      ...account.complaints,
      ...callbacks.trouble,
    ],
    wrongs: () => [...account.complaints, ...callbacks.trouble],
    settled: async () => {
      while (account.underWay.size > 0) await Promise.allSettled(account.underWay);
    },
    holds: (number, holder) => {
      account.holders.set(number, holder);
    },
    textIn: (from, body, sid) => posts.textIn(from, body, sid),
    optOut: (number) => {
      account.optedOut.add(number);
    },
    receipt: (text, status) => posts.receipt(text, status),
    post: (path, params, signedWith) => callbacks.post(callbacks.publicUrl + path, params, signedWith),
    sign: (path, params) => signature(account.authToken, callbacks.publicUrl + path, params),
    fail: (method, fault) => {
      api.faults.set(method, { fault, left: fault.times ?? Number.POSITIVE_INFINITY });
    },
    heal: () => {
      api.faults.clear();
    },
    stop: () =>
      new Promise((resolve) => {
        server.close(() => {
          resolve();
        });
        server.closeAllConnections();
      }),
  };
}
