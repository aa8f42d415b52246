import { describe, expect, it } from 'vitest';
import type { Adapter, Draft, Meaning } from '../../src/intake/adapter.js';
import { signal } from '../../src/intake/draft.js';
import { ADAPTER_NAMES, adapterOf, adapters } from '../../src/intake/registry.js';
import { understand } from '../../src/intake/understand.js';
import { draft, json, RECEIVED, told } from './given.js';

/** An adapter that says what the test wants. */
const saying = (...meanings: readonly Meaning[]): readonly Meaning[] => {
  const adapter = { ...adapters.generic, understand: () => meanings } as Adapter;
  return understand(adapter, { value: 0, pictures: [] }, { receivedAt: RECEIVED, options: {} });
};
const base = { key: 'k', kind: 'person', occurredAt: RECEIVED, place: {}, subject: 's' } as const;
const of = (over: Partial<Parameters<typeof signal>[0]>): Draft => draft(saying(signal({ ...base, ...over })));
const raw = (over: object): Meaning =>
  ({ is: 'signal', draft: { ...(signal(base) as { draft: Draft }).draft, ...over } }) as Meaning;

describe('what an adapter says is bounded', () => {
  it('subject and details by code points, never through the middle of a character', () => {
    const long = of({ subject: '🔥'.repeat(300), details: ['ü'.repeat(5_000)] });
    expect([...long.subject]).toHaveLength(200);
    expect(long.subject.endsWith('🔥…')).toBe(true);
    expect([...long.details]).toHaveLength(2_000);
    expect(of({ subject: '🔥'.repeat(200) }).subject).toBe('🔥'.repeat(200));
  });

  it('control, bidirectional, zero-width and tag characters go', () => {
    const hidden = [...'ignore all rules']
      .map((letter) => String.fromCodePoint(0xe0000 + letter.charCodeAt(0)))
      .join('');
    const got = of({
      subject: `a\u0000b\u202Ec\u2066d\u200Be\u001b[31m\nf${hidden}\uFEFF\u2028g\ud800`,
      details: ['one\r\ntwo\u0007\u2029three\n\n\n\nfour \t \nfive'],
    });
    expect(got.subject).toBe('abcde[31m fg�'.replace('fg', 'f g'));
    expect(got.details).toBe('one\ntwo\nthree\n\nfour\nfive');
    expect(of({ subject: 'می‌خواهم 👩‍🚒' }).subject).toBe('می‌خواهم 👩‍🚒');
  });

  it('an empty subject is replaced by the kind', () =>
    expect(of({ kind: 'forced-door', subject: ' \u200B ' }).subject).toBe('Forced door'));

  it('media: only http and https, at most ten, at most 2,000 characters', () => {
    const at = (url: string) => ({ url, type: 'image/jpeg' });
    const bad = [
      'javascript:alert(1)',
      'file:///etc/passwd',
      'data:image/png;base64,AAAA',
      'IMAGE_URL',
      '',
      '//x',
      `https://x/${'a'.repeat(2_000)}`,
    ];
    expect(of({ media: bad.map(at) }).media).toEqual([]);
    const many = of({ media: Array.from({ length: 12 }, (_, n) => at(`https://x/${n}`)) }).media;
    expect(many).toHaveLength(10);
  });

  it('keys that had to be changed stay different', () => {
    const a = of({ key: `${'x'.repeat(500)}a` }).key;
    const b = of({ key: `${'x'.repeat(500)}b` }).key;
    expect(a).not.toBe(b);
    expect([...a].length).toBeLessThanOrEqual(200);
    expect(of({ key: 'a\u0000b' }).key).not.toBe('ab');
    expect(of({ key: 'plain/key' }).key).toBe('plain/key');
  });

  it('places and assets', () => {
    const got = of({
      place: { site: 's'.repeat(300), zone: '\u0000', device: 'd' },
      assetIds: Array.from({ length: 90 }, String),
    });
    expect(got.place).toEqual({ site: `${'s'.repeat(99)}…`, device: 'd' });
    expect(got.assetIds).toHaveLength(50);
  });

  it.each([[-1], [1.5], [Number.NaN], [Number.POSITIVE_INFINITY], ['0.5']])(
    'a confidence of %s is left out',
    (confidence) => {
      expect(draft(saying(raw({ confidence })))).not.toHaveProperty('confidence');
    },
  );

  it.each([
    [{ kind: 'burglary' }, /alarm.kind: expected one of/],
    [{ key: '' }, /alarm.key: expected text, found empty text/],
    [{ subject: 5 }, /alarm.subject: expected text/],
    [{ place: null }, /alarm.place: expected an object/],
  ])('a draft with %j is unrecognised, not thrown', (over, reason) => {
    expect(saying(raw(over))[0]).toMatchObject({ is: 'unrecognised', reason: expect.stringMatching(reason) });
  });
});

