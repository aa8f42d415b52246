import type { ActionId, Card, Form, FormId } from '../cards/card.js';
import { said } from '../cards/words/en-commands.js';
import type { Destination, GivenFile, PersonActor } from './incident/index.js';

/** What a chat calls somebody. */
export interface Account {
  readonly surface: Destination['surface'];
  readonly chatId: string;
}

/** What a person did on any surface, verified and parsed once at the edge. */
export type Inbound =
  /** They opened the bot itself. */
  | { readonly kind: 'home'; readonly who: PersonActor }
  /** A message in a channel, with the way to it, is to become a note of an incident. */
  | { readonly kind: 'attach'; readonly text: string; readonly who: PersonActor }
  /** What they wrote after `/tocsin`, or after our name. */
  | { readonly kind: 'command'; readonly text: string; readonly who: PersonActor }
  /** Somebody whom nobody knows here says by a code of another chat who they are. */
  | { readonly kind: 'link'; readonly code: string; readonly account: Account }
  /** They look at the card of an incident, which is to be as it is now. */
  | {
      readonly kind: 'view';
      readonly about: string;
      /** The channel in which they look; nothing where it is for their eyes alone. */
      readonly channel?: Pick<Destination, 'surface' | 'to'>;
      readonly who: PersonActor;
    }
  /** We were brought into a channel, or it was taken from us. */
  | {
      readonly kind: 'channel';
      readonly at: Pick<Destination, 'surface' | 'to'>;
      readonly now: 'joined' | 'archived' | 'deleted' | 'left';
      /** The same event has the same id, however often it comes. */
      readonly event: string;
    }
  | { readonly kind: 'press'; readonly action: ActionId; readonly about: string; readonly who: PersonActor }
  | {
      readonly kind: 'submit';
      readonly form: FormId;
      readonly about: string;
      readonly values: Readonly<Record<string, string>>;
      /** Files that were given with it, where they lie now. */
      readonly files?: readonly Pick<GivenFile, 'name' | 'from'>[];
      readonly who: PersonActor;
    };

/** What the person is told, in the way of their surface. Nothing else is sent from a handler. */
export type Answer =
  | { readonly kind: 'done'; readonly text: string }
  | { readonly kind: 'refused'; readonly text: string }
  | { readonly kind: 'ask'; readonly form: Form }
  /** For their eyes only. */
  | { readonly kind: 'shown'; readonly card: Card }
  /** A form that was not filled in well, by field. */
  | { readonly kind: 'faults'; readonly faults: Readonly<Record<string, string>> };

export type HandleInbound = (inbound: Inbound) => Promise<Answer>;

/** The same for a person who must be told something whatever happens here; why goes to the log. */
export const answeringAlways =
  (handle: HandleInbound, where: string, failed: (what: string, error: unknown) => void): HandleInbound =>
  async (inbound) => {
    try {
      return await handle(inbound);
    } catch (error) {
      failed(`what somebody asked for in ${where}`, error);
      return { kind: 'refused', text: said.wentWrong };
    }
  };

/** `link CODE`: whoever nobody knows says so who they are. */
export const linkCodeIn = (text: string): string | undefined => /^link\s+(\S{1,40})$/i.exec(text.trim())?.[1];
