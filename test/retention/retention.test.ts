import { describe, expect, it } from 'vitest';
import { createRetention } from '../../jobs/retention.js';
import { digest } from '../../src/digest.js';
import { cutoffOf, type DeletionReceipt } from '../../src/retention/index.js';
import { incidentAfter, opened } from '../incident/given.js';

const DAY = 86_400_000;
const NOW = new Date('2026-11-22T12:00:00Z');
const ago = (days: number): Date => new Date(NOW.getTime() - days * DAY);
const mall = { siteId: 'mall', clientId: 'riverside' };

describe('how long something is kept', () => {
  it('is what the longest rule says that applies, and ours without any', () => {
    expect(cutoffOf('access', mall, [], [], NOW)).toEqual(ago(90));
    const rules = [
      { class: 'access', keepMs: 30 * DAY },
      { class: 'access', keepMs: 60 * DAY, client: 'riverside' },
      { class: 'access', keepMs: 400 * DAY, client: 'hanse' },
      { class: 'scan', keepMs: 900 * DAY },
    ] as const;
    expect(cutoffOf('access', mall, rules, [], NOW)).toEqual(ago(60));
    expect(cutoffOf('access', { siteId: 'x', clientId: undefined }, rules, [], NOW)).toEqual(ago(30));
  });

  it('is longer where an incident may still need it, at its own site alone', () => {
    const linked = [{ siteId: 'mall', from: ago(200) }];
    expect(cutoffOf('access', mall, [], linked, NOW)).toEqual(ago(200));
    expect(cutoffOf('access', { siteId: 'hub', clientId: undefined }, [], linked, NOW)).toEqual(ago(90));
  });
});

function house(options: { crash?: boolean; held?: readonly number[]; status?: 'archived' } = {}) {
  const events = new Map([
    ['a', { siteId: 'mall', at: ago(91) }],
    ['b', { siteId: 'mall', at: ago(89) }],
    ['c', { siteId: 'gone', at: ago(500) }],
    ['d', { siteId: undefined, at: ago(500) }],
  ]);
  const receipts = new Map<string, DeletionReceipt>();
  let crash = options.crash ?? false;
  const failures: unknown[] = [];
  const made = incidentAfter(opened());
  const incident = {
    ...made,
    state: {
      ...made.state,
      place: { ...made.state.place, siteId: 'mall' },
      signals: { ...made.state.signals, firstOccurredAt: ago(300) },
    },
  };
  const clear = createRetention({
    store: {
      sites: async (_what, known) => [
        ...known,
        ...new Set(
          [...events.values()].map(({ siteId }) => siteId).filter((id) => id === undefined || !known.includes(id)),
        ),
      ],
      old: async (what, siteId, before) =>
        what === 'scan'
          ? []
          : [...events].filter(([, each]) => each.siteId === siteId && each.at < before).map(([id]) => id),
      begin: async (receipt) => void (receipts.has(receipt.id) || receipts.set(receipt.id, receipt)),
      delete: async (_what, ids) => {
        if (crash) throw new Error('killed');
        for (const id of ids) events.delete(id);
      },
      done: async (id) => void receipts.set(id, { ...receipts.get(id)!, state: 'done' }),
    },
    incidents: {
      list: async () => ({ items: options.status === 'archived' ? [] : [incident] }),
      loadByNumber: async () => incident,
    },
    leases: { take: async () => ({ fence: 1, leftMs: () => 1_000 }) },
    holder: 'me',
    rules: () => [],
    sites: () => [{ id: 'mall' }],
    held: () => options.held ?? [],
    digest,
    clock: { now: () => NOW },
    failed: (_what, error) => failures.push(error),
  });
  return { clear, events, receipts, failures, heal: () => (crash = false) };
}

describe('what was kept long enough', () => {
  it('goes with a receipt that says how much, and proves what', async () => {
    const { clear, events, receipts } = house({ status: 'archived' });
    await clear();
    expect([...events.keys()]).toEqual(['b']);
    expect([...receipts.values()]).toMatchObject([
      { class: 'access', siteId: 'mall', count: 1, digest: digest(['a']), state: 'done' },
      { siteId: 'gone', digest: digest(['c']) },
      { siteId: undefined, digest: digest(['d']) },
    ]);
    await clear();
    expect(receipts.size).toBe(3);
  });

  it.each([
    ['an incident that is not over', {}],
    ['a legal hold', { status: 'archived', held: [42] }],
  ] as const)('stays for the sake of %s', async (_why, options) => {
    const { clear, events } = house(options);
    await clear();
    expect([...events.keys()]).toEqual(['a', 'b']);
  });

  it('is said to be going before it goes, and goes after a crash', async () => {
    const { clear, events, receipts, failures, heal } = house({ crash: true, status: 'archived' });
    await clear();
    expect(failures).toHaveLength(3);
    expect([events.size, [...receipts.values()].map(({ state }) => state)]).toEqual([4, ['begun', 'begun', 'begun']]);
    heal();
    await clear();
    expect([events.size, [...receipts.values()].map(({ state }) => state)]).toEqual([1, ['done', 'done', 'done']]);
  });
});
