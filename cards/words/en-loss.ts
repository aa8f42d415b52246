import { lossSums } from './loss-sums.js';
import type { LossWords } from './loss-words.js';

const categories: LossWords['categories'] = {
  external_theft: 'external theft',
  orc: 'organised retail crime',
  internal_theft: 'internal theft',
  process_control: 'process or control failure',
  vendor_fraud: 'vendor fraud',
  unknown: 'unknown',
  prevented: 'prevented',
};
const methods: LossWords['methods'] = {
  concealment: 'concealed',
  'grab-and-run': 'grab and run',
  'push-out': 'trolley pushed out',
  'ticket-switch': 'price tag switched',
  'return-fraud': 'return fraud',
  sweethearting: 'sweethearting',
  'till-theft': 'theft from the till',
  distraction: 'distraction',
  'break-in': 'break-in',
  'delivery-fraud': 'fraud at delivery',
  other: 'another way',
};
const bases: LossWords['bases'] = { cost: 'at cost', retail: 'at retail' };

const sums = lossSums({
  locale: 'en-GB',
  categories,
  bases,
  methods,
  goods: 'goods',
  others: 'other costs',
  recovered: 'recovered',
});

export const loss: LossWords = {
  categories,
  methods,
  bases,
  secondary: {
    downtime: 'downtime',
    fine: 'fines',
    remediation: 'repair',
    'man-hours': 'man-hours',
    deductible: 'deductible',
  },
  line: (facts) => `${facts.category === 'prevented' ? 'Saved' : 'Loss'} ${sums(facts)}`,
  told: (by, facts, corrects) => `${by} ${corrects ? 'corrected the loss:' : 'recorded a loss:'} ${sums(facts)}`,
  badLine: (line) => `“${line}” could not be read. Write quantity, what, and the price of one: 3 Perfume 89.90`,
  badCost: (line) => `“${line}” could not be read. Write one of the names below, and the amount: man-hours 120`,
  badAmount: (text) => `“${text}” is no amount`,
  otherCurrency: (given, wanted) => `amounts are in ${wanted} here, not in ${given}`,
};
