import type { FactorName, Kind } from '../incident/index.js';

export interface SeverityRules {
  /** Points that each term can give; scaled so that all together make 100. */
  readonly weights: Readonly<Record<FactorName, number>>;
  /** Lowest score of each band above `low`. */
  readonly bands: { readonly medium: number; readonly high: number; readonly critical: number };
}

export const DEFAULT_SEVERITY: SeverityRules = {
  weights: { kind: 30, assets: 20, location: 15, contagion: 10, validation: 15, context: 5, recurrence: 5 },
  bands: { medium: 35, high: 60, critical: 80 },
};

/**
 * How grave a kind is by itself, 0–1, before anything is known of the place. Ours, from how directly the kind
 * speaks of a person doing harm; a book may weigh the whole term differently.
 */
export const GRAVITY = {
  weapon: 1,
  'hold-up': 1,
  assault: 1,
  duress: 1,
  panic: 1,
  fire: 1,
  medical: 1,
  'lone-worker': 1,
  smoke: 0.95,
  intrusion: 0.85,
  'forced-door': 0.9,
  'glass-break': 0.8,
  theft: 0.8,
  trespass: 0.6,
  person: 0.6,
  perimeter: 0.6,
  shoplifting: 0.6,
  vandalism: 0.6,
  tailgating: 0.5,
  'credential-misuse': 0.6,
  tamper: 0.6,
  'pos-exception': 0.4,
  flood: 0.6,
  environmental: 0.4,
  loitering: 0.4,
  vehicle: 0.35,
  'door-held': 0.35,
  'access-denied': 0.3,
  motion: 0.3,
  supervision: 0.3,
  'device-offline': 0.3,
  other: 0.3,
} as const satisfies Record<Kind, number>;

/** Whether the thing can spread: to people, along a fire, through a stolen credential. 0–1. */
export const SPREAD: Readonly<Partial<Record<Kind, number>>> = {
  fire: 1,
  smoke: 0.9,
  weapon: 1,
  assault: 0.8,
  'hold-up': 0.8,
  flood: 0.6,
  'credential-misuse': 0.7,
  tailgating: 0.4,
  intrusion: 0.4,
  'forced-door': 0.4,
};

/** Kinds that name harm to property being done, so that a person seen with them confirms a threat to it. */
export const PROPERTY_HARM: ReadonlySet<Kind> = new Set([
  'forced-door',
  'glass-break',
  'intrusion',
  'theft',
  'shoplifting',
  'vandalism',
]);

/** Kinds that name a threat to life by themselves. */
export const THREAT_TO_LIFE: ReadonlySet<Kind> = new Set(['duress', 'panic', 'hold-up', 'weapon', 'assault']);

/** A human is highly probable although no picture says so. */
export const HUMAN_LIKELY: ReadonlySet<Kind> = new Set([
  'person',
  'loitering',
  'trespass',
  'tailgating',
  'credential-misuse',
]);

/** Kinds that speak of the detector itself: without anything else they are a fault, not an alarm. */
export const TECHNICAL: ReadonlySet<Kind> = new Set(['device-offline', 'supervision']);
