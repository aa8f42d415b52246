import type { AvsLevel, Band, FactorName, Signal } from '../../src/incident/index.js';

/** The mall closes at 21:00, the hub at 23:00, the museum at 18:00, all in Berlin; the second of March is a Monday. */
const NIGHT = '2026-03-03T02:10:00+01:00';
const DAY = '2026-03-02T14:10:00+01:00';
const SUNDAY = '2026-03-01T14:10:00+01:00';

export interface Where {
  readonly at: string;
  readonly site?: string;
  readonly zone?: string;
  /** Incidents of the zone in the last month. */
  readonly recent?: number;
  /** What a rule of a book says more than the vendor does. */
  readonly change?: Partial<Signal>;
}

export type Row = readonly [
  what: string,
  files: readonly (readonly [source: string, file: string])[],
  where: Where,
  band: Band,
  avs: AvsLevel,
  top: readonly FactorName[],
];

const MALL = 'riverside-mall';
const HUB = 'hanse-hub';
const glass = ['generic', 'generic-glass-break.json'] as const;
const review = ['frigate', 'frigate-reviews-update.json'] as const;
const event = ['frigate', 'frigate-events-update.json'] as const;
const camera = ['verkada', 'verkada-camera-motion.json'] as const;
const ruled = ['verkada', 'verkada-camera-alert-rule-motion.json'] as const;
const plate = ['verkada', 'verkada-lpr.json'] as const;
const panic = ['verkada', 'verkada-new-alarm.json'] as const;
const forced = ['verkada', 'verkada-access-door-forced-open.json'] as const;
const code = ['verkada', 'verkada-access-code-rejected.json'] as const;
const keycard = ['verkada', 'verkada-access-api-keycard.json'] as const;
const pir = ['unifi-protect', 'unifi-protect-alarm-sensor-motion.json'] as const;
const court = ['unifi-protect', 'unifi-protect-alarm-motion-official.json'] as const;
const stranger = ['unifi-protect', 'unifi-protect-alarm-lpr.json'] as const;
const fence = ['hikvision', 'hikvision-linedetection.xml'] as const;
const door = ['hikvision', 'hikvision-access-door-forced.json'] as const;
const panel = ['hikvision', 'hikvision-panel-zone-alarm.json'] as const;
const recorder = ['alertmanager', 'alertmanager-v4-firing.json'] as const;
const sos = ['traccar', 'traccar-position-sos.json'] as const;

