import { describe, expect, it } from 'vitest';
import { adviceOf, periodAt, periodReport, type ReportRow } from '../../src/report/index.js';
import { minutesAfter, row } from './rows.js';

const ZONE = 'Europe/Berlin';
const period = periodAt('week', new Date('2026-11-18T12:00:00Z'), ZONE);

const loss = (
  category: NonNullable<ReportRow['loss']>['category'],
  gross: number,
  recovered = 0,
  currency = 'EUR',
) => ({
  loss: {
    category,
    currency,
    basis: 'cost' as const,
    direct: gross,
    secondary: 0,
    gross,
    recovered: category === 'prevented' ? 0 : recovered,
    net: category === 'prevented' ? 0 : gross - recovered,
    prevented: category === 'prevented' ? gross : 0,
  },
});
const had = (at: string, minutes: number) => ({ acknowledgedAt: minutesAfter(at, minutes) });
const closed = (at: string, disposition: NonNullable<ReportRow['disposition']>, more: Partial<ReportRow> = {}) => ({
  disposition,
  resolvedAt: minutesAfter(at, 60),
  ...more,
});

/**
 * A week of 25 incidents, worked out by hand. Times are UTC; Berlin is an hour ahead.
 * Two leave every figure (a test, a duplicate), so 23 are counted.
 */
const MON = '2026-11-16T21:10:00Z';
const TUE = '2026-11-17T13:00:00Z';
const SUN = '2026-11-22T22:59:00Z';
const WEEK: ReportRow[] = [
  // Three of one sort in one zone, in one hour of the day: 22 o'clock in Berlin.
  row(1, MON, { ...had(MON, 2), ...closed(MON, 'confirmed'), ...loss('external_theft', 100_000, 20_000) }),
  row(2, '2026-11-17T21:20:00Z', {
    ...had('2026-11-17T21:20:00Z', 4),
    ...closed(MON, 'confirmed'),
    ...loss('external_theft', 50_000),
  }),
  row(3, '2026-11-18T21:30:00Z', {
    ...had('2026-11-18T21:30:00Z', 6),
    ...closed(MON, 'prevented'),
    ...loss('prevented', 30_000),
  }),
  // A door that is called false three times, at another site.
  ...[4, 5, 6].map((number) =>
    row(number, `2026-11-1${number + 3}T0${number}:00:00Z`, {
      kind: 'forced-door',
      band: 'high',
      siteId: 'hub',
      siteName: 'Hanse Hub',
      zoneId: 'dock',
      zoneName: 'Dock',
      devices: [{ id: 'door-3', name: 'Door 3' }],
      ...had(`2026-11-1${number + 3}T0${number}:00:00Z`, 20),
      ...closed(MON, 'false-alarm', { cause: number === 6 ? 'animal' : 'equipment' }),
    }),
  ),
  // Ten of motion in ten zones, each taken after ten minutes.
  ...Array.from({ length: 10 }, (_, index) => {
    const at = `2026-11-${17 + (index % 4)}T${String(8 + index).padStart(2, '0')}:00:00Z`;
    return row(10 + index, at, {
      kind: 'motion',
      band: 'low',
      zoneId: `z${index}`,
      zoneName: `Zone ${index}`,
      ...had(at, 10),
      ...closed(at, 'undetermined'),
    });
  }),
  // One on the scene after half an hour; a loss in dollars is no loss in euros.
  row(20, TUE, {
    kind: 'theft',
    band: 'critical',
    zoneId: 'x',
    zoneName: 'X',
    ...had(TUE, 1),
    onSceneAt: minutesAfter(TUE, 30),
    ...closed(TUE, 'confirmed'),
    ...loss('orc', 70_000, 0, 'USD'),
  }),
  // Nobody has these: one is overdue, one opened at the last minute of the week and is not due yet.
  row(21, TUE, { kind: 'theft', zoneId: 'y', zoneName: 'Y' }),
  row(22, SUN, { kind: 'theft', zoneId: 'z', zoneName: 'Z' }),
  // Four more of vandalism at the hub, taken in time, one with a large loss nobody can explain.
  ...[30, 31, 32, 33].map((number, index) =>
    row(number, `2026-11-2${index % 2}T10:0${index}:00Z`, {
      kind: 'vandalism',
      siteId: 'hub',
      siteName: 'Hanse Hub',
      zoneId: `v${index}`,
      zoneName: `Yard ${index}`,
      ...had(`2026-11-2${index % 2}T10:0${index}:00Z`, 3),
      ...closed(MON, 'confirmed'),
      ...(index === 0 ? loss('unknown', 400_000) : {}),
    }),
  ),
  // Out of every figure.
  row(40, TUE, closed(TUE, 'test')),
  row(41, TUE, closed(TUE, 'duplicate')),
];
const BEFORE = Array.from({ length: 20 }, (_, index) =>
  row(100 + index, '2026-11-10T12:00:00Z', {
    ...had('2026-11-10T12:00:00Z', 5),
    ...(index === 0 ? loss('orc', 200_000) : {}),
  }),
);
const OTHERS = [
  row(200, '2025-11-19T12:00:00Z'),
  // A second after the week is in no figure of it.
  row(300, '2026-11-22T23:00:00Z'),
];

