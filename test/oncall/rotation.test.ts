import { describe, expect, it } from 'vitest';
import { members, onCall, RangeTooLong, shifts } from '../../src/oncall/index.js';
import type { Override } from '../../src/oncall/rotation.js';
import { dayOf } from '../../src/oncall/wall.js';
import { at, between, DAY, minutes, rotation, told, turns } from './given.js';

const START = { startDay: dayOf('2026-01-05')! };
const nights = turns(['ana', 'ben', 'chi'], { ...START, restrict: between('18:00-06:00') });

describe('a rotation', () => {
  it('hands over at the wall time, and gives nights only where it is restricted to them', () => {
    expect(told(shifts(rotation([nights]), at('2026-03-28T12:00Z'), at('2026-03-30T12:00Z')))).toEqual([
      '03-28T12:00 03-28T17:00 -',
      // The night in which the clock is set forward: 18:00 CET to 06:00 CEST, eleven hours.
      '03-28T17:00 03-29T04:00 ben',
      '03-29T04:00 03-29T16:00 -',
      '03-29T16:00 03-30T04:00 chi',
      '03-30T04:00 03-30T12:00 -',
    ]);
  });

  it('has nobody before its start, and begins with the first', () => {
    const pieces = shifts(rotation([turns(['ana', 'ben'], START)]), at('2026-01-04T00:00Z'), at('2026-01-07T00:00Z'));
    expect(told(pieces)).toEqual([
      '01-04T00:00 01-05T17:00 -',
      '01-05T17:00 01-06T17:00 ana',
      '01-06T17:00 01-07T00:00 ben',
    ]);
  });

  it('puts a later layer over an earlier one where it is in force', () => {
    const weekly = turns(['sam', 'dee'], { ...START, handover: minutes('08:00'), every: { unit: 'days', days: 7 } });
    expect(told(shifts(rotation([weekly, nights]), at('2026-01-11T20:00Z'), at('2026-01-12T20:00Z')))).toEqual([
      '01-11T20:00 01-12T05:00 ana',
      '01-12T05:00 01-12T07:00 sam',
      '01-12T07:00 01-12T17:00 dee',
      '01-12T17:00 01-12T20:00 ben',
    ]);
  });

  it('is restricted by the day on which a window begins', () => {
    const window = { from: minutes('18:00'), to: minutes('06:00') };
    const fridays = turns(['ana'], { ...START, restrict: new Map([[5, window]]) });
    expect(told(shifts(rotation([fridays], 'UTC'), at('2026-01-08T00:00Z'), at('2026-01-12T00:00Z')))).toEqual([
      '01-08T00:00 01-09T18:00 -',
      '01-09T18:00 01-10T06:00 ana',
      '01-10T06:00 01-12T00:00 -',
    ]);
  });

  it('steps through the calendar by days, and through time by hours', () => {
    const berlin = (every: { unit: 'days'; days: number } | { unit: 'elapsed'; ms: number }) =>
      shifts(
        rotation([turns(['ana', 'ben'], { ...START, handover: minutes('12:00'), every })]),
        at('2026-03-28T11:00Z'),
        at('2026-03-30T10:00Z'),
      ).map(({ from }) => from.toISOString().slice(5, 16));
    expect(berlin({ unit: 'days', days: 1 })).toEqual(['03-28T11:00', '03-29T10:00']);
    expect(berlin({ unit: 'elapsed', ms: DAY })).toEqual(['03-28T11:00', '03-29T11:00']);
  });

  it('says who comes next: the rest of the layer in its order, nobody twice', () => {
    const whole = rotation([turns(['ana', 'ben', 'ana', 'chi', 'dee'], START)], 'UTC');
    expect(onCall(whole, at('2026-01-06T19:00Z'))).toEqual({ person: 'ben', layer: 0, next: ['ana', 'chi', 'dee'] });
    expect(onCall(whole, at('2026-01-05T17:59Z'))).toBeUndefined();
    expect(members(whole)).toEqual(['ana', 'ben', 'chi', 'dee']);
  });

  it('costs the same for an instant decades away', () => {
    const whole = rotation([turns(['ana', 'ben', 'chi'], { every: { unit: 'elapsed', ms: 15 * 60_000 } }), nights]);
    const begun = performance.now();
    for (let year = 2030; year < 2230; year++) expect(onCall(whole, new Date(Date.UTC(year, 6, 1)))).toBeDefined();
    expect(performance.now() - begun).toBeLessThan(1_000);
  });

  it('is laid out for a year and 10,000 changes at most', () => {
    const whole = rotation([turns(['ana', 'ben'], { every: { unit: 'elapsed', ms: 15 * 60_000 } })]);
    expect(() => shifts(whole, at('2026-01-01T00:00Z'), at('2027-01-03T00:00Z'))).toThrow(
      'rotation "night" is laid out for a year at most, and this is 367 days: ask for a shorter range',
    );
    expect(() => shifts(whole, at('2026-01-01T00:00Z'), at('2026-12-01T00:00Z'))).toThrow(RangeTooLong);
    expect(shifts(whole, at('2026-01-01T00:00Z'), at('2026-02-01T00:00Z'))).toHaveLength(31 * 96);
    expect(shifts(whole, at('2026-01-02T00:00Z'), at('2026-01-01T00:00Z'))).toEqual([]);
  });

  it('takes a plan as a layer: its shifts, and between them what lies under it', () => {
    const plan = {
      kind: 'plan' as const,
      shifts: [
        { person: 'dee', from: at('2026-01-06T08:00Z'), to: at('2026-01-06T12:00Z') },
        { person: 'eve', from: at('2026-01-06T12:00Z'), to: at('2026-01-06T14:00Z') },
        { person: 'dee', from: at('2026-01-07T08:00Z'), to: at('2026-01-07T12:00Z') },
      ],
    };
    const whole = rotation([turns(['ana'], START), plan], 'UTC');
    expect(told(shifts(whole, at('2026-01-06T07:00Z'), at('2026-01-07T09:00Z')))).toEqual([
      '01-06T07:00 01-06T08:00 ana',
      '01-06T08:00 01-06T12:00 dee',
      '01-06T12:00 01-06T14:00 eve',
      '01-06T14:00 01-07T08:00 ana',
      '01-07T08:00 01-07T09:00 dee',
    ]);
    expect(onCall(whole, at('2026-01-06T08:00Z'))).toEqual({ person: 'dee', layer: 1, next: ['eve'] });
  });
});

