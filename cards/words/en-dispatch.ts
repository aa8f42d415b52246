import type { Exclusion, OfficerState, RankReason } from '../../src/dispatch/index.js';
import { spokenDuration } from '../../src/time.js';
import type { DispatchWords } from './dispatch-words.js';

const states: Readonly<Record<OfficerState, string>> = {
  available: 'available',
  assigned: 'assigned',
  'en-route': 'en route',
  'on-scene': 'on scene',
  off: 'off duty',
};

const EXCLUDED: Readonly<Record<Exclusion, string>> = {
  refused: 'refused this one',
  'timed-out': 'did not answer for this one',
  'on-it': 'is on it already',
  claimant: 'has claimed it',
  'needs-help': 'is the one who needs help',
  'ruled-out': 'not to be asked for this one',
};

/** `620 m`, `1.4 km`, `14 km`: as exact as a person asks. */
function distance(metres: number): string {
  const tens = Math.round(metres / 10) * 10;
  if (tens < 1_000) return `${tens} m`;
  const km = metres / 1_000;
  return km < 9.95 ? `${km.toFixed(1)} km` : `${Math.round(km).toLocaleString('en-GB')} km`;
}

function reason(told: RankReason): string {
  switch (told.code) {
    case 'excluded':
      return EXCLUDED[told.why];
    case 'off-duty':
      return 'off duty';
    case 'lacks':
      return `lacks ${told.qualifications.join(', ')}`;
    case 'on-life-safety':
      return 'on a life-safety incident';
    case 'busy':
      return `${states[told.state]} elsewhere`;
    case 'distance':
      return distance(told.metres);
    case 'fix':
      return `fix ${spokenDuration(told.ageMs)} old${told.stale ? ' (stale)' : ''}`;
    case 'inaccurate':
      return `inaccurate, ±${distance(told.metres)}`;
    case 'rolling':
      return `driving at ${Math.round(told.kmh)} km/h`;
    case 'old-fix':
      return `last seen ${spokenDuration(told.ageMs)} ago`;
    case 'no-fix':
      return 'no position';
    case 'no-place':
      return 'place of the incident unknown';
    case 'keys':
      return 'holds keys';
    case 'no-keys':
      return 'no keys';
    case 'assigned-here':
      return 'assigned to this site';
    case 'on-shift':
      return 'on shift';
    case 'off-shift':
      return 'not on shift';
    case 'qualified':
      return told.qualifications.join(', ');
    case 'load':
      return `has ${told.incidents} other ${told.incidents === 1 ? 'incident' : 'incidents'}`;
    case 'taken-away':
      return `${states[told.from]} elsewhere, life safety comes first`;
    default:
      return told satisfies never;
  }
}

/** English for officers and dispatch. */
export const dispatch: DispatchWords = {
  states,
  reason,
  explained: (reasons) => reasons.map(reason).join(', '),
  distance,
};
