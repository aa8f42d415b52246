import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import { KINDS } from '../../src/incident/kinds.js';
import { generic, genericAlarm } from '../../src/intake/generic.js';
import { changed, draft, json, keyOf, only, told } from './given.js';

const alarm = json('generic-glass-break.json');

describe('the generic alarm', () => {
  it('carries all that it says', () => {
    expect(draft(told(generic, alarm))).toEqual({
      key: 'gb-2026-03-02-0007',
      kind: 'glass-break',
      occurredAt: new Date('2026-03-02T21:10:00Z'),
      place: { site: 'riverside-mall', zone: 'jewellery', device: 'cam-12' },
      assetIds: ['case-7'],
      subject: 'Glass break at display case 7',
      details: 'Two shock sensors within one second.',
      confidence: 0.97,
      media: [{ url: 'https://video.example/clips/0007.mp4', type: 'video/mp4' }],
      validation: { person: false, video: true },
      covert: false,
      flags: [],
    });
  });

  it.each(KINDS)('takes the kind %s', (kind) => expect(draft(told(generic, { ...alarm, kind })).kind).toBe(kind));

  it.each([
    ['duress', true],
    ['hold-up', true],
    ['panic', false],
    ['person', false],
  ])('%s is covert: %s', (kind, covert) => expect(draft(told(generic, { ...alarm, kind })).covert).toBe(covert));

  it.each([
    ['key', undefined, 'body.key: expected text, found nothing'],
    ['key', '', 'body.key: expected text, found empty text'],
    ['key', 7, 'body.key: expected text, found the number 7'],
    ['kind', 'burglary', /^body.kind: expected one of "intrusion", .*, …, found "burglary"$/],
    ['site', null, 'body.site: expected text, found null'],
    ['subject', ['x'], 'body.subject: expected text, found a list of 1'],
  ])('without a good %s (%j) it is unrecognised, and says so', (field, to, reason) => {
    const value = changed(alarm, field, to);
    expect(only(told(generic, value))).toEqual({
      is: 'unrecognised',
      reason: typeof reason === 'string' ? reason : expect.stringMatching(reason),
    });
    expect(keyOf(generic, value)).toBeUndefined();
  });

  it.each([
    ['a list', [], 'body: expected an object, found an empty list'],
    ['text', 'x', 'body: expected an object, found "x"'],
    ['null', null, 'body: expected an object, found null'],
  ])('a body that is %s is unrecognised', (_name, value, reason) => {
    expect(only(told(generic, value))).toEqual({ is: 'unrecognised', reason });
  });

  it.each([
    ['confidence', 1.2, 'body.confidence: expected at most 1, found the number 1.2'],
    ['zone', 5, 'body.zone: expected text, found the number 5'],
    ['assets', 'case-7', 'body.assets: expected a list, found "case-7"'],
    ['media', [{ url: 'file:///etc/passwd', type: 'x' }], /body.media\[0\].url|body.media: /],
    ['clears', 5, 'body.clears: expected text, found the number 5'],
    ['devise', 'cam-12', 'Left out, unknown: devise'],
  ])('a bad %s (%j) is left out and said; the duress alarm is not lost', (field, to, note) => {
    const got = draft(told(generic, { ...changed(alarm, field, to), kind: 'duress' }));
    expect(got.kind).toBe('duress');
    expect(got.details).toMatch(note);
    expect(got.key).toBe(alarm.key);
  });

  it.each([[undefined], ['yesterday'], ['2026-03-02'], [1772485800], ['2026-13-02T22:10:00Z']])(
    'an occurredAt of %j becomes the time of arrival, and says so',
    (to) => {
      const got = draft(told(generic, changed(alarm, 'occurredAt', to)));
      expect(got.occurredAt).toEqual(new Date('2026-07-01T12:00:00Z'));
      expect(got.details).toContain('time of arrival is shown');
    },
  );

  it('clears another alarm, by its own key', () => {
    expect(only(told(generic, json('generic-clears.json')))).toMatchObject({
      is: 'restore',
      clears: alarm.key,
      place: { site: 'riverside-mall' },
    });
  });

  it('clears an alarm under the very key of the alarm', () => {
    const over = { ...alarm, clears: alarm.key };
    expect(only(told(generic, over))).toMatchObject({ is: 'restore', key: `${alarm.key}/cleared`, clears: alarm.key });
    expect(keyOf(generic, over)).not.toBe(keyOf(generic, alarm));
  });

  it('is known by its key, whatever else changes', () => {
    expect(keyOf(generic, { ...alarm, subject: 'again' })).toBe(alarm.key);
  });
});

describe('docs/generic-alarm.schema.json', () => {
  it('is made from the zod schema (UPDATE_DOCS=1 writes it)', async () => {
    const made = `${JSON.stringify({ ...z.toJSONSchema(genericAlarm) }, null, 2)}\n`;
    const file = new URL('../../docs/generic-alarm.schema.json', import.meta.url);
    if (process.env.UPDATE_DOCS === '1') (await import('node:fs')).writeFileSync(file, made);
    expect(readFileSync(file, 'utf8')).toBe(made);
  });

  it('the example in docs/generic-alarm.md is a valid alarm', () => {
    const page = readFileSync(new URL('../../docs/generic-alarm.md', import.meta.url), 'utf8');
    const examples = [...page.matchAll(/```json\n([\s\S]*?)```/g)].map((match) => JSON.parse(match[1]!));
    expect(examples.length).toBeGreaterThanOrEqual(2);
    for (const example of examples) expect(genericAlarm.safeParse(example)).toMatchObject({ success: true });
    for (const kind of KINDS) expect(page).toContain(`\`${kind}\``);
  });
});
