import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  dueWeeks,
  isIn,
  lastDue,
  lastEnded,
  parseWeeklyAt,
  periodAt,
  shifted,
  yearBefore,
} from '../../src/report/index.js';

const HOUR = 3_600_000;
const zones = [
  'Europe/Berlin',
  'America/New_York',
  'Pacific/Kiritimati',
  'Australia/Lord_Howe',
  'Asia/Kathmandu',
] as const;
const kinds = ['week', 'month', 'day'] as const;
const instants = fc.date({ min: new Date('2015-01-01'), max: new Date('2035-01-01'), noInvalidDate: true });

describe('a period', () => {
  it.each([
    ['a week in which the clocks go forward', 'Europe/Berlin', '2026-03-25T12:00:00Z', '2026-W13', 167],
    ['a week in which they go back', 'Europe/Berlin', '2026-10-21T12:00:00Z', '2026-W43', 169],
    ['the same in New York, a week later', 'America/New_York', '2026-10-28T12:00:00Z', '2026-W44', 169],
    ['a week in Kiribati, which is a day ahead', 'Pacific/Kiritimati', '2026-11-15T10:30:00Z', '2026-W47', 168],
  ])('%s', (_what, zone, at, id, hours) => {
    const week = periodAt('week', new Date(at), zone);
    expect(week.id).toBe(id);
    expect((week.to.getTime() - week.from.getTime()) / HOUR).toBe(hours);
  });

  it('of a month ends where the zone says', () => {
    const of = (zone: string) => periodAt('month', new Date('2026-10-31T23:30:00Z'), zone).id;
    expect([of('America/New_York'), of('Europe/Berlin'), of('Pacific/Kiritimati')]).toEqual([
      '2026-10',
      '2026-11',
      '2026-11',
    ]);
  });

  it('has every instant in exactly one, without a gap', () => {
    fc.assert(
      fc.property(instants, fc.constantFrom(...zones), fc.constantFrom(...kinds), (at, zone, kind) => {
        const period = periodAt(kind, at, zone);
        expect(isIn(period, at)).toBe(true);
        const next = shifted(period, 1);
        expect(next.from).toEqual(period.to);
        expect(shifted(next, -1)).toEqual(period);
        expect(periodAt(kind, period.from, zone)).toEqual(period);
        expect(lastEnded(kind, at, zone).to).toEqual(period.from);
      }),
    );
  });

  it('of a year before is the same week; the 53rd is compared with the last one', () => {
    expect(yearBefore(periodAt('week', new Date('2026-11-18T12:00:00Z'), 'UTC')).id).toBe('2025-W47');
    expect(yearBefore(periodAt('week', new Date('2020-12-30T12:00:00Z'), 'UTC')).id).toBe('2019-W52');
    expect(yearBefore(periodAt('month', new Date('2026-11-18T12:00:00Z'), 'UTC')).id).toBe('2025-11');
  });
});

describe('when a weekly report is due', () => {
  const at = parseWeeklyAt('Mon 07:00')!;

  it('is written as a day and a time', () => {
    expect(at).toEqual({ weekday: 1, hour: 7, minute: 0 });
    expect(parseWeeklyAt('sun 23:59')).toEqual({ weekday: 7, hour: 23, minute: 59 });
    for (const wrong of ['Mon', '07:00', 'Mon 7:00', 'Mon 24:00', 'Mon 07:60', 'Monday 07:00', ''])
      expect(parseWeeklyAt(wrong), wrong).toBeUndefined();
  });

  it('is on the wall clock of the zone, the newest that has passed', () => {
    expect(lastDue(at, new Date('2026-11-23T05:59:00Z'), 'Europe/Berlin')).toEqual(new Date('2026-11-16T06:00:00Z'));
    expect(lastDue(at, new Date('2026-11-23T06:00:00Z'), 'Europe/Berlin')).toEqual(new Date('2026-11-23T06:00:00Z'));
    // In the night in which 02:30 is left out, it comes an hour later.
    const gap = parseWeeklyAt('Sun 02:30')!;
    expect(lastDue(gap, new Date('2026-03-29T12:00:00Z'), 'Europe/Berlin')).toEqual(new Date('2026-03-29T01:30:00Z'));
  });

  it('is one week after the other, and what was missed is caught up', () => {
    const due = (now: string, newest?: string) =>
      dueWeeks(at, new Date(now), 'Europe/Berlin', newest).map(({ id }) => id);
    expect(due('2026-11-23T06:00:00Z')).toEqual(['2026-W47']);
    expect(due('2026-11-23T06:00:00Z', '2026-W47')).toEqual([]);
    expect(due('2026-11-23T05:00:00Z', '2026-W46')).toEqual([]);
    expect(due('2026-11-23T06:00:00Z', '2026-W44')).toEqual(['2026-W45', '2026-W46', '2026-W47']);
    expect(due('2027-01-11T12:00:00Z', '2026-W52')).toEqual(['2026-W53', '2027-W01']);
    expect(due('2026-11-23T06:00:00Z', '2020-W01')).toHaveLength(8);
  });

  it('never comes before its week is over, nor twice', () => {
    fc.assert(
      fc.property(instants, fc.constantFrom(...zones), (now, zone) => {
        const [week] = dueWeeks(at, now, zone, undefined);
        expect(week!.to.getTime()).toBeLessThanOrEqual(now.getTime());
        expect(dueWeeks(at, now, zone, week!.id)).toEqual([]);
      }),
    );
  });
});
