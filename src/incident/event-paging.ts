import type { EscalationClock } from './escalation.js';
import type { Page, PageWhy, Recipients } from './paging.js';
import type { Destination } from './place.js';
import type { PageVia } from './plan.js';

/** What happened on the way to people. */
export type PagingEvent =
  /** People are to be told. `clock`: where the ladder stands after it, when it was its turn. */
  | {
      readonly type: 'paged';
      readonly why: PageWhy;
      readonly pages: readonly Page[];
      /** Whom the targets of the book did not lead to, and why. */
      readonly none: Recipients['none'];
      readonly clock?: EscalationClock;
      /** Channels that show it from now on, because the ladder says so. */
      readonly destinations?: readonly Destination[];
    }
  /** Those whom a chat was to call have been mentioned there, up to that version of the card. */
  | {
      readonly type: 'called';
      readonly destination: string;
      readonly ref: string;
      readonly shown: number;
      /** Ids of the people whom it mentions. */
      readonly called?: readonly string[];
    }
  /** The provider has it: `ref` is its receipt. A repeat went out although the one before may have arrived. */
  | {
      readonly type: 'page-sent';
      readonly page: string;
      readonly name: string;
      readonly via: PageVia;
      readonly ref: string;
      readonly lookedUp: boolean;
      readonly repeat: boolean;
    }
  | { readonly type: 'page-delivered'; readonly page: string; readonly name: string; readonly via: PageVia }
  | {
      readonly type: 'page-failed';
      readonly page: string;
      readonly name: string;
      readonly via: PageVia;
      readonly error: string;
      /** No other way to them is tried. */
      readonly final?: true;
    }
  /** Somebody else is on it as well: the ladder wanted more than one. */
  | { readonly type: 'joined'; readonly by: { readonly id: string; readonly name: string } };
