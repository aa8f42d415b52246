import { describe, expect, it } from 'vitest';
import { saying } from '../../cards/report-figures.js';
import { reportSpeech } from '../../cards/words/reports.js';
import {
  clientReport,
  type Pattern,
  patternsOf,
  periodAt,
  periodReport,
  type ReportRow,
  type RowTrait,
} from '../../src/report/index.js';
import { row } from './rows.js';

const plate: RowTrait = { of: 'plate', value: 'BXY123' };
const perfume: RowTrait = { of: 'item', value: 'perfume' };
const period = periodAt('week', new Date('2026-11-18T12:00:00Z'), 'Europe/Berlin');
/** Elsewhere and at another hour each, so that nothing else repeats. */
const at = (number: number, traits: readonly RowTrait[], more: Partial<ReportRow> = {}): ReportRow =>
  row(number, `2026-11-1${6 + (number % 3)}T0${number}:30:00Z`, {
    siteId: `s${number}`,
    siteName: `Site ${number}`,
    traits,
    ...more,
  });
const rows = [
  at(1, [plate, perfume]),
  at(2, [plate]),
  at(3, [plate, perfume]),
  at(4, [perfume]),
  at(5, [{ of: 'method', value: 'push-out' }]),
];
const whole = { period, currency: 'EUR', rows, now: period.to, firstAt: new Date('2020-01-01') };

const found: readonly Pattern[] = [
  { what: 'trait', ...plate, site: 'Site 1', sites: 3, count: 3, incidents: ['INC-3', 'INC-2', 'INC-1'] },
  { what: 'trait', ...perfume, site: 'Site 1', sites: 3, count: 3, incidents: ['INC-4', 'INC-3', 'INC-1'] },
];

describe('a plate, an article or a way that repeats', () => {
  it('is found wherever it happens, three times or more', () => {
    expect(patternsOf({ rows, earlier: [], hourOf: (moment) => moment.getUTCHours() })).toEqual(found);
  });

  it('shows the end of a plate alone in what is kept', () => {
    const { patterns } = periodReport(whole);
    expect(patterns).toContainEqual({ ...found[0], value: '…123' });
    expect(JSON.stringify(patterns)).not.toContain('BXY');
    const lost = {
      category: 'orc',
      currency: 'EUR',
      basis: 'cost',
      direct: 9,
      secondary: 0,
      gross: 9,
      recovered: 0,
      net: 9,
      prevented: 0,
    } as const;
    const report = periodReport({ ...whole, rows: rows.map((each) => ({ ...each, loss: lost })) });
    expect(report.topLosses.length).toBeGreaterThan(0);
    expect(JSON.stringify(report)).not.toContain('BXY');
  });

  it('shows a client no plate and no words of the desk', () => {
    const client = { id: 'c', name: 'C', charts: [], sla: [], highlight: 'critical', sites: 1, devices: 0 } as const;
    const ways = [6, 7, 8].map((number) => at(number, [{ of: 'method', value: 'push-out' }]));
    const { patterns } = clientReport({ ...whole, rows: [...rows, ...ways], client, tasks: [], scans: [], marks: [] });
    expect(patterns.flatMap((each) => (each.what === 'trait' ? each.of : []))).toEqual(['method']);
  });

  it.each([
    ['en', 'Number plate BXY123: 3 times, at 3 sites (INC-3, INC-2, INC-1)', 'The same way (trolley pushed out)'],
    [
      'de',
      'Kennzeichen BXY123: 3-mal, an 3 Standorten (INC-3, INC-2, INC-1)',
      'Dasselbe Vorgehen (Einkaufswagen hinausgeschoben)',
    ],
    ['es', 'Matrícula BXY123: 3 veces, en 3 lugares (INC-3, INC-2, INC-1)', 'El mismo modo (carro sacado sin pagar)'],
  ])('is said in %s', (language, told, way) => {
    const { words, terms } = reportSpeech(language);
    const say = saying(String, terms, words);
    expect(words.pattern(found[0] as Pattern, say)).toBe(told);
    const pushed = {
      what: 'trait',
      of: 'method',
      value: 'push-out',
      site: 'Dock',
      sites: 1,
      count: 3,
      incidents: [],
    } as const;
    expect(words.pattern(pushed, say)).toContain(way);
    expect(words.advice({ what: 'pattern', pattern: pushed }, say)).toContain(way);
    // A word of the detector that is none of ours stands as it is, also one that every object has.
    expect(words.pattern({ ...pushed, value: 'constructor' }, say)).toContain('constructor');
  });
});
