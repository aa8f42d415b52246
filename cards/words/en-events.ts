import type { EventType, IncidentEvent } from '../../src/incident/index.js';
import { access } from './en-access.js';
import { answered } from './en-answered.js';
import { bands, reasons, seen, stepResult } from './en-answering.js';
import { asset } from './en-asset.js';
import { evidence } from './en-evidence.js';
import { causes, dispositions, kinds, vias } from './en-lists.js';
import { loss } from './en-loss.js';
import { task } from './en-task.js';
import { lossFacts } from './loss-words.js';
import type { Times } from './words.js';

/** What a person is told who did it. */
export const DONE = {
  opened: 'opened.',
  'signals-joined': 'signals joined.',
  restored: 'restore noted.',
  claimed: 'you have it.',
  assigned: 'assigned.',
  released: 'released, it is open again.',
  noted: 'note added.',
  escalated: 'escalated.',
  snoozed: 'snoozed.',
  'snooze-ended': 'snooze ended.',
  overdue: 'overdue.',
  resolved: 'resolved.',
  reopened: 'open again.',
  archived: 'archived.',
  'card-posted': 'posted.',
  'delivery-failed': 'delivery failed.',
  verified: 'noted what you found.',
  rated: 'rated.',
  replanned: 'another protocol.',
  explained: 'explained.',
  'step-settled': 'step noted.',
  paged: 'people paged.',
  called: 'called.',
  'page-sent': 'sent.',
  'page-delivered': 'delivered.',
  'page-failed': 'somebody else is asked.',
  joined: 'you are on it as well.',
  dispatched: 'sent.',
  responded: 'noted.',
  'dispatch-timed-out': 'no answer.',
  recalled: 'recalled.',
  'nobody-to-send': 'nobody to send.',
  'still-nobody': 'nobody to send.',
  'welfare-asked': 'asked.',
  'welfare-heard': 'good to hear.',
  'welfare-missed': 'missing.',
  'claim-asked': 'asked.',
  'claim-lapsed': 'lapsed.',
  'loss-recorded': 'loss noted.',
  'evidence-given': 'taken. It is fetched and hashed now.',
  'evidence-kept': 'evidence is kept.',
  'evidence-failed': 'evidence could not be had.',
  'evidence-deleted': 'evidence was deleted.',
  'report-owed': 'its report is on the way.',
  'access-found': 'badges were looked at.',
  'asset-status': 'status of an asset noted.',
  'task-told': 'a task stands otherwise.',
  'emergency-called': 'noted that they were called.',
} as const satisfies Record<EventType, string>;

/** One line of the timeline, actor first. */
export function event(event: IncidentEvent, by: string, times: Times): string | undefined {
  switch (event.type) {
    case 'opened':
      return `Opened by ${event.signals.count === 1 ? 'an alarm' : `${event.signals.count} alarms`} from ${event.signals.sources.join(', ')}`;
    case 'signals-joined': {
      const what = Object.keys(event.signals.kinds).map((kind) => kinds[kind as keyof typeof kinds].toLowerCase());
      const now = event.assessment ? `. Now ${bands[event.assessment.band]} ${event.assessment.score}` : '';
      return `${event.signals.count} more: ${what.join(', ')}${now}`;
    }
    case 'restored':
      return 'The device reports normal again';
    case 'claimed':
      return `${by} claimed it (${vias[event.via]})`;
    case 'assigned':
      return `${by} gave it to ${event.to.name}`;
    case 'released':
      return `${by} released it`;
    case 'noted':
      return `${by}: ${event.text}`;
    case 'escalated':
      return `${by} escalated to ${event.to.name}: ${event.why}`;
    case 'snoozed':
      return `${by} snoozed it until ${times.time(event.until)}: ${event.why}`;
    case 'snooze-ended':
      return 'Snooze ended';
    case 'overdue':
      return `Nobody claimed it by ${times.time(event.respondBy)}`;
    case 'resolved': {
      const outcome = `${dispositions[event.disposition].toLowerCase()}${event.cause ? `, ${causes[event.cause]}` : ''}`;
      return `${by} resolved it: ${outcome}${event.note ? `. ${event.note}` : ''}`;
    }
    case 'reopened':
      return `${by} reopened it${event.why === '' ? '' : `: ${event.why}`}`;
    case 'archived':
      return 'Archived';
    case 'card-posted':
      return `Card ${event.lookedUp ? 'found' : 'posted'} in ${event.destination}`;
    case 'delivery-failed':
      return `Could not reach ${event.destination}: ${event.error}`;
    case 'verified':
      return `${by} looked: ${seen[event.seen]}${event.note ? `. ${event.note}` : ''}. Validation level ${event.assessment.avs}`;
    case 'rated':
      return `${by} rated it ${bands[event.to]}, it was ${bands[event.from]}: ${event.why}`;
    case 'replanned':
      return `Protocol ${event.plan.protocol} instead of ${event.from}: ${reasons(event.because)}`;
    case 'explained':
      return event.rose && event.explanation.raise
        ? `The model raised it from ${bands[event.rose]} to ${bands[event.explanation.raise.to]}: ${event.explanation.raise.why}`
        : undefined;
    case 'emergency-called':
      return `${by} called ${event.name}${event.reference ? `, reference ${event.reference}` : ''}`;
    case 'loss-recorded':
      return loss.told(by, lossFacts(event.loss), event.corrects);
    case 'evidence-given':
    case 'evidence-kept':
    case 'evidence-failed':
    case 'evidence-deleted':
      return evidence.event(event, by);
    case 'report-owed':
      return `Its report goes to ${event.mails} ${event.mails === 1 ? 'address' : 'addresses'}${event.webhooks.length > 0 ? ` and to ${event.webhooks.join(', ')}` : ''}.`;
    case 'access-found':
      return `Badges at the doors: ${event.findings.map((each) => access.finding(each, times.time)).join('; ')}`;
    case 'asset-status':
      return asset.event(event, by);
    case 'task-told':
      return task.told(event.news, by, times);
    case 'step-settled':
      return `${by}: ${event.text} ${stepResult(event.result)}`;
    default:
      return answered(event, by);
  }
}
