import type { AssetWords } from './asset-words.js';
import { WHO as roles } from './es-task.js';
import { listed } from './task-words.js';

const oneOf = listed(roles);

const statuses: AssetWords['statuses'] = {
  normal: 'normal',
  'under-investigation': 'en investigación',
  lost: 'PERDIDO',
  stolen: 'ROBADO',
  restricted: 'acceso restringido',
  recovered: 'recuperado',
  decommissioned: 'dado de baja',
};
const fields: AssetWords['fields'] = {
  status: 'Estado',
  why: 'Por qué',
  incident: 'Incidente',
  incidentHint: 'El número, como INC-42, si pertenece a uno',
};

export const asset: AssetWords = {
  statuses,
  fields,
  form: { title: 'Activo', submit: 'Guardar' },
  event: (event, by) =>
    `${by}: ${event.asset.name} está ${statuses[event.to]}, antes ${statuses[event.from]}: ${event.why}`,
  done: (name, to) => `${name} está ahora ${statuses[to]}.`,
  same: 'Ya está así.',
  refusal(refused) {
    switch (refused.code) {
      case 'unknown-asset':
        return 'No existe ese activo.';
      case 'not-permitted':
        return `Solo puede hacerlo ${oneOf(refused.needs, 'o')}.`;
      case 'not-from-here':
        return `Está ${statuses[refused.is]}: desde ahí solo puede pasar a ${refused.can.map((each) => statuses[each]).join(', ')}.`;
      case 'invalid':
        return `${fields[refused.field as keyof typeof fields] ?? refused.field}: ${refused.why}.`;
      case 'busy':
        return 'Demasiadas personas lo han cambiado a la vez. Pulse otra vez, por favor.';
      default:
        return refused satisfies never;
    }
  },
};
