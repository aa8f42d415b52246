import { lossSums } from './loss-sums.js';
import type { LossWords } from './loss-words.js';

const categories: LossWords['categories'] = {
  external_theft: 'hurto externo',
  orc: 'delincuencia organizada en comercios',
  internal_theft: 'hurto interno',
  process_control: 'fallo de proceso o control',
  vendor_fraud: 'fraude de proveedor',
  unknown: 'desconocido',
  prevented: 'evitado',
};
const methods: LossWords['methods'] = {
  concealment: 'ocultado',
  'grab-and-run': 'agarrar y correr',
  'push-out': 'carro sacado sin pagar',
  'ticket-switch': 'etiqueta cambiada',
  'return-fraud': 'fraude en devoluciones',
  sweethearting: 'favores en la caja',
  'till-theft': 'hurto de la caja',
  distraction: 'distracción',
  'break-in': 'entrada forzada',
  'delivery-fraud': 'fraude en la entrega',
  other: 'de otra manera',
};
const bases: LossWords['bases'] = { cost: 'a precio de coste', retail: 'a precio de venta' };

const sums = lossSums({
  locale: 'es-ES',
  categories,
  bases,
  methods,
  goods: 'género',
  others: 'otros costes',
  recovered: 'recuperado',
});

export const loss: LossWords = {
  categories,
  methods,
  bases,
  secondary: {
    downtime: 'parada',
    fine: 'multas',
    remediation: 'reparación',
    'man-hours': 'horas',
    deductible: 'franquicia',
  },
  line: (facts) => `${facts.category === 'prevented' ? 'Evitado' : 'Pérdida'} ${sums(facts)}`,
  told: (by, facts, corrects) =>
    `${by} ${corrects ? 'ha corregido la pérdida:' : 'ha anotado una pérdida:'} ${sums(facts)}`,
  badLine: (line) => `«${line}» no se entiende. Escriba cantidad, artículo y precio de uno: 3 Perfume 89,90`,
  badCost: (line) => `«${line}» no se entiende. Escriba uno de los conceptos indicados y el importe: horas 120`,
  badAmount: (text) => `«${text}» no es un importe`,
  otherCurrency: (given, wanted) => `los importes son aquí en ${wanted}, no en ${given}`,
};
