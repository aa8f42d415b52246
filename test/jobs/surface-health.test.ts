import { describe, expect, it } from 'vitest';
import type { Delivery } from '../../jobs/calling.js';
import { createSurfaceHealth, type SurfaceTrouble } from '../../jobs/surface-health.js';
import type { Destination, Outcome } from '../../src/incident/index.js';
import { NIGHT, ops } from '../incident/given.js';
import { handWound } from './kept.js';

function watched() {
  const clock = handWound(NIGHT);
  const downs: SurfaceTrouble[] = [];
  const ups: SurfaceTrouble[] = [];
  const health = createSurfaceHealth({
    clock,
    down: (trouble) => void downs.push(trouble),
    up: (trouble) => void ups.push(trouble),
  });
  const saw = (outcome: Outcome, { to = ops, tookMs = 0, what = 'card' }: Partial<Delivery> = {}) => {
    health.saw({ to, what, outcome, tookMs });
  };
  return { clock, downs, ups, health, saw };
}

const failed: Outcome = { kind: 'retry', error: 'ECONNREFUSED' };
const worked: Outcome = { kind: 'delivered', ref: 'ts-1' };
const other: Destination = { ...ops, to: 'C0OTHER', name: 'other' };

describe('a chat', () => {
  it('that takes no files takes cards all the same, and the other way round', () => {
    const { clock, saw, downs, ups } = watched();
    for (let times = 0; times < 5; times++) {
      saw({ ...failed, afterMs: 60_000 }, { what: 'enclosure' });
      clock.wind(10_000);
    }
    expect(downs).toEqual([]);
    saw(failed);
    clock.wind(9_000);
    saw(failed);
    saw(worked, { what: 'enclosure' });
    expect([downs.length, ups.length]).toEqual([1, 0]);
  });

  it('is down when nothing worked for a while, and up with the first call that does', () => {
    const { clock, saw, health, downs, ups } = watched();
    saw(failed);
    clock.wind(7_000);
    saw(failed, { to: other });
    expect(health.isDown('slack')).toBe(false);
    clock.wind(1_000);
    saw(failed);
    const trouble = { surface: 'slack', from: NIGHT, error: 'ECONNREFUSED' };
    expect(health.troubles()).toEqual([trouble]);
    clock.wind(60_000);
    saw(failed);
    saw(worked, { to: other });
    expect(health.isDown('slack')).toBe(false);
    expect([downs, ups]).toEqual([[trouble], [trouble]]);
  });

  it('is not down because one channel asks for silence while others work', () => {
    const { clock, saw, health, downs } = watched();
    for (let round = 0; round < 20; round++) {
      saw(worked, { to: other });
      saw({ kind: 'retry', error: '429', afterMs: 30_000 }, { tookMs: 100 });
      saw(worked, { to: other });
      clock.wind(30_000);
    }
    expect(health.isDown('slack')).toBe(false);
    expect(downs.length).toBeLessThanOrEqual(1);
  });

  it('is down when another channel worked just after the trouble began, and nothing since', () => {
    const { clock, saw, health } = watched();
    saw({ kind: 'retry', error: '429', afterMs: 1_000 });
    clock.wind(500);
    saw(worked, { to: other });
    for (let second = 0; second < 12; second++) {
      clock.wind(1_000);
      saw(failed);
    }
    expect(health.isDown('slack')).toBe(true);
  });

  it('takes two hiccups of one night for two', () => {
    const { clock, saw, health } = watched();
    saw(failed);
    clock.wind(3 * 3_600_000);
    saw(failed);
    expect(health.isDown('slack')).toBe(false);
  });

  it('is down from the start when it was, until a call works', () => {
    const { saw, health, ups } = watched();
    health.resume({ surface: 'slack', from: NIGHT, error: '503' });
    expect(health.isDown('slack')).toBe(true);
    saw(worked);
    expect(ups).toEqual([{ surface: 'slack', from: NIGHT, error: '503' }]);
  });

  it('is not down for one call, or for calls between which one worked', () => {
    const { clock, saw, health, ups } = watched();
    saw(failed, { tookMs: 10_000 });
    expect(health.isDown('slack')).toBe(false);
    saw(worked);
    clock.wind(20_000);
    saw(failed);
    expect(health.isDown('slack')).toBe(false);
    expect(ups).toEqual([]);
  });

  it('is down at once when it asks for long silence, or takes nothing from us any more', () => {
    for (const outcome of [
      { kind: 'retry', error: '429', afterMs: 30_000 },
      { kind: 'dead', error: 'token_revoked', everywhere: true },
    ] as const) {
      const { saw, health } = watched();
      saw(outcome);
      expect(health.isDown('slack')).toBe(true);
      expect(health.isDown('teams')).toBe(false);
    }
  });

  it('is not down because one channel is gone, or asks for a moment', () => {
    const { clock, saw, health } = watched();
    for (let count = 0; count < 10; count++) {
      saw({ kind: 'dead', error: 'is_archived' });
      clock.wind(5_000);
    }
    saw({ kind: 'retry', error: '429', afterMs: 1_000 });
    expect(health.isDown('slack')).toBe(false);
  });

  it('began to fail when the clock says so, also after it was set back', () => {
    const { clock, saw, health } = watched();
    saw(failed);
    clock.wind(-3_600_000);
    saw(failed);
    saw(failed);
    expect(health.isDown('slack')).toBe(false);
    clock.wind(8_000);
    saw(failed);
    expect(health.isDown('slack')).toBe(true);
  });
});
