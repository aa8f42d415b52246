import { phoneEs } from './phone-es.js';
import type { Words } from './words.js';

/** Spanish words for the closed lists of the domain; kinds are called as on the phone. */
export const kinds: Words['kinds'] = phoneEs.kinds;

export const roles: Words['roles'] = {
  responder: 'interviniente',
  supervisor: 'jefatura de turno',
  'loss-prevention': 'prevención de pérdidas',
  manager: 'gerencia',
  director: 'dirección',
  admin: 'administración',
  client: 'cliente',
};

export const dispositions: Words['dispositions'] = {
  confirmed: 'Confirmado',
  prevented: 'Confirmado, pérdida evitada',
  'false-alarm': 'Falsa alarma',
  test: 'Prueba',
  duplicate: 'Duplicado',
  undetermined: 'Sin determinar',
};

export const causes: Words['causes'] = {
  'user-error': 'error de uso',
  equipment: 'avería del equipo',
  environment: 'meteorología o entorno',
  animal: 'animal',
  'authorised-person': 'persona autorizada',
  unknown: 'causa desconocida',
};

export const vias: Words['vias'] = {
  slack: 'Slack',
  teams: 'Teams',
  console: 'consola',
  sms: 'SMS',
  voice: 'teléfono',
  api: 'API',
  'command line': 'línea de comandos',
};
