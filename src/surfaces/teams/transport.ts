import type { AdaptiveCard } from './adaptive.js';

/** What is said in Teams. `text` is XML: what stands in it is escaped. */
export interface TeamsMessage {
  readonly type: 'message';
  readonly text?: string;
  readonly textFormat?: 'xml';
  /** What a notification shows of a card. */
  readonly summary?: string;
  readonly attachments?: readonly (
    | { readonly contentType: 'application/vnd.microsoft.card.adaptive'; readonly content: AdaptiveCard }
    /** A picture that comes with the message. */
    | { readonly contentType: 'image/jpeg'; readonly contentUrl: string; readonly name: string }
  )[];
  readonly entities?: readonly Mention[];
}

export interface Mention {
  readonly type: 'mention';
  readonly text: string;
  readonly mentioned: { readonly id: string; readonly name: string };
}

/** A conversation, and where Teams wants to be called for it. */
export interface Address {
  readonly serviceUrl: string;
  readonly conversation: string;
}

/** What is looked at before anything of a request is believed. */
export interface Claimed {
  readonly channelId: string;
  readonly serviceUrl: string;
  readonly tenantId: string | undefined;
}

export type Admission =
  | { readonly ok: true }
  | { readonly ok: false; readonly status: 401 | 403; readonly why: string };

/** Whatever carries us into Teams. One file fulfils it; to change the library is to write that file anew. */
export interface TeamsTransport {
  /** Whether the request is of Teams itself, for this bot. */
  admit(claimed: Claimed, authorization: string): Promise<Admission>;
  /** A new post in a channel; its id, under which it is changed and answered. */
  startThread(channel: Address, message: TeamsMessage): Promise<string>;
  send(to: Address, message: TeamsMessage): Promise<string>;
  update(to: Address, id: string, message: TeamsMessage): Promise<void>;
  remove(to: Address, id: string): Promise<void>;
  /** The chat of the bot with one person. */
  openChat(serviceUrl: string, userId: string): Promise<string>;
  /** Somebody in a conversation, with the address of their mail; `undefined` for whoever is not of our organisation. */
  member(at: Address, userId: string): Promise<{ readonly mail: string | undefined } | undefined>;
}

/** A call that Teams refused, or that came to nothing. Its text never quotes what was sent. */
export class TeamsError extends Error {
  constructor(
    message: string,
    readonly about: {
      /** HTTP; none when there was no answer. */
      readonly status?: number;
      /** `MessageWritesBlocked`, `ConversationNotFound`. */
      readonly code?: string;
      readonly retryAfterMs?: number;
      /** We could not even show who we are. */
      readonly signIn?: true;
    },
  ) {
    super(message);
    this.name = 'TeamsError';
  }
}
