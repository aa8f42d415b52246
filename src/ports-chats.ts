import type { Destination } from './incident/index.js';

type Surface = Destination['surface'];

/** Somebody in a chat, as the chat itself told who they are. */
export interface ChatUser {
  readonly surface: Surface;
  readonly id: string;
  readonly name: string;
  /** Where they did it; empty where it is no channel. */
  readonly channel: string;
  /** Other names of theirs there, by which the book may know them. */
  readonly also?: readonly string[];
  /** Asks the chat for their mail address; nothing for whoever is not of the organisation. */
  readonly mail?: () => Promise<string | undefined>;
  /** Only what is known already: nobody is asked, and nothing is read. */
  readonly quick?: true;
}

/** Whom an account of a chat belongs to, when the book does not say it. */
export interface Link {
  readonly surface: Surface;
  /** What the chat calls them. */
  readonly chatId: string;
  readonly personId: string;
  /** `mail`: the chat and the book know the same address; `code`: they said so from both; `book`: by another name of theirs. */
  readonly by: 'mail' | 'code' | 'book';
  /** The address that both knew. */
  readonly mail?: string;
  /** What the book calls them. */
  readonly alias?: string;
  readonly at: Date;
}

export interface LinkStore {
  all(): Promise<Link[]>;
  find(surface: Surface, chatId: string): Promise<Link | undefined>;
  put(link: Link): Promise<void>;
}

/** Codes by which somebody says in one chat who they are in another; kept as hashes, each for one use. */
export interface LinkCodeStore {
  keep(hash: string, personId: string, until: Date): Promise<void>;
  /** Whose it is, if it still holds; it is gone afterwards. */
  take(hash: string, now: Date): Promise<string | undefined>;
}

/** A conversation of Teams, and the address at which Teams wants to be called for it. */
export interface TeamsPlace {
  /** Without the message of a thread. */
  readonly conversation: string;
  readonly serviceUrl: string;
  /** What Teams calls the one with whom we are alone there; none for channels and group chats. */
  readonly user?: readonly string[];
  readonly at: Date;
}

export interface TeamsPlaceStore {
  all(): Promise<TeamsPlace[]>;
  note(place: TeamsPlace): Promise<void>;
  /** Tocsin was taken out of it. */
  forget(conversation: string): Promise<void>;
}
