import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { avsLevel, type Indicators } from '../../src/assess/avs.js';
import type { Evidence } from '../../src/assess/severity.js';
import { assess, bandOf, gravest } from '../../src/assess/severity.js';
import type { SeverityRules } from '../../src/assess/weights.js';
import { DEFAULT_SEVERITY, GRAVITY } from '../../src/assess/weights.js';
import type { AssetRef, Kind } from '../../src/incident/index.js';
import { FACTOR_NAMES, FLAGS, isLifeSafety, KINDS, LIFE_SAFETY_KINDS, SEEN } from '../../src/incident/index.js';

const context: Evidence['context'] = {
  sensitivity: 0.5,
  occupancy: 'staff',
  armed: false,
  justClosed: false,
  onTest: false,
  openingHoursKnown: true,
  recentIncidents: 0,
  adjoiningZones: 0,
  sourceWeight: 0.5,
};
const evidence = (change: Partial<Evidence> = {}): Evidence => ({
  kinds: ['motion'],
  devices: 1,
  personSeen: false,
  videoSeen: false,
  flags: [],
  zoneName: 'Yard',
  assets: [],
  context,
  ...change,
});
const asset = (change: Partial<AssetRef> = {}): AssetRef => ({
  id: 'case-7',
  name: 'Display case 7',
  worth: { amount: 4_200_000, currency: 'EUR' },
  criticality: 0.9,
  vulnerability: 0.6,
  highValue: true,
  ...change,
});

describe('how bad it is', () => {
  it.each<[string, Partial<Evidence>, string, readonly string[]]>([
    ['a branch moves at noon', { kinds: ['motion'] }, 'low', ['kind', 'location']],
    [
      'a door is held in a quiet corridor',
      { kinds: ['door-held'], context: { ...context, sensitivity: 0.2 } },
      'low',
      ['kind'],
    ],
    [
      'a door is forced while the dock is open',
      { kinds: ['forced-door'], context: { ...context, sensitivity: 0.7 } },
      'medium',
      ['kind', 'location'],
    ],
    [
      'a door is forced at night and a person is seen',
      {
        kinds: ['forced-door', 'person'],
        devices: 2,
        personSeen: true,
        context: { ...context, sensitivity: 0.7, armed: true, adjoiningZones: 1 },
      },
      'high',
      ['kind', 'validation'],
    ],
    [
      'the same in front of the diamonds',
      {
        kinds: ['glass-break', 'forced-door', 'person'],
        devices: 2,
        personSeen: true,
        assets: [asset()],
        context: { ...context, sensitivity: 0.9, armed: true, adjoiningZones: 3, recentIncidents: 5 },
      },
      'critical',
      ['kind', 'validation', 'location'],
    ],
    ['a till speaks of hold-up', { kinds: ['hold-up'] }, 'critical', ['kind']],
    [
      'an unread message of a source that matters',
      { kinds: ['other'], unrecognisedFrom: 'panel', context: { ...context, sourceWeight: 1, sensitivity: 0.6 } },
      'medium',
      ['kind', 'location'],
    ],
    ['a camera is offline', { kinds: ['device-offline'] }, 'low', ['kind', 'location']],
  ])('%s', (_what, change, band, leading) => {
    const assessed = assess(evidence(change), DEFAULT_SEVERITY);
    expect(assessed.factors.slice(0, leading.length).map(({ name }) => name)).toEqual(leading);
    expect(assessed.band, `${assessed.score}`).toBe(band);
  });

  it('shows its arithmetic: the contributions make the score', () => {
    const { score, factors } = assess(
      evidence({ kinds: ['forced-door'], context: { ...context, armed: true } }),
      DEFAULT_SEVERITY,
    );
    expect(factors.map(({ name, value, contribution }) => [name, value, contribution])).toEqual([
      ['kind', 0.9, 27],
      ['location', 0.5, 7.5],
      ['context', 1, 5],
      ['contagion', 0.4, 4],
      ['validation', 0.1, 1.5],
      ['assets', 0, 0],
      ['recurrence', 0, 0],
    ]);
    expect(score).toBe(45);
  });

  it('names every factor once, with its reason, the largest first', () => {
    const { factors } = assess(evidence(), DEFAULT_SEVERITY);
    expect(factors.map(({ name }) => name).sort()).toEqual([...FACTOR_NAMES].sort());
    expect(factors.map(({ contribution }) => contribution)).toEqual(
      factors.map(({ contribution }) => contribution).sort((a, b) => b - a),
    );
  });

  it.each<[string, Partial<Evidence>, string, number]>([
    ['a person seen', { personSeen: true }, 'person-seen', 15],
    ['a kind that speaks of a person', { kinds: ['loitering'] }, 'person-seen', 15],
    ['two devices', { devices: 2 }, 'several-devices', 10.5],
    ['many devices, though never as much as a person', { devices: 40 }, 'several-devices', 13.5],
    ['a picture', { videoSeen: true }, 'picture', 6],
    ['one sensor', {}, 'unverified', 1.5],
  ])('believes %s as far as it goes', (_what, change, code, points) => {
    const factor = assess(evidence(change), DEFAULT_SEVERITY).factors.find(({ name }) => name === 'validation');
    expect([factor?.because.code, factor?.contribution]).toEqual([code, points]);
  });

  it('never adds amounts of two currencies', () => {
    const assets = [asset(), asset({ id: 'b' }), asset({ id: 'c', worth: { amount: 5_000_000, currency: 'CHF' } })];
    const factor = assess(evidence({ assets }), DEFAULT_SEVERITY).factors.find(({ name }) => name === 'assets');
    expect(factor?.because).toEqual({
      code: 'assets',
      worth: { amount: 8_400_000, currency: 'EUR' },
      count: 3,
      highValue: true,
    });
  });

  it.each([
    [DEFAULT_SEVERITY.weights],
    [{ kind: 100, assets: 100, location: 100, contagion: 100, validation: 100, context: 100, recurrence: 100 }],
    [{ kind: 1, assets: 0, location: 0, contagion: 0, validation: 0, context: 0, recurrence: 0 }],
  ])('scales the weights of the book to 100', (weights) => {
    const worst = evidence({
      kinds: ['weapon'],
      personSeen: true,
      assets: [asset({ worth: { amount: 100_000_000, currency: 'EUR' }, criticality: 1, vulnerability: 1 })],
      context: { ...context, sensitivity: 1, armed: true, adjoiningZones: 3, recentIncidents: 9 },
    });
    expect(assess(worst, { ...DEFAULT_SEVERITY, weights }).score).toBe(100);
  });

  it('with nothing but noughts in the book scores nought, and life safety all the same', () => {
    const weights = { kind: 0, assets: 0, location: 0, contagion: 0, validation: 0, context: 0, recurrence: 0 };
    expect(assess(evidence(), { ...DEFAULT_SEVERITY, weights }).score).toBe(0);
    expect(assess(evidence({ kinds: ['fire'] }), { ...DEFAULT_SEVERITY, weights })).toMatchObject({
      score: 90,
      band: 'critical',
    });
  });

  it.each([
    [0, 'low'],
    [34, 'low'],
    [35, 'medium'],
    [59, 'medium'],
    [60, 'high'],
    [79, 'high'],
    [80, 'critical'],
    [100, 'critical'],
  ] as const)('%i is %s', (score, band) => {
    expect(bandOf(score, DEFAULT_SEVERITY)).toBe(band);
  });

  it('leads with the gravest kind', () => {
    expect(gravest(['motion', 'forced-door', 'person'])).toBe('forced-door');
    expect(gravest(['motion', 'supervision'])).toBe('motion');
    for (const kind of LIFE_SAFETY_KINDS)
      expect(Math.max(...KINDS.filter((each) => !isLifeSafety(each)).map((each) => GRAVITY[each]))).toBeLessThan(
        GRAVITY[kind],
      );
  });
});

