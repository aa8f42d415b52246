import type { Refusal, Role } from '../../src/incident/index.js';
import { responderStates } from './es-answering.js';
import { FIELDS } from './es-fields.js';
import { vias } from './es-lists.js';
import type { Times } from './words.js';

const ONE: Readonly<Record<Role, string>> = {
  responder: 'un interviniente',
  supervisor: 'la jefatura de turno',
  'loss-prevention': 'prevención de pérdidas',
  manager: 'la gerencia',
  director: 'la dirección',
  admin: 'la administración',
  client: 'el cliente',
};

export function refusal(refused: Refusal, times: Times): string {
  switch (refused.code) {
    case 'unknown-incident':
      return 'Este incidente ya no existe.';
    case 'already-claimed':
      return `${refused.by.name} lo tiene desde las ${times.time(refused.since)} (${vias[refused.via]}).`;
    case 'already-yours':
      return `Ya lo tiene usted, desde las ${times.time(refused.since)}.`;
    case 'not-claimed':
      return 'Nadie lo tiene, así que no hay nada que liberar.';
    case 'not-yours':
      return `${refused.by.name} lo tiene desde las ${times.time(refused.since)}; solo puede hacerlo esa persona, o bien ${oneOf(refused.needs)}.`;
    case 'not-permitted':
      return `Solo puede hacerlo ${oneOf(refused.needs)}.`;
    case 'already-resolved':
      return `${refused.by.name} lo cerró a las ${times.time(refused.at)}.`;
    case 'not-resolved':
      return 'Este incidente no está cerrado.';
    case 'archived':
      return `Se archivó el ${times.dayTime(refused.at)} y ya no admite cambios.`;
    case 'invalid':
      return `${FIELDS[refused.field as keyof typeof FIELDS] ?? refused.field}: ${refused.why}.`;
    case 'steps-open': {
      const texts = refused.steps.slice(0, 5).map(({ text }) => `“${text}”`);
      const rest = refused.steps.length > 5 ? ` y ${refused.steps.length - 5} más` : '';
      const way = refused.skippable ? 'Hágalo, o indique por qué queda sin hacer.' : 'Hágalo, o pida ayuda a un mando.';
      return `Falta por hacer: ${texts.join(', ')}${rest}. ${way}`;
    }
    case 'step-not-skippable':
      return `“${refused.step}” no se puede omitir; solo puede hacerlo ${oneOf(['supervisor', 'manager', 'director'])}.`;
    case 'already-sent':
      return `Ya se envió a ${refused.who.name}, a las ${times.time(refused.since)}.`;
    case 'not-sent':
      return `No se ha enviado a ${refused.who.name} a este incidente.`;
    case 'too-late':
      return `Demasiado tarde para eso: ${responderStates[refused.is]}.`;
    case 'busy':
      return 'Demasiadas personas lo han cambiado a la vez. Pulse otra vez, por favor.';
    default:
      return refused satisfies never;
  }
}

function oneOf(needs: readonly Role[]): string {
  const names = needs.map((role) => ONE[role]);
  return names.length < 2 ? (names[0] ?? 'nadie') : `${names.slice(0, -1).join(', ')} o ${names.at(-1)}`;
}
