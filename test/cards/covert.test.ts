import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { incidentMail } from '../../cards/mail.js';
import { bundleText, detailsText, pageText, sentText } from '../../cards/text-message.js';
import { machineScript, pageScript, pressedScript } from '../../cards/voice-script.js';
import { PHONE_WORDS } from '../../cards/words/phones.js';
import type { IncidentState } from '../../src/incident/index.js';
import { anyState, claimed, MARKS, marked, NOW, plainState, resolved } from './phones.js';

const languages = Object.values(PHONE_WORDS);
const explanation = {
  summary: `A machine on ${MARKS.site}`,
  model: 'some-model',
  classification: 'undetermined',
  actions: [],
  checks: [],
  confidence: 0.5,
  assessed: 1,
  at: NOW,
  raised: false,
} as const;

/** Everything that leaves the house for a phone or a mailbox. */
function saidOf(bare: IncidentState): [string, string][] {
  const state = { ...bare, explanation };
  const other = { ...marked(plainState), number: 4_711, covert: false };
  return languages.flatMap((phone): [string, string][] => {
    const mail = incidentMail(state, { now: NOW, link: 'https://tocsin.example/i/42', phone, repeat: true });
    const calls = [
      pageScript(state, phone, { repeat: true }),
      machineScript(state, phone),
      ...(['claimed', 'escalated', 'not-possible'] as const).map((pressed) => pressedScript(state, phone, pressed)),
    ];
    return [
      ['page', pageText(state, phone)],
      ['bundle', bundleText([other, state], phone)],
      ['sent', sentText(state, phone, { at: [47.3769, 8.5417] })],
      ['details', detailsText(state, phone)],
      ...calls.map(({ sentences }, index): [string, string] => [`call ${index}`, sentences.join(' ')]),
      ['subject', mail.subject],
      ['mail', mail.text],
      ['html', mail.html],
    ];
  });
}

const kindWords = languages.flatMap(({ kinds, unrecognised }) => [...Object.values(kinds), unrecognised]);

describe('a covert incident', () => {
  it.each([
    ['open', plainState],
    ['claimed', claimed],
    ['resolved', resolved],
  ])('%s: its number, and nothing of what or where', (_, state) => {
    for (const [what, text] of saidOf(marked({ ...state, covert: true, kind: 'hold-up' }))) {
      expect(text, what).toMatch(/42|4 2/);
      for (const mark of Object.values(MARKS)) expect(text, what).not.toContain(mark);
      for (const word of kindWords) expect(text, what).not.toMatch(new RegExp(`\\b${word}\\b`, 'u'));
      expect(text, what).not.toMatch(/maps\.google|47\.37|CRITICAL|KRITISCH|CR[IÍ]TICA/);
    }
  });

  it('is asked to be looked at', () => {
    const covert = { ...plainState, covert: true };
    expect(pageText(covert, PHONE_WORDS.en)).toBe('INC-42: please look at Tocsin. Reply 1 claim 2 escalate');
    expect(bundleText([covert, { ...plainState, number: 43 }], PHONE_WORDS.en)).toBe(
      'INC-42, INC-43: please look at Tocsin. Reply 1 claim 2 escalate',
    );
    expect(pageScript(covert, PHONE_WORDS.en).sentences.slice(0, 2)).toEqual([
      'This is Tocsin, about incident 4 2.',
      'Please look at Tocsin.',
    ]);
  });

  it('whatever else it is', () => {
    fc.assert(
      fc.property(anyState, (state) => {
        for (const [what, text] of saidOf(marked({ ...state, covert: true })))
          for (const mark of Object.values(MARKS)) expect(text, what).not.toContain(mark);
      }),
      { numRuns: 40 },
    );
  });

  it('the test finds a leak: of an open one everything is said', () => {
    const said = saidOf(marked(plainState))
      .map(([, text]) => text)
      .join('\n');
    for (const mark of [MARKS.site, MARKS.zone, MARKS.address, MARKS.subject, 'Forced door'])
      expect(said).toContain(mark);
  });
});
