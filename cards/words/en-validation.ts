import type { AvsIndicator, AvsLevel } from '../../src/incident/index.js';

/** What each validation level means, in our words; the definitions are those of ANSI/TMA-AVS-01 (docs/severity.md). */
export const LEVELS: Readonly<Record<AvsLevel, string>> = {
  0: 'no call to the police is asked for',
  1: 'nothing is known beside the alarm itself',
  2: 'somebody is probably there',
  3: 'somebody is there who should not be',
  4: 'a life is threatened',
};

const INDICATORS: Readonly<Record<AvsIndicator['code'], string>> = {
  'life-threat': 'a life is threatened',
  'property-harm': 'theft or damage was seen',
  'person-seen': 'a person was seen by a camera',
  'person-likely': 'what was reported takes a person',
  'person-confirmed': 'somebody who looked found a stranger',
  path: 'several devices along a way spoke',
  video: 'there is video of it',
  'single-sensor': 'one sensor alone',
  cancelled: 'cancelled with the code word',
  'on-test': 'the site is on test',
  'known-staff': 'our own people were found there',
  'nobody-seen': 'somebody looked and found nobody',
  'device-fault': 'the device itself is at fault',
};

const EFFECTS: Readonly<Record<AvsIndicator['effect'], string>> = {
  raises: 'raises it',
  lowers: 'lowers it',
  eliminates: 'takes it to 0',
};

export const indicator = ({ code, effect }: AvsIndicator): string => `${INDICATORS[code]} (${EFFECTS[effect]})`;
