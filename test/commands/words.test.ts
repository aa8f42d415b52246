import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { nearest } from '../../handlers/commands/command.js';
import { momentOf } from '../../handlers/commands/times.js';
import { wordsOf } from '../../handlers/commands/words.js';

describe('what is written after /tocsin', () => {
  it.each([
    ['', []],
    ['  list  mine ', ['list', 'mine']],
    ['ontest "Riverside Mall" 2h camera service', ['ontest', 'Riverside Mall', '2h', 'camera', 'service']],
    ['list “Hanse Hub”', ['list', 'Hanse Hub']],
    ['show "INC-42', ['show', '"INC-42']],
  ])('%j', (text, words) => {
    expect(wordsOf(text)).toEqual(words);
  });

  it('is bounded, whatever it is', () => {
    fc.assert(
      fc.property(fc.string({ maxLength: 20_000, unit: 'binary' }), (text) => {
        const words = wordsOf(text);
        expect(words.length).toBeLessThanOrEqual(60);
        expect(words.join('').length).toBeLessThanOrEqual(2_000);
      }),
    );
  });

  it('a slip is answered with what may have been meant, nonsense with nothing', () => {
    const names = ['help', 'list', 'show', 'oncall', 'ontest', 'threat'];
    expect(nearest('lsit', names)).toBeUndefined();
    expect(nearest('lst', names)).toBe('list');
    expect(nearest('onncall', names)).toBe('oncall');
    expect(nearest('thraet', names)).toBe('threat');
    expect(nearest('xyzzy', names)).toBeUndefined();
  });
});

describe('a time as people write it', () => {
  const now = new Date('2026-01-06T02:10:00Z'); // 03:10 in Berlin, a Tuesday
  const berlin = (text: string) => momentOf(text, now, 'Europe/Berlin')?.toISOString();

  it.each([
    ['22:00', '2026-01-06T21:00:00.000Z'],
    ['tomorrow 6:00', '2026-01-07T05:00:00.000Z'],
    ['2026-07-06 18:00', '2026-07-06T16:00:00.000Z'],
    ['2026-01-06T18:00', '2026-01-06T17:00:00.000Z'],
    ['friday 9am', '2026-01-09T08:00:00.000Z'],
    ['in 2 hours', '2026-01-06T04:10:00.000Z'],
    // What is over today means tomorrow.
    ['1:00', '2026-01-07T00:00:00.000Z'],
  ])('%s', (text, at) => {
    expect(berlin(text)).toBe(at);
  });

  it.each(['', 'soon', 'night-berlin', 'tomorrow 6:00 or so', '99:99'])('%j is none', (text) => {
    expect(berlin(text)).toBeUndefined();
  });

  it('never throws, and stays in its zone, whatever is written', () => {
    fc.assert(
      fc.property(
        fc.string({ maxLength: 200 }),
        fc.constantFrom('Europe/Berlin', 'Pacific/Kiritimati', 'UTC'),
        (text, zone) => {
          const at = momentOf(text, now, zone);
          if (at) expect(Number.isFinite(at.getTime())).toBe(true);
        },
      ),
    );
  });
});
