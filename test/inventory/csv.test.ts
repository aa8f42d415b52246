import { Readable } from 'node:stream';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { CSV_LIMITS, readInventory } from '../../src/inventory/csv.js';

const known = {
  zonesOf: (site: string) =>
    site === 'mall' ? new Set(['dock', 'court']) : site === 'tokyo' ? new Set<string>() : undefined,
  isPerson: (id: string) => id === 'ana',
  isListed: (id: string) => id === 'case-7',
  currencyOf: (site: string) => (site === 'tokyo' ? 'JPY' : 'EUR'),
};
const read = (text: string) => readInventory(Readable.from([Buffer.from(text)]), known);
const HEAD = 'id,site,zone,name,tag,unit_cost,currency,quantity,high_value,custodian';

describe('an inventory', () => {
  it('is read with what is left out filled in', async () => {
    const { assets, faults } = await read(
      `\ufeffID;Site;Unit_Cost;zone;name;quantity;high_value\r\nsafe-1;mall;42000.5;dock;"Safe; the ""big"" one";2;yes\r\n\r\nmask-1;tokyo;900;;;;\r\n`,
    );
    expect(faults).toEqual([]);
    expect(assets).toEqual([
      {
        id: 'safe-1',
        name: 'Safe; the "big" one',
        siteId: 'mall',
        zoneId: 'dock',
        class: 'asset',
        unitCost: { amount: 4_200_050, currency: 'EUR' },
        quantity: 2,
        criticality: 0.5,
        vulnerability: 0.5,
        highValue: true,
      },
      expect.objectContaining({ id: 'mask-1', name: 'mask-1', unitCost: { amount: 900, currency: 'JPY' } }),
    ]);
  });

  it.each<[string, string, object]>([
    ['an id that is none', 'Case 8,mall,,,,1,,,,', { line: 2, column: 'id', value: 'Case 8' }],
    ['an id of the book', 'case-7,mall,,,,1,,,,', { line: 2, column: 'id', value: 'case-7' }],
    ['a site that is not there', 'a,moon,,,,1,,,,', { line: 2, column: 'site', value: 'moon' }],
    ['a zone of another site', 'a,mall,cage,,,1,,,,', { line: 2, column: 'zone', value: 'cage' }],
    ['nobody', 'a,mall,,,,1,,,,zoe', { line: 2, column: 'custodian', value: 'zoe' }],
    ['an amount with thousands', 'a,mall,,,,"1,000.00",,,,', { line: 2, column: 'unit_cost', value: '1,000.00' }],
    ['a negative amount', 'a,mall,,,,-1,,,,', { line: 2, column: 'unit_cost', value: '-1' }],
    ['half a cent', 'a,mall,,,,1.005,,,,', { line: 2, column: 'unit_cost', why: 'EUR has 2 digits after the point' }],
    ['cents of yen', 'a,tokyo,,,,1.5,,,,', { line: 2, column: 'unit_cost', why: 'JPY has 0 digits after the point' }],
    ['no currency', 'a,mall,,,,1,XYX,,,', { line: 2, column: 'currency', value: 'XYX' }],
    ['more than can be counted', 'a,mall,,,,999999999999,EUR,9999999,,', { line: 2, column: 'unit_cost' }],
    ['none of it', 'a,mall,,,,1,,0,,', { line: 2, column: 'quantity', value: '0' }],
    ['maybe', 'a,mall,,,,1,,,maybe,', { line: 2, column: 'high_value', value: 'maybe' }],
    ['a text that never ends', `a,mall,,${'x'.repeat(301)},,1,,,,`, { line: 2, column: 'name' }],
    [
      'the same twice',
      'a,mall,,,,1,,,,\na,mall,,,,2,,,,',
      { line: 3, column: 'id', why: 'it stands on line 2 already' },
    ],
    ['a field too many', 'a,mall,,,,1,,,,,,', { line: 2 }],
    ['a quote that is never closed', 'a,mall,,"x,,1,,,,\n\n\n', { line: 2 }],
    ['a site that is not there, after lines of a name', 'a,moon,,"x\ny\nz",,1,,,,', { line: 2, column: 'site' }],
    ['a tag of another', 'a,mall,,,RF1,1,,,,\nb,mall,,,RF1,1,,,,', { line: 3, column: 'tag', value: 'RF1' }],
    ['a tag that no alarm can name', `a,mall,,,${'t'.repeat(101)},1,,,,`, { line: 2, column: 'tag' }],
  ])('is refused with %s, by line and column', async (_what, rows, fault) => {
    const { faults, faulty } = await read(`${HEAD}\n${rows}\n`);
    expect(faults[0]).toMatchObject(fault);
    expect(faults[0]?.why).not.toBe('');
    expect(faulty).toBe(1);
  });

  it('is held against its own delimiter alone: a decimal comma is no second field', async () => {
    expect((await read('id;site;unit_cost;quantity\na;mall;42,50;1\n')).faults).toMatchObject([
      { line: 2, column: 'unit_cost', value: '42,50' },
    ]);
    expect((await read('id,site,unit_cost,name\na,mall,1,Watch; gold\n')).assets).toMatchObject([
      { name: 'Watch; gold' },
    ]);
  });

  it('keeps what it found before the file breaks off', async () => {
    const { faults } = await read(`${HEAD}\na,moon,,,,1,,,,\nb,mall,,"x,,1,,,,\nc,mall,,,,1,,,,\n`);
    expect(faults.map(({ line, column }) => [line, column])).toEqual([
      [2, 'site'],
      [3, undefined],
    ]);
  });

  it('is UTF-8, or says that it is UTF-16', async () => {
    const text = `${HEAD}\na,mall,,Kühltruhe,,1,,,,\n`;
    const bytes = (buffer: Buffer) =>
      readInventory(Readable.from([...buffer].map((byte) => Buffer.from([byte]))), known);
    expect((await bytes(Buffer.from(text))).assets).toMatchObject([{ name: 'Kühltruhe' }]);
    expect((await bytes(Buffer.from(text, 'latin1'))).faults).toMatchObject([
      { why: expect.stringContaining('CSV UTF-8') },
    ]);
    const wide = Buffer.concat([Buffer.from([0xff, 0xfe]), Buffer.from(text, 'utf16le')]);
    expect((await readInventory(Readable.from([wide]), known)).assets).toMatchObject([{ name: 'Kühltruhe' }]);
  });

  it('is refused by its heading, by its emptiness, and by its size', async () => {
    expect((await read('id,site\n')).faults).toMatchObject([
      { line: 1, column: 'unit_cost', why: 'this column is missing' },
    ]);
    expect((await read(`${HEAD},colour\n`)).faults[0]).toMatchObject({ line: 1, column: 'colour' });
    expect((await read('id,site,unit_cost,id\n')).faults[0]).toMatchObject({ why: 'a column is there twice' });
    expect((await read(`${HEAD}\n`)).faults).toMatchObject([{ line: 1, why: 'there is no row in it' }]);
    expect((await read('')).faults).toHaveLength(1);
    expect((await read('\u0000\u0001\u0002')).faulty).toBeGreaterThan(0);
    const many = Array.from({ length: 200 }, (_, index) => `A${index},mall,,,,1,,,,`).join('\n');
    const { faults, faulty } = await read(`${HEAD}\n${many}`);
    expect([faults.length, faulty]).toEqual([CSV_LIMITS.faults, 200]);
  });

  it('gives back what was written, whatever the names', async () => {
    const name = fc.string({ unit: 'grapheme', minLength: 1, maxLength: 40 }).map((text) =>
      text
        .trim()
        .replace(/[\r\n\ufeff]/g, ' ')
        .trim(),
    );
    const asset = fc.record({
      name,
      cents: fc.integer({ min: 0, max: 99_999_999 }),
      quantity: fc.integer({ min: 1, max: 999 }),
    });
    await fc.assert(
      fc.asyncProperty(fc.array(asset, { minLength: 1, maxLength: 30 }), async (all) => {
        const quoted = (text: string): string => `"${text.replaceAll('"', '""')}"`;
        const rows = all.map(
          (each, index) =>
            `a-${index},mall,dock,${quoted(each.name)},,${Math.floor(each.cents / 100)}.${String(each.cents % 100).padStart(2, '0')},EUR,${each.quantity},no,ana`,
        );
        const { assets, faults } = await read(`${HEAD}\n${rows.join('\n')}\n`);
        expect(faults).toEqual([]);
        expect(assets.map(({ unitCost, quantity }) => [unitCost.amount, quantity])).toEqual(
          all.map(({ cents, quantity }) => [cents, quantity]),
        );
        expect(assets.map(({ name: given }) => given)).toEqual(
          all.map((each, index) => (each.name === '' ? `a-${index}` : each.name)),
        );
      }),
      { numRuns: 60 },
    );
  });
});
