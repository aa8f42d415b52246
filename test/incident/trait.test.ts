import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { digest } from '../../src/digest.js';
import { batchOf, TRAITS, traitOf, traitsTogether } from '../../src/incident/index.js';
import { joined, tallyOf } from '../../src/incident/tally.js';
import { signal } from './given.js';

describe('what comes again', () => {
  it.each([
    ['plate', 'b-xy 123', 'BXY123'],
    ['plate', ' B XY  123 ', 'BXY123'],
    ['plate', 'กข 1234', 'กข1234'],
    ['plate', '—', undefined],
    ['sku', ' ab-12  x', 'AB-12 X'],
    ['method', 'Refund_without receipt', 'refund-without-receipt'],
    ['method', '', undefined],
  ] as const)('is written one way: %s "%s"', (of, told, value) => {
    expect(traitOf(of, told)).toEqual(value === undefined ? undefined : { of, value });
  });

  it('is written the same however often it is written anew, and never long', () => {
    fc.assert(
      fc.property(fc.constantFrom(...TRAITS), fc.string({ unit: 'grapheme', maxLength: 200 }), (of, told) => {
        const once = traitOf(of, told);
        expect([...(once?.value ?? '')].length).toBeLessThanOrEqual(60);
        if (once && [...once.value].length < 50) expect(traitOf(of, once.value)?.value).toBe(once.value);
      }),
    );
  });

  it('is counted once, and an incident holds ten, whatever the storm', () => {
    const plates = Array.from({ length: 30 }, (_, index) => ({ of: 'plate', value: `P${index % 15}` }) as const);
    expect(traitsTogether(plates, 99)).toHaveLength(15);
    const batch = (from: number) => {
      const [first, ...more] = plates
        .slice(from, from + 12)
        .map((trait, index) => signal(`k${from + index}`, { traits: [trait] }));
      if (!first) throw new Error('no signal');
      return batchOf(`b${from}`, [first, ...more], String, digest);
    };
    const tally = joined(tallyOf(batch(0)), batch(12));
    expect(tally.traits).toHaveLength(10);
    // What was there first stays.
    expect(tally.traits?.[0]).toEqual({ of: 'plate', value: 'P0' });
  });

  it('belongs to the evidence: another plate is another digest', () => {
    const of = (value: string) =>
      batchOf('b', [signal('k', { traits: [{ of: 'plate', value }] })], String, digest).digest;
    expect(of('BXY123')).not.toBe(of('BXY124'));
  });
});
