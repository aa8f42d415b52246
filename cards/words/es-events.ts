import type { EventType, IncidentEvent } from '../../src/incident/index.js';
import { access } from './es-access.js';
import { answered } from './es-answered.js';
import { bands, reasons, seen, stepResult } from './es-answering.js';
import { asset } from './es-asset.js';
import { evidence } from './es-evidence.js';
import { causes, dispositions, kinds, vias } from './es-lists.js';
import { loss } from './es-loss.js';
import { task } from './es-task.js';
import { lossFacts } from './loss-words.js';
import type { Times } from './words.js';

/** What a person is told who did it. */
export const DONE = {
  opened: 'abierto.',
  'signals-joined': 'avisos añadidos.',
  restored: 'vuelta a la normalidad anotada.',
  claimed: 'lo tiene usted.',
  assigned: 'asignado.',
  released: 'liberado, vuelve a estar abierto.',
  noted: 'nota añadida.',
  escalated: 'escalado.',
  snoozed: 'aplazado.',
  'snooze-ended': 'fin del aplazamiento.',
  overdue: 'fuera de plazo.',
  resolved: 'cerrado.',
  reopened: 'abierto de nuevo.',
  archived: 'archivado.',
  'card-posted': 'publicado.',
  'delivery-failed': 'no se ha podido entregar.',
  verified: 'anotado lo que ha encontrado.',
  rated: 'nivel fijado.',
  replanned: 'otro protocolo.',
  explained: 'explicado.',
  'step-settled': 'paso anotado.',
  paged: 'personas avisadas.',
  called: 'avisado en el chat.',
  'page-sent': 'enviado.',
  'page-delivered': 'entregado.',
  'page-failed': 'se pregunta a otra persona.',
  joined: 'usted también está en ello.',
  dispatched: 'envío hecho.',
  responded: 'anotado.',
  'dispatch-timed-out': 'sin respuesta.',
  recalled: 'envío anulado.',
  'nobody-to-send': 'no hay a quién enviar.',
  'still-nobody': 'no hay a quién enviar.',
  'welfare-asked': 'preguntado.',
  'welfare-heard': 'anotado, todo bien.',
  'welfare-missed': 'no responde.',
  'claim-asked': 'preguntado.',
  'claim-lapsed': 'vuelve a estar abierto.',
  'loss-recorded': 'pérdida anotada.',
  'evidence-given': 'recibido. El archivo se descarga ahora y se calcula su huella.',
  'evidence-kept': 'prueba guardada.',
  'evidence-failed': 'no se pudo obtener la prueba.',
  'evidence-deleted': 'prueba borrada.',
  'report-owed': 'el informe está en camino.',
  'access-found': 'se miraron las tarjetas.',
  'asset-status': 'estado anotado.',
  'task-told': 'tarea anotada.',
  'emergency-called': 'anotado que se ha llamado.',
} as const satisfies Record<EventType, string>;

/** One line of the timeline, actor first. */
export function event(event: IncidentEvent, by: string, times: Times): string | undefined {
  switch (event.type) {
    case 'opened':
      return `Abierto por ${event.signals.count === 1 ? 'una alarma' : `${event.signals.count} alarmas`} de ${event.signals.sources.join(', ')}`;
    case 'signals-joined': {
      const what = Object.keys(event.signals.kinds).map((kind) => kinds[kind as keyof typeof kinds].toLowerCase());
      const now = event.assessment ? `. Ahora ${bands[event.assessment.band]} ${event.assessment.score}` : '';
      return `${event.signals.count} más: ${what.join(', ')}${now}`;
    }
    case 'restored':
      return 'El aparato volvió a la normalidad';
    case 'claimed':
      return `${by} lo asumió (${vias[event.via]})`;
    case 'assigned':
      return `${by} lo asignó a ${event.to.name}`;
    case 'released':
      return `${by} lo liberó`;
    case 'noted':
      return `${by}: ${event.text}`;
    case 'escalated':
      return `${by} lo escaló a ${event.to.name}: ${event.why}`;
    case 'snoozed':
      return `${by} lo aplazó hasta las ${times.time(event.until)}: ${event.why}`;
    case 'snooze-ended':
      return 'Fin del aplazamiento';
    case 'overdue':
      return `A las ${times.time(event.respondBy)} nadie lo había asumido`;
    case 'resolved': {
      const outcome = `${dispositions[event.disposition].toLowerCase()}${event.cause ? `, ${causes[event.cause]}` : ''}`;
      return `${by} lo cerró: ${outcome}${event.note ? `. ${event.note}` : ''}`;
    }
    case 'reopened':
      return `${by} lo reabrió${event.why === '' ? '' : `: ${event.why}`}`;
    case 'archived':
      return 'Archivado';
    case 'card-posted':
      return `Tarjeta ${event.lookedUp ? 'encontrada' : 'publicada'} en ${event.destination}`;
    case 'delivery-failed':
      return `No se pudo entregar en ${event.destination}: ${event.error}`;
    case 'verified':
      return `${by} lo comprobó: ${seen[event.seen]}${event.note ? `. ${event.note}` : ''}. Nivel de validación ${event.assessment.avs}`;
    case 'rated':
      return `${by} fijó el nivel en ${bands[event.to]}, antes ${bands[event.from]}: ${event.why}`;
    case 'replanned':
      return `Protocolo ${event.plan.protocol} en lugar de ${event.from}: ${reasons(event.because)}`;
    case 'explained':
      return event.rose && event.explanation.raise
        ? `El modelo lo subió de ${bands[event.rose]} a ${bands[event.explanation.raise.to]}: ${event.explanation.raise.why}`
        : undefined;
    case 'emergency-called':
      return `${by} llamó a ${event.name}${event.reference ? `, referencia ${event.reference}` : ''}`;
    case 'loss-recorded':
      return loss.told(by, lossFacts(event.loss), event.corrects);
    case 'evidence-given':
    case 'evidence-kept':
    case 'evidence-failed':
    case 'evidence-deleted':
      return evidence.event(event, by);
    case 'report-owed':
      return `El informe va a ${event.mails} ${event.mails === 1 ? 'dirección' : 'direcciones'}${event.webhooks.length > 0 ? ` y a ${event.webhooks.join(', ')}` : ''}.`;
    case 'access-found':
      return `Tarjetas en las puertas: ${event.findings.map((each) => access.finding(each, times.time)).join('; ')}`;
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
