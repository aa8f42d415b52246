import type {
  ChainHead,
  Destination,
  EscalationTarget,
  EvidenceItem,
  PersonRef,
  Place,
  TaskKind,
  TaskOutcome,
  TaskStatus,
  TimelineEntry,
  Via,
} from '../incident/index.js';
import type { TaskCard } from './delivery.js';
import type { TaskEvent } from './event.js';

/** A person, or whoever of a role takes it first. */
export type Assignee = EscalationTarget;

export interface ChecklistItem {
  readonly id: string;
  readonly text: string;
  /** The task is not done before it is looked at. */
  readonly required: boolean;
}

/** What somebody found at a point of the list. */
export const FINDINGS = ['ok', 'problem'] as const;
export type Finding = (typeof FINDINGS)[number];

export interface Check {
  readonly item: string;
  readonly result: Finding;
  readonly note: string;
  readonly by: PersonRef;
  readonly at: Date;
}

/** Where it is to be done, with the names as they were when it was given. */
export type TaskPlace = Pick<
  Place,
  'siteId' | 'siteName' | 'address' | 'timezone' | 'clientId' | 'clientName' | 'zoneId' | 'zoneName'
>;

/** What a task keeps of a place. */
export function taskPlaceOf(place: TaskPlace): TaskPlace {
  const { siteId, siteName, address, timezone, clientId, clientName, zoneId, zoneName } = place;
  return {
    siteId,
    siteName,
    timezone,
    ...(address === undefined ? {} : { address }),
    ...(clientId === undefined ? {} : { clientId }),
    ...(clientName === undefined ? {} : { clientName }),
    ...(zoneId === undefined ? {} : { zoneId }),
    ...(zoneName === undefined ? {} : { zoneName }),
  };
}

/** People are called once more in the chats that show the task. */
export interface Ring {
  /** The entry of the timeline that rang. */
  readonly seq: number;
  readonly why: 'given' | 'reminder' | 'overdue';
  readonly to: readonly PersonRef[];
}

/** What every task has, whatever its status. All of it is the fold of its events. */
export interface TaskFacts {
  readonly id: string;
  /** 12 of `TASK-12`. */
  readonly number: number;
  readonly kind: TaskKind;
  readonly title: string;
  readonly details?: string;
  readonly place: TaskPlace;
  /** The incident that it belongs to. */
  readonly incident?: { readonly id: string; readonly number: number };
  readonly to: Assignee;
  /** The rule of a protocol that gave it. */
  readonly rule?: string;
  /** Who gave it; nobody when a rule did. */
  readonly from?: PersonRef;
  readonly openedAt: Date;
  /** Since when the time until `dueAt` runs. */
  readonly since: Date;
  readonly dueAt: Date;
  readonly reminded: boolean;
  /** How often it was said that it is overdue. */
  readonly overdue: number;
  /** Of a covert incident: it stands nowhere where people near the device can see it. */
  readonly covert?: true;
  /** It is not done without a picture. */
  readonly photo?: true;
  /** Its points are looked at in their order. */
  readonly ordered?: true;
  readonly checklist: readonly ChecklistItem[];
  readonly checks: readonly Check[];
  readonly notes: number;
  /** Files that people gave. */
  readonly evidence?: readonly EvidenceItem[];
  /** Chats that show its card. */
  readonly destinations: readonly Destination[];
  readonly ring?: Ring;
  /** Grows with every event that changes what a card shows. */
  readonly cardVersion: number;
}

/** Who did something, when, and where. */
export interface Deed {
  readonly by: PersonRef;
  readonly at: Date;
  readonly via: Via;
}

export type TaskStage =
  | { readonly status: 'open' }
  | { readonly status: 'accepted'; readonly accepted: Deed }
  | { readonly status: 'done'; readonly done: Deed & { readonly outcome: TaskOutcome; readonly note: string } }
  | {
      readonly status: 'cancelled';
      readonly cancelled: { readonly at: Date; readonly by: string; readonly why: string };
    };

/** A task as its timeline tells it. */
export type TaskState = TaskFacts & TaskStage;

/** A task as it is kept: state, chain, and what its chats show, in one document. */
export interface Task {
  readonly state: TaskState;
  readonly timeline: readonly TimelineEntry<TaskEvent>[];
  readonly chain: ChainHead;
  readonly cards: readonly TaskCard[];
  /** The entry up to which its incident was told. */
  readonly told: number;
  /** Counts the saves; a save of an old version is refused by the store. */
  readonly version: number;
  readonly changedAt: Date;
}

export const isTaskLive = (state: TaskStage): boolean => state.status === 'open' || state.status === 'accepted';

export const statusOf = (state: TaskState): TaskStatus =>
  isTaskLive(state) && state.overdue > 0 ? 'overdue' : state.status;

export const taskLabel = (number: number): string => `TASK-${number}`;

const PREFIX = 'task:';
/** Ids of tasks say that they are none of incidents: both travel with the same buttons. */
export const taskId = (unique: string): string => PREFIX + unique;
export const isTaskId = (id: string): boolean => id.startsWith(PREFIX);

/** Required points that nobody has looked at. */
export const openItems = ({ checklist, checks }: Pick<TaskFacts, 'checklist' | 'checks'>): readonly ChecklistItem[] =>
  checklist.filter(({ id, required }) => required && !checks.some(({ item }) => item === id));

/** A picture is wanted and none was given; one that is still on its way counts. */
export const lacksPhoto = ({ photo, evidence = [] }: Pick<TaskFacts, 'photo' | 'evidence'>): boolean =>
  photo === true && !evidence.some(isPicture);

/** By its content; of one that is on its way by its name. One that retention deleted was there. */
function isPicture(item: EvidenceItem): boolean {
  if (item.state === 'kept') return item.kept.type.startsWith('image/');
  if (item.state === 'deleted') return item.was.type.startsWith('image/');
  return item.state === 'awaited' && /\.(jpe?g|png|gif|webp|hei[cf]|bmp|tiff?)$/i.test(item.name);
}

/** The point to look at next: the first one without a check. */
export const nextItem = ({ checklist, checks }: Pick<TaskFacts, 'checklist' | 'checks'>): ChecklistItem | undefined =>
  checklist.find(({ id }) => !checks.some(({ item }) => item === id));

/** Who is to do it, by name, as far as somebody is named. */
export const doer = (state: TaskState): PersonRef | undefined => {
  if (state.status === 'accepted') return state.accepted.by;
  if (state.status === 'done') return state.done.by;
  return state.to.kind === 'person' ? { id: state.to.id, name: state.to.name } : undefined;
};
