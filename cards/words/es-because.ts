import type { Because } from '../../src/incident/index.js';
import { amountIn } from './amount.js';
import { kinds } from './es-lists.js';

const amount = amountIn('es-ES');

/** The fact behind a term of the score. */
export function because(fact: Because): string {
  switch (fact.code) {
    case 'kind':
      return kinds[fact.kind].toLowerCase();
    case 'unrecognised':
      return `alarma no reconocida de ${fact.source}`;
    case 'assets':
      return `${amount(fact.worth)} en la zona`;
    case 'no-assets':
      return 'sin bienes registrados';
    case 'zone':
      return `zona ${fact.name}`;
    case 'spread':
      return fact.adjoining > 0
        ? `puede extenderse a ${fact.adjoining} ${fact.adjoining === 1 ? 'zona contigua' : 'zonas contiguas'}`
        : 'puede extenderse';
    case 'contained':
      return 'no se extiende';
    case 'person-seen':
      return 'persona vista o probable';
    case 'several-devices':
      return `${fact.count} aparatos coinciden`;
    case 'picture':
      return 'hay imagen';
    case 'unverified':
      return 'un solo sensor, sin verificar';
    case 'armed':
      return 'cerrado a esta hora';
    case 'just-closed':
      return 'recién cerrado, puede quedar gente dentro';
    case 'bypass':
      return 'parte del sistema está desconectada';
    case 'open-hours':
      return 'abierto a esta hora';
    case 'hours-unknown':
      return 'horario desconocido';
    case 'recurrence':
      return fact.count === 0 ? 'primero en 30 días' : `${fact.count} en 30 días`;
    default:
      return fact satisfies never;
  }
}
