import type { Words } from './words.js';

/** English words for the closed lists of the domain. */
export const kinds: Words['kinds'] = {
  intrusion: 'Intrusion',
  'forced-door': 'Forced door',
  'door-held': 'Door held open',
  'glass-break': 'Glass break',
  perimeter: 'Perimeter crossed',
  motion: 'Motion',
  person: 'Person seen',
  vehicle: 'Vehicle seen',
  loitering: 'Loitering',
  tamper: 'Tamper',
  'access-denied': 'Access denied',
  tailgating: 'Tailgating',
  'credential-misuse': 'Credential misuse',
  'pos-exception': 'Till exception',
  theft: 'Theft',
  shoplifting: 'Shoplifting',
  vandalism: 'Vandalism',
  trespass: 'Trespass',
  'device-offline': 'Device offline',
  supervision: 'Supervision fault',
  environmental: 'Environmental alarm',
  flood: 'Flood',
  duress: 'Duress',
  panic: 'Panic button',
  'hold-up': 'Hold-up',
  weapon: 'Weapon',
  assault: 'Assault',
  fire: 'Fire',
  smoke: 'Smoke',
  medical: 'Medical emergency',
  'lone-worker': 'Lone worker',
  other: 'Alarm',
};

export const roles: Words['roles'] = {
  responder: 'responder',
  supervisor: 'supervisor',
  'loss-prevention': 'loss-prevention officer',
  manager: 'manager',
  director: 'director',
  admin: 'administrator',
  client: 'client',
};

export const dispositions: Words['dispositions'] = {
  confirmed: 'Confirmed',
  prevented: 'Confirmed, loss prevented',
  'false-alarm': 'False alarm',
  test: 'Test',
  duplicate: 'Duplicate',
  undetermined: 'Undetermined',
};

export const causes: Words['causes'] = {
  'user-error': 'user error',
  equipment: 'equipment fault',
  environment: 'weather or surroundings',
  animal: 'animal',
  'authorised-person': 'authorised person',
  unknown: 'cause unknown',
};

export const vias: Words['vias'] = {
  slack: 'Slack',
  teams: 'Teams',
  console: 'console',
  sms: 'SMS',
  voice: 'phone',
  api: 'API',
  'command line': 'command line',
};
