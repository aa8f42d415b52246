import { describe, expect, it } from 'vitest';
import type { Order } from '../../jobs/debts.js';
import { createDebts } from '../../jobs/debts.js';
import { digest } from '../../src/digest.js';
import type { CardRow, Owed } from '../../src/incident/index.js';
import { apply } from '../../src/incident/index.js';
import { intake, managers, minute, NIGHT, opening, ops } from '../incident/given.js';

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
const news = (id: string, version: number, debts: Owed[], cards: CardRow[]) => ({
  ...apply(id, undefined, [opening({})], { actor: intake, now: NIGHT, digest }),
  version,
  owed: debts,
  cards,
});
const posted: CardRow[] = [{ destination: 'slack:C0OPS', ref: 'ts-1', shown: 1, diary: 1 }];
const free: Order = { waitMs: () => 0, rank: ({ priority }) => priority };
const OPS = 'slack:C0OPS';

describe('debts', () => {
  it('are paid in order of urgency, then of age', () => {
    const debts = createDebts();
    debts.learn(news('i-old', 1, [owed({ owedAt: minute(0) })], []));
    debts.learn(news('i-young', 1, [owed({ owedAt: minute(1) })], []));
    debts.learn(news('i-grave', 1, [owed({ owedAt: minute(2), priority: 10 })], []));
    const next = () => debts.next(OPS, 'ordinary', minute(9), free)?.incidentId;
    expect(next()).toBe('i-grave');
    debts.learn(news('i-grave', 2, [], []));
    expect(next()).toBe('i-old');
    debts.learn(news('i-old', 2, [], []));
    expect(next()).toBe('i-young');
  });

  it('of an older version are no news', () => {
    const debts = createDebts();
    debts.learn(news('i-1', 5, [owed({ wanted: 9 })], []));
    debts.learn(news('i-1', 4, [], []));
    expect(debts.depth()).toBe(1);
    debts.learn(news('i-1', 5, [], []));
    expect(debts.depth()).toBe(0);
  });

  it('are kept by destination', () => {
    const debts = createDebts();
    debts.learn(news('i-1', 1, [owed(), owed({ id: 'slack:C0MGR/card', destination: managers })], []));
    expect(debts.destinations()).toEqual([OPS, 'slack:C0MGR']);
    expect(debts.next('slack:C0MGR', 'ordinary', NIGHT, free)?.owedId).toBe('slack:C0MGR/card');
    expect(debts.next('slack:C0OTHER', 'ordinary', NIGHT, free)).toBeUndefined();
  });

  it('wait until they are due, and no longer', () => {
    const debts = createDebts();
    debts.learn(news('i-1', 1, [owed({ attempts: 1, dueAt: minute(2) })], []));
    expect(debts.next(OPS, 'ordinary', minute(1), free)).toBeUndefined();
    expect(debts.waitMs(OPS, 'ordinary', minute(1), free)).toBe(60_000);
    expect(debts.next(OPS, 'ordinary', minute(2), free)).toBeDefined();
    expect(debts.waitMs(OPS, 'ordinary', minute(3), free)).toBe(0);
  });

  it('written before the clock was set back are not put off for an hour', () => {
    const debts = createDebts();
    debts.learn(news('i-1', 1, [owed({ attempts: 1, dueAt: minute(60) })], []));
    expect(debts.next(OPS, 'ordinary', minute(1), free)).toBeDefined();
  });

  it('that were never tried wait for no clock, be it set back or that of another machine', () => {
    const debts = createDebts();
    debts.learn(news('i-1', 1, [owed({ owedAt: minute(5), dueAt: minute(5) })], []));
    expect(debts.next(OPS, 'ordinary', minute(1), free)).toBeDefined();
    expect(debts.waitMs(OPS, 'ordinary', minute(1), free)).toBe(0);
  });

  it('that somebody else paid are forgotten, unless there is news since', () => {
    const debts = createDebts();
    debts.learn(news('i-1', 1, [owed({})], []));
    debts.learn(news('i-2', 3, [owed({})], []));
    debts.paid('i-1', 1);
    debts.paid('i-2', 2);
    expect([...debts.known()]).toEqual([['i-2', 3]]);
  });

  it('that step aside come back', () => {
    const debts = createDebts();
    debts.learn(news('i-1', 1, [owed({})], []));
    const debt = debts.next(OPS, 'ordinary', minute(2), free)!;
    debts.defer(OPS, debt, minute(3));
    expect(debts.next(OPS, 'ordinary', minute(2), free)).toBeUndefined();
    expect(debts.next(OPS, 'ordinary', minute(3), free)).toBeDefined();
  });

  it('of a diary wait for the card', () => {
    const debts = createDebts();
    const diary = owed({ id: 'slack:C0OPS/diary', what: 'diary', priority: 60 });
    debts.learn(news('i-1', 1, [diary], []));
    expect(debts.next(OPS, 'ordinary', minute(9), free)).toBeUndefined();
    expect(debts.waitMs(OPS, 'ordinary', minute(9), free)).toBeUndefined();
    debts.learn(news('i-1', 2, [diary], posted));
    expect(debts.next(OPS, 'ordinary', minute(9), free)?.owedId).toBe('slack:C0OPS/diary');
  });

  it('of life safety have a lane of their own', () => {
    const debts = createDebts();
    debts.learn(news('i-1', 1, [owed({ priority: 10 })], []));
    debts.learn(news('i-duress', 1, [owed({ priority: 0 })], []));
    expect(debts.next(OPS, 'urgent', NIGHT, free)?.incidentId).toBe('i-duress');
    expect(debts.next(OPS, 'ordinary', NIGHT, free)?.incidentId).toBe('i-1');
    expect(debts.urgentPostDue(OPS, NIGHT)).toBe(true);
    debts.learn(news('i-duress', 2, [], []));
    expect(debts.urgentPostDue(OPS, NIGHT)).toBe(false);
  });

  it('that meet the limit of the platform do not hold up others', () => {
    const debts = createDebts();
    debts.learn(news('i-update', 1, [owed({ priority: 10 })], posted));
    debts.learn(news('i-first', 1, [owed({ priority: 40 })], []));
    const busy: Order = { ...free, waitMs: ({ call }) => (call === 'update' ? 700 : 0) };
    expect(debts.next(OPS, 'ordinary', NIGHT, busy)?.incidentId).toBe('i-first');
    debts.learn(news('i-first', 2, [], []));
    expect(debts.next(OPS, 'ordinary', NIGHT, busy)).toBeUndefined();
    expect(debts.waitMs(OPS, 'ordinary', NIGHT, busy)).toBe(700);
  });
});