describe('validation level', () => {
  const facts = (change: Partial<Indicators>): Indicators => ({
    kinds: ['motion'],
    personSeen: false,
    videoSeen: false,
    devices: 1,
    flags: [],
    onTest: false,
    ...change,
  });

  it.each<[number, string, Partial<Indicators>]>([
    [1, 'a call with little in it', { kinds: ['motion'], personSeen: false, devices: 1 }],
    [1, 'one sensor that speaks of harm', { kinds: ['forced-door'], personSeen: false, devices: 1 }],
    [2, 'a path through the building', { kinds: ['forced-door', 'motion'], personSeen: false, devices: 2 }],
    [2, 'somebody is there', { kinds: ['motion'], personSeen: true, devices: 1 }],
    [2, 'somebody is very likely there', { kinds: ['loitering'], personSeen: false, devices: 1 }],
    [3, 'somebody is there and does harm', { kinds: ['forced-door'], personSeen: true, devices: 1 }],
    [4, 'a life is threatened', { kinds: ['weapon'], personSeen: false, devices: 1 }],
    [0, 'a site on test', { kinds: ['forced-door'], onTest: true }],
    [0, 'cancelled by who may', { kinds: ['intrusion'], flags: ['cancelled'] }],
    [0, 'a fault of the device and nothing else', { kinds: ['device-offline', 'supervision'] }],
    [1, 'a fault of one device, and another one that speaks', { kinds: ['device-offline', 'motion'], devices: 2 }],
    [0, 'our own people on the picture', { kinds: ['forced-door'], personSeen: true, seen: 'staff' }],
    [1, 'nobody there when somebody looked', { kinds: ['forced-door'], personSeen: true, devices: 3, seen: 'nobody' }],
    [2, 'a stranger there when somebody looked', { kinds: ['motion'], seen: 'person' }],
    [3, 'theft seen', { kinds: ['motion'], seen: 'damage' }],
    [4, 'somebody in danger seen', { kinds: ['motion'], seen: 'threat' }],
    [
      4,
      'a weapon on a site that is on test',
      { kinds: ['weapon'], onTest: true, flags: ['test', 'cancelled'], seen: 'staff' },
    ],
  ])('%i: %s', (level, _what, change) => {
    expect(avsLevel(facts(change))).toBe(level);
  });

  it('a threat to life is never eliminated, whatever else is said', () => {
    fc.assert(
      fc.property(
        fc.constantFrom<Kind>('duress', 'panic', 'hold-up', 'weapon', 'assault'),
        fc.subarray([...FLAGS]),
        fc.boolean(),
        fc.option(fc.constantFrom(...SEEN), { nil: undefined }),
        (kind, flags, onTest, seen) => {
          expect(avsLevel(facts({ kinds: [kind, 'motion'], flags, onTest, ...(seen ? { seen } : {}) }))).toBe(4);
        },
      ),
    );
  });
});

