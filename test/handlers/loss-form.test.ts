import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { lossFields } from '../../cards/loss-form.js';
import { de } from '../../cards/words/de.js';
import { en } from '../../cards/words/en.js';
import { es } from '../../cards/words/es.js';
import { lossFrom } from '../../handlers/loss-form.js';
import { typedAmount } from '../../handlers/typed-amount.js';
import {
  LOSS_BASES,
  LOSS_METHODS,
  type LossRecord,
  SECONDARY_LOSSES,
  SHRINK_CATEGORIES,
} from '../../src/incident/index.js';

const read = (lines: string, more: object = {}) =>
  lossFrom({ category: 'external_theft', lines, ...more }, 'EUR', en.loss);

describe('an amount as people type it', () => {
  it.each<[string, string, number | string]>([
    ['89.90', 'EUR', 8_990],
    ['89,9', 'EUR', 8_990],
    ['42000', 'EUR', 4_200_000],
    ['1,234.50', 'EUR', 123_450],
    ['1.234,50 €', 'EUR', 123_450],
    ['€ 1.234', 'EUR', 123_400],
    ["1'234.50 CHF", 'CHF', 123_450],
    ['eur 12', 'EUR', 1_200],
    ['1,234,567', 'EUR', 123_456_700],
    ['500', 'JPY', 500],
    ['1.250', 'KWD', 1_250],
    ['0', 'EUR', 0],
    ['0.125', 'EUR', 'amount'],
    ['1,234.567', 'EUR', 'amount'],
    ['1 250,00', 'EUR', 125_000],
    ['12 $', 'EUR', '$'],
    ['12 USD', 'EUR', 'USD'],
    ['12.345.6', 'EUR', 'amount'],
    ['1,23,456', 'EUR', 'amount'],
    ['5.5', 'JPY', 'amount'],
    ['-5', 'EUR', 'amount'],
    ['', 'EUR', 'amount'],
    ['many', 'EUR', 'amount'],
    ['9'.repeat(40), 'EUR', 'amount'],
  ])('%s in %s', (text, currency, meant) => {
    const found = typedAmount(text, currency);
    expect('minor' in found ? found.minor : found.bad === 'currency' ? found.given : found.bad).toBe(meant);
  });
});

describe('what was lost, line by line', () => {
  it('has a quantity, a thing and the price of one', () => {
    expect(
      read('3 Perfume 50 ml 89.90\n\n1 x Watch „Lux“ @ 1.299,00 €\nBicycle 450', {
        other: 'man-hours 120\nMan-hours 30',
        recovered: '89.90',
      }),
    ).toEqual({
      loss: {
        category: 'external_theft',
        basis: 'cost',
        currency: 'EUR',
        lines: [
          { quantity: 3, item: 'Perfume 50 ml', unit: 8_990 },
          { quantity: 1, item: 'Watch „Lux“', unit: 129_900 },
          { quantity: 1, item: 'Bicycle', unit: 45_000 },
        ],
        secondary: [{ what: 'man-hours', amount: 15_000 }],
        recovered: 8_990,
      },
    });
  });

  it('says beside its field what cannot be read, in the language of whoever wrote it', () => {
    expect(read('a lot of things')).toEqual({ faults: { lines: expect.stringContaining('“a lot of things”') } });
    // Where the name ends and the price begins, nobody can say.
    expect(read('Handbag 1 250,00 €')).toEqual({ faults: { lines: expect.stringContaining('could not be read') } });
    expect(read('1 Perfume 50 89.90')).toHaveProperty('loss');
    expect(read('', { recovered: '5' })).toEqual({ faults: { lines: 'nothing is named that was lost' } });
    expect(read('2 Perfume 10 USD')).toEqual({ faults: { lines: 'amounts are in EUR here, not in USD' } });
    expect(read('', { other: 'tips 3', recovered: 'all' })).toEqual({
      faults: { other: expect.stringContaining('“tips 3”'), recovered: '“all” is no amount' },
    });
    expect(lossFrom({ lines: 'x' }, 'EUR', de.loss)).toEqual({
      faults: { category: expect.anything(), lines: expect.stringContaining('nicht lesbar') },
    });
  });

  it('comes back from its own form as it was, in every language', () => {
    const item = fc.stringMatching(/^[a-zäöü🧴]{1,10}( [a-z]{1,8}){0,3}$/u).filter((name) => !/^x( |$)/.test(name));
    const record: fc.Arbitrary<LossRecord> = fc.record({
      category: fc.constantFrom(...SHRINK_CATEGORIES),
      basis: fc.constantFrom(...LOSS_BASES),
      currency: fc.constantFrom('EUR', 'JPY', 'KWD', 'USD'),
      lines: fc.array(
        fc.record({ item, quantity: fc.integer({ min: 1, max: 999 }), unit: fc.integer({ min: 0, max: 9_999_999 }) }),
        { minLength: 1, maxLength: 10 },
      ),
      secondary: fc.uniqueArray(
        fc.record({ what: fc.constantFrom(...SECONDARY_LOSSES), amount: fc.integer({ min: 0, max: 9_999_999 }) }),
        { selector: ({ what }) => what },
      ),
      recovered: fc.constant(0),
      method: fc.constantFrom(...LOSS_METHODS),
    });
    fc.assert(
      fc.property(record, fc.constantFrom(en, de, es), (loss, words) => {
        const by = { id: 'ana', name: 'Ana' };
        const fields = lossFields(words, loss.currency, { ...loss, by, at: new Date(0) });
        const typed = Object.fromEntries(
          fields.map((field) => [
            field.name,
            field.kind === 'told' || field.kind === 'files' ? '' : (field.initial ?? ''),
          ]),
        );
        expect(lossFrom(typed, loss.currency, words.loss)).toEqual({ loss });
      }),
    );
  });
});
