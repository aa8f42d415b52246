import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { gapsIn, onCall, shifts } from '../../src/oncall/index.js';
import { dayOf } from '../../src/oncall/wall.js';
import { changesOf, ZONES } from './changes.js';
import { at, DAY, faultsOf, HOUR, rotation, turns } from './given.js';

/** Rotations as people could write them, in any zone, near a change of its clock where it has one. */
const anyPlan = fc
  .record({
    zone: fc.constantFrom(...ZONES),
    near: fc.nat(),
    layers: fc.array(
      fc.record({
        people: fc.array(fc.constantFrom('ana', 'ben', 'chi', 'dee'), { minLength: 1, maxLength: 5 }),
        handover: fc.nat(1439),
        every: fc.oneof(
          fc.integer({ min: 1, max: 15 }).map((days) => ({ unit: 'days' as const, days })),
          fc.integer({ min: 1, max: 50 }).map((hours) => ({ unit: 'elapsed' as const, ms: hours * HOUR })),
        ),
        restrict: fc.option(fc.tuple(fc.nat(1439), fc.nat(1440), fc.uniqueArray(fc.integer({ min: 1, max: 7 })))),
      }),
      { minLength: 1, maxLength: 3 },
    ),
    overrides: fc.array(
      fc.record({
        person: fc.constantFrom('ana', 'eve'),
        instead: fc.option(fc.constantFrom('ana', 'ben', 'eve')),
        layer: fc.option(fc.nat(2)),
        from: fc.integer({ min: -4_000, max: 4_000 }),
        length: fc.integer({ min: 1, max: 3_000 }),
      }),
      { maxLength: 4 },
    ),
  })
  .map(({ zone, near, layers, overrides }) => {
    const changes = changesOf(zone);
    const middle = changes[near % Math.max(1, changes.length)]?.at ?? Date.UTC(2028, 1, 29);
    const whole = rotation(
      layers.map(({ restrict, ...layer }) =>
        turns(layer.people, {
          ...layer,
          ...(restrict && restrict[0] !== restrict[1]
            ? { restrict: new Map(restrict[2].map((day) => [day, { from: restrict[0], to: restrict[1] }])) }
            : {}),
        }),
      ),
      zone,
      overrides.map(({ person, instead, layer, from, length }) => ({
        person,
        from: new Date(middle + from * 60_000),
        to: new Date(middle + (from + length) * 60_000),
        ...(instead === null ? {} : { instead }),
        ...(layer === null ? {} : { layer }),
      })),
    );
    return { whole, from: new Date(middle - 3 * DAY), to: new Date(middle + 3 * DAY) };
  });

describe('of any rotation in any zone', () => {
  it('the pieces fill the range without gap or overlap, and agree with what is said of an instant', () => {
    fc.assert(
      fc.property(anyPlan, fc.array(fc.nat(6 * DAY - 1), { minLength: 10, maxLength: 10 }), (plan, instants) => {
        const { whole, from, to } = plan;
        const pieces = shifts(whole, from, to);
        expect(faultsOf(pieces, from, to)).toEqual([]);
        const asked = [...instants.map((ms) => from.getTime() + ms), ...pieces.map((piece) => piece.from.getTime())];
        for (const ms of asked) {
          const piece = pieces.find((each) => each.from.getTime() <= ms && ms < each.to.getTime());
          expect(onCall(whole, new Date(ms))?.person).toBe(piece?.holder?.person);
        }
        expect(gapsIn(whole, from, to)).toEqual(pieces.filter(({ holder }) => !holder));
      }),
      { numRuns: 80 },
    );
  });

  it('everybody has as many turns as everybody else over whole cycles', () => {
    fc.assert(
      fc.property(
        fc.constantFrom(...ZONES),
        fc.integer({ min: 2, max: 6 }),
        fc.integer({ min: 1, max: 4 }),
        fc.nat(1439),
        fc.integer({ min: 1, max: 3 }),
        (zone, count, days, handover, cycles) => {
          const people = Array.from({ length: count }, (_, index) => `p${index}`);
          const layer = turns(people, { handover, every: { unit: 'days', days }, startDay: dayOf('2026-03-01')! });
          const whole = rotation([layer], zone);
          const laid = shifts(whole, at('2026-02-25T00:00Z'), at('2026-07-01T00:00Z')).filter(({ holder }) => holder);
          const some = laid.slice(0, count * cycles);
          for (const person of people) {
            const mine = some.filter(({ holder }) => holder?.person === person);
            expect(mine).toHaveLength(cycles);
            const hours = mine.reduce((sum, { from, to }) => sum + (to.getTime() - from.getTime()) / HOUR, 0);
            // One change of the clock may lie in it; that of Antarctica/Troll is of two hours.
            expect(Math.abs(hours - cycles * days * 24)).toBeLessThanOrEqual(2);
          }
        },
      ),
      { numRuns: 60 },
    );
  });
});
