import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { isZone, later, localDayTime, localTime, parseDuration, spokenDuration, wallClock } from '../../src/time.js';

describe('time', () => {
  it.each([
    ['90s', 90_000],
    ['15m', 900_000],
    ['8h', 28_800_000],
    ['30d', 2_592_000_000],
    ['0s', 0],
  ])('%s is a duration', (text, ms) => {
    expect(parseDuration(text)).toBe(ms);
  });

  it.each(['', '15', 'm', '-5m', '1.5h', '15 m', '15M', '1234567s', '5y'])('"%s" is none', (text) => {
    expect(parseDuration(text)).toBeUndefined();
  });

  it.each([
    [0, '0 s'],
    [59_400, '59 s'],
    [60_000, '1 min'],
    [3_599_000, '59 min'],
    [3_600_000, '1 h'],
    [7_500_000, '2 h 5 min'],
    [172_800_000, '2 d'],
    [-5, '0 s'],
  ])('%i ms is said "%s"', (ms, text) => {
    expect(spokenDuration(ms)).toBe(text);
  });

  it.each([
    ['2026-03-29T00:59Z', '01:59'],
    ['2026-03-29T01:00Z', '03:00'],
    ['2026-10-25T00:30Z', '02:30'],
    ['2026-10-25T01:30Z', '02:30'],
  ])('%s is %s on the wall in Berlin', (at, wall) => {
    expect(localTime(new Date(at), 'Europe/Berlin')).toBe(wall);
    const { weekday, minutes } = wallClock(new Date(at), 'Europe/Berlin');
    expect([weekday, minutes]).toEqual([7, Number(wall.slice(0, 2)) * 60 + Number(wall.slice(3))]);
  });

  it('is said in the zone of the site', () => {
    const at = new Date('2026-01-05T23:30Z');
    expect([localDayTime(at, 'Europe/Berlin'), localDayTime(at, 'America/New_York')]).toEqual([
      'Tue 6 Jan, 00:30',
      'Mon 5 Jan, 18:30',
    ]);
    expect([isZone('Europe/Berlin'), isZone('Europe/Berlyn')]).toEqual([true, false]);
  });

  it('never leaves the wall, in any zone at any moment', () => {
    const zones = fc.constantFrom(
      'Europe/Berlin',
      'America/New_York',
      'Asia/Kathmandu',
      'Australia/Lord_Howe',
      'Pacific/Apia',
      'UTC',
    );
    fc.assert(
      fc.property(
        fc.date({ min: new Date('2020-01-01'), max: new Date('2035-01-01'), noInvalidDate: true }),
        zones,
        (at, zone) => {
          const { weekday, minutes } = wallClock(at, zone);
          expect(weekday >= 1 && weekday <= 7 && minutes >= 0 && minutes < 1_440).toBe(true);
          const [before, after] = [wallClock(at, zone), wallClock(later(at, 24 * 3_600_000), zone)];
          // A day later it is the same time tomorrow, give or take the hour that a change of clocks takes or gives.
          const drift = Math.abs(after.minutes - before.minutes);
          expect(Math.min(drift, 1_440 - drift)).toBeLessThanOrEqual(60);
        },
      ),
      { numRuns: 300 },
    );
  });
});