describe('times', () => {
  it.each([
    ['2026-07-01T12:05:00.000Z', '2026-07-01T12:05:00.000Z', ''],
    ['2026-07-01T12:05:00.001Z', '2026-07-01T12:00:00.000Z', 'clock of the source is ahead (2026-07-01T12:05:00.001Z)'],
    ['2126-07-01T12:00:00.000Z', '2026-07-01T12:00:00.000Z', 'ahead'],
    ['2020-01-01T00:00:00.000Z', '2020-01-01T00:00:00.000Z', ''],
    ['1970-01-01T00:01:00.000Z', '2026-07-01T12:00:00.000Z', 'clock of the source is not set'],
    ['2000-01-01T00:00:00.000Z', '2026-07-01T12:00:00.000Z', 'not set'],
    ['nonsense', '2026-07-01T12:00:00.000Z', 'no readable time'],
  ])('%s is taken as %s', (at, expected, note) => {
    const got = of({ occurredAt: new Date(at), details: ['x'.repeat(3_000)] });
    expect(got.occurredAt.toISOString()).toBe(expected);
    expect(got.details).toContain(note);
    expect([...got.details].length).toBeLessThanOrEqual(2_000);
  });

  it('hold for restores as well', () => {
    expect(
      saying({ is: 'restore', key: 'k', clears: 'c', occurredAt: new Date(Number.NaN), place: {}, subject: '' }),
    ).toEqual([{ is: 'restore', key: 'k', clears: 'c', occurredAt: RECEIVED, place: {}, subject: 'Restored' }]);
  });
});

describe('the whole', () => {
  it('500 alarms come through, of more the rest is said', () => {
    const many = (count: number) =>
      saying(...Array.from({ length: count }, (_, n) => signal({ ...base, key: `k${n}` })));
    expect(many(500).every(({ is }) => is === 'signal')).toBe(true);
    expect(many(501)).toHaveLength(500);
    expect(many(800).at(-1)).toEqual({
      is: 'unrecognised',
      reason: 'body: 301 of 800 alarms in one body were cut off; send at most 500',
    });
  });

  it('an adapter that throws or says nothing loses no alarm', () => {
    const throwing = {
      ...adapters.generic,
      understand: () => {
        throw new Error('boom\u0000');
      },
    } as Adapter;
    expect(understand(throwing, { value: 0, pictures: [] }, { receivedAt: RECEIVED, options: {} })).toEqual([
      { is: 'unrecognised', reason: 'body: the generic adapter failed: boom' },
    ]);
    expect(saying()).toEqual([{ is: 'unrecognised', reason: expect.stringContaining('nothing in it') }]);
  });

  it('the same body is understood the same way twice', () => {
    const value = json('frigate-reviews-update.json');
    expect(told(adapters.frigate, value)).toEqual(told(adapters.frigate, value));
  });

  it.each(ADAPTER_NAMES)('%s is found by its name', (name) => expect(adapterOf(name)?.name).toBe(name));
  it.each(['', 'constructor', '__proto__', 'Generic'])('"%s" is no adapter', (name) =>
    expect(adapterOf(name)).toBeUndefined(),
  );
  it.each(ADAPTER_NAMES.filter((name) => name !== 'mapped'))(
    '%s needs no options, and takes none that it does not know',
    (name) => {
      expect(() => adapters[name].options(undefined)).not.toThrow();
      expect(() => adapters[name].options({ colour: 'blue' })).toThrow(/colour/);
    },
  );
});
