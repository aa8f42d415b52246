import { lossSums } from './loss-sums.js';
import type { LossWords } from './loss-words.js';

const categories: LossWords['categories'] = {
  external_theft: 'Diebstahl durch Externe',
  orc: 'organisierter Diebstahl',
  internal_theft: 'interner Diebstahl',
  process_control: 'Fehler im Ablauf',
  vendor_fraud: 'Lieferantenbetrug',
  unknown: 'ungeklärt',
  prevented: 'verhindert',
};
const methods: LossWords['methods'] = {
  concealment: 'versteckt',
  'grab-and-run': 'Zugreifen und Weglaufen',
  'push-out': 'Einkaufswagen hinausgeschoben',
  'ticket-switch': 'Preisschild getauscht',
  'return-fraud': 'Retourenbetrug',
  sweethearting: 'an der Kasse durchgelassen',
  'till-theft': 'Griff in die Kasse',
  distraction: 'Ablenkung',
  'break-in': 'Einbruch',
  'delivery-fraud': 'Betrug bei der Lieferung',
  other: 'auf andere Weise',
};
const bases: LossWords['bases'] = { cost: 'zu Einkaufspreisen', retail: 'zu Verkaufspreisen' };

const sums = lossSums({
  locale: 'de-DE',
  categories,
  bases,
  methods,
  goods: 'Ware',
  others: 'weitere Kosten',
  recovered: 'zurückerhalten',
});

export const loss: LossWords = {
  categories,
  methods,
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
