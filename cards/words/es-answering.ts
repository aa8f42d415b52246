import type { PageVia, PlanReason, ResponderState, Role, Seen, StepResult } from '../../src/incident/index.js';
import type { AnsweringWords } from './answering-words.js';
import { kinds } from './es-lists.js';

export const bands = { low: 'BAJO', medium: 'MEDIO', high: 'ALTO', critical: 'CRÍTICO' } as const;

export const pageVias = {
  chat: 'chat',
  sms: 'SMS',
  voice: 'llamada',
  email: 'correo',
} as const satisfies Record<PageVia, string>;

export const seen = {
  nobody: 'no hay nadie',
  staff: 'es personal propio',
  cancelled: 'cancelada por el centro, con la palabra clave',
  person: 'hay alguien que no debería estar',
  damage: 'robo o daños',
  threat: 'hay alguien en peligro',
} as const satisfies Record<Seen, string>;

export const responderStates = {
  asked: 'pendiente de respuesta',
  accepted: 'salida confirmada',
  'en-route': 'en camino',
  'on-scene': 'en el lugar',
  clear: 'despejado',
  refused: 'no disponible',
  'timed-out': 'sin respuesta',
  withdrawn: 'envío anulado',
} as const satisfies Record<ResponderState, string>;

/** Everybody of a role, as the object of "a". */
const EVERY: Readonly<Record<Role, string>> = {
  responder: 'todos los intervinientes',
  supervisor: 'toda la jefatura de turno',
  'loss-prevention': 'todo el equipo de prevención de pérdidas',
  manager: 'toda la gerencia',
  director: 'toda la dirección',
  admin: 'toda la administración',
  client: 'todos los clientes',
};

/** Why this protocol. */
export const reasons = (because: readonly PlanReason[]): string =>
  [...new Set(because.map(reason))].slice(0, 4).join(', ');

function reason(why: PlanReason): string {
  switch (why.code) {
    case 'band':
      return `nivel ${bands[why.band].toLowerCase()}`;
    case 'avs':
      return `nivel de validación ${why.level}`;
    case 'life-safety':
      return 'riesgo para la vida';
    case 'covert':
      return 'alarma encubierta';
    case 'kind':
      return kinds[why.kind].toLowerCase();
    case 'place':
      return why.name;
    case 'closed':
      return 'cerrado a esta hora';
    case 'open':
      return 'abierto a esta hora';
    case 'hours':
      return `entre las ${why.hours.replace('-', ' y las ')}`;
    case 'assets':
      return 'bienes de alto valor';
    case 'otherwise':
      return 'ninguna otra regla';
    default:
      return why satisfies never;
  }
}

/** `– hecho`, `– sí`, … after the text of the step. */
export function stepResult(result: StepResult): string {
  switch (result.kind) {
    case 'done':
      return '– hecho';
    case 'answered':
      return result.yes ? '– sí' : '– no';
    case 'noted':
      return `– ${result.text}`;
    case 'skipped':
      return `– omitido: ${result.why}`;
    default:
      return result satisfies never;
  }
}

/** `role:supervisor` is every supervisor; a rotation, a person or a list goes by its id. */
function target(name: string): string {
  const [kind = '', id = ''] = name.split(':');
  if (kind === 'role') return EVERY[id as Role] ?? id;
  if (kind === 'rotation') return `quien esté de guardia (${id})`;
  return kind === 'list' ? `la lista ${id}` : id;
}

export const answering: AnsweringWords = {
  stepResult,
  seen,
  responses: {
    accepted: 'Voy',
    'en-route': 'Estoy en camino',
    'on-scene': 'Estoy en el lugar',
    clear: 'Está despejado',
    refused: 'No puedo ir',
    well: 'Estoy bien',
  },
  pageVias,
  responderStates,
  protocol(id, because) {
    const why = reasons(because.filter(({ code }) => code !== 'otherwise'));
    return why === '' ? `Protocolo ${id}` : `Protocolo ${id}: ${why}`;
  },
  nobodyAtAll: (since, tried) => `NADIE LO TIENE. Hasta las ${since} se ha intentado con todo el mundo: ${tried}`,
  callSent: (names, what) => `${names}: envío a ${what}. Indique en la tarjeta si va, con “Me envían…”.`,
  callWelfare: (names, label) =>
    `${names}: ¿va todo bien? Confírmelo en la tarjeta de ${label} con una nota, un botón o “Me envían…”. Sin respuesta cuenta como emergencia.`,
  tried: (name, via, at, error) => `${name} (${via} ${at}${error ? `, ${error}` : ''})`,
  told: (names) => `Se ha avisado a ${names}.`,
  next: (targets, via, at) => `A las ${at} se avisa a ${targets} por ${via}.`,
  lastResort: (at) => `A las ${at} se avisa a todos los mandos.`,
  nobodyToTell: (why) => `No se ha podido avisar: ${why}.`,
  target,
  notReached: (lines) => `Sin contacto: ${lines}`,
  asked: (line, at) => `${line}; a las ${at} se le ha preguntado si va todo bien`,
  missing: (line, at) => `${line}; SIN RESPUESTA desde las ${at}`,
  joined: (names) => `También en ello: ${names}`,
  officer: (name, state, since) => `${name}: ${state} desde las ${since}`,
  sent: (because) => because,
  step: (number, of, text) => `Paso ${number} de ${of}: ${text}`,
  stepsDone: (of) => `Procedimiento terminado, ${of} ${of === 1 ? 'paso' : 'pasos'}`,
  required: 'obligatorio',
  machine: (model) => `resumen del modelo ${model}`,
  checks: 'Para aclararlo: ',
  actions: 'Sugerencias: ',
  yes: 'Sí',
  no: 'No',
  done: 'Hecho',
  skip: 'Omitir, porque…',
  keep: 'Dejar como está',
};
