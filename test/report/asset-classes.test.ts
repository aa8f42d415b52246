import { describe, expect, it } from 'vitest';
import type { AssetRef, LossRecord } from '../../src/incident/index.js';
import { byClass, classesOf } from '../../src/report/asset-classes.js';
import { row } from './rows.js';

const asset = (id: string, name: string, of?: string): AssetRef => ({
  id,
  name,
  worth: { amount: 1_000, currency: 'EUR' },
  criticality: 0.5,
  vulnerability: 0.5,
  highValue: false,
  ...(of === undefined ? {} : { class: of }),
});
const loss = (lines: LossRecord['lines'], category: LossRecord['category'] = 'external_theft'): LossRecord => ({
  category,
  basis: 'cost',
  currency: 'EUR',
  lines,
  secondary: [{ what: 'fine', amount: 99_999 }],
  recovered: 10,
});
const line = (item: string, quantity: number, unit: number) => ({ item, quantity, unit });

describe('what was lost of each class of asset', () => {
  it.each([
    ['by id', [line('case-7', 2, 500)], [{ class: 'display-case', direct: 1_000 }]],
    ['by name, however it is written', [line(' ring CASE ', 1, 70)], [{ class: 'display-case', direct: 70 }]],
    [
      'of two classes',
      [line('case-7', 1, 5), line('till-1', 1, 7)],
      [
        { class: 'display-case', direct: 5 },
        { class: 'till', direct: 7 },
      ],
    ],
    ['of none', [line('Umbrella', 3, 10)], [{ direct: 30 }]],
  ])('is found %s', (_how, lines, found) => {
    expect(
      classesOf(loss(lines), [asset('case-7', 'Ring case', 'display-case'), asset('till-1', 'Till 1', 'till')]),
    ).toEqual(found);
  });

  it('is of the only class that the assets of the incident have', () => {
    const rings = [asset('case-7', 'Case 7', 'display-case'), asset('case-8', 'Case 8', 'display-case')];
    expect(classesOf(loss([line('Two rings', 2, 40)]), rings)).toEqual([{ class: 'display-case', direct: 80 }]);
    // One of them is of a class that nobody wrote down.
    expect(classesOf(loss([line('Two rings', 2, 40)]), [...rings, asset('x', 'X')])).toEqual([{ direct: 80 }]);
    expect(classesOf(loss([line('Two rings', 2, 40)]), [])).toEqual([{ direct: 80 }]);
  });

  it('is nothing when it was prevented', () => {
    expect(classesOf(loss([line('case-7', 2, 500)], 'prevented'), [asset('case-7', 'Case 7', 'display-case')])).toEqual(
      [],
    );
  });

  it('adds up over a period, in one currency at one basis', () => {
    const sums = {
      direct: 0,
      secondary: 0,
      gross: 0,
      recovered: 0,
      net: 0,
      prevented: 0,
      category: 'unknown',
    } as const;
    const of = (currency: string, basis: 'cost' | 'retail', classes: readonly { class?: string; direct: number }[]) =>
      row(1, '2026-11-16T08:00:00Z', { loss: { ...sums, currency, basis, classes } });
    const rows = [
      of('EUR', 'cost', [{ class: 'till', direct: 5 }, { direct: 9 }]),
      of('EUR', 'cost', [{ class: 'till', direct: 6 }]),
      of('EUR', 'retail', [{ class: 'till', direct: 1_000 }]),
      of('USD', 'cost', [{ class: 'till', direct: 1_000 }]),
      row(2, '2026-11-16T08:00:00Z', { loss: { ...sums, currency: 'EUR', basis: 'cost' } }),
      row(3, '2026-11-16T08:00:00Z'),
    ];
    expect(byClass(rows, { currency: 'EUR', basis: 'cost' })).toEqual([{ class: 'till', direct: 11 }, { direct: 9 }]);
  });
});
