import type { Exclusion, OfficerState, RankReason } from '../../src/dispatch/index.js';
import { spokenDuration } from '../../src/time.js';
import type { DispatchWords } from './dispatch-words.js';

const states: Readonly<Record<OfficerState, string>> = {
  available: 'disponible',
  assigned: 'asignado',
  'en-route': 'en camino',
  'on-scene': 'en el lugar',
  off: 'fuera de servicio',
};

const EXCLUDED: Readonly<Record<Exclusion, string>> = {
  refused: 'ha rechazado este incidente',
  'timed-out': 'no ha respondido a este incidente',
  'on-it': 'ya está en ello',
  claimant: 'lo ha asumido',
  'needs-help': 'es quien necesita ayuda',
  'ruled-out': 'no se le debe pedir para este incidente',
};

/** `620 m`, `1,4 km`, `14 km`: as exact as a person asks. */
function distance(metres: number): string {
  const tens = Math.round(metres / 10) * 10;
  if (tens < 1_000) return `${tens} m`;
  const km = metres / 1_000;
  const digits = km < 9.95 ? 1 : 0;
  return `${km.toLocaleString('es-ES', { minimumFractionDigits: digits, maximumFractionDigits: digits })} km`;
}

function reason(told: RankReason): string {
  switch (told.code) {
    case 'excluded':
      return EXCLUDED[told.why];
    case 'off-duty':
      return 'fuera de servicio';
    case 'lacks':
      return `${told.qualifications.length === 1 ? 'le falta' : 'le faltan'} ${told.qualifications.join(', ')}`;
    case 'on-life-safety':
      return 'en un incidente con riesgo para la vida';
    case 'busy':
      return `en otro incidente (${states[told.state]})`;
    case 'distance':
      return distance(told.metres);
    case 'fix':
      return `posición de hace ${spokenDuration(told.ageMs)}${told.stale ? ' (anticuada)' : ''}`;
    case 'inaccurate':
      return `posición imprecisa, ±${distance(told.metres)}`;
    case 'rolling':
      return `circula a ${Math.round(told.kmh)} km/h`;
    case 'old-fix':
      return `última posición hace ${spokenDuration(told.ageMs)}`;
    case 'no-fix':
      return 'sin posición';
    case 'no-place':
      return 'lugar del incidente desconocido';
    case 'keys':
      return 'tiene llaves';
    case 'no-keys':
      return 'sin llaves';
    case 'assigned-here':
      return 'con destino en este centro';
    case 'on-shift':
      return 'de turno';
    case 'off-shift':
      return 'no está de turno';
    case 'qualified':
      return told.qualifications.join(', ');
    case 'load':
      return `tiene ${told.incidents} ${told.incidents === 1 ? 'incidente' : 'incidentes'} más`;
    case 'taken-away':
      return `en otro incidente (${states[told.from]}), la vida va primero`;
    default:
      return told satisfies never;
  }
}

/** Spanish for officers and dispatch. */
export const dispatch: DispatchWords = {
  states,
  reason,
  explained: (reasons) => reasons.map(reason).join(', '),
  distance,
};
