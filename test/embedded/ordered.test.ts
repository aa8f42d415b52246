import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { OrderedMap } from '../../embedded/index/ordered.js';

const END = '\uffff';
const key = (n: number): string => String(n).padStart(6, '0');

describe('OrderedMap', () => {
  it('is a sorted map, through thousands of inserts and deletes in any order', () => {
    fc.assert(
      fc.property(
        fc.array(fc.tuple(fc.boolean(), fc.nat(900)), { minLength: 500, maxLength: 2_000 }),
        fc.nat(900),
        fc.nat(900),
        (steps, a, b) => {
          const map = new OrderedMap<number>();
          const model = new Map<string, number>();
          for (const [removes, n] of steps) {
            if (removes && n % 3 === 0) {
              map.delete(key(n));
              model.delete(key(n));
            } else {
              map.set(key(n), n);
              model.set(key(n), n);
            }
          }
          const wanted = [...model]
            .filter(([one]) => one >= key(a) && one < key(b))
            .sort(([x], [y]) => (x < y ? -1 : 1));
          expect([...map.scan(key(a), key(b), false)]).toEqual(wanted);
          expect([...map.scan(key(a), key(b), true)]).toEqual(wanted.reverse());
          expect(map.size).toBe(model.size);
        },
      ),
      { numRuns: 60 },
    );
  });

  it.each([false, true])(
    'may change under a scan: nothing twice, nothing left out that stays (backwards: %s)',
    (backwards) => {
      const map = new OrderedMap<number>();
      for (let n = 0; n < 2_000; n += 2) map.set(key(n), n);
      const seen: number[] = [];
      for (const [, n] of map.scan('', END, backwards)) {
        seen.push(n);
        // Before, at and after the place of the scan; enough to split and empty chunks.
        if (n % 2 === 0) {
          map.delete(key(n));
          map.set(key(backwards ? n + 1 : n - 1), -1);
          if (n % 20 === 0)
            for (let far = 1; far < 40; far += 2) map.set(key(backwards ? 100_000 + n + far : 0) + far, -1);
        }
      }
      const even = seen.filter((n) => n >= 0);
      const wanted = Array.from({ length: 1_000 }, (_, at) => at * 2);
      expect(even).toEqual(backwards ? wanted.reverse() : wanted);
    },
  );

  it('loads at once and estimates ranges', () => {
    const map = new OrderedMap<number>();
    map.load(Array.from({ length: 10_000 }, (_, n): [string, number] => [key(n), n]));
    expect(map.first(key(5_000))).toEqual([key(5_000), 5_000]);
    const estimate = map.estimate(key(1_000), key(4_000));
    expect(estimate).toBeGreaterThan(2_700);
    expect(estimate).toBeLessThan(3_300);
    expect(map.estimate(key(7), key(8))).toBe(1);
  });
});
