import type { Destination, EvidenceEvent, PersonRef, TaskOutcome, Via } from '../incident/index.js';
import type { Assignee, ChecklistItem, Finding, TaskFacts } from './task.js';

/** Something that happened to a task. */
export type TaskEvent =
  | ({
      readonly type: 'opened';
      readonly checklist: readonly ChecklistItem[];
    } & Pick<
      TaskFacts,
      | 'number'
      | 'kind'
      | 'title'
      | 'details'
      | 'place'
      | 'incident'
      | 'to'
      | 'dueAt'
      | 'rule'
      | 'covert'
      | 'ordered'
      | 'photo'
      | 'destinations'
    >)
  | { readonly type: 'accepted'; readonly by: PersonRef; readonly via: Via }
  | {
      readonly type: 'handed-over';
      readonly to: Assignee;
      readonly from: Assignee;
      readonly destinations: readonly Destination[];
    }
  | {
      readonly type: 'checked';
      readonly item: string;
      readonly text: string;
      readonly result: Finding;
      readonly note: string;
    }
  | { readonly type: 'noted'; readonly text: string }
  /** A chat takes nothing: it stands there as well from now on. */
  | { readonly type: 'shown-too'; readonly destinations: readonly Destination[] }
  | { readonly type: 'put-off'; readonly dueAt: Date; readonly why: string }
  | { readonly type: 'reminded'; readonly to: readonly PersonRef[] }
  /** Its time is over, for the `times`-th time said to these. */
  | {
      readonly type: 'overdue';
      readonly dueAt: Date;
      readonly times: number;
      readonly to: readonly PersonRef[];
      readonly destinations: readonly Destination[];
    }
  | EvidenceEvent
  | { readonly type: 'done'; readonly outcome: TaskOutcome; readonly note: string }
  | { readonly type: 'cancelled'; readonly why: string };

export type TaskEventType = TaskEvent['type'];

/** What the incident of a task is told of. */
const TOLD: ReadonlySet<TaskEventType> = new Set(['opened', 'accepted', 'handed-over', 'overdue', 'done', 'cancelled']);
export const isTold = ({ type }: TaskEvent): boolean => TOLD.has(type);
