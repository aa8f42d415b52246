import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { coverRefusal } from '../../cards/words/en-oncall.js';
import {
  askCover,
  type Cover,
  coverAt,
  isRefusal,
  onCall,
  overrideOf,
  shifts,
  takeCover,
  withCovers,
  withdrawCover,
} from '../../src/oncall/index.js';
import { dayOf } from '../../src/oncall/wall.js';
import { at, between, DAY, faultsOf, HOUR, rotation, told, turns } from './given.js';

const START = { startDay: dayOf('2026-01-05')! };
/** Ana has the fifth, Ben the sixth, Chi the seventh, Ana the eighth. */
const nights = rotation([turns(['ana', 'ben', 'chi'], { ...START, restrict: between('18:00-06:00') })], 'UTC');
const NOW = at('2026-01-05T12:00Z');
const NIGHT = { from: at('2026-01-06T18:00Z'), to: at('2026-01-07T06:00Z') };

const ask = (asker: string, stretch = NIGHT, open: readonly Cover[] = [], now = NOW) =>
  askCover(nights, { id: 'c1', asker, why: 'dentist', ...stretch }, open, now);
const offered = (): Cover => ask('ben') as Cover;
const code = (result: Cover | ReturnType<typeof ask>) => (isRefusal(result) ? result.code : result.status);

