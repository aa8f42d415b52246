import type { Exclusion, OfficerState, RankReason } from '../../src/dispatch/index.js';
import { spokenDuration } from '../../src/time.js';
import type { DispatchWords } from './dispatch-words.js';

const states: Readonly<Record<OfficerState, string>> = {
  available: 'verfügbar',
  assigned: 'beauftragt',
  'en-route': 'unterwegs',
  'on-scene': 'vor Ort',
  off: 'nicht im Dienst',
};

const EXCLUDED: Readonly<Record<Exclusion, string>> = {
  refused: 'hat diesen Einsatz abgelehnt',
  'timed-out': 'hat auf diesen Einsatz nicht geantwortet',
  'on-it': 'ist schon dabei',
  claimant: 'hat den Vorfall übernommen',
  'needs-help': 'braucht selbst Hilfe',
  'ruled-out': 'für diesen Einsatz nicht anzufragen',
};

/** `620 m`, `1,4 km`, `14 km`: as exact as a person asks. */
function distance(metres: number): string {
  const tens = Math.round(metres / 10) * 10;
  if (tens < 1_000) return `${tens} m`;
  const km = metres / 1_000;
  const digits = km < 9.95 ? 1 : 0;
  return `${km.toLocaleString('de-DE', { minimumFractionDigits: digits, maximumFractionDigits: digits })} km`;
}

function reason(told: RankReason): string {
  switch (told.code) {
    case 'excluded':
      return EXCLUDED[told.why];
    case 'off-duty':
      return 'nicht im Dienst';
    case 'lacks':
      return `ohne ${told.qualifications.join(', ')}`;
    case 'on-life-safety':
      return 'bei einem Vorfall mit Gefahr für Leib und Leben';
    case 'busy':
      return `anderswo ${states[told.state]}`;
    case 'distance':
      return distance(told.metres);
    case 'fix':
      return `Position ${spokenDuration(told.ageMs)} alt${told.stale ? ' (veraltet)' : ''}`;
    case 'inaccurate':
      return `ungenau, ±${distance(told.metres)}`;
    case 'rolling':
      return `fährt mit ${Math.round(told.kmh)} km/h`;
    case 'old-fix':
      return `zuletzt vor ${spokenDuration(told.ageMs)} geortet`;
    case 'no-fix':
      return 'keine Position';
    case 'no-place':
      return 'Ort des Vorfalls unbekannt';
    case 'keys':
      return 'hat Schlüssel';
    case 'no-keys':
      return 'keine Schlüssel';
    case 'assigned-here':
      return 'diesem Objekt zugeteilt';
    case 'on-shift':
      return 'hat Schicht';
    case 'off-shift':
      return 'hat keine Schicht';
    case 'qualified':
      return told.qualifications.join(', ');
    case 'load':
      return told.incidents === 1 ? 'hat 1 weiteren Vorfall' : `hat ${told.incidents} weitere Vorfälle`;
    case 'taken-away':
      return `anderswo ${states[told.from]}, Leib und Leben gehen vor`;
    default:
      return told satisfies never;
  }
}

/** German for officers and dispatch. */
export const dispatch: DispatchWords = {
  states,
  reason,
  explained: (reasons) => reasons.map(reason).join(', '),
  distance,
};
