import type { AvsLevel, Kind } from '../incident/index.js';
import { HUMAN_LIKELY, PROPERTY_HARM, THREAT_TO_LIFE } from './weights.js';

/** What is known about whether somebody is there, and what they are doing. */
export interface Indicators {
  readonly kinds: readonly Kind[];
  readonly personSeen: boolean;
  readonly devices: number;
}

/**
 * Validation level 0–4 following the definitions of ANSI/TMA-AVS-01: 1 a call with limited information, 2 human
 * presence confirmed or highly probable, 3 threat to property confirmed, 4 threat to life confirmed. The standard
 * leaves the rules to the user; these are ours.
 */
export function avsLevel({ kinds, personSeen, devices }: Indicators): AvsLevel {
  if (kinds.some((kind) => THREAT_TO_LIFE.has(kind))) return 4;
  const harm = kinds.some((kind) => PROPERTY_HARM.has(kind));
  const human = personSeen || kinds.some((kind) => HUMAN_LIKELY.has(kind));
  if (harm && human) return 3;
  if (human) return 2;
  // Two kinds from two devices in one group are a path through the building.
  return harm && devices > 1 ? 2 : 1;
}
