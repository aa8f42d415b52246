import type { EventType, IncidentEvent } from '../../src/incident/index.js';
import { access } from './de-access.js';
import { answered } from './de-answered.js';
import { bands, reasons, seen, stepResult } from './de-answering.js';
import { asset } from './de-asset.js';
import { evidence } from './de-evidence.js';
import { causes, dispositions, kinds, vias } from './de-lists.js';
import { loss } from './de-loss.js';
import { task } from './de-task.js';
import { lossFacts } from './loss-words.js';
import type { Times } from './words.js';

/** What a person is told who did it. */
export const DONE = {
  opened: 'eröffnet.',
  'signals-joined': 'Meldungen hinzugefügt.',
  restored: 'Normalmeldung notiert.',
  claimed: 'Sie haben es.',
  assigned: 'zugewiesen.',
  released: 'zurückgegeben, wieder offen.',
  noted: 'Notiz hinzugefügt.',
  escalated: 'eskaliert.',
  snoozed: 'zurückgestellt.',
  'snooze-ended': 'Zurückstellung beendet.',
  overdue: 'überfällig.',
  resolved: 'abgeschlossen.',
  reopened: 'wieder offen.',
  archived: 'archiviert.',
  'card-posted': 'eingestellt.',
  'delivery-failed': 'Zustellung fehlgeschlagen.',
  verified: 'notiert, was Sie vorgefunden haben.',
  rated: 'neu eingestuft.',
  replanned: 'anderer Alarmplan.',
  explained: 'erklärt.',
  'step-settled': 'Schritt notiert.',
  paged: 'alarmiert.',
  called: 'gerufen.',
  'page-sent': 'gesendet.',
  'page-delivered': 'zugestellt.',
  'page-failed': 'die nächste Person wird gefragt.',
  joined: 'Sie sind auch dabei.',
  dispatched: 'geschickt.',
  responded: 'notiert.',
  'dispatch-timed-out': 'keine Antwort.',
  recalled: 'zurückgerufen.',
  'nobody-to-send': 'niemand zu schicken.',
  'still-nobody': 'niemand zu schicken.',
  'welfare-asked': 'gefragt.',
  'welfare-heard': 'notiert, alles in Ordnung.',
  'welfare-missed': 'keine Antwort, eigener Alarm.',
  'claim-asked': 'gefragt.',
  'claim-lapsed': 'wieder offen.',
  'loss-recorded': 'Verlust notiert.',
  'evidence-given': 'angenommen. Die Datei wird jetzt geholt und mit einer Prüfsumme versehen.',
  'evidence-kept': 'Beweismittel gesichert.',
  'evidence-failed': 'Beweismittel nicht zu bekommen.',
  'evidence-deleted': 'Beweismittel gelöscht.',
  'report-owed': 'der Bericht ist unterwegs.',
  'access-found': 'Ausweise wurden geprüft.',
  'asset-status': 'Status notiert.',
  'task-told': 'Aufgabe notiert.',
  'emergency-called': 'Anruf notiert.',
} as const satisfies Record<EventType, string>;

/** One line of the timeline, actor first. */
export function event(event: IncidentEvent, by: string, times: Times): string | undefined {
  switch (event.type) {
    case 'opened':
      return `Eröffnet durch ${event.signals.count === 1 ? 'einen Alarm' : `${event.signals.count} Alarme`} von ${event.signals.sources.join(', ')}`;
    case 'signals-joined': {
      const what = Object.keys(event.signals.kinds).map((kind) => kinds[kind as keyof typeof kinds]);
      const now = event.assessment ? `. Jetzt ${bands[event.assessment.band]} ${event.assessment.score}` : '';
      return `${event.signals.count} weitere: ${what.join(', ')}${now}`;
    }
    case 'restored':
      return 'Das Gerät meldet sich wieder normal';
    case 'claimed':
      return `${by} hat übernommen (${vias[event.via]})`;
    case 'assigned':
      return `${by} hat an ${event.to.name} übergeben`;
    case 'released':
      return `${by} hat zurückgegeben`;
    case 'noted':
      return `${by}: ${event.text}`;
    case 'escalated':
      return `${by} hat an ${event.to.name} eskaliert: ${event.why}`;
    case 'snoozed':
      return `${by} hat bis ${times.time(event.until)} zurückgestellt: ${event.why}`;
    case 'snooze-ended':
      return 'Zurückstellung beendet';
    case 'overdue':
      return `Bis ${times.time(event.respondBy)} hat niemand übernommen`;
    case 'resolved': {
      const outcome = `${dispositions[event.disposition]}${event.cause ? `, ${causes[event.cause]}` : ''}`;
      return `${by} hat abgeschlossen: ${outcome}${event.note ? `. ${event.note}` : ''}`;
    }
    case 'reopened':
      return `${by} hat wieder geöffnet${event.why === '' ? '' : `: ${event.why}`}`;
    case 'archived':
      return 'Archiviert';
    case 'card-posted':
      return `Karte in ${event.destination} ${event.lookedUp ? 'gefunden' : 'eingestellt'}`;
    case 'delivery-failed':
      return `${event.destination} war nicht zu erreichen: ${event.error}`;
    case 'verified':
      return `${by} hat nachgesehen: ${seen[event.seen]}${event.note ? `. ${event.note}` : ''}. Validierungsstufe ${event.assessment.avs}`;
    case 'rated':
      return `${by} hat auf ${bands[event.to]} eingestuft, vorher ${bands[event.from]}: ${event.why}`;
    case 'replanned':
      return `Alarmplan ${event.plan.protocol} statt ${event.from}: ${reasons(event.because)}`;
    case 'explained':
      return event.rose && event.explanation.raise
        ? `Das Modell hat von ${bands[event.rose]} auf ${bands[event.explanation.raise.to]} angehoben: ${event.explanation.raise.why}`
        : undefined;
    case 'emergency-called':
      return `${by} hat angerufen: ${event.name}${event.reference ? `, Vorgangsnummer ${event.reference}` : ''}`;
    case 'loss-recorded':
      return loss.told(by, lossFacts(event.loss), event.corrects);
    case 'evidence-given':
    case 'evidence-kept':
    case 'evidence-failed':
    case 'evidence-deleted':
      return evidence.event(event, by);
    case 'report-owed':
      return `Der Bericht geht an ${event.mails} ${event.mails === 1 ? 'Adresse' : 'Adressen'}${event.webhooks.length > 0 ? ` und an ${event.webhooks.join(', ')}` : ''}.`;
    case 'access-found':
      return `Ausweise an den Türen: ${event.findings.map((each) => access.finding(each, times.time)).join('; ')}`;
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
