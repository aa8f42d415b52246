import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Breaker } from '../../src/explain/breaker.js';
import { answered, asking, CLOSED, failed, mayAsk, waitMs } from '../../src/explain/breaker.js';
import { correction, dayOf, mostTokens } from '../../src/explain/budget.js';
import { questionOf } from '../../src/explain/question.js';
import type { Trouble } from '../../src/ports-explain.js';
import { MINUTE, minute, opened, stateAfter } from '../incident/given.js';
import { asking as how } from './given.js';

const at = (minutes: number): Date => minute(minutes);
const failing = (times: number, trouble: Trouble, start: Breaker = CLOSED): Breaker =>
  Array.from({ length: times }).reduce<Breaker>((breaker) => failed(breaker, trouble, at(0)), start);

describe('the breaker', () => {
  it('stays closed while failures are few, and an answer makes them none', () => {
    expect(mayAsk(failing(4, 'time-out'), at(0))).toBe(true);
    expect(mayAsk(failing(4, 'time-out', failed(answered(), 'overloaded', at(0))), at(0))).toBe(false);
    expect(answered()).toEqual(CLOSED);
  });

  it('opens with the fifth in a row for a minute, lets one try, and closes when it works', () => {
    const open = failing(5, 'malformed');
    expect([mayAsk(open, at(0)), mayAsk(open, at(0.9)), waitMs(open, at(0.5)), mayAsk(open, at(1))]).toEqual([
      false,
      false,
      30_000,
      true,
    ]);
    const trying = asking(open, at(1));
    expect(mayAsk(trying, at(1))).toBe(false);
    expect(mayAsk(answered(), at(1))).toBe(true);
    const again = failed(trying, 'time-out', at(1));
    expect([mayAsk(again, at(2.9)), mayAsk(again, at(3))]).toEqual([false, true]);
  });

  it('waits longer each time that it did not help, and never longer than a quarter of an hour', () => {
    let breaker = failing(5, 'unreachable');
    let now = 0;
    const pauses: number[] = [];
    for (let round = 0; round < 8; round++) {
      pauses.push(waitMs(breaker, at(now)) / MINUTE);
      now += waitMs(breaker, at(now)) / MINUTE;
      breaker = failed(asking(breaker, at(now)), 'unreachable', at(now));
    }
    expect(pauses).toEqual([1, 2, 4, 8, 15, 15, 15, 15]);
  });

  it('heeds a wish that is longer than a pause, and opens at once for it', () => {
    expect(waitMs(failed(CLOSED, 'rate-limited', at(0), 5 * MINUTE), at(0))).toBe(5 * MINUTE);
    expect(waitMs(failed(CLOSED, 'rate-limited', at(0), 999 * MINUTE), at(0))).toBe(15 * MINUTE);
  });

  it('opens at once for what only a person can mend', () => {
    expect(waitMs(failed(CLOSED, 'rejected', at(0)), at(0))).toBe(15 * MINUTE);
  });

  it('does not mind one question that was not liked', () => {
    expect(failing(50, 'declined')).toEqual(CLOSED);
    const trying = asking(failing(5, 'time-out'), at(1));
    expect(mayAsk(failed(trying, 'declined', at(1)), at(1))).toBe(true);
  });

  it('forgets a trial that never came back, and is not shut for a day by a clock that was set back', () => {
    const trying = asking(failing(5, 'time-out'), at(1));
    expect([mayAsk(trying, at(1.4)), mayAsk(trying, at(1.5))]).toEqual([false, true]);
    expect(mayAsk(failing(5, 'time-out'), at(-600))).toBe(true);
  });

  it('always lets somebody ask again within a quarter of an hour', () => {
    const step = fc.record({
      trouble: fc.constantFrom<Trouble>('time-out', 'rate-limited', 'rejected', 'declined', 'malformed', 'stopped'),
      after: fc.integer({ min: -5, max: 20 }),
      wish: fc.integer({ min: 0, max: 10 ** 9 }),
      works: fc.boolean(),
    });
    fc.assert(
      fc.property(fc.array(step, { maxLength: 40 }), (steps) => {
        let breaker: Breaker = CLOSED;
        let now = 0;
        for (const { trouble, after: passed, wish, works } of steps) {
          now += passed;
          if (mayAsk(breaker, at(now))) breaker = asking(breaker, at(now));
          breaker = works ? answered() : failed(breaker, trouble, at(now), wish);
          expect(mayAsk(breaker, at(now + 15))).toBe(true);
        }
      }),
    );
  });
});

describe('the budget', () => {
  it('counts by the day of the organisation, also where clocks change', () => {
    const day = (iso: string, zone: string) => dayOf(new Date(iso), zone);
    expect(day('2026-01-05T23:30:00Z', 'Europe/Berlin')).toBe('2026-01-06');
    expect(day('2026-01-06T02:10:00Z', 'America/Los_Angeles')).toBe('2026-01-05');
    expect(day('2026-03-28T23:00:00Z', 'Europe/Berlin')).toBe('2026-03-29');
    expect(day('2026-03-29T21:59:59Z', 'Europe/Berlin')).toBe('2026-03-29');
    expect(day('2026-03-29T22:00:00Z', 'Europe/Berlin')).toBe('2026-03-30');
  });

  it('draws what a question may cost at most, and puts it right by the bill', () => {
    const question = questionOf(stateAfter(opened()), how());
    const most = mostTokens(question);
    expect(most).toBeGreaterThan(question.maxTokens + 500);
    expect(most).toBeLessThan(5_000);
    expect([correction(most, 900), correction(most, most + 50)]).toEqual([900 - most, 50]);
  });

  it('believes no bill that cannot be', () => {
    for (const bill of [undefined, Number.NaN, -5, 0, Number.POSITIVE_INFINITY])
      expect(correction(3_000, bill)).toBe(0);
    expect(correction(3_000, 10 ** 12)).toBe(997_000);
  });
});
