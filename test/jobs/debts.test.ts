import { describe, expect, it } from 'vitest';
import { createDebts } from '../../jobs/debts.js';
import type { CardRow, Owed } from '../../src/incident/index.js';
import { managers, minute, NIGHT, ops } from '../incident/given.js';

const owed = (change: Partial<Owed> = {}): Owed => ({
  id: 'slack:C0OPS/card',
  destination: ops,
  what: 'card',
  wanted: 1,
  reason: 'opened',
  priority: 20,
  owedAt: NIGHT,
  dueAt: NIGHT,
  attempts: 0,
  ...change,
});
const posted: CardRow[] = [{ destination: 'slack:C0OPS', ref: 'ts-1', shown: 1, diary: 1 }];
const free = () => 0;
const OPS = 'slack:C0OPS';

describe('debts', () => {
  it('are paid in order of urgency, then of age', () => {
    const debts = createDebts();
    debts.learn('i-old', 1, [owed({ owedAt: minute(0) })], []);
    debts.learn('i-young', 1, [owed({ owedAt: minute(1) })], []);
    debts.learn('i-grave', 1, [owed({ owedAt: minute(2), priority: 0 })], []);
    const next = () => debts.next(OPS, minute(9), free)?.incidentId;
    expect(next()).toBe('i-grave');
    debts.learn('i-grave', 2, [], []);
    expect(next()).toBe('i-old');
    debts.learn('i-old', 2, [], []);
    expect(next()).toBe('i-young');
  });

  it('of an older version are no news', () => {
    const debts = createDebts();
    debts.learn('i-1', 5, [owed({ wanted: 9 })], []);
    debts.learn('i-1', 4, [], []);
    expect(debts.depth()).toBe(1);
    debts.learn('i-1', 5, [], []);
    expect(debts.depth()).toBe(0);
  });

  it('are kept by destination', () => {
    const debts = createDebts();
    debts.learn('i-1', 1, [owed(), owed({ id: 'slack:C0MGR/card', destination: managers })], []);
    expect(debts.destinations()).toEqual([OPS, 'slack:C0MGR']);
    expect(debts.next('slack:C0MGR', NIGHT, free)?.owedId).toBe('slack:C0MGR/card');
    expect(debts.next('slack:C0OTHER', NIGHT, free)).toBeUndefined();
  });

  it('wait until they are due, and no longer', () => {
    const debts = createDebts();
    debts.learn('i-1', 1, [owed({ dueAt: minute(2) })], []);
    expect(debts.next(OPS, minute(1), free)).toBeUndefined();
    expect(debts.waitMs(OPS, minute(1), free)).toBe(60_000);
    expect(debts.next(OPS, minute(2), free)).toBeDefined();
    expect(debts.waitMs(OPS, minute(3), free)).toBe(0);
  });

  it('written before the clock was set back are not put off for an hour', () => {
    const debts = createDebts();
    debts.learn('i-1', 1, [owed({ dueAt: minute(60) })], []);
    expect(debts.next(OPS, minute(1), free)).toBeDefined();
  });

  it('that step aside come back', () => {
    const debts = createDebts();
    debts.learn('i-1', 1, [owed({})], []);
    const debt = debts.next(OPS, minute(2), free)!;
    debts.defer(OPS, debt, minute(3));
    expect(debts.next(OPS, minute(2), free)).toBeUndefined();
    expect(debts.next(OPS, minute(3), free)).toBeDefined();
  });

  it('of a diary wait for the card', () => {
    const debts = createDebts();
    const diary = owed({ id: 'slack:C0OPS/diary', what: 'diary', priority: 60 });
    debts.learn('i-1', 1, [diary], []);
    expect(debts.next(OPS, minute(9), free)).toBeUndefined();
    expect(debts.waitMs(OPS, minute(9), free)).toBeUndefined();
    debts.learn('i-1', 2, [diary], posted);
    expect(debts.next(OPS, minute(9), free)?.owedId).toBe('slack:C0OPS/diary');
  });

  it('that meet the limit of the platform do not hold up others', () => {
    const debts = createDebts();
    debts.learn('i-update', 1, [owed({ priority: 5 })], posted);
    debts.learn('i-first', 1, [owed({ priority: 40 })], []);
    const busy = (call: string) => (call === 'update' ? 700 : 0);
    expect(debts.next(OPS, NIGHT, busy)?.incidentId).toBe('i-first');
    debts.learn('i-first', 2, [], []);
    expect(debts.next(OPS, NIGHT, busy)).toBeUndefined();
    expect(debts.waitMs(OPS, NIGHT, busy)).toBe(700);
  });
});
