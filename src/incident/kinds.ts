/** The closed list of what an alarm can be. A detector's own word is mapped to one of these in `src/intake/`. */
export const KINDS = [
  'intrusion',
  'forced-door',
  'door-held',
  'glass-break',
  'perimeter',
  'motion',
  'person',
  'vehicle',
  'loitering',
  'tamper',
  'access-denied',
  'tailgating',
  'credential-misuse',
  'pos-exception',
  'theft',
  'shoplifting',
  'vandalism',
  'trespass',
  'device-offline',
  'supervision',
  'environmental',
  'flood',
  'duress',
  'panic',
  'hold-up',
  'weapon',
  'assault',
  'fire',
  'smoke',
  'medical',
  'lone-worker',
  'other',
] as const;

export type Kind = (typeof KINDS)[number];

/** Kinds in which a person may be dying. Nothing may suppress, delay, group or throttle them. */
export const LIFE_SAFETY_KINDS = [
  'duress',
  'panic',
  'hold-up',
  'weapon',
  'assault',
  'fire',
  'smoke',
  'medical',
  'lone-worker',
] as const satisfies readonly Kind[];

export type KindFamily = 'intrusion' | 'access' | 'loss' | 'technical' | 'life-safety' | 'other';

/** Kinds that tend to be parts of one event to a human. Grouping rules of the book come before it. */
const FAMILY_OF = {
  intrusion: 'intrusion',
  'forced-door': 'intrusion',
  'door-held': 'intrusion',
  'glass-break': 'intrusion',
  perimeter: 'intrusion',
  motion: 'intrusion',
  person: 'intrusion',
  vehicle: 'intrusion',
  loitering: 'intrusion',
  trespass: 'intrusion',
  tamper: 'intrusion',
  'access-denied': 'access',
  tailgating: 'access',
  'credential-misuse': 'access',
  'pos-exception': 'loss',
  theft: 'loss',
  shoplifting: 'loss',
  vandalism: 'loss',
  'device-offline': 'technical',
  supervision: 'technical',
  environmental: 'technical',
  flood: 'technical',
  duress: 'life-safety',
  panic: 'life-safety',
  'hold-up': 'life-safety',
  weapon: 'life-safety',
  assault: 'life-safety',
  fire: 'life-safety',
  smoke: 'life-safety',
  medical: 'life-safety',
  'lone-worker': 'life-safety',
  other: 'other',
} as const satisfies Record<Kind, KindFamily>;

const lifeSafety: ReadonlySet<Kind> = new Set(LIFE_SAFETY_KINDS);

export const isLifeSafety = (kind: Kind): boolean => lifeSafety.has(kind);

export const familyOf = (kind: Kind): KindFamily => FAMILY_OF[kind];
