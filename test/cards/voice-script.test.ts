import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { goodbyeScript, machineScript, pageScript, pressedScript } from '../../cards/voice-script.js';
import { PHONE_WORDS } from '../../cards/words/phones.js';
import { anyState, claimed, plainState, resolved } from './phones.js';

const { en, de } = PHONE_WORDS;

describe('a call', () => {
  it('says number, band, what and where, twice, then the keys', () => {
    const alarm = ['Incident 4 2, critical.', 'Forced door.', 'Loading dock 2, Riverside Mall.', 'At 02:10.'];
    expect(pageScript(plainState, en)).toEqual({
      sentences: [
        'This is Tocsin, about incident 4 2.',
        ...alarm,
        'Once more.',
        ...alarm,
        'Press 1 to take it, 2 to escalate, 3 to hear it again, 4 if you cannot.',
      ],
      language: 'en-GB',
      after: 'keys',
    });
    expect(pageScript(plainState, de, { repeat: true })).toMatchObject({
      sentences: expect.arrayContaining([
        'Vielleicht haben Sie diesen Anruf schon bekommen.',
        'Vorfall 4 2, kritisch.',
        'Tür aufgebrochen.',
      ]),
      language: 'de-DE',
    });
  });

  it('says who has it already, and hangs up', () => {
    expect(pageScript(claimed, en)).toEqual({
      sentences: ['This is Tocsin, about incident 4 2.', 'Ana Beck has had this since 02:11.', 'Goodbye.'],
      language: 'en-GB',
      after: 'hang-up',
    });
    expect(pageScript(resolved, en).sentences).toContain('Ana Beck closed this at 02:41.');
  });

  it('answers a key', () => {
    expect(pressedScript(claimed, en, 'claimed').sentences).toContain('You have it.');
    expect(pressedScript(plainState, de, 'escalated').sentences).toContain(
      'Es ist eskaliert. Die nächste Person wird gerufen.',
    );
    expect(pressedScript(plainState, en, 'not-possible').after).toBe('hang-up');
    expect(goodbyeScript(en)).toEqual({ sentences: ['Goodbye.'], language: 'en-GB', after: 'hang-up' });
  });

  it('tells a mailbox to look, and not what happened: others may hear it', () => {
    expect(machineScript(plainState, en).sentences).toEqual([
      'This is Tocsin, about incident 4 2.',
      'Please look at Tocsin.',
      'Goodbye.',
    ]);
  });

  it('is over in a bearable time, and is whole, whatever the names are', () => {
    fc.assert(
      fc.property(anyState, fc.constantFrom(...Object.values(PHONE_WORDS)), (state, words) => {
        const { sentences } = pageScript(state, words, { repeat: true });
        expect([...sentences.join(' ')].length).toBeLessThan(900);
        for (const sentence of sentences) {
          expect(sentence.trim()).not.toBe('');
          expect(sentence).not.toMatch(/undefined|NaN|Invalid|[\u202a-\u202e\u2066-\u2069]/);
        }
      }),
      { numRuns: 100 },
    );
  });
});