describe('a week worked out by hand', () => {
  const report = periodReport({
    period,
    currency: 'EUR',
    rows: [...WEEK, ...BEFORE, ...OTHERS],
    // Counted at midnight.
    now: period.to,
    firstAt: new Date('2026-11-02T00:00:00+01:00'),
  });

  it('has 25 incidents, of which 23 count', () => {
    expect(WEEK).toHaveLength(25);
    expect(report.removed).toEqual({ tests: 1, duplicates: 1 });
    expect(report.open).toBe(2);
    expect(report.byBand).toEqual({ medium: 9, high: 3, low: 10, critical: 1 });
  });

  it.each([
    // Nobody counted four weeks back, so there is no mean; and no year ago.
    ['incidents', 'incidents', { now: 23, before: 20 }],
    // 80,000 + 50,000 + 400,000 cents; dollars and what was prevented are not in it.
    ['net loss', 'netLoss', { now: 530_000, before: 200_000 }],
    ['prevented', 'prevented', { now: 30_000, before: 0 }],
    // 1, 2, 3 ×4, 4, 6, 10 ×10, 20 ×3: 21 of them, the eleventh is 10 minutes.
    ['alarm to claim', 'acknowledge', { now: 600_000, before: 300_000 }],
  ] as const)('%s', (_what, figure, value) => {
    expect(report[figure]).toEqual(value);
  });

  it('in time: 18 of 22, the one that was not due yet is not judged', () => {
    expect(report.withinTarget).toEqual({ n: 18, of: 22, share: 18 / 22 });
  });

  it('money by currency, and by what it is put down to', () => {
    expect(report.money).toEqual([
      {
        currency: 'EUR',
        basis: 'cost',
        n: 3,
        gross: 550_000,
        recovered: 20_000,
        net: 530_000,
        prevented: 30_000,
        byCategory: { external_theft: 130_000, unknown: 400_000 },
      },
      {
        currency: 'USD',
        basis: 'cost',
        n: 1,
        gross: 70_000,
        recovered: 0,
        net: 70_000,
        prevented: 0,
        byCategory: { orc: 70_000 },
      },
    ]);
    expect(report.topLosses.map(({ number }) => number)).toEqual([30, 1, 2, 20]);
  });

  it('where and what', () => {
    expect(report.bySite).toEqual([
      { site: 'Hanse Hub', count: 7, net: 400_000 },
      { site: 'Riverside Mall', count: 16, net: 130_000 },
    ]);
    expect(report.byKind).toEqual([
      { kind: 'motion', count: 10, before: 0 },
      { kind: 'vandalism', count: 4, before: 0 },
      { kind: 'forced-door', count: 3, before: 0 },
      { kind: 'shoplifting', count: 3, before: 20 },
      { kind: 'theft', count: 3, before: 0 },
    ]);
  });

  it('how fast, and how often false', () => {
    expect(report.acknowledged).toEqual({ n: 21, medianMs: 600_000, p90Ms: 1_200_000 });
    expect(report.onScene).toEqual({ n: 1, medianMs: 1_800_000, p90Ms: 1_800_000 });
    // 3 of the 21 that were resolved.
    expect(report.falseAlarms).toEqual({ n: 3, of: 21, share: 3 / 21 });
    expect(report.falseCauses).toEqual([
      { cause: 'equipment', count: 2 },
      { cause: 'animal', count: 1 },
    ]);
  });

  it('by weekday and hour of Berlin', () => {
    expect(report.heat.flat().reduce((sum, count) => sum + count, 0)).toBe(23);
    expect(report.heat[0]?.[22]).toBe(1);
    expect(report.heat[1]?.[22]).toBe(1);
    // The last minute of Sunday.
    expect(report.heat[6]?.[23]).toBe(1);
  });

  it('what repeats: the zone, its hour and the door; no site, because four weeks are not known', () => {
    expect(report.patterns).toEqual([
      {
        what: 'zone',
        site: 'Hanse Hub',
        zone: 'Dock',
        kind: 'forced-door',
        count: 3,
        incidents: ['INC-6', 'INC-5', 'INC-4'],
      },
      { what: 'device', site: 'Hanse Hub', device: 'Door 3', count: 3, incidents: ['INC-6', 'INC-5', 'INC-4'] },
      {
        what: 'zone',
        site: 'Riverside Mall',
        zone: 'Jewellery court',
        kind: 'shoplifting',
        count: 3,
        incidents: ['INC-3', 'INC-2', 'INC-1'],
      },
      {
        what: 'hour',
        site: 'Riverside Mall',
        zone: 'Jewellery court',
        hour: 22,
        count: 3,
        incidents: ['INC-3', 'INC-2', 'INC-1'],
      },
    ]);
  });

  it('what it recommends, and why', () => {
    expect(adviceOf(report).map(({ what }) => what)).toEqual(['unknown', 'pattern', 'pattern', 'pattern', 'pattern']);
    expect(adviceOf(report)[0]).toEqual({ what: 'unknown', net: 400_000, of: 530_000 });
  });

  it('the weeks that were counted', () => {
    expect(report.trend).toEqual([
      { period: '2026-W45', incidents: 0, net: 0 },
      { period: '2026-W46', incidents: 20, net: 200_000 },
      { period: '2026-W47', incidents: 23, net: 530_000 },
    ]);
  });
});

