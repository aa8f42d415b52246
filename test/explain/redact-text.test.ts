import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createTextRedactor } from '../../src/explain/redact-text.js';
import { ALL_TAKEN, NAMES, NOTHING_TAKEN } from './given.js';

const redacted = (text: string, policy: Parameters<typeof createTextRedactor>[0] = ALL_TAKEN): string =>
  createTextRedactor(policy, NAMES).text(text, 500);

describe('what is taken out of a text', () => {
  it.each([
    // PINs, codes, passwords
    ['PIN 1234 entered', '[pin 1] entered'],
    ['the code: 4711 was used', '[pin 1] was used'],
    ['Pin was 12 34 56', '[pin 1]'],
    ['P.I.N. 4-7-1-1', '[pin 1]'],
    ['4711 is the PIN', '[pin 1] is the PIN'],
    ['9876 as door code', '[pin 1] as door code'],
    ['pin four seven one one', '[pin 1]'],
    ['Türcode 8812', '[pin 1]'],
    ['contraseña: hunter2!', '[pin 1]'],
    ['password is Sommer2026', '[pin 1]'],
    ['ＰＩＮ １２３４', '[pin 1]'],
    ['P\u200bIN 1\u200b2\u200b3\u200b4', '[pin 1]'],
    ['PIN ١٢٣٤', '[pin 1]'],
    // Cards and accounts
    ['card 4111 1111 1111 1111 declined', '[card 1] declined'],
    ['4111-1111-1111-1111', '[card 1]'],
    ['4 1 1 1 1 1 1 1 1 1 1 1 1 1 1 1', '[card 1]'],
    ['４１１１１１１１１１１１１１１１', '[card 1]'],
    ['4111\u200b1111\u200d1111\u20601111', '[card 1]'],
    ['378282246310005', '[card 1]'],
    ['POS 99 4111111111111111 00', '[card 1]'],
    ['paid to DE89 3704 0044 0532 0130 00 today', '[account 1] today'],
    ['gb29nwbk60161331926819', '[account 1]'],
    // Telephone numbers
    ['call +49 155 50001 now', '[phone 1] now'],
    ['ring 0171/123 45 67', '[phone 1]'],
    ['0049 30 110', '[phone 1]'],
    ['(212) 555-0123', '[phone 1]'],
    ['tel 83213', '[phone 1]'],
    ['+４９ １７１ １２３４５６７', '[phone 1]'],
    // Mail and addresses
    ['ask ana@northgate.example please', '[mail 1] please'],
    ['ana (at) northgate.example', '[mail 1]'],
    ['rtsp://admin:hunter2@10.0.0.4/live', '[link 1]'],
    ['see https://evil.example/x?token=abc', '[link 1]'],
    ['admin:hunter2@10.0.0.4', '[link 1]'],
    // Number plates
    ['B-MX 4711 at the gate', '[plate 1] at the gate'],
    ['b-mx 4711 at the gate', '[plate 1] at the gate'],
    ['HH AB 1234 left', '[plate 1] left'],
    ['AB12 CDE left', '[plate 1] left'],
    ['ab12cde left', '[plate 1] left'],
    ['AB-123-CD left', '[plate 1] left'],
    ['1234 BCD left', '[plate 1] left'],
    ['12-AB-34 left', '[plate 1] left'],
    ['1-ABC-234 left', '[plate 1] left'],
    ['191-D-12345 left', '[plate 1] left'],
    ['B 123 XYZ left', '[plate 1] left'],
    ['WX 12345 left', '[plate 1] left'],
    ['W 12345 A left', '[plate 1] left'],
    ['ZH 123456 left', '[plate 1] left'],
    ['ABC 123 left', '[plate 1] left'],
    ['7ABC123 left', '[plate 1] left'],
    ['A123BC77 left', '[plate 1] left'],
    ['Plate: guard1', '[plate 1]'],
    ['licence plate is XY 99', '[plate 1]'],
    ['Kennzeichen B MX 4711', '[plate 1]'],
    ['ＡＢ１２ ＣＤＥ left', '[plate 1] left'],
    // People
    ['Ana Beck opened it', '[person 1] opened it'],
    ['ana beck opened it', '[person 1] opened it'],
    ['Beck, Ana opened it', '[person 1] opened it'],
    ['ANA opened it', '[person 1] opened it'],
    ['joerg mueller opened it', '[person 1] opened it'],
    ['Muller opened it', '[person 1] opened it'],
    ['Cashier: Jane Q. Doe', '[person 1]'],
    ['Mr Smith opened it', '[person 1] opened it'],
  ])('%s', (text, marked) => {
    const said = redacted(text);
    // What names a secret goes with it where the two stand together; what is asked is that the value is gone.
    expect(said.replace(/^.*?(?=\[)/, '')).toBe(marked.replace(/^.*?(?=\[)/, ''));
    expect(said).toContain('[');
  });

  it.each([
    'Dock door 2 forced',
    'Motion in zone 12',
    'CAM 12 lost the picture',
    'DOOR 2 FORCED AT 02:10',
    'INC-42',
    'Camera court 3',
    'score 86 of 100',
    'GATE 3 OPEN',
    '3 people near till 4',
    'will somebody look',
    'at 02:10 on 06.01.2026',
    'on 2026-01-06',
    '€42,000 in the zone',
    '20 s later',
    'temperature 23.5 C',
    'zone 7 of 12',
    '06-JAN-26',
    'CAM 123 and BAY 112',
    'back in 20 MIN',
    'AT 02 MIN',
  ])('leaves alone: %s', (text) => {
    expect(redacted(text)).toBe(text);
  });

  it('gives the same thing the same marker, in every text of one question', () => {
    const redactor = createTextRedactor(ALL_TAKEN, NAMES);
    expect(redactor.text('B-MX 4711 and AB12 CDE', 200)).toBe('[plate 1] and [plate 2]');
    expect(redactor.text('again AB12CDE, then b-mx4711', 200)).toBe('again [plate 2], then [plate 1]');
    expect(redactor.text('Ana Beck, Ben Adeyemi and Ana', 200)).toBe('[person 1], [person 2] and [person 1]');
  });

  it('keeps what the book lets out, and never a secret', () => {
    const text = 'Ana Beck, B-MX 4711, ana@x.example, +49 30 1234567, PIN 1234, 4111 1111 1111 1111, rtsp://b:c@d/';
    const said = redacted(text, NOTHING_TAKEN);
    expect(said).toBe('Ana Beck, B-MX 4711, ana@x.example, +49 30 1234567, PIN [pin 1], [card 1], [link 1]');
  });

  it('keeps the lines of a text apart, so that one does not swallow the next', () => {
    expect(redacted('Name: Jane Doe\nDoor: dock 2')).toBe(
      '[person 1]\nDoor: dock 2'.replace('[person', 'Name: [person'),
    );
  });

  it('lets no number of a card through, however it is written', () => {
    const digits = '4111111111111111';
    const between = fc.constantFrom('', ' ', '-', '.', '\u200b', '\u00ad', '\u2060', ' \u200d', '  ');
    const wide = (digit: string, how: number) =>
      how === 0 ? digit : String.fromCodePoint((how === 1 ? 0xff10 : how === 2 ? 0x0660 : 0x1d7ce) + Number(digit));
    fc.assert(
      fc.property(fc.array(between, { minLength: 16, maxLength: 16 }), fc.integer({ min: 0, max: 3 }), (gaps, how) => {
        const written = [...digits]
          .map((digit, index) => wide(digit, how) + (index < 15 ? (gaps[index] ?? '') : ''))
          .join('');
        expect(redacted(`paid with ${written} today`)).toBe('paid with [card 1] today');
      }),
      { numRuns: 300 },
    );
  });

  it.each<[string, RegExp]>([
    ['Germany', /^[A-Z]{1,3}-[A-Z]{1,2} [1-9]\d{0,3}$/],
    ['France', /^[A-Z]{2}-\d{3}-[A-Z]{2}$/],
    ['United Kingdom', /^[A-Z]{2}\d{2} [A-Z]{3}$/],
    ['Spain', /^\d{4} [BCDFGHJKLMNPRSTVWXYZ]{3}$/],
    ['Italy', /^[A-Z]{2} \d{3} [A-Z]{2}$/],
    ['Belgium', /^1-[A-Z]{3}-\d{3}$/],
    ['California', /^\d[A-Z]{3}\d{3}$/],
    ['Switzerland', /^ZH \d{4,6}$/],
  ])('lets no plate of %s through', (_country, shape) => {
    fc.assert(
      fc.property(fc.stringMatching(shape), (plate) => {
        expect(redacted(`seen ${plate} at the gate`)).toBe('seen [plate 1] at the gate');
      }),
    );
  });

  it('answers to any text, in bounds', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary', maxLength: 1_500 }), fc.integer({ min: 5, max: 300 }), (text, max) => {
        expect([...createTextRedactor(ALL_TAKEN, NAMES).text(text, max)].length).toBeLessThanOrEqual(max);
      }),
    );
  });

  it.each(['1 ', 'A-', 'pin ', '@.', 'a1', '1', '(', 'Ana '])('is soon done with a megabyte of "%s"', (hard) => {
    const started = performance.now();
    redacted(hard.repeat(1_000_000 / hard.length));
    expect(performance.now() - started).toBeLessThan(1_500);
  });
});
