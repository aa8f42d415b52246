import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Command, LossRecord, Notice } from '../../src/incident/index.js';
import { LOSS_LIMITS, lossFigures, lossProblem, refOf } from '../../src/incident/index.js';
import { ana, archived, ben, claimed, given, minute, opened, type Past, resolved } from './given.js';

const perfume: LossRecord = {
  category: 'external_theft',
  basis: 'cost',
  currency: 'EUR',
  lines: [{ item: 'Perfume', quantity: 3, unit: 8_990 }],
  secondary: [{ what: 'man-hours', amount: 12_000 }],
  recovered: 8_990,
};
const lose = (change: Partial<LossRecord> = {}, notices?: readonly Notice[]): Command => ({
  type: 'loss',
  actor: ana,
  loss: { ...perfume, ...change },
  ...(notices ? { notices } : {}),
});
const lost = (change: Partial<LossRecord> = {}): Past => ({
  actor: ana,
  event: { type: 'loss-recorded', loss: { ...perfume, ...change }, corrects: false },
});

describe('a loss', () => {
  it('is written down, by whom and when, also by somebody who does not have it', () => {
    given(opened(), claimed(ben))
      .when(lose(), minute(9))
      .gives({ type: 'loss-recorded', loss: perfume, corrects: false })
      .leaving({ loss: { ...perfume, by: refOf(ana), at: minute(9) } });
  });

  it('is corrected, and the same again changes nothing', () => {
    given(opened(), lost())
      .when(lose({ recovered: 0 }))
      .gives({ type: 'loss-recorded', loss: { ...perfume, recovered: 0 }, corrects: true });
    given(opened(), lost()).when(lose()).changesNothing();
  });

  it('is counted the day after as well, but not any more when the incident is archived', () => {
    given(opened(), resolved(ben)).when(lose()).gives({ type: 'loss-recorded', loss: perfume, corrects: false });
    given(opened(), resolved(ben), archived())
      .when(lose())
      .isRefused({ code: 'archived', at: minute(2) });
  });

  it('tells whoever is to know of so much, once', () => {
    const notice: Notice = {
      id: 'board',
      recipients: {
        none: [],
        reach: [
          {
            to: { kind: 'address', address: 'board@n.example' },
            can: ['email'],
            ways: [{ via: 'email', afterMs: 0 }],
            next: [],
          },
        ],
      },
    };
    const page = {
      id: '1',
      to: { kind: 'address', address: 'board@n.example' },
      via: 'email',
      notBefore: minute(1),
      group: '1',
      can: ['email'],
      next: [],
    } as const;
    const told = { type: 'paged', why: { code: 'notice', notice: 'board' }, pages: [page], none: [] } as const;
    given(opened())
      .when(lose({}, [notice]))
      .gives({ type: 'loss-recorded', loss: perfume, corrects: false }, told);
    given(opened(), lost(), { actor: ana, event: told })
      .when(lose({ recovered: 0 }, [notice]))
      .gives({ type: 'loss-recorded', loss: { ...perfume, recovered: 0 }, corrects: true });
  });

  it.each<[string, Partial<LossRecord>, string]>([
    ['of nothing', { lines: [], secondary: [] }, 'lines'],
    ['of more that came back than was lost', { recovered: 38_971 }, 'recovered'],
    ['of a thing without a name', { lines: [{ item: '  ', quantity: 1, unit: 1 }] }, 'lines'],
    ['of half a thing', { lines: [{ item: 'x', quantity: 0.5, unit: 1 }] }, 'lines'],
    ['of half a cent', { lines: [{ item: 'x', quantity: 1, unit: 0.5 }] }, 'lines'],
    ['of no currency', { currency: 'euro' }, 'lines'],
    ['of too many lines', { lines: Array.from({ length: 31 }, () => ({ item: 'x', quantity: 1, unit: 1 })) }, 'lines'],
    ['with less than nothing beside it', { secondary: [{ what: 'fine', amount: -1 }] }, 'other'],
  ])('%s is refused beside its field', (_what, change, field) => {
    given(opened())
      .when(lose(change))
      .isRefused({
        code: 'invalid',
        field,
        why: lossProblem({
          ...perfume,
          ...change,
          lines: (change.lines ?? perfume.lines).map((line) => ({ ...line, item: line.item.trim() })),
        })!.why,
      });
  });
});

describe('the figures of a loss', () => {
  it('are Σ quantity × unit, with what it cost beside, less what came back', () => {
    expect(lossFigures(perfume)).toEqual({
      direct: 26_970,
      secondary: 12_000,
      gross: 38_970,
      recovered: 8_990,
      net: 29_980,
      prevented: 0,
    });
  });

  it('of what was prevented are no loss', () => {
    expect(lossFigures({ ...perfume, category: 'prevented', recovered: 0 })).toMatchObject({
      net: 0,
      prevented: 38_970,
    });
  });

  it('stay exact up to their limits', () => {
    const most: LossRecord = {
      ...perfume,
      lines: Array.from({ length: LOSS_LIMITS.lines }, () => ({
        item: 'x',
        quantity: LOSS_LIMITS.quantity,
        unit: LOSS_LIMITS.unit,
      })),
      secondary: [{ what: 'downtime', amount: LOSS_LIMITS.amount }],
      recovered: 0,
    };
    expect(lossProblem(most)).toBeUndefined();
    expect(Number.isSafeInteger(lossFigures(most).gross)).toBe(true);
    fc.assert(
      fc.property(fc.integer(), fc.integer(), (quantity, unit) => {
        const record = { ...perfume, lines: [{ item: 'x', quantity, unit }], recovered: 0 };
        const { gross, net } = lossFigures(record);
        if (!lossProblem(record)) expect(net).toBe(gross);
      }),
    );
  });
});