export const SCENARIOS: readonly Row[] = [
  [
    'glass broken at the jeweller by night',
    [glass],
    { at: NIGHT, site: MALL, zone: 'jewellery' },
    'high',
    1,
    ['kind', 'location'],
  ],
  [
    'glass broken at the jeweller by day',
    [glass],
    { at: DAY, site: MALL, zone: 'jewellery' },
    'medium',
    1,
    ['kind', 'location'],
  ],
  [
    'glass broken where nothing is of worth',
    [glass],
    { at: NIGHT, site: MALL, zone: 'north-door', change: { assetIds: [] } },
    'medium',
    1,
    ['kind', 'location'],
  ],
  [
    'glass broken and a person seen',
    [glass, review],
    { at: NIGHT, site: MALL, zone: 'jewellery' },
    'high',
    3,
    ['kind', 'validation'],
  ],
  [
    'a person at the jeweller by night',
    [review],
    { at: NIGHT, site: MALL, zone: 'jewellery' },
    'high',
    2,
    ['kind', 'validation'],
  ],
  [
    'a person at the jeweller by day',
    [review],
    { at: DAY, site: MALL, zone: 'jewellery' },
    'high',
    2,
    ['kind', 'validation'],
  ],
  [
    'a person at the entrance by day',
    [event],
    { at: DAY, site: MALL, zone: 'north-door' },
    'medium',
    2,
    ['kind', 'validation'],
  ],
  [
    'a person at the entrance by night',
    [event],
    { at: NIGHT, site: MALL, zone: 'north-door' },
    'medium',
    2,
    ['kind', 'validation'],
  ],
  [
    'motion at the dock by night',
    [camera],
    { at: NIGHT, site: MALL, zone: 'loading-dock' },
    'low',
    1,
    ['location', 'kind'],
  ],
  [
    'motion at the dock by day',
    [camera],
    { at: DAY, site: MALL, zone: 'loading-dock' },
    'low',
    1,
    ['location', 'kind'],
  ],
  [
    'motion at the entrance by day, as ever',
    [camera],
    { at: DAY, site: MALL, zone: 'north-door', recent: 5 },
    'low',
    1,
    ['kind', 'location'],
  ],
  [
    'a rule of the camera at the dock by night',
    [ruled],
    { at: NIGHT, site: MALL, zone: 'loading-dock' },
    'medium',
    2,
    ['kind', 'validation'],
  ],
  [
    'a person in the stockroom on a Sunday',
    [ruled],
    { at: SUNDAY, site: MALL, zone: 'stockroom' },
    'medium',
    2,
    ['kind', 'validation'],
  ],
  ['a plate at the gate by day', [plate], { at: DAY, site: HUB, zone: 'gate' }, 'low', 1, ['kind', 'location']],
  ['a plate at the gate by night', [stranger], { at: NIGHT, site: HUB, zone: 'gate' }, 'low', 1, ['kind', 'location']],
  [
    'a panic button at the tills by day',
    [panic],
    { at: DAY, site: MALL, zone: 'tills' },
    'critical',
    4,
    ['kind', 'location'],
  ],
  [
    'a panic button at the tills by night',
    [panic],
    { at: NIGHT, site: MALL, zone: 'tills' },
    'critical',
    4,
    ['kind', 'location'],
  ],
  [
    'a forced door at the dock by night',
    [forced],
    { at: NIGHT, site: MALL, zone: 'loading-dock' },
    'medium',
    1,
    ['kind', 'location'],
  ],
  [
    'a forced door at the dock by day',
    [forced],
    { at: DAY, site: MALL, zone: 'loading-dock' },
    'medium',
    1,
    ['kind', 'location'],
  ],
  [
    'a forced door at the dock, the fifth time this month',
    [forced],
    { at: NIGHT, site: MALL, zone: 'loading-dock', recent: 5 },
    'medium',
    1,
    ['kind', 'location'],
  ],
  [
    'a forced door of the stockroom by night',
    [forced],
    { at: NIGHT, site: MALL, zone: 'stockroom' },
    'medium',
    1,
    ['kind', 'location'],
  ],
  [
    'a forced door and a person in the stockroom',
    [forced, ruled],
    { at: NIGHT, site: MALL, zone: 'stockroom' },
    'high',
    3,
    ['kind', 'validation'],
  ],
  [
    'a forced door of the cage by night',
    [door],
    { at: NIGHT, site: HUB, zone: 'cage' },
    'high',
    1,
    ['kind', 'location'],
  ],
  [
    'a forced door of the cage, then motion in it',
    [door, pir],
    { at: NIGHT, site: HUB, zone: 'cage' },
    'high',
    2,
    ['kind', 'location'],
  ],
  [
    'a wrong code at the dock by day',
    [code],
    { at: DAY, site: MALL, zone: 'loading-dock' },
    'low',
    1,
    ['location', 'kind'],
  ],
  [
    'a wrong code at the cage by night',
    [code],
    { at: NIGHT, site: HUB, zone: 'cage' },
    'medium',
    1,
    ['location', 'assets'],
  ],
  [
    'a body that no detector explains',
    [keycard],
    { at: NIGHT, site: MALL, zone: 'loading-dock' },
    'low',
    1,
    ['kind', 'location'],
  ],
  ['motion in the cage by night', [pir], { at: NIGHT, site: HUB, zone: 'cage' }, 'medium', 1, ['location', 'assets']],
  ['motion in the yard by day', [court], { at: DAY, site: HUB, zone: 'yard' }, 'low', 1, ['kind', 'location']],
  [
    'somebody over the fence by night',
    [fence],
    { at: NIGHT, site: HUB, zone: 'yard' },
    'medium',
    2,
    ['kind', 'validation'],
  ],
  [
    'somebody over the fence by day',
    [fence],
    { at: DAY, site: HUB, zone: 'yard' },
    'medium',
    2,
    ['kind', 'validation'],
  ],
  [
    'a burglary on the panel of the hub',
    [panel],
    { at: NIGHT, site: HUB, zone: 'cage' },
    'high',
    1,
    ['kind', 'location'],
  ],
  ['a burglary in the vault', [panel], { at: NIGHT, site: 'museum', zone: 'vault' }, 'medium', 1, ['kind', 'location']],
  [
    'a burglary that the panel took back',
    [panel],
    { at: NIGHT, site: HUB, zone: 'yard', change: { flags: ['cancelled'] } },
    'medium',
    0,
    ['kind', 'location'],
  ],
  [
    'a burglary with a zone switched off',
    [panel],
    { at: NIGHT, site: HUB, zone: 'cage', change: { flags: ['bypass'] } },
    'high',
    1,
    ['kind', 'location'],
  ],
  [
    'a recorder of the museum that stopped',
    [recorder],
    { at: NIGHT, site: 'museum', zone: 'gallery-3' },
    'medium',
    0,
    ['assets', 'location'],
  ],
  [
    'a guard who calls for help',
    [sos],
    { at: NIGHT, site: MALL, zone: 'loading-dock' },
    'critical',
    1,
    ['kind', 'location'],
  ],
];
