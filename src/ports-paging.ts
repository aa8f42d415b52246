import type { PageVia } from './incident/index.js';

/** A text, call or mail that left, or was about to: whose receipts and answers carry its token. */
export interface SentPage {
  readonly token: string;
  readonly via: Exclude<PageVia, 'chat'>;
  /** Number or address. */
  readonly to: string;
  /** Id in the book; none behind an address of a list. */
  readonly personId?: string;
  /** One text can stand for pages of several incidents. */
  readonly pages: readonly { readonly incidentId: string; readonly page: string }[];
  readonly at: Date;
}

/** Remembers for a few days what was sent to whom, so that a receipt or an answer finds its incident. */
export interface PageLog {
  note(page: SentPage): Promise<void>;
  byToken(token: string): Promise<SentPage | undefined>;
  /** Texts and calls to this number, newest first. */
  lately(to: string, since: Date, limit: number): Promise<SentPage[]>;
}

/** Numbers that want no texts: somebody answered STOP, or the provider says so. */
export interface OptOuts {
  has(phone: string): boolean;
  add(phone: string, at: Date): Promise<void>;
  remove(phone: string): Promise<void>;
}

/** How somebody of the book is reached. */
export interface Contact {
  readonly phone?: string;
  readonly email?: string;
  readonly language: string;
}
