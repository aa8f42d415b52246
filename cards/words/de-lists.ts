import { phoneDe } from './phone-de.js';
import type { Words } from './words.js';

/** German words for the closed lists of the domain; kinds are called as on the phone. */
export const kinds: Words['kinds'] = phoneDe.kinds;

export const roles: Words['roles'] = {
  responder: 'Einsatzkraft',
  supervisor: 'Schichtleitung',
  'loss-prevention': 'Warensicherung',
  manager: 'Sicherheitsleitung',
  director: 'Direktion',
  admin: 'Administration',
  client: 'Kunde',
};

export const dispositions: Words['dispositions'] = {
  confirmed: 'Bestätigt',
  prevented: 'Bestätigt, Schaden verhindert',
  'false-alarm': 'Fehlalarm',
  test: 'Test',
  duplicate: 'Doppelt gemeldet',
  undetermined: 'Ungeklärt',
};

export const causes: Words['causes'] = {
  'user-error': 'Bedienfehler',
  equipment: 'Gerätefehler',
  environment: 'Wetter oder Umgebung',
  animal: 'Tier',
  'authorised-person': 'berechtigte Person',
  unknown: 'Ursache unbekannt',
};

export const vias: Words['vias'] = {
  slack: 'Slack',
  teams: 'Teams',
  console: 'Konsole',
  sms: 'SMS',
  voice: 'Telefon',
  api: 'API',
  'command line': 'Kommandozeile',
};