const weight = fc.integer({ min: 0, max: 100 });
const anySeverity: fc.Arbitrary<SeverityRules> = fc.record({
  weights: fc.record({
    kind: weight,
    assets: weight,
    location: weight,
    contagion: weight,
    validation: weight,
    context: weight,
    recurrence: weight,
  }),
  bands: fc.record({ medium: weight, high: weight, critical: weight }),
});
const share = fc.double({ min: 0, max: 1, noNaN: true });
const anyAsset = fc
  .record({
    amount: fc.integer({ min: 0, max: 500_000_000 }),
    currency: fc.constantFrom('EUR', 'CHF'),
    criticality: share,
    vulnerability: share,
  })
  .map(({ amount, currency, ...rest }) => asset({ worth: { amount, currency }, ...rest }));
const anyEvidence: fc.Arbitrary<Evidence> = fc.record({
  kinds: fc.subarray<Kind>([...KINDS], { minLength: 1 }),
  devices: fc.integer({ min: 0, max: 60 }),
  personSeen: fc.boolean(),
  videoSeen: fc.boolean(),
  flags: fc.constant([]),
  zoneName: fc.constant('Yard'),
  assets: fc.array(anyAsset, { maxLength: 4 }),
  context: fc.record({
    sensitivity: share,
    occupancy: fc.constantFrom('public', 'staff', 'restricted'),
    armed: fc.boolean(),
    justClosed: fc.boolean(),
    onTest: fc.constant(false),
    openingHoursKnown: fc.boolean(),
    recentIncidents: fc.integer({ min: 0, max: 20 }),
    adjoiningZones: fc.integer({ min: 0, max: 9 }),
    sourceWeight: share,
  }),
});
const rank = { low: 0, medium: 1, high: 2, critical: 3 } as const;

describe('whatever the book says', () => {
  it('life safety is critical', () => {
    fc.assert(
      fc.property(anyEvidence, fc.constantFrom(...LIFE_SAFETY_KINDS), anySeverity, (given, kind, rules) => {
        const { band, score } = assess({ ...given, kinds: [...given.kinds, kind] }, rules);
        expect(band).toBe('critical');
        expect(score).toBeGreaterThanOrEqual(90);
      }),
      { numRuns: 300 },
    );
  });

  it('a score is a whole number from 0 to 100', () => {
    fc.assert(
      fc.property(anyEvidence, anySeverity, (given, rules) => {
        const { score } = assess(given, rules);
        expect(Number.isInteger(score) && score >= 0 && score <= 100).toBe(true);
      }),
    );
  });

  it('one more indicator never lowers score, band or validation level', () => {
    const more: fc.Arbitrary<(given: Evidence) => Evidence> = fc.oneof(
      fc
        .constantFrom(...KINDS)
        .map((kind) => (given: Evidence) => ({ ...given, kinds: [...new Set([...given.kinds, kind])] })),
      fc
        .integer({ min: 1, max: 5 })
        .map((count) => (given: Evidence) => ({ ...given, devices: given.devices + count })),
      fc.constant((given: Evidence) => ({ ...given, personSeen: true })),
      fc.constant((given: Evidence) => ({ ...given, videoSeen: true })),
      anyAsset.map((each) => (given: Evidence) => ({ ...given, assets: [...given.assets, each] })),
    );
    fc.assert(
      fc.property(anyEvidence, more, anySeverity, (given, add, rules) => {
        const [before, after] = [assess(given, rules), assess(add(given), rules)];
        expect(after.score).toBeGreaterThanOrEqual(before.score);
        expect(after.avs).toBeGreaterThanOrEqual(before.avs);
        const ordered = rules.bands.medium <= rules.bands.high && rules.bands.high <= rules.bands.critical;
        if (ordered) expect(rank[after.band]).toBeGreaterThanOrEqual(rank[before.band]);
      }),
      { numRuns: 1_000 },
    );
  });
});
