import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { greatCircleM, type LatLon, rank } from '../../src/dispatch/index.js';
import { fix, NOW, need, officer } from './given.js';

const DEGREE_M = 111_195.08;
const anywhere = fc.tuple(
  fc.double({ min: -90, max: 90, noNaN: true }),
  fc.double({ min: -180, max: 180, noNaN: true }),
) as fc.Arbitrary<LatLon>;

describe('metres as the crow flies', () => {
  it.each<[string, LatLon, LatLon, number]>([
    ['one degree of latitude', [52, 13], [53, 13], DEGREE_M],
    ['one degree of the equator', [0, 10], [0, 11], DEGREE_M],
    ['across the antimeridian', [0, 179.5], [0, -179.5], DEGREE_M],
    ['across the antimeridian far in the north', [60, 179.5], [60, -179.5], 55_597],
    ['over the north pole', [89.5, 20], [89.5, -160], DEGREE_M],
    ['at the pole longitudes mean nothing', [90, 20], [90, -160], 0],
    ['at the south pole too', [-90, 0], [-90, 180], 0],
    ['half around the world', [0, 0], [0, 180], Math.PI * 6_371_008.8],
    ['Riverside Mall to the City Museum', [52.5163, 13.3777], [52.5208, 13.3989], 1_520],
  ])('%s', (_what, from, to, metres) => {
    expect(Math.abs(greatCircleM(from, to) - metres)).toBeLessThan(1);
  });

  it('are the same there and back, at least none, and at most half the way around', () => {
    fc.assert(
      fc.property(anywhere, anywhere, (a, b) => {
        const metres = greatCircleM(a, b);
        expect(metres).toBeGreaterThanOrEqual(0);
        expect(metres).toBeLessThanOrEqual(Math.PI * 6_371_009);
        expect(Math.abs(metres - greatCircleM(b, a))).toBeLessThan(0.001);
        expect(greatCircleM(a, a)).toBe(0);
      }),
    );
  });

  it('never take a way round that is shorter', () => {
    // Next to the antipode the haversine rounds: the square root of an epsilon, over half the earth.
    const ROUNDED_M = 1;
    fc.assert(
      fc.property(anywhere, anywhere, anywhere, (a, b, c) => {
        expect(greatCircleM(a, c)).toBeLessThanOrEqual(greatCircleM(a, b) + greatCircleM(b, c) + ROUNDED_M);
      }),
    );
  });

  it('find the neighbour on the other side of the date line and of the pole', () => {
    const near = (at: LatLon, ...officers: readonly (readonly [string, LatLon])[]) =>
      rank(
        need({ at }),
        officers.map(([id, where]) => officer(id, { fix: fix(0, { at: where }) })),
        NOW,
      ).map(({ officer: { id } }) => id);
    expect(near([-17, 179.99], ['west', [-17, 179.5]], ['east', [-17, -179.99]])).toEqual(['east', 'west']);
    expect(near([89.99, 0], ['here', [89.9, 0]], ['across', [89.99, 180]])).toEqual(['across', 'here']);
  });
});
