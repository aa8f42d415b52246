import type { PersonRef, Role, TaskStatus } from '../incident/index.js';
import type { Assignee, ChecklistItem } from './task.js';

/** Why a command changed nothing. Plain data: the wording stands in `cards/words`. */
export type TaskRefusal =
  | { readonly code: 'unknown-task' }
  | {
      readonly code: 'over';
      readonly is: Extract<TaskStatus, 'done' | 'cancelled'>;
      readonly by: string;
      readonly at: Date;
    }
  | { readonly code: 'already-accepted'; readonly by: PersonRef; readonly since: Date }
  | { readonly code: 'not-permitted'; readonly needs: readonly Role[] }
  /** Somebody else is to do it; only they or these may. */
  | { readonly code: 'not-yours'; readonly whose: Assignee; readonly needs: readonly Role[] }
  | { readonly code: 'items-open'; readonly items: readonly ChecklistItem[] }
  /** Nobody has given a picture. */
  | { readonly code: 'photo-missing' }
  | { readonly code: 'no-such-item' }
  | { readonly code: 'too-long' }
  | { readonly code: 'invalid'; readonly field: string; readonly why: string }
  | { readonly code: 'busy' };
