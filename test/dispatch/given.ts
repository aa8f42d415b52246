import { dispatch as words } from '../../cards/words/en-dispatch.js';
import type { Fix, LatLon, Need, Officer, Ranked } from '../../src/dispatch/index.js';

export const NOW = new Date('2026-01-06T02:10:00.000Z');
export const MALL: LatLon = [52.5163, 13.3777];
/** Metres of one degree of latitude. */
const DEGREE_M = 111_195.08;

/** A place so many metres north of another. */
export const north = (metres: number, [lat, lon]: LatLon = MALL): LatLon => [lat + metres / DEGREE_M, lon];
export const secondsAgo = (seconds: number): Date => new Date(NOW.getTime() - seconds * 1_000);

/** A fix so many metres north of the mall, 20 s old and good. */
export const fix = (metres: number, change: Partial<Fix> = {}): Fix => ({
  at: north(metres),
  fixedAt: secondsAgo(20),
  receivedAt: NOW,
  accuracyM: 10,
  speedKmh: 0,
  source: 'owntracks',
  quality: 'measured',
  ...change,
});

export const officer = (id: string, change: Partial<Officer> = {}): Officer => ({
  id,
  name: id.charAt(0).toUpperCase() + id.slice(1),
  state: 'available',
  qualifications: [],
  sites: [],
  load: { incidents: 0, lifeSafety: false },
  ...change,
});

export const need = (change: Partial<Need> = {}): Need => ({
  siteId: 'riverside-mall',
  at: MALL,
  keysCount: false,
  required: [],
  excluded: new Map(),
  lifeSafety: false,
  ...change,
});

/** `Ana: 620 m, fix 20 s old`, with a dash before who cannot be sent. */
export const line = ({ officer: { name }, eligible, reasons }: Ranked): string =>
  `${eligible ? '' : '– '}${name}: ${words.explained(reasons)}`;