describe('a week against those before', () => {
  const at = (week: number, count: number): ReportRow[] =>
    Array.from({ length: count }, (_, index) =>
      row(week * 100 + index, new Date(period.from.getTime() + 3_600_000 - week * 7 * 86_400_000), {
        zoneId: `${index}`,
      }),
    );

  it('has a mean of four, the year before, and a site that rose', () => {
    const rows = [...at(0, 12), ...at(1, 4), ...at(2, 5), ...at(3, 6), ...at(4, 5), row(9_999, '2025-11-19T12:00:00Z')];
    const report = periodReport({ period, currency: 'EUR', rows, now: period.to, firstAt: new Date('2025-01-01') });
    expect(report.incidents).toEqual({ now: 12, before: 4, mean: 5, yearAgo: 1 });
    expect(report.patterns).toMatchObject([{ what: 'site', site: 'Riverside Mall', count: 12, usual: 5 }]);
    expect(report.trend).toHaveLength(5);
  });

  it('of nothing says nothing: no share of fewer than five, no median of none', () => {
    const report = periodReport({ period, currency: 'EUR', rows: at(0, 4), now: period.to, firstAt: undefined });
    expect(report.withinTarget).toEqual({ n: 0, of: 4, share: undefined });
    expect(report.incidents).toEqual({ now: 4 });
    expect(report.acknowledged).toBeUndefined();
    expect(periodReport({ period, currency: 'EUR', rows: [], now: period.to, firstAt: undefined })).toMatchObject({
      money: [],
      patterns: [],
      topLosses: [],
    });
  });
});

describe('claimed in time', () => {
  const at = '2026-11-17T12:00:00Z';
  const of = (change: Partial<ReportRow>, now: string) => {
    const { n, of: judged } = periodReport({
      period,
      currency: 'EUR',
      rows: [row(1, at, change)],
      now: new Date(now),
      firstAt: undefined,
    }).withinTarget;
    return `${n} of ${judged}`;
  };

  it.each<[string, Partial<ReportRow>, string, string]>([
    ['nobody has it, and it is not due', {}, '2026-11-17T12:05:00Z', '0 of 0'],
    ['nobody has it, and it was due', {}, '2026-11-17T12:15:00Z', '0 of 1'],
    ['taken in time', { acknowledgedAt: minutesAfter(at, 15) }, '2026-11-17T12:15:00Z', '1 of 1'],
    ['taken late', { acknowledgedAt: minutesAfter(at, 16) }, '2026-11-17T12:20:00Z', '0 of 1'],
    // The deadline of a reopening is another one.
    [
      'taken late, and opened again',
      { acknowledgedAt: minutesAfter(at, 16), inTime: false, respondBy: minutesAfter(at, 60) },
      '2026-11-17T13:20:00Z',
      '0 of 1',
    ],
    [
      'closed in time, without a claim',
      closed(at, 'confirmed', { resolvedAt: minutesAfter(at, 5) }),
      '2026-11-17T13:00:00Z',
      '1 of 1',
    ],
    ['closed late, without a claim', closed(at, 'confirmed'), '2026-11-17T13:00:00Z', '0 of 1'],
  ])('%s', (_what, change, now, told) => {
    expect(of(change, now)).toBe(told);
  });
});

describe('losses at two bases', () => {
  it('are never added: the key figure is at the basis of most of them', () => {
    const retail = { ...loss('external_theft', 90_000).loss, basis: 'retail' } as const;
    const report = periodReport({
      period,
      currency: 'EUR',
      rows: [row(1, MON, loss('orc', 10_000)), row(2, TUE, { loss: retail }), row(3, TUE, { loss: retail })],
      now: period.to,
      firstAt: undefined,
    });
    expect(report.unit).toEqual({ currency: 'EUR', basis: 'retail' });
    expect(report.netLoss.now).toBe(180_000);
    expect(report.money.map(({ basis, net }) => [basis, net])).toEqual([
      ['retail', 180_000],
      ['cost', 10_000],
    ]);
    expect(report.topLosses.map(({ number }) => number)).toEqual([2, 3, 1]);
  });
});
