import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createThrottle } from '../../jobs/throttle.js';

const RATE = { everyMs: 1_000, burst: 3 };

describe('throttle', () => {
  it('lets a burst through, then one at a time', () => {
    const throttle = createThrottle();
    for (let call = 0; call < 3; call++) {
      expect(throttle.waitMs('a', RATE, 0)).toBe(0);
      throttle.take('a', RATE, 0);
    }
    expect(throttle.waitMs('a', RATE, 0)).toBe(1_000);
    expect(throttle.waitMs('a', RATE, 400)).toBe(600);
    expect(throttle.waitMs('a', RATE, 1_000)).toBe(0);
  });

  it('saves up no more than the burst', () => {
    const throttle = createThrottle();
    for (let call = 0; call < 3; call++) throttle.take('a', RATE, 1_000_000);
    expect(throttle.waitMs('a', RATE, 1_000_000)).toBe(1_000);
  });

  it('keeps names apart', () => {
    const throttle = createThrottle();
    for (let call = 0; call < 3; call++) throttle.take('a', RATE, 0);
    expect(throttle.waitMs('b', RATE, 0)).toBe(0);
  });

  it('is silent as long as the provider asks; a shorter wish does not shorten a longer one', () => {
    const throttle = createThrottle();
    throttle.pause('a', 30_000, 0);
    throttle.pause('a', 1_000, 0);
    expect(throttle.waitMs('a', RATE, 0)).toBe(30_000);
    expect(throttle.waitMs('a', RATE, 29_999)).toBe(1);
    expect(throttle.waitMs('a', RATE, 30_000)).toBe(0);
  });

  it('goes on when the clock is set back', () => {
    const throttle = createThrottle();
    const hour = 3_600_000;
    for (let call = 0; call < 3; call++) throttle.take('a', RATE, hour);
    throttle.pause('a', 5_000, hour);
    expect(throttle.waitMs('a', RATE, 0)).toBeLessThanOrEqual(5_000);
    expect(throttle.waitMs('a', RATE, 5_000)).toBe(0);
  });

  it('never lets more through than burst plus one for each span, and never makes anybody wait for ever', () => {
    const steps = fc.array(fc.integer({ min: 0, max: 3_000 }), { minLength: 1, maxLength: 60 });
    fc.assert(
      fc.property(
        steps,
        fc.record({ everyMs: fc.integer({ min: 10, max: 2_000 }), burst: fc.integer({ min: 1, max: 5 }) }),
        (gaps, rate) => {
          const throttle = createThrottle();
          let now = 0;
          let taken = 0;
          for (const gap of gaps) {
            now += gap;
            const wait = throttle.waitMs('a', rate, now);
            expect(wait).toBeLessThanOrEqual(rate.everyMs);
            expect(throttle.waitMs('a', rate, now + wait)).toBe(0);
            if (wait > 0) continue;
            throttle.take('a', rate, now);
            taken += 1;
          }
          expect(taken).toBeLessThanOrEqual(rate.burst + now / rate.everyMs + 0.01);
        },
      ),
    );
  });
});
