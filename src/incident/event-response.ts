import type { PersonRef, Via } from './actor.js';
import type { Response } from './response.js';

/** What happened to the people who were sent, and to the one who has it. */
export type ResponseEvent =
  | { readonly type: 'dispatched'; readonly to: PersonRef; readonly because: string; readonly best: boolean }
  | { readonly type: 'responded'; readonly who: PersonRef; readonly answer: Response; readonly via: Via }
  | { readonly type: 'dispatch-timed-out'; readonly who: PersonRef }
  | { readonly type: 'recalled'; readonly who: PersonRef; readonly why: string }
  /** Nobody suitable is left to be sent. */
  | { readonly type: 'nobody-to-send'; readonly why: string }
  /** Looked for again, and nobody was free yet. */
  | { readonly type: 'still-nobody'; readonly why: string }
  /** They were silent for long, and are asked whether all is well. */
  | { readonly type: 'welfare-asked'; readonly who: PersonRef }
  | { readonly type: 'welfare-heard'; readonly who: PersonRef; readonly via: Via }
  /** No answer: an incident of its own is opened for them, under this key. */
  | { readonly type: 'welfare-missed'; readonly who: PersonRef; readonly key: string }
  /** Whoever has it was silent for long, and is asked. */
  | { readonly type: 'claim-asked'; readonly who: PersonRef }
  /** No answer: it is open again. */
  | { readonly type: 'claim-lapsed'; readonly from: PersonRef };
