import type { Role } from '../../src/incident/index.js';
import { evidence } from './es-evidence.js';
import { roles } from './es-lists.js';
import { assigneeIn, listed, type TaskWords } from './task-words.js';

/** Roles as they stand in a sentence. */
export const WHO: Readonly<Record<Role, string>> = {
  responder: 'un interviniente',
  supervisor: 'la jefatura de turno',
  'loss-prevention': 'prevención de pérdidas',
  manager: 'la gerencia',
  director: 'la dirección',
  admin: 'la administración',
  client: 'el cliente',
};
const oneOf = listed(WHO);
const { whoIs, named } = assigneeIn(roles);

const kinds: TaskWords['kinds'] = {
  patrol: 'Ronda',
  investigation: 'Investigación',
  audit: 'Revisión de equipos',
  'follow-up': 'Seguimiento',
};
const statuses: TaskWords['statuses'] = {
  open: 'abierta',
  accepted: 'aceptada',
  overdue: 'VENCIDA',
  done: 'hecha',
  cancelled: 'anulada',
};
const findings: TaskWords['findings'] = { ok: 'en orden', problem: 'PROBLEMA' };
const outcomes: TaskWords['outcomes'] = {
  'in-order': 'todo en orden',
  found: 'se encontró algo',
  'not-possible': 'no fue posible',
};
const fields: TaskWords['fields'] = {
  kind: 'Tipo de tarea',
  title: 'Qué hay que hacer',
  details: 'Detalles',
  place: 'Dónde',
  to: 'Quién debe hacerla',
  due: 'Hasta cuándo',
  dueHint: 'Por ejemplo 45m, 2h, 1d o una hora: 22:00, tomorrow 6:00',
  checklist: 'Puntos que revisar',
  checklistHint: 'Uno por línea; hay que revisarlos todos. Una línea que empieza con ? se puede omitir.',
  item: 'Punto',
  result: 'Cómo está',
  outcome: 'Resultado',
  note: 'Qué ha encontrado',
  noteHint: 'Necesario si algo no está en orden',
  text: 'Nota',
  why: 'Por qué',
};
const after = (text: string): string => (text === '' ? '' : `: ${text}`);

