import type { PersonRef, Role, Via } from './actor.js';
import type { ResponderState } from './response.js';

/** Why a command changed nothing. Plain data: the wording stands in `cards/words`, the HTTP status in one mapper. */
export type Refusal =
  | { readonly code: 'unknown-incident' }
  | { readonly code: 'already-claimed'; readonly by: PersonRef; readonly since: Date; readonly via: Via }
  | { readonly code: 'already-yours'; readonly since: Date }
  | { readonly code: 'not-claimed' }
  | { readonly code: 'not-yours'; readonly by: PersonRef; readonly since: Date; readonly needs: readonly Role[] }
  | { readonly code: 'not-permitted'; readonly needs: readonly Role[] }
  | { readonly code: 'already-resolved'; readonly by: PersonRef; readonly at: Date }
  | { readonly code: 'not-resolved' }
  | { readonly code: 'archived'; readonly at: Date }
  | { readonly code: 'invalid'; readonly field: string; readonly why: string }
  /** Required steps of the procedure that nobody has done; `skippable`: a reason is all that it takes. */
  | {
      readonly code: 'steps-open';
      readonly steps: readonly { readonly id: string; readonly text: string }[];
      readonly skippable: boolean;
    }
  | { readonly code: 'step-not-skippable'; readonly step: string }
  | { readonly code: 'already-sent'; readonly who: PersonRef; readonly since: Date }
  | { readonly code: 'not-sent'; readonly who: PersonRef }
  | { readonly code: 'too-late'; readonly is: ResponderState }
  | { readonly code: 'busy' };
