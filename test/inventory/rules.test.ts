import { describe, expect, it } from 'vitest';
import { createAssetRules } from '../../jobs/asset-rules.js';
import type { AssetRecord, AssetRule } from '../../src/inventory/index.js';
import { ana, claimed, incidentAfter, opened, resolved } from '../incident/given.js';

const ASSETS = [
  {
    id: 'case-7',
    name: 'Case 7',
    worth: { amount: 1, currency: 'EUR' },
    criticality: 1,
    vulnerability: 1,
    highValue: true,
  },
  {
    id: 'pens',
    name: 'Pens',
    worth: { amount: 1, currency: 'EUR' },
    criticality: 1,
    vulnerability: 1,
    highValue: false,
  },
];
const rule: AssetRule = { id: 'hold', on: 'opened', highValue: true, status: 'under-investigation' };

function house(rules: readonly AssetRule[], incident = incidentAfter(opened({ assets: ASSETS }))) {
  const records = new Map<string, AssetRecord>();
  let now = new Date('2026-01-06T02:20:00Z');
  let list = [incident];
  const apply = createAssetRules({
    rules: () => rules,
    records: {
      record: async (id) => records.get(id),
      save: async (record) => Boolean(records.set(record.id, { ...record, version: record.version + 1 })),
    },
    incidents: { list: async () => ({ items: list }) },
    clock: { now: () => now },
    failed: (_what, error) => {
      throw error;
    },
  });
  return {
    apply,
    records,
    wind: () => {
      now = new Date(now.getTime() + 60_000);
    },
    are: (next: typeof incident) => {
      list = [next];
    },
  };
}

describe('a rule about assets', () => {
  it('has what is of high value looked into, once for each incident, and says why', async () => {
    const { apply, records, are, wind } = house([rule]);
    expect(await apply()).toBe(true);
    expect([...records.keys()]).toEqual(['case-7']);
    expect(records.get('case-7')).toMatchObject({
      status: 'under-investigation',
      history: [{ by: { id: 'rule:hold', name: 'Rule hold' }, why: expect.stringContaining('INC-'), incident: 42 }],
    });
    wind();
    expect(await apply()).toBe(false);
    // What a person says afterwards stands, also about the next incident that was there already.
    const record = records.get('case-7')!;
    const sam = {
      from: record.status,
      to: 'normal',
      why: 'looked',
      by: { id: 'sam', name: 'Sam' },
      via: 'slack',
    } as const;
    records.set('case-7', {
      ...record,
      status: 'normal',
      history: [...record.history, { ...sam, at: new Date('2026-01-06T02:30:00Z') }],
    });
    for (const number of [42, 43]) {
      const other = incidentAfter(opened({ assets: ASSETS }));
      are({ ...other, state: { ...other.state, number } });
      wind();
      expect(await apply()).toBe(false);
    }
    expect(records.get('case-7')?.status).toBe('normal');
  });

  it('waits for its outcome, its kind and its band', async () => {
    const later: AssetRule = { ...rule, on: 'resolved', after: ['confirmed'] };
    const wait = house([later, { ...rule, id: 'fires', kinds: ['fire'] }, { ...rule, id: 'grave', band: 'critical' }]);
    expect(await wait.apply()).toBe(false);
    const over = (disposition: 'confirmed' | 'false-alarm') => {
      const made = incidentAfter(opened({ assets: ASSETS }), claimed(ana), resolved(ana));
      if (made.state.status !== 'resolved') throw new Error('it is resolved');
      return { ...made, state: { ...made.state, resolution: { ...made.state.resolution, disposition } } };
    };
    wait.are(over('false-alarm'));
    wait.wind();
    expect(await wait.apply()).toBe(false);
    wait.are(over('confirmed'));
    wait.wind();
    expect(await wait.apply()).toBe(true);
  });

  it('leaves alone what is gone: that is for people to say', async () => {
    for (const is of ['lost', 'stolen', 'recovered', 'decommissioned'] as const)
      for (const status of ['restricted', 'under-investigation'] as const) {
        const { apply, records } = house([{ ...rule, status }]);
        records.set('case-7', { id: 'case-7', status: is, since: new Date(0), history: [], untold: 0, version: 1 });
        expect(await apply()).toBe(false);
        expect(records.get('case-7')?.status).toBe(is);
      }
  });
});
