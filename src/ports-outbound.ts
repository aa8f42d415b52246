/**
 * What became of handing a text, a call or a mail to its provider. The adapter alone says whether another try helps.
 */
export type Sending =
  /** The provider has it; `ref` is its own id. `lookedUp`: it had it already, from a try whose answer was lost. */
  | { readonly kind: 'sent'; readonly ref: string; readonly lookedUp?: true }
  | {
      readonly kind: 'retry';
      readonly error: string;
      /** Provider's own wish, in milliseconds. */
      readonly afterMs?: number;
      /** It may have worked all the same (time-out, broken connection): it is looked up before it is repeated. */
      readonly inDoubt?: true;
    }
  /** This number or address does not take it, today or ever: the next channel's turn. */
  | { readonly kind: 'refused'; readonly error: string; readonly optedOut?: true };

/** Something sent to one phone. `token` is ours: every receipt and every answer carries it. */
export interface ToPhone {
  /** E.164: `+4915550001`. */
  readonly to: string;
  readonly token: string;
}

/** A text or a call whose answer was lost in a crash, to be looked up. */
export interface InDoubt extends ToPhone {
  /** Not before this moment. */
  readonly since: Date;
}

/** Text messages and calls, as paging sees them. */
export interface Phones {
  text(message: ToPhone & { readonly text: string }): Promise<Sending>;
  /** What is said and what keys do is asked for when somebody answers: see `Caller`. */
  call(call: ToPhone): Promise<Sending>;
  /** The message or call of this token, if the provider has it; `undefined` when it certainly does not. */
  findText(message: InDoubt & { readonly text: string }): Promise<Sending | undefined>;
  findCall(call: InDoubt): Promise<Sending | undefined>;
}

/** What stands in a mail. */
export interface Letter {
  readonly subject: string;
  /** The name that stands before our address; that of `MAIL_FROM` when left out. */
  readonly sender?: string;
  readonly text: string;
  readonly html: string;
  readonly attachments?: readonly {
    readonly filename: string;
    readonly contentType: string;
    readonly content: Buffer;
  }[];
}

/** One mail to one address. The token makes its Message-ID, so that one which goes out twice is seen to be the same. */
export interface Mailer {
  send(
    mail: Letter & {
      readonly to: string;
      readonly token: string;
      /** The reader's certificate (PEM): encrypted to it (S/MIME), or not sent at all. */
      readonly certificate?: string;
    },
  ): Promise<Sending>;
}

/** Somebody else's program, told by HTTP. `token` is the same for the same thing, however often it is sent. */
export interface Hooks {
  send(hook: {
    readonly url: string;
    readonly secret: string;
    readonly body: unknown;
    readonly token: string;
  }): Promise<Sending>;
}

/** How far a text or call came, as its provider tells it. Later ones never go back to earlier ones. */
export const RECEIPTS = ['queued', 'sent', 'delivered', 'answered', 'undelivered', 'failed'] as const;

export interface Receipt {
  readonly token: string;
  /** The provider's own id. */
  readonly ref: string;
  readonly status: (typeof RECEIPTS)[number];
  /** `30003 unreachable destination handset`; for a call `no-answer`, `busy`, `machine`. */
  readonly error?: string;
  /** Nothing is ever to be sent to that number again. */
  readonly optedOut?: true;
}

/** A text that somebody sent to our number. */
export interface TextIn {
  readonly ref: string;
  readonly from: string;
  /** At most 1,600 characters. */
  readonly body: string;
}

/** What is said to somebody on the phone, and whether keys are listened for after it. */
export interface Said {
  /** Each sentence is said, with a pause after it. */
  readonly sentences: readonly string[];
  /** BCP 47: `en-GB`, `de-DE`, `es-ES`. */
  readonly language: string;
  readonly after: 'keys' | 'hang-up';
}

/** What the phone side asks of the bot. Every answer comes within two seconds. */
export interface PhoneCallers {
  /** The text that is sent back; `undefined` for none. */
  text(text: TextIn): Promise<string | undefined>;
  /** Somebody answered (no `key`), pressed a key, or pressed none in time (`key: ''`). `round` counts from 0. */
  voice(call: {
    readonly token: string;
    readonly ref: string;
    readonly key?: string;
    readonly machine: boolean;
    readonly round: number;
  }): Promise<Said>;
  receipt(receipt: Receipt): Promise<void>;
}
