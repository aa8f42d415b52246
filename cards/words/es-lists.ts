import type { Words } from './words.js';

/** Spanish words for the closed lists of the domain. */
export const kinds: Words['kinds'] = {
  intrusion: 'Intrusión',
  'forced-door': 'Puerta forzada',
  'door-held': 'Puerta abierta',
  'glass-break': 'Rotura de cristal',
  perimeter: 'Perímetro cruzado',
  motion: 'Movimiento',
  person: 'Persona vista',
  vehicle: 'Vehículo visto',
  loitering: 'Merodeo',
  tamper: 'Sabotaje',
  'access-denied': 'Acceso denegado',
  tailgating: 'Entrada sin credencial',
  'credential-misuse': 'Uso indebido de credencial',
  'pos-exception': 'Anomalía en caja',
  theft: 'Robo',
  shoplifting: 'Hurto en tienda',
  vandalism: 'Vandalismo',
  trespass: 'Entrada no autorizada',
  'device-offline': 'Aparato sin conexión',
  supervision: 'Fallo de supervisión',
  environmental: 'Alarma ambiental',
  flood: 'Inundación',
  duress: 'Coacción',
  panic: 'Botón de pánico',
  'hold-up': 'Atraco',
  weapon: 'Arma',
  assault: 'Agresión',
  fire: 'Incendio',
  smoke: 'Humo',
  medical: 'Emergencia médica',
  'lone-worker': 'Trabajador solo',
  other: 'Alarma',
};

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
