import fc from 'fast-check';
import type { IncidentFacts, IncidentState, Stage } from '../../../src/incident/index.js';
import {
  BANDS,
  type Because,
  DISPOSITIONS,
  FACTOR_NAMES,
  FALSE_ALARM_CAUSES,
  KINDS,
} from '../../../src/incident/index.js';
import { answeredWith } from './answered.js';
import { anyText } from './texts.js';

const date = fc.date({
  min: new Date('2024-01-01T00:00:00Z'),
  max: new Date('2027-01-01T00:00:00Z'),
  noInvalidDate: true,
});
const kind = fc.constantFrom(...KINDS);
const ratio = fc.double({ min: 0, max: 1, noNaN: true });
const ref = fc.record({ id: fc.uuid(), name: anyText });
const via = fc.constantFrom('slack', 'teams', 'console', 'sms', 'voice', 'api', 'command line');
const money = fc.record({
  amount: fc.integer({ min: 0, max: 10 ** 12 }),
  currency: fc.constantFrom('EUR', 'CHF', 'JPY'),
});
const present = { requiredKeys: [] as [] };

const because: fc.Arbitrary<Because> = fc.oneof(
  kind.map((each): Because => ({ code: 'kind', kind: each })),
  anyText.map((source): Because => ({ code: 'unrecognised', source })),
  anyText.map((name): Because => ({ code: 'zone', name, sensitivity: 0.8 })),
  money.map((worth): Because => ({ code: 'assets', worth, count: 3, highValue: true })),
  fc.nat(20).map((count): Because => ({ code: 'recurrence', count })),
  fc.constantFrom<Because>(
    { code: 'armed' },
    { code: 'hours-unknown' },
    { code: 'person-seen' },
    { code: 'several-devices', count: 4 },
  ),
);

const assessment = fc.record({
  score: fc.integer({ min: 0, max: 100 }),
  band: fc.constantFrom(...BANDS),
  avs: fc.constantFrom(0 as const, 1 as const, 2 as const, 3 as const, 4 as const),
  indicators: fc.constant([]),
  factors: fc.array(
    fc.record({
      name: fc.constantFrom(...FACTOR_NAMES),
      weight: ratio,
      value: ratio,
      contribution: fc.double({ min: 0, max: 60, noNaN: true }),
      because,
    }),
    { maxLength: 7 },
  ),
});

const place = fc
  .record(
    {
      siteName: anyText,
      address: anyText,
      zoneName: anyText,
      timezone: fc.constantFrom('Europe/Zurich', 'America/St_Johns', 'Asia/Kathmandu'),
    },
    { requiredKeys: ['siteName', 'timezone'] },
  )
  .map((some) => ({ ...some, siteId: 's', zoneId: 'z' }));

/** Addresses that a detector may name: some that Slack could fetch, some that it must not be asked for. */
const PICTURES = [
  'https://frigate.riverside.com/api/events/1/snapshot.jpg',
  'http://192.168.1.4/snap.jpg',
  'https://camera.local/x.jpg',
  'https://[fe80::1]/x.jpg',
  'https://10.0.0.7/x.jpg',
  'javascript:alert(1)',
  'https://evil.example.com/<!channel>|x.jpg',
  'https://evil.example.com/a b.jpg',
  `https://long.riverside.com/${'x'.repeat(4_000)}`,
  'not an address',
] as const;

const tally = fc
  .record({
    count: fc.integer({ min: 1, max: 1_000_000 }),
    kinds: fc.dictionary(kind, fc.integer({ min: 1, max: 9 })),
    sources: fc.array(anyText, { minLength: 1, maxLength: 4 }),
    devices: fc.array(ref, { maxLength: 20 }),
    firstOccurredAt: date,
    lastOccurredAt: date,
    personSeen: fc.boolean(),
    videoSeen: fc.boolean(),
    pictures: fc.array(fc.constantFrom(...PICTURES), { maxLength: 4 }),
  })
  .map((some) => ({ ...some, newest: [], batches: [], flags: [] }));

const escalation = fc.record({
  to: ref.map((each) => ({ ...each, kind: 'person' as const })),
  why: anyText,
  at: date,
  by: anyText,
});
const resolution = fc.record(
  {
    by: ref,
    at: date,
    via,
    disposition: fc.constantFrom(...DISPOSITIONS),
    cause: fc.constantFrom(...FALSE_ALARM_CAUSES),
    note: anyText,
  },
  { requiredKeys: ['by', 'at', 'via', 'disposition', 'note'] },
);

const stage: fc.Arbitrary<Stage> = fc.oneof(
  fc.constant<Stage>({ status: 'open' }),
  fc.record({ status: fc.constant('claimed' as const), claim: fc.record({ by: ref, at: date, via, heardAt: date }) }),
  fc.record({ status: fc.constant('resolved' as const), resolution }),
  fc.record({ status: fc.constant('archived' as const), resolution, archivedAt: date }),
);

const optional = fc.record({ unrecognised: anyText, snoozedUntil: date, restoredAt: date }, present);

const facts: fc.Arbitrary<IncidentFacts> = fc
  .record({
    answered: answeredWith(anyText, date),
    id: fc.stringMatching(/^i-[0-9a-f]{32}$/),
    number: fc.integer({ min: 1, max: 9_999_999 }),
    subject: anyText,
    kind,
    lifeSafety: fc.boolean(),
    covert: fc.boolean(),
    place,
    assessment,
    signals: tally,
    openedAt: date,
    respondBy: date,
    stamps: fc.constant({}),
    overdue: fc.boolean(),
    escalations: fc.array(escalation, { maxLength: 3 }),
    notes: fc.nat(9),
    reopened: fc.nat(4),
    flapping: fc.boolean(),
    cardVersion: fc.nat(99),
    armed: fc.boolean(),
    openingHoursKnown: fc.boolean(),
  })
  .map(({ armed, openingHoursKnown, answered, ...some }) => ({
    ...some,
    ...answered,
    assets: [],
    destinations: [],
    context: {
      sensitivity: 1,
      occupancy: 'staff',
      armed,
      justClosed: false,
      onTest: false,
      openingHoursKnown,
      recentIncidents: 0,
      adjoiningZones: 0,
      sourceWeight: 0.5,
    },
  }));

/** Any incident that a card can be asked for. */
export const anyState: fc.Arbitrary<IncidentState> = fc
  .tuple(facts, optional, stage)
  .map(([some, more, now]) => ({ ...some, ...more, ...now }));
