import { describe, expect, it } from 'vitest';
import { CALL_KEYS, parseReply, REPLY_CODES, type TextReply } from '../../cards/reply-codes.js';
import { PHONE_WORDS, phoneWords } from '../../cards/words/phones.js';
import { BANDS, KINDS } from '../../src/incident/index.js';

describe('the words of phones', () => {
  it.each(Object.entries(PHONE_WORDS))('%s has one for everything in the closed lists', (_, words) => {
    for (const list of [KINDS.map((each) => words.kinds[each]), BANDS.map((each) => words.bands[each])]) {
      expect(new Set(list).size).toBe(list.length);
      for (const word of list) expect(word).toMatch(/^\p{Lu}.{2,}/u);
    }
  });

  it.each(Object.entries(PHONE_WORDS))('%s offers the codes that are understood, and no other', (_, { text, call }) => {
    const offered = (codes: string) => [...codes.matchAll(/\d/g)].map(([code]) => REPLY_CODES[code as '1']);
    expect(offered(text.codes.page)).toEqual(['claim', 'escalate', 'details', 'refuse']);
    expect(offered(text.codes.bundle)).toEqual(['claim', 'escalate', 'details', 'refuse']);
    expect(offered(text.codes.covert)).toEqual(['claim', 'escalate']);
    expect(offered(text.codes.details)).toEqual(['claim', 'escalate', 'refuse']);
    expect(offered(text.codes.sent)).toEqual(['en-route', 'on-scene', 'clear', 'refuse']);
    expect([...call.keys.matchAll(/\d/g)].map(([key]) => CALL_KEYS[key as '1'])).toEqual([
      'claim',
      'escalate',
      'repeat',
      'refuse',
    ]);
    expect([...call.keysSent.matchAll(/\d/g)].map(([key]) => CALL_KEYS[key as '1'])).toEqual([
      'claim',
      'refuse',
      'repeat',
    ]);
  });

  it('are those of the person, else of the organisation, else English', () => {
    expect(phoneWords('de').voice).toBe('de-DE');
    expect(phoneWords(undefined, 'es').voice).toBe('es-ES');
    expect(phoneWords('fr', 'de').voice).toBe('de-DE');
    expect([phoneWords('fr'), phoneWords(), phoneWords('constructor')].map(({ voice }) => voice)).toEqual([
      'en-GB',
      'en-GB',
      'en-GB',
    ]);
  });
});

describe('what somebody answers', () => {
  it.each<[string, TextReply]>([
    ['1', { kind: 'code', code: 'claim' }],
    [' 2. \n', { kind: 'code', code: 'escalate' }],
    ['3', { kind: 'code', code: 'details' }],
    ['4', { kind: 'code', code: 'refuse' }],
    ['5', { kind: 'code', code: 'en-route' }],
    ['6)', { kind: 'code', code: 'on-scene' }],
    ['7', { kind: 'code', code: 'clear' }],
    ['1 42', { kind: 'code', code: 'claim', number: 42 }],
    ['1 INC-42', { kind: 'code', code: 'claim', number: 42 }],
    ['inc 42 2', { kind: 'code', code: 'escalate', number: 42 }],
    ['INC-42: 3', { kind: 'code', code: 'details', number: 42 }],
    ['Stop', { kind: 'stop' }],
    ['UNSUBSCRIBE', { kind: 'stop' }],
    ['start', { kind: 'start' }],
    ['8', { kind: 'code', code: 'well' }],
    ['9', { kind: 'unknown' }],
    ['12', { kind: 'unknown' }],
    ['', { kind: 'unknown' }],
    ['please stop calling', { kind: 'unknown' }],
    ['one', { kind: 'unknown' }],
    ['1 2 3', { kind: 'unknown' }],
    ['9'.repeat(5_000), { kind: 'unknown' }],
  ])('%j', (body, reply) => {
    expect(parseReply(body)).toEqual(reply);
  });
});
