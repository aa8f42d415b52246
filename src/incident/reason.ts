import type { Actor } from './actor.js';
import type { IncidentEvent } from './event.js';

/**
 * Why a card or a line is owed, in words that stand on the card, in the log and in the metric. `null` for bookkeeping:
 * it changes nothing that a card shows, so no card is owed, none counts as older for it, and no thread tells of it.
 */
const REASON = {
  opened: () => 'opened',
  'signals-joined': () => 'signals joined',
  restored: () => 'device restored',
  claimed: (by) => `claimed by ${by}`,
  assigned: (by) => `assigned by ${by}`,
  released: (by) => `released by ${by}`,
  noted: (by) => `note by ${by}`,
  escalated: (by) => `escalated by ${by}`,
  snoozed: (by) => `snoozed by ${by}`,
  'snooze-ended': () => 'snooze ended',
  overdue: () => 'overdue: nobody claimed in time',
  resolved: (by) => `resolved by ${by}`,
  reopened: (by) => `reopened by ${by}`,
  archived: () => null,
  'card-posted': () => null,
  'delivery-failed': () => null,
  verified: (by) => `verified by ${by}`,
  rated: (by) => `rated by ${by}`,
  replanned: () => 'a graver protocol',
  explained: () => 'summary by model',
  'emergency-called': (by) => `emergency call by ${by}`,
  'loss-recorded': (by) => `loss by ${by}`,
  'evidence-given': (by) => `evidence by ${by}`,
  'evidence-kept': () => 'evidence is kept',
  'evidence-failed': () => 'evidence could not be had',
  'evidence-deleted': () => null,
  'report-owed': () => null,
  'access-found': () => 'badges',
  'asset-status': (by) => `asset by ${by}`,
  'task-told': () => 'a task',
  'step-settled': (by) => `procedure step by ${by}`,
  paged: () => 'people paged',
  called: () => null,
  'page-sent': () => null,
  'page-delivered': () => null,
  'page-failed': () => 'a page failed',
  joined: (by) => `joined by ${by}`,
  dispatched: (by) => `dispatched by ${by}`,
  responded: (by) => `answer of ${by}`,
  'dispatch-timed-out': () => 'an officer did not answer',
  recalled: (by) => `recalled by ${by}`,
  'nobody-to-send': () => 'nobody to send',
  'still-nobody': () => null,
  'welfare-asked': () => 'an officer is silent',
  'welfare-heard': () => 'an officer is well',
  'welfare-missed': () => 'an officer is missing',
  'claim-asked': () => 'whoever has it is silent',
  'claim-lapsed': () => 'claim lapsed',
} as const satisfies Record<IncidentEvent['type'], (by: string) => string | null>;

/** Why the cards are owed after this event; `null` when they stay as they are. */
export const reasonFor = (event: IncidentEvent, actor: Actor): string | null =>
  REASON[event.type](actor.kind === 'person' ? actor.name : 'Tocsin');

/** Whether a card looks different after an event of this type. */
export const changesCard = (type: IncidentEvent['type']): boolean => REASON[type]('') !== null;
