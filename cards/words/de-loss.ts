import { amountIn } from './amount.js';
import type { LossFacts, LossWords } from './loss-words.js';

const amount = amountIn('de-DE');

const categories: LossWords['categories'] = {
  external_theft: 'Diebstahl durch Externe',
  orc: 'organisierter Diebstahl',
  internal_theft: 'interner Diebstahl',
  process_control: 'Fehler im Ablauf',
  vendor_fraud: 'Lieferantenbetrug',
  unknown: 'ungeklärt',
  prevented: 'verhindert',
};
const bases: LossWords['bases'] = { cost: 'zu Einkaufspreisen', retail: 'zu Verkaufspreisen' };

function sums({ category, basis, currency, figures }: LossFacts): string {
  const money = (minor: number): string => amount({ amount: minor, currency });
  if (category === 'prevented') return `${money(figures.prevented)} (${categories.prevented}, ${bases[basis]})`;
  const parts = [
    `Ware ${money(figures.direct)}`,
    ...(figures.secondary > 0 ? [`weitere Kosten ${money(figures.secondary)}`] : []),
    ...(figures.recovered > 0 ? [`zurückerhalten ${money(figures.recovered)}`] : []),
  ];
  const how = parts.length > 1 ? `: ${parts.join(', ')}` : '';
  return `${money(figures.net)} (${categories[category]}, ${bases[basis]})${how}`;
}

export const loss: LossWords = {
  categories,
  bases,
  secondary: {
    downtime: 'Ausfallzeit',
    fine: 'Bußgelder',
    remediation: 'Instandsetzung',
    'man-hours': 'Arbeitszeit',
    deductible: 'Selbstbehalt',
  },
  line: (facts) => `${facts.category === 'prevented' ? 'Verhindert' : 'Verlust'} ${sums(facts)}`,
  told: (by, facts, corrects) =>
    `${by} ${corrects ? 'hat den Verlust berichtigt:' : 'hat einen Verlust erfasst:'} ${sums(facts)}`,
  badLine: (line) => `„${line}“ ist nicht lesbar. Schreiben Sie Anzahl, Artikel und Stückpreis: 3 Parfum 89,90`,
  badCost: (line) =>
    `„${line}“ ist nicht lesbar. Schreiben Sie eine der genannten Arten und den Betrag: Arbeitszeit 120`,
  badAmount: (text) => `„${text}“ ist kein Betrag`,
  otherCurrency: (given, wanted) => `Beträge sind hier in ${wanted}, nicht in ${given}`,
};