describe('an override', () => {
  const stretch = { from: at('2026-01-06T20:00Z'), to: at('2026-01-06T22:00Z') };
  const over = (overrides: readonly Override[], layers = [turns(['ana', 'ben', 'chi'], START)]) =>
    told(shifts(rotation(layers, 'UTC', overrides), at('2026-01-06T19:00Z'), at('2026-01-06T23:00Z')));

  it('wins exactly inside its stretch', () => {
    expect(over([{ person: 'eve', ...stretch }])).toEqual([
      '01-06T19:00 01-06T20:00 ben',
      '01-06T20:00 01-06T22:00 eve',
      '01-06T22:00 01-06T23:00 ben',
    ]);
    const whole = rotation([turns(['ana', 'ben', 'chi'], START)], 'UTC', [
      { person: 'eve', instead: 'ben', ...stretch },
    ]);
    const after = onCall(whole, stretch.from);
    expect(after).toEqual({ person: 'eve', insteadOf: 'ben', layer: 0, next: ['chi', 'ana'] });
    expect(onCall(whole, new Date(stretch.from.getTime() - 1))?.person).toBe('ben');
    expect(onCall(whole, new Date(stretch.to.getTime() - 1))?.person).toBe('eve');
    expect(onCall(whole, stretch.to)?.person).toBe('ben');
  });

  it('leaves out of who comes next whoever was replaced, and whoever has given this time away', () => {
    const layers = [turns(['ana', 'ben', 'chi', 'dee'], START)];
    const next = (override: Override) => onCall(rotation(layers, 'UTC', [override]), stretch.from)?.next;
    expect(next({ person: 'eve', ...stretch })).toEqual(['chi', 'dee', 'ana']);
    expect(next({ person: 'eve', instead: 'ana', ...stretch })).toEqual(['chi', 'dee']);
    expect(next({ person: 'chi', instead: 'ben', ...stretch })).toEqual(['dee', 'ana']);
  });

  it('for somebody takes only what is theirs', () => {
    expect(over([{ person: 'eve', instead: 'ana', ...stretch }])).toEqual(['01-06T19:00 01-06T23:00 ben']);
  });

  it('fills a gap, unless it is for somebody', () => {
    const none = [turns(['ana'], { startDay: dayOf('2030-01-01')! })];
    expect(over([{ person: 'eve', ...stretch }], none)[1]).toBe('01-06T20:00 01-06T22:00 eve');
    expect(over([{ person: 'eve', instead: 'ana', ...stretch }], none)).toEqual(['01-06T19:00 01-06T23:00 -']);
  });

  it('of one layer leaves those above it alone', () => {
    const layers = [turns(['ana'], START), turns(['ben'], { ...START, restrict: between('21:00-22:00') })];
    expect(over([{ person: 'eve', layer: 0, ...stretch }], layers)).toEqual([
      '01-06T19:00 01-06T20:00 ana',
      '01-06T20:00 01-06T21:00 eve',
      '01-06T21:00 01-06T22:00 ben',
      '01-06T22:00 01-06T23:00 ana',
    ]);
  });

  it('given later stands over one given earlier, and one can be passed on', () => {
    const first = { person: 'eve', instead: 'ben', ...stretch };
    expect(over([first, { person: 'fay', ...stretch }])[1]).toBe('01-06T20:00 01-06T22:00 fay');
    expect(over([first, { person: 'fay', instead: 'eve', ...stretch }])[1]).toBe('01-06T20:00 01-06T22:00 fay');
    expect(over([first, { person: 'fay', instead: 'ben', ...stretch }])[1]).toBe('01-06T20:00 01-06T22:00 eve');
  });
});
