import type { ActionId, Card, Form, FormId } from '../cards/card.js';
import type { Destination, PersonActor } from './incident/index.js';

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
      readonly incidentId: string;
      /** The channel in which they look; nothing where it is for their eyes alone. */
      readonly channel?: Pick<Destination, 'surface' | 'to'>;
      readonly who: PersonActor;
    }
  | { readonly kind: 'press'; readonly action: ActionId; readonly incidentId: string; readonly who: PersonActor }
  | {
      readonly kind: 'submit';
      readonly form: FormId;
      readonly incidentId: string;
      readonly values: Readonly<Record<string, string>>;
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
