import { describe, expect, it } from 'vitest';
import { classOfFile, type EndedRule, isDue, ruleFor, saidOf } from '../../src/retention/index.js';

const DAY = 86_400_000;
const rules: readonly EndedRule[] = [
  { class: 'video', keepMs: 30 * DAY },
  { class: 'video', keepMs: 90 * DAY, client: 'riverside' },
  { class: 'video', keepMs: 200 * DAY, kinds: ['theft', 'shoplifting'] },
  { class: 'incident', keepMs: 1_825 * DAY, client: 'hanse' },
];
const owner = (clientId?: string, ...kinds: ('theft' | 'motion')[]) => ({ clientId, kinds });

describe('how long what is over is kept', () => {
  it.each([
    ['video', owner(), 30],
    ['video', owner('hanse', 'motion'), 30],
    ['video', owner('riverside', 'motion'), 90],
    ['video', owner('riverside', 'theft'), 200],
    ['incident', owner('hanse'), 1_825],
    ['incident', owner('riverside'), undefined],
    ['evidence', owner('riverside', 'theft'), undefined],
  ] as const)('%s of %j: %s days, by the longest rule that applies', (what, whose, days) => {
    const rule = ruleFor(what, whose, rules);
    expect(rule && rule.keepMs / DAY).toBe(days);
  });

  it('is never over without a rule, and to the millisecond with one', () => {
    const since = new Date('2026-01-01T00:00:00Z');
    expect(isDue(undefined, since, new Date('2099-01-01'))).toBe(false);
    const [rule] = rules;
    expect(isDue(rule, since, new Date(since.getTime() + 30 * DAY - 1))).toBe(false);
    expect(isDue(rule, since, new Date(since.getTime() + 30 * DAY))).toBe(true);
  });

  it('says by which rule, and of which class a file is', () => {
    expect(rules.map(saidOf)).toEqual([
      'video, 30 days',
      'video, 90 days, riverside',
      'video, 200 days, theft, shoplifting',
      'incident, 1825 days, hanse',
    ]);
    expect(['image/jpeg', 'video/mp4', 'application/pdf', 'text/image/x', ''].map(classOfFile)).toEqual([
      'video',
      'video',
      'evidence',
      'evidence',
      'evidence',
    ]);
  });
});