describe('a cover', () => {
  it('is asked for, offered, taken, and puts the taker in the place of who asked', () => {
    const taken = takeCover(nights, offered(), 'chi', at('2026-01-05T13:00Z')) as Cover;
    expect(taken).toMatchObject({ status: 'taken', by: 'chi' });
    expect(overrideOf(taken)).toEqual({ person: 'chi', instead: 'ben', ...NIGHT });
    const whole = withCovers(nights, [taken]);
    expect(told(shifts(whole, at('2026-01-06T12:00Z'), at('2026-01-08T12:00Z')))).toEqual([
      '01-06T12:00 01-06T18:00 -',
      '01-06T18:00 01-07T06:00 chi',
      '01-07T06:00 01-07T18:00 -',
      '01-07T18:00 01-08T06:00 chi',
      '01-08T06:00 01-08T12:00 -',
    ]);
    expect(onCall(whole, NIGHT.from)).toEqual({ person: 'chi', insteadOf: 'ben', layer: 0, next: ['ana'] });
    expect(onCall(withCovers(nights, [offered()]), NIGHT.from)?.person).toBe('ben');
  });

  it.each<[string, () => Cover | ReturnType<typeof ask>, string]>([
    ['a stretch that is over', () => ask('ben', NIGHT, [], at('2026-01-07T06:00Z')), 'past'],
    ['a stretch that ends before it begins', () => ask('ben', { from: NIGHT.to, to: NIGHT.from }), 'no-stretch'],
    ['more than 31 days', () => ask('ben', { from: NIGHT.from, to: at('2026-02-07T06:00Z') }), 'too-long'],
    ['the shift of somebody else', () => ask('ana'), 'not-on-call'],
    [
      'a stretch when nobody is on call',
      () => ask('ben', { from: at('2026-01-06T08:00Z'), to: at('2026-01-06T09:00Z') }),
      'not-on-call',
    ],
    ['what was asked for already', () => ask('ben', NIGHT, [offered()]), 'asked-already'],
  ])('is not asked for %s', (_what, made, refused) => {
    expect(code(made())).toBe(refused);
  });

  it.each<[string, (cover: Cover) => Cover | ReturnType<typeof ask>, string]>([
    ['by who asked', (cover) => takeCover(nights, cover, 'ben', NOW), 'own-cover'],
    ['by somebody of another rotation', (cover) => takeCover(nights, cover, 'sam', NOW), 'not-in-rotation'],
    ['after its end', (cover) => takeCover(nights, cover, 'ana', NIGHT.to), 'past'],
    [
      'after somebody else',
      (cover) => takeCover(nights, takeCover(nights, cover, 'chi', NOW) as Cover, 'ana', NOW),
      'already-taken',
    ],
    [
      'after it was withdrawn',
      (cover) => takeCover(nights, withdrawCover(cover, 'ben', NOW) as Cover, 'ana', NOW),
      'already-withdrawn',
    ],
    [
      'when who asked is not on call any more',
      (cover) => takeCover({ ...nights, overrides: [{ person: 'eve', ...NIGHT }] }, cover, 'ana', NOW),
      'not-on-call',
    ],
  ])('is not taken %s', (_what, take, refused) => {
    expect(code(take(offered()))).toBe(refused);
  });

  it('is withdrawn by who asked, and only as long as it is offered', () => {
    expect(code(withdrawCover(offered(), 'ben', NOW))).toBe('withdrawn');
    expect(code(withdrawCover(offered(), 'ana', NOW))).toBe('not-yours');
    expect(code(withdrawCover(takeCover(nights, offered(), 'ana', NOW) as Cover, 'ben', NOW))).toBe('already-taken');
  });

  it('expires when its end has come', () => {
    expect(coverAt(offered(), new Date(NIGHT.to.getTime() - 1)).status).toBe('offered');
    expect(coverAt(offered(), NIGHT.to)).toMatchObject({ status: 'expired', closedAt: NIGHT.to });
    // Another one can be asked for over it then.
    expect(
      code(ask('ben', { from: NIGHT.from, to: at('2026-01-10T06:00Z') }, [offered()], at('2026-01-07T12:00Z'))),
    ).toBe('offered');
  });

  it('of a stretch that has begun is for what is left of it', () => {
    const during = at('2026-01-06T20:00:00.500Z');
    const asked = ask('ben', NIGHT, [], during) as Cover;
    expect(asked.from).toEqual(during);
    const taken = takeCover(nights, asked, 'chi', at('2026-01-06T20:10:00.500Z')) as Cover;
    expect(overrideOf(taken)?.from).toEqual(at('2026-01-06T20:10:01Z'));
  });

  it('can be passed on by who took it', () => {
    const first = takeCover(nights, offered(), 'chi', NOW) as Cover;
    const after = withCovers(nights, [first]);
    const again = askCover(after, { id: 'c2', asker: 'chi', why: '', ...NIGHT }, [first], NOW) as Cover;
    const second = takeCover(after, again, 'ana', at('2026-01-05T14:00Z')) as Cover;
    // In whatever order the store gives them.
    for (const covers of [
      [first, second],
      [second, first],
    ])
      expect(onCall(withCovers(nights, covers), NIGHT.from)?.person).toBe('ana');
  });

  it('changes who is on call exactly where the asker would be, and nowhere else', () => {
    const hour = fc.integer({ min: 0, max: 14 * 24 });
    fc.assert(
      fc.property(
        hour,
        hour,
        fc.constantFrom('ana', 'ben', 'chi'),
        fc.constantFrom('ana', 'ben', 'chi'),
        (a, b, asker, by) => {
          const [from, to] = [Math.min(a, b), Math.max(a, b)].map((each) => new Date(NOW.getTime() + each * HOUR));
          const asked = askCover(nights, { id: 'c', asker, why: '', from: from!, to: to! }, [], NOW);
          fc.pre(!isRefusal(asked) && asker !== by);
          const taken = takeCover(nights, asked as Cover, by, NOW) as Cover;
          const [start, end] = [new Date(NOW.getTime() - DAY), new Date(NOW.getTime() + 16 * DAY)];
          const pieces = shifts(withCovers(nights, [taken]), start, end);
          expect(faultsOf(pieces, start, end)).toEqual([]);
          for (let ms = start.getTime(); ms < end.getTime(); ms += HOUR) {
            const before = onCall(nights, new Date(ms))?.person;
            const inside = ms >= from!.getTime() && ms < to!.getTime();
            expect(onCall(withCovers(nights, [taken]), new Date(ms))?.person).toBe(
              inside && before === asker ? by : before,
            );
          }
        },
      ),
      { numRuns: 40 },
    );
  });
});

it('every refusal has a sentence', () => {
  const codes = ['unknown-rotation', 'unknown-cover', 'not-in-rotation', 'own-cover', 'not-yours', 'too-long'] as const;
  const more = ['no-stretch', 'past', 'not-on-call', 'asked-already', 'already-withdrawn'] as const;
  const texts = [...codes, ...more].map((each) => coverRefusal({ code: each }, (id) => id));
  texts.push(coverRefusal({ code: 'already-taken', by: 'chi' }, () => 'Chi Nguyen'));
  expect(new Set(texts).size).toBe(12);
  expect(texts.every((text) => /^[A-Z].+\.$/.test(text))).toBe(true);
  expect(texts.at(-1)).toBe('Chi Nguyen has taken it already.');
});
