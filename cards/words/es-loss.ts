import { amountIn } from './amount.js';
import type { LossFacts, LossWords } from './loss-words.js';

const amount = amountIn('es-ES');

const categories: LossWords['categories'] = {
  external_theft: 'hurto externo',
  orc: 'delincuencia organizada en comercios',
  internal_theft: 'hurto interno',
  process_control: 'fallo de proceso o control',
  vendor_fraud: 'fraude de proveedor',
  unknown: 'desconocido',
  prevented: 'evitado',
};
const bases: LossWords['bases'] = { cost: 'a precio de coste', retail: 'a precio de venta' };

function sums({ category, basis, currency, figures }: LossFacts): string {
  const money = (minor: number): string => amount({ amount: minor, currency });
  if (category === 'prevented') return `${money(figures.prevented)} (${categories.prevented}, ${bases[basis]})`;
  const parts = [
    `género ${money(figures.direct)}`,
    ...(figures.secondary > 0 ? [`otros costes ${money(figures.secondary)}`] : []),
    ...(figures.recovered > 0 ? [`recuperado ${money(figures.recovered)}`] : []),
  ];
  const how = parts.length > 1 ? `: ${parts.join(', ')}` : '';
  return `${money(figures.net)} (${categories[category]}, ${bases[basis]})${how}`;
}

export const loss: LossWords = {
  categories,
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
