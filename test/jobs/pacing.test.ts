import { describe, expect, it } from 'vitest';
import type { Payable } from '../../jobs/debts.js';
import { createPacing, type Storminess } from '../../jobs/pacing.js';
import { createThrottle } from '../../jobs/throttle.js';
import { SLACK_CALLS } from '../../src/surfaces/slack/limits.js';
import { NIGHT } from '../incident/given.js';
import { handWound } from './kept.js';

const OPS = 'slack:C0OPS';
const calm: Storminess = { any: false, raging: false, has: () => false };
const raging: Storminess = { any: true, raging: true, has: () => true };
const payable = (change: Partial<Payable> = {}): Payable => ({
  call: 'post',
  looksUp: false,
  lane: 'ordinary',
  siteId: 'mall',
  priority: 20,
  ...change,
});

function pace(urgent: { post?: boolean; elsewhere?: 'update' | 'look-up' } = {}) {
  const clock = handWound(NIGHT);
  const pacing = createPacing({
    limits: () => SLACK_CALLS,
    throttle: createThrottle(),
    debts: {
      urgentPostDue: () => urgent.post === true,
      urgentElsewhere: (_surface, what) => urgent.elsewhere === what,
    },
    clock,
  });
  const waitMs = (debt: Payable, storms = calm, destination = OPS) =>
    pacing.order(destination, storms, clock.now()).waitMs(debt);
  return { clock, pacing, waitMs };
}

describe('a chat that asks for silence', () => {
  it('at a look-up is not looked up in again, and takes messages all the same', () => {
    const { clock, pacing, waitMs } = pace();
    const doubtful = payable({ looksUp: true });
    pacing.take(OPS, doubtful, calm).pause(30_000, 'look-up');
    clock.wind(2_000);
    expect(waitMs(doubtful)).toBe(28_000);
    expect(waitMs(payable())).toBe(0);
    expect(waitMs(payable({ lane: 'urgent', priority: 0 }))).toBe(0);
  });

  it('at an update in a storm takes first cards all the same', () => {
    const { clock, pacing, waitMs } = pace();
    const update = payable({ call: 'update' });
    pacing.take(OPS, update, raging).pause(30_000);
    clock.wind(2_000);
    expect(waitMs(update, raging)).toBe(28_000);
    expect(waitMs(payable(), raging)).toBe(0);
  });

  it('at a message gets none, urgent or not', () => {
    const { clock, pacing, waitMs } = pace();
    pacing.take(OPS, payable(), calm).pause(30_000);
    clock.wind(2_000);
    expect(waitMs(payable({ lane: 'urgent', priority: 0 }))).toBe(28_000);
  });
});

describe('life safety', () => {
  const change = payable({ call: 'update', lane: 'urgent', priority: 5 });

  it('changes its cards before any other card of the workspace is changed', () => {
    const { waitMs } = pace({ elsewhere: 'update' });
    expect(waitMs(payable({ call: 'update' }), calm, 'slack:C0MGR')).toBeGreaterThan(0);
    expect(waitMs(payable())).toBe(0);
    expect(waitMs(change)).toBe(0);
  });

  it('is looked up before anything else of the workspace is looked up', () => {
    const { waitMs } = pace({ elsewhere: 'look-up' });
    expect(waitMs(payable({ looksUp: true }), calm, 'slack:C0MGR')).toBeGreaterThan(0);
    expect(waitMs(payable({ lane: 'urgent', priority: 0, looksUp: true }))).toBe(0);
    expect(waitMs(payable())).toBe(0);
  });

  it('posts before anything else is said in the channel', () => {
    const { waitMs } = pace({ post: true });
    expect(waitMs(payable())).toBeGreaterThan(0);
    expect(waitMs(payable({ call: 'update' }))).toBe(0);
    expect(waitMs(payable({ lane: 'urgent', priority: 0 }))).toBe(0);
  });
});
