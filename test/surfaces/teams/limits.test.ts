import { describe, expect, it } from 'vitest';
import { createThrottle } from '../../../jobs/throttle.js';
import { TEAMS_CALLS } from '../../../src/surfaces/teams/limits.js';

/** Per bot and conversation (learn.microsoft.com, "Rate limiting for bots"), and for the tenant. */
const WINDOWS = [
  [1, 7],
  [2, 8],
  [30, 60],
  [3_600, 1_800],
] as const;
const TENANT_PER_SECOND = 30;

/** When calls leave that are sent as fast as our own limits let them, in milliseconds. */
function leaving(calls: number, conversations: number): number[] {
  const throttle = createThrottle();
  const left: number[] = [];
  for (let now = 0, index = 0; left.length < calls; index++) {
    const conversation = `teams:${index % conversations}`;
    const buckets = TEAMS_CALLS.post.map(({ per, name, rate }) => ({
      name: `${per === 'channel' ? conversation : 'teams'}:${name}`,
      rate,
    }));
    now += Math.max(...buckets.map(({ name, rate }) => throttle.waitMs(name, rate, now)));
    for (const { name, rate } of buckets) throttle.take(name, rate, now);
    left.push(now);
  }
  return left;
}

/** The most calls within any span of so many seconds. */
function most(left: readonly number[], seconds: number): number {
  let best = 0;
  let from = 0;
  for (const [index, at] of left.entries()) {
    while (at - (left[from] ?? 0) >= seconds * 1_000) from++;
    best = Math.max(best, index - from + 1);
  }
  return best;
}

describe('our pace in Teams', () => {
  it('stays within each of its windows in one conversation, however much waits', () => {
    const left = leaving(2_500, 1);
    for (const [seconds, limit] of WINDOWS) expect(most(left, seconds), `${seconds} s`).toBeLessThanOrEqual(limit);
  });

  it('stays within what the tenant may send in a second over all conversations', () => {
    expect(most(leaving(2_000, 200), 1)).toBeLessThanOrEqual(TENANT_PER_SECOND);
  });
});
