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
  let list = [incident];
  const apply = createAssetRules({
    rules: () => rules,
    records: {
      record: async (id) => records.get(id),
      save: async (record) => Boolean(records.set(record.id, { ...record, version: record.version + 1 })),
    },
    incidents: { list: async () => ({ items: list }) },
    clock: { now: () => new Date('2026-01-06T02:20:00Z') },
    failed: (_what, error) => {
      throw error;
    },
  });
  return {
    apply,
    records,
    are: (next: typeof incident) => {
      list = [next];
    },
  };
}

describe('a rule about assets', () => {
  it('has what is of high value looked into, once for each incident, and says why', async () => {
    const { apply, records } = house([rule]);
    expect(await apply()).toBe(true);
    expect([...records.keys()]).toEqual(['case-7']);
    expect(records.get('case-7')).toMatchObject({
      status: 'under-investigation',
      history: [{ by: { id: 'rule:hold', name: 'Rule hold' }, why: expect.stringContaining('INC-'), incident: 42 }],
    });
    expect(await apply()).toBe(false);
    // What a person says afterwards stands.
    const record = records.get('case-7')!;
    records.set('case-7', { ...record, status: 'normal' });
    expect(await apply()).toBe(false);
    expect(records.get('case-7')?.status).toBe('normal');
  });

  it('waits for its outcome, its kind and its band', async () => {
    const later: AssetRule = { ...rule, on: 'resolved', after: ['confirmed'] };
    const wait = house([later, { ...rule, id: 'fires', kinds: ['fire'] }, { ...rule, id: 'grave', band: 'critical' }]);
    expect(await wait.apply()).toBe(false);
    wait.are(incidentAfter(opened({ assets: ASSETS }), claimed(ana), resolved(ana)));
    const outcome = incidentAfter(opened({ assets: ASSETS }), claimed(ana), resolved(ana)).state;
    expect(await wait.apply()).toBe(outcome.status === 'resolved' && outcome.resolution.disposition === 'confirmed');
  });

  it('leaves alone what is gone: that is for people to say', async () => {
    const { apply, records } = house([{ ...rule, status: 'restricted' }]);
    records.set('case-7', { id: 'case-7', status: 'stolen', since: new Date(0), history: [], untold: 0, version: 1 });
    expect(await apply()).toBe(false);
    expect(records.get('case-7')?.status).toBe('stolen');
  });
});
