import { writeFileSync } from 'node:fs';
import { join } from 'node:path';

export interface BookPlan {
  readonly sites: number;
  readonly zonesPerSite: number;
  /** One channel for everybody, or one for each site, so that the limit of one message a second holds nobody up. */
  readonly channels: 'one' | 'per-site';
  /** How soon somebody has to respond; the default of the program when left out. */
  readonly respond?: string;
  /** A camera of the first site that gives its messages no id. */
  readonly camera?: true;
  /** The supervisor is called once more after this, when nobody has claimed. */
  readonly again?: string;
  /** Whoever is paged is paged on and on, as the program does by itself; once when left out. */
  readonly ladders?: 'go on';
}

/** Two hundred zones of ten sites into one channel: a guarding company on a busy night. */
export const NIGHT: BookPlan = { sites: 10, zonesPerSite: 20, channels: 'one' };

export const ALL_SITES = 'C0OPS';

const two = (index: number): string => String(index + 1).padStart(2, '0');
const range = (count: number): number[] => Array.from({ length: count }, (_, index) => index);

export const siteIds = (plan: BookPlan): string[] => range(plan.sites).map((index) => `site-${two(index)}`);

/** `['site-01', 'zone-01']`, and so on: every zone once, the sites in turn. */
export const places = (plan: BookPlan): (readonly [site: string, zone: string])[] =>
  range(plan.zonesPerSite).flatMap((zone) => siteIds(plan).map((site) => [site, `zone-${two(zone)}`] as const));

const channelOf = (site: string): string => `C0${site.replace('-', '').toUpperCase()}`;

export const channelIds = (plan: BookPlan): string[] =>
  plan.channels === 'one' ? [ALL_SITES] : siteIds(plan).map(channelOf);

/**
 * Whoever is paged is paged once, and whoever claims is left in peace: ladders that go on, and claims that lapse after
 * a quarter of an hour, would never let the house come to rest.
 */
export const ONCE = {
  escalation: [
    {
      id: 'once',
      rounds: 1,
      round: '1d',
      lastResortEvery: '1d',
      steps: [{ after: '0s', notify: ['role:supervisor'], via: ['chat'] }],
    },
  ],
  protocols: [
    { id: 'standard', escalation: 'once', welfare: { claimed: '1d' } },
    { id: 'emergency', escalation: 'once', when: { lifeSafety: true }, welfare: { claimed: '1d' } },
  ],
};

/** The same with a second rung. */
const twice = (after: string) => ({
  ...ONCE,
  escalation: ONCE.escalation.map((ladder) => ({
    ...ladder,
    steps: [...ladder.steps, { after, notify: ['role:supervisor'], via: ['chat'] }],
  })),
});

/** Writes the organisation of the benchmark as a book (JSON is YAML) and returns the path of the file. */
export function writeBook(folder: string, plan: BookPlan): string {
  const band = (duration: string) => ({ low: duration, medium: duration, high: duration, critical: duration });
  const book = {
    organisation: { name: 'Benchmark Guarding', timezone: 'Europe/Berlin', language: 'en', currency: 'EUR' },
    clients: [{ id: 'client', name: 'The client', timezone: 'Europe/Berlin', currency: 'EUR' }],
    sites: siteIds(plan).map((id, index) => ({
      id,
      client: 'client',
      name: `Site ${two(index)}`,
      address: `Ring ${index + 1}, Berlin`,
      at: [52.5, 13.4],
      hours: { 'mon-fri': '08:00-20:00' },
      zones: range(plan.zonesPerSite).map((zone) => ({
        id: `zone-${two(zone)}`,
        name: `Zone ${two(zone)}`,
        sensitivity: ((zone % 9) + 1) / 10,
        occupancy: 'staff',
      })),
    })),
    people: [{ id: 'ana', name: 'Ana Beck', roles: ['supervisor'], slack: 'U0ANA' }],
    channels:
      plan.channels === 'one'
        ? [{ id: 'ops', surface: 'slack', to: ALL_SITES, for: {} }]
        : siteIds(plan).map((id) => ({ id, surface: 'slack', to: channelOf(id), for: { sites: [id] } })),
    grouping: [
      {
        kinds: ['motion', 'person', 'loitering', 'forced-door', 'glass-break', 'intrusion'],
        by: ['site', 'zone'],
        within: '10m',
      },
    ],
    ...(plan.ladders ? {} : plan.again ? twice(plan.again) : ONCE),
    ...(plan.respond ? { respond: band(plan.respond) } : {}),
    sources: [
      { id: 'generic', adapter: 'generic', secret: 'env:ALARM_SECRET_GENERIC' },
      ...(plan.camera
        ? [{ id: 'hikvision', adapter: 'hikvision', secret: 'env:ALARM_SECRET_HIKVISION', site: siteIds(plan)[0] }]
        : []),
    ],
  };
  const file = join(folder, 'book.yml');
  writeFileSync(file, JSON.stringify(book));
  return file;
}
