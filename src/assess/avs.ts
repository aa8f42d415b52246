import type { AvsIndicator, AvsLevel, Flag, Kind, Seen } from '../incident/index.js';
import { HUMAN_LIKELY, PROPERTY_HARM, TECHNICAL, THREAT_TO_LIFE } from './weights.js';

/** What is known about whether somebody is there, and what they are doing. */
export interface Indicators {
  readonly kinds: readonly Kind[];
  readonly personSeen: boolean;
  readonly videoSeen: boolean;
  readonly devices: number;
  readonly flags: readonly Flag[];
  /** Somebody works on the system of the site. */
  readonly onTest: boolean;
  /** What a person found who looked. */
  readonly seen?: Seen | undefined;
}

export interface AvsFinding {
  readonly level: AvsLevel;
  readonly indicators: readonly AvsIndicator[];
}

const raises = (code: AvsIndicator['code']): AvsIndicator => ({ code, effect: 'raises' });
const lowers = (code: AvsIndicator['code']): AvsIndicator => ({ code, effect: 'lowers' });
const eliminates = (code: AvsIndicator['code']): AvsIndicator => ({ code, effect: 'eliminates' });

/** What a person found, as an indicator. */
const FOUND = {
  nobody: lowers('nobody-seen'),
  staff: eliminates('known-staff'),
  cancelled: eliminates('cancelled'),
  person: raises('person-confirmed'),
  damage: raises('property-harm'),
  threat: raises('life-threat'),
} as const satisfies Record<Seen, AvsIndicator>;

/**
 * Validation level 0–4 following the definitions of ANSI/TMA-AVS-01: 0 no call for service, 1 a call with limited
 * information, 2 human presence confirmed or highly probable, 3 threat to property confirmed, 4 threat to life
 * confirmed. The standard leaves the rules to the user; these are ours, and no conformity is claimed. A threat to life
 * is never eliminated, whatever else is said.
 */
export function avsOf(facts: Indicators): AvsFinding {
  const { kinds, personSeen, devices, flags, onTest, seen } = facts;
  const indicators: AvsIndicator[] = [];
  const note = (holds: boolean, indicator: AvsIndicator): boolean => {
    if (holds && !indicators.some(({ code }) => code === indicator.code)) indicators.push(indicator);
    return holds;
  };
  const life = note(kinds.some((kind) => THREAT_TO_LIFE.has(kind)) || seen === 'threat', raises('life-threat'));
  const harm = note(kinds.some((kind) => PROPERTY_HARM.has(kind)) || seen === 'damage', raises('property-harm'));
  const looked = seen === 'nobody' || seen === 'staff';
  const person = note(seen === 'person', raises('person-confirmed'));
  const inPicture = note(personSeen && !looked, raises('person-seen'));
  const likely = note(kinds.some((kind) => HUMAN_LIKELY.has(kind)) && !looked, raises('person-likely'));
  // Harm that two devices agree on is a path through the building.
  const path = note(harm && devices > 1 && !looked, raises('path'));
  note(facts.videoSeen && !inPicture && seen === undefined, raises('video'));
  if (seen) note(true, FOUND[seen]);
  if (life) return { level: 4, indicators };
  const cancelled = note(flags.includes('cancelled'), eliminates('cancelled'));
  const tested = note(onTest || flags.includes('test'), eliminates('on-test'));
  const fault = note(kinds.length > 0 && kinds.every((kind) => TECHNICAL.has(kind)), eliminates('device-fault'));
  const fresh = seen === 'person' || seen === 'damage';
  if (!fresh && (tested || cancelled || fault || seen === 'staff' || seen === 'cancelled'))
    return { level: 0, indicators };
  const human = person || inPicture || likely;
  if (seen === 'damage' || (harm && human)) return { level: 3, indicators };
  if (human || path) return { level: 2, indicators };
  note(indicators.length === 0, lowers('single-sensor'));
  return { level: 1, indicators };
}

export const avsLevel = (facts: Indicators): AvsLevel => avsOf(facts).level;