/** Tasks in Spanish. */
export const task: TaskWords = {
  kinds,
  statuses,
  findings,
  outcomes,
  fields,
  actions: {
    task: 'Tarea…',
    'task-accept': 'Aceptar',
    'task-check': 'Revisar un punto…',
    'task-done': 'Hecha…',
    'task-assign': 'Pasar a…',
    'task-note': 'Nota…',
    'task-put-off': 'Aplazar…',
    'task-cancel': 'Anular…',
  },
  forms: {
    task: { title: 'Tarea nueva', submit: 'Encargar' },
    'task-check': { title: 'Revisar', submit: 'Guardar' },
    'task-done': { title: 'Hecha', submit: 'Terminar' },
    'task-assign': { title: 'Pasar', submit: 'Pasar' },
    'task-note': { title: 'Nota', submit: 'Añadir' },
    'task-put-off': { title: 'Aplazar', submit: 'Aplazar' },
    'task-cancel': { title: 'Anular', submit: 'Anular la tarea' },
  },
  standing(facts) {
    switch (facts.is) {
      case 'open':
        return facts.named
          ? `Debe hacerla ${facts.who}, hasta ${facts.due}.`
          : `Para ${facts.who}, quien la tome primero, hasta ${facts.due}.`;
      case 'accepted':
        return `La hace ${facts.who} desde ${facts.since}. Vence ${facts.due}.`;
      case 'overdue':
        return facts.named
          ? `VENCIDA desde ${facts.due}. Debía hacerla ${facts.who}.`
          : `VENCIDA desde ${facts.due}. Nadie (${facts.who}) la ha tomado.`;
      case 'done':
        return `Hecha ${facts.at} por ${facts.who}: ${outcomes[facts.outcome]}${facts.note ? `. ${facts.note}` : ''}`;
      case 'cancelled':
        return `Anulada ${facts.at} por ${facts.who}: ${facts.why}`;
      default:
        return facts satisfies never;
    }
  },
  item: (text, required) => `☐ ${text}${required ? '' : ' (se puede omitir)'}`,
  photo: (given) => (given ? '☑ Hay una imagen' : '☐ Una imagen'),
  checked: ({ text, result, note, by, at }) =>
    `☑ ${text}: ${findings[result]}${note ? `, ${note}` : ''} (${by}, ${at})`,
  from: (name) => `de ${name}`,
  byRule: 'encargada por el protocolo',
  belongsTo: (label) => `pertenece a ${label}`,
  ring: (why, what, due) =>
    ({
      given: `${what} es suya, vence ${due}.`,
      reminder: `${what} vence ${due}.`,
      overdue: `${what} está VENCIDA desde ${due}.`,
    })[why],
  event(event, by, times) {
    switch (event.type) {
      case 'opened':
        return `${by} la encargó a ${whoIs(event.to)}, vence ${times.dayTime(event.dueAt)}`;
      case 'accepted':
        return `${by} la aceptó`;
      case 'handed-over':
        return `${by} la pasó a ${whoIs(event.to)}, antes ${whoIs(event.from)}`;
      case 'checked':
        return `${by}: ${event.text}: ${findings[event.result]}${event.note ? `, ${event.note}` : ''}`;
      case 'noted':
        return `${by}: ${event.text}`;
      case 'evidence-given':
      case 'evidence-kept':
      case 'evidence-failed':
      case 'evidence-deleted':
        return evidence.event(event, by);
      case 'shown-too':
        return 'Un chat no admite nada: también se muestra en otro sitio';
      case 'put-off':
        return `${by} la aplazó hasta ${times.dayTime(event.dueAt)}: ${event.why}`;
      case 'reminded':
        return 'Recordada';
      case 'overdue':
        return `Vencida desde ${times.dayTime(event.dueAt)}`;
      case 'done':
        return `${by} la terminó: ${outcomes[event.outcome]}${event.note ? `. ${event.note}` : ''}`;
      case 'cancelled':
        return `${by} la anuló: ${event.why}`;
      default:
        return event satisfies never;
    }
  },
  done: (type, label) =>
    `${label}: ${
      {
        opened: 'encargada.',
        accepted: 'es suya.',
        'handed-over': 'pasada.',
        checked: 'anotado.',
        'evidence-given': 'recibido. El archivo se descarga ahora y se calcula su huella.',
        'evidence-kept': 'prueba guardada.',
        'evidence-failed': 'no se pudo obtener la prueba.',
        'evidence-deleted': 'prueba borrada.',
        noted: 'nota añadida.',
        'shown-too': 'mostrada en otro sitio.',
        'put-off': 'aplazada.',
        reminded: 'recordada.',
        overdue: 'vencida.',
        done: 'hecha.',
        cancelled: 'anulada.',
      }[type]
    }`,
  refusal(refused, times) {
    switch (refused.code) {
      case 'unknown-task':
        return 'Esta tarea ya no existe.';
      case 'over':
        return refused.is === 'done'
          ? `${refused.by} la terminó el ${times.dayTime(refused.at)}.`
          : `${refused.by} la anuló el ${times.dayTime(refused.at)}.`;
      case 'already-accepted':
        return `La hace ${refused.by.name} desde ${times.dayTime(refused.since)}. Se puede pasar a otra persona.`;
      case 'not-permitted':
        return `Solo puede hacerlo ${oneOf(refused.needs, 'o')}.`;
      case 'not-yours':
        return `Es para ${whoIs(refused.whose)}; además puede hacerlo ${oneOf(refused.needs, 'o')}.`;
      case 'items-open':
        return `Falta por revisar: ${refused.items
          .slice(0, 5)
          .map(({ text }) => `“${text}”`)
          .join(', ')}${refused.items.length > 5 ? ` y ${refused.items.length - 5} más` : ''}.`;
      case 'photo-missing':
        return 'Añada una imagen: en el formulario o como nota.';
      case 'no-such-item':
        return 'La tarea no tiene ese punto.';
      case 'too-long':
        return 'Esta tarea ya tiene demasiadas notas.';
      case 'invalid':
        return `${fields[refused.field as keyof typeof fields] ?? refused.field}: ${refused.why}.`;
      case 'busy':
        return 'Demasiadas personas la han cambiado a la vez. Pulse otra vez, por favor.';
      default:
        return refused satisfies never;
    }
  },
  told(news, by, times) {
    const what = `TASK-${news.number} ${kinds[news.kind]} “${news.title}”`;
    switch (news.status) {
      case 'open':
        return `${what} para ${named(news.who)}, vence ${times.dayTime(news.dueAt)}`;
      case 'accepted':
        return `${by} aceptó ${what}`;
      case 'overdue':
        return `${what} está vencida desde ${times.dayTime(news.dueAt)}: ${named(news.who)}`;
      case 'done':
        return `${by} terminó ${what}: ${news.outcome ? outcomes[news.outcome] : ''}${news.note ? `. ${news.note}` : ''}`;
      case 'cancelled':
        return `${by} anuló ${what}${after(news.note ?? '')}`;
      default:
        return news.status satisfies never;
    }
  },
  line(news, times) {
    const what = `TASK-${news.number} ${kinds[news.kind]}`;
    switch (news.status) {
      case 'open':
        return `${what}: ${named(news.who)}, vence ${times.dayTime(news.dueAt)}`;
      case 'accepted':
        return `${what}: la hace ${named(news.who)}, vence ${times.dayTime(news.dueAt)}`;
      case 'overdue':
        return `${what}: VENCIDA desde ${times.dayTime(news.dueAt)}, ${named(news.who)}`;
      case 'done':
        return `${what}: hecha, ${news.outcome ? outcomes[news.outcome] : ''} (${named(news.who)})`;
      case 'cancelled':
        return `${what}: anulada`;
      default:
        return news.status satisfies never;
    }
  },
  mine: 'Sus tareas',
  title: (count, mine) =>
    count === 0
      ? mine
        ? 'No tiene tareas abiertas'
        : 'No hay tareas abiertas'
      : `${mine ? 'Sus tareas' : 'Tareas abiertas'}, la más próxima primero`,
  listed: ({ label, kind, title, place, who, due, status }) =>
    `${label} ${kind}: ${title}, ${place}. ${who}, ${status === 'overdue' ? `VENCIDA desde ${due}` : `vence ${due}`}${status === 'accepted' ? ', aceptada' : ''}`,
};
