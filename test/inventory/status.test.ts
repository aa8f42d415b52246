import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { ASSET_STATUSES, type AssetStatus } from '../../src/incident/index.js';
import { type Asset, type AssetRecord, createRegister, decideAsset, nextStatuses } from '../../src/inventory/index.js';
import { ana, client, minute, person, sam } from '../incident/given.js';

const lp = person('lee', 'Lee', 'loss-prevention');
const asked = (actor: typeof ana, to: AssetStatus, why = 'seen') => ({ actor, to, why });

describe('how an asset stands', () => {
  it('follows only on what it can follow on, and every change is kept with who and why', () => {
    fc.assert(
      fc.property(
        fc.array(fc.tuple(fc.constantFrom(ana, lp, sam, client), fc.constantFrom(...ASSET_STATUSES)), {
          maxLength: 40,
        }),
        (steps) => {
          let record: AssetRecord | undefined;
          let is: AssetStatus = 'normal';
          for (const [index, [actor, to]] of steps.entries()) {
            const decision = decideAsset(record, 'a', asked(actor, to), minute(index));
            if (!decision.ok || !decision.record) continue;
            expect(nextStatuses(is)).toContain(to);
            expect(actor).not.toBe(client);
            if (actor === ana) expect(to).toBe('under-investigation');
            if (is === 'decommissioned') expect(actor).toBe(sam);
            expect(decision.record.history.at(-1)).toMatchObject({ from: is, to, why: 'seen', by: { id: actor.id } });
            record = { ...decision.record, version: decision.record.version + 1 };
            is = to;
          }
          expect(record?.status ?? 'normal').toBe(is);
        },
      ),
    );
  });

  it('needs a reason, and is said in words when it cannot be', () => {
    expect(decideAsset(undefined, 'a', asked(lp, 'lost', ' '), minute(0))).toMatchObject({ refusal: { field: 'why' } });
    expect(decideAsset(undefined, 'a', asked(lp, 'recovered'), minute(0))).toMatchObject({
      refusal: { code: 'not-from-here', is: 'normal' },
    });
    expect(decideAsset(undefined, 'a', asked(ana, 'stolen'), minute(0))).toMatchObject({
      refusal: { code: 'not-permitted' },
    });
    expect(decideAsset(undefined, 'a', asked(lp, 'normal'), minute(0))).toEqual({ ok: true });
  });
});

describe('the register', () => {
  const asset = (id: string, change: Partial<Asset> = {}): Asset => ({
    id,
    name: id,
    siteId: 'mall',
    zoneId: 'court',
    class: 'case',
    unitCost: { amount: 100, currency: 'EUR' },
    quantity: 1,
    criticality: 0.5,
    vulnerability: 0.5,
    highValue: false,
    ...change,
  });
  const record = (id: string, status: AssetStatus): AssetRecord => ({
    id,
    status,
    since: minute(0),
    history: [],
    untold: 0,
    version: 1,
  });

  it('names what stands in a zone, the gravest first, and not what is gone', () => {
    const all = [
      asset('cheap'),
      asset('gem', { unitCost: { amount: 90_000, currency: 'EUR' } }),
      asset('crown', { highValue: true }),
      asset('away'),
      asset('other', { zoneId: 'dock' }),
    ];
    const register = createRegister(all, new Map([['away', record('away', 'stolen')]]));
    expect(register.at({ siteId: 'mall', zoneId: 'court' }, []).map(({ id }) => id)).toEqual(['crown', 'gem', 'cheap']);
    // What an alarm names is there, whatever is said of it.
    expect(register.at({ siteId: 'mall' }, ['away']).map(({ id, status }) => [id, status])).toEqual([
      ['away', 'stolen'],
    ]);
    expect(register.search({ status: 'stolen' }, 10).map(({ id }) => id)).toEqual(['away']);
    expect(register.search({ status: 'normal' }, 10)).toHaveLength(4);
  });

  it('finds by tag, and holds to fifty of however many', () => {
    const all = Array.from({ length: 5_000 }, (_, index) => asset(`a-${index}`, { tag: `T${index}` }));
    const register = createRegister(all, new Map());
    expect(register.find('T77')?.id).toBe('a-77');
    expect(register.at({ siteId: 'mall', zoneId: 'court' }, ['T4999'])).toHaveLength(50);
    expect(register.at({ siteId: 'mall', zoneId: 'court' }, ['T4999'])[0]?.id).toBe('a-4999');
    expect(register.search({ text: 't123' }, 20).length).toBe(11);
  });
});
