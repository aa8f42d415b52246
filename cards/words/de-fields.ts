import type { Words } from './words.js';

/** What is asked in forms. */
export const FIELDS: Words['fields'] = {
  disposition: 'Ergebnis',
  cause: 'Ursache des Fehlalarms',
  note: 'Was ist passiert',
  to: 'An wen',
  why: 'Warum',
  for: 'Wie lange',
  text: 'Notiz',
  officer: 'Wer geht hin',
  seen: 'Was haben Sie vorgefunden',
  band: 'Wie schwer ist es',
  answer: 'Antwort',
  skip: 'Warum die offenen Schritte nicht erledigt sind',
  step: 'Schritt',
  steps: 'Ablaufplan',
  kind: 'Worum geht es',
  place: 'Wo',
  morePlaces: 'Hier stehen nicht alle Orte. Mit einem Wort des Namens finden Sie mehr: /tocsin report riverside',
  what: 'Was sehen Sie',
  incident: 'Welcher Vorfall',
  reference: 'Vorgangsnummer, falls genannt',
};
