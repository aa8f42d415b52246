import type { Asking } from '../../src/explain/question.js';

export const ALL_TAKEN = { plates: true, names: true, phones: true, mails: true, values: true } as const;
export const NOTHING_TAKEN = { plates: false, names: false, phones: false, mails: false, values: false } as const;

export const NAMES = ['Ana Beck', 'Ben Adeyemi', 'Chi Nguyen', 'Sam Okafor', 'Dana Wolff', 'Jörg Müller', 'Will Stone'];

export const asking = (change: Partial<Asking> = {}): Asking => ({
  steps: ['Look at the live picture', 'Is a person inside?', 'Offer the call to the police', 'Perimeter walked'],
  redact: ALL_TAKEN,
  names: NAMES,
  language: 'en',
  ...change,
});

/** What a model answers that does as it is told. */
export const GOOD = {
  summary: 'A dock door was forced while the site was closed. Nothing else speaks for or against it yet.',
  classification: 'possibly-real',
  actions: ['Look at the live picture', 'Walk the perimeter'],
  checks: ['A person in the picture would confirm it', 'A maintenance visit at this hour would rule it out'],
  confidence: 0.6,
  raise: null,
} as const;
