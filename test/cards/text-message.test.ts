import fc from 'fast-check';
import { SegmentedMessage } from 'sms-segments-calculator';
import { describe, expect, it } from 'vitest';
import { clipUnits, gsm, gsmUnits, segmentsOf as segments } from '../../cards/gsm.js';
import { answerText, type TextAnswer } from '../../cards/text-answer.js';
import { bundleText, detailsText, pageText, sentText, welfareText } from '../../cards/text-message.js';
import { PHONE_WORDS } from '../../cards/words/phones.js';
import { anyText } from '../surfaces/slack/texts.js';
import { ANA_REF, anyState, claimed, plainState, resolved } from './phones.js';

const { en, de, es } = PHONE_WORDS;
const languages = Object.values(PHONE_WORDS);
const place = { ...plainState.place, address: 'Uferstrasse 1' };
const at = [47.3769, 8.5417] as const;

describe('a page', () => {
  it.each([
    [
      'en',
      en,
      'INC-42 CRITICAL Forced door, Loading dock 2, Riverside Mall 02:10. Reply 1 claim 2 escalate 3 details 4 refuse',
    ],
    [
      'de',
      de,
      'INC-42 KRITISCH Tür aufgebrochen, Loading dock 2, Riverside Mall 02:10. Antwort 1 übernehmen 2 eskalieren 3 Details 4 ablehnen',
    ],
    [
      'es',
      es,
      'INC-42 CRITICA Puerta forzada, Loading dock 2, Riverside Mall 02:10. Responda 1 asumir 2 escalar 3 detalles 4 rechazar',
    ],
  ])('in %s', (_, words, text) => {
    expect(pageText(plainState, words)).toBe(text);
    expect(segments(text)).toBe(1);
  });

  it('says when it may have come before', () => {
    expect(pageText(plainState, en, { repeat: true })).toMatch(/^Repeat: INC-42 CRITICAL /);
    expect(bundleText([plainState, plainState], en, { repeat: true })).toMatch(/^Repeat: 2 alarms at /);
    expect(sentText(plainState, en, { repeat: true })).toMatch(/^Repeat: INC-42 /);
  });

  it('loses the last words of long names, and neither the zone nor the site as a whole', () => {
    const long = {
      ...plainState,
      place: {
        ...place,
        zoneName: 'Goods entrance of the northern storage hall behind the car park',
        siteName: 'Regional Distribution Centre of the Riverside Trading Company Ltd',
      },
    };
    expect(pageText(long, en)).toBe(
      'INC-42 CRITICAL Forced door, Goods entrance of the northern..., Regional Distribution Centre of the... 02:10. Reply 1 claim 2 escalate 3 details 4 refuse',
    );
  });

  it('has no word of the detector in it: not its subject, not a place that the book does not have', () => {
    const { zoneName: _z, zoneId: _i, ...rest } = place;
    const unplaced = {
      ...plainState,
      subject: 'EVIL',
      details: 'EVIL',
      place: { ...rest, named: 'EVIL', siteName: 'Unknown site' },
    };
    for (const text of [pageText(unplaced, en), detailsText(unplaced, en), sentText(unplaced, en)]) {
      expect(text).toContain('Forced door, Unknown site');
      expect(text).not.toContain('EVIL');
    }
    expect(pageText({ ...plainState, unrecognised: 'EVIL' }, en)).toMatch(/^INC-42 CRITICAL Unrecognised alarm, /);
  });

  it('keeps what GSM-7 has, and writes the rest in other letters', () => {
    expect(gsm('Żółć Café Größe ñ ¿qué? Ελλάς 東京 “x” … ` 5 €')).toBe(
      `Zolc Café Größe ñ ¿qué? Ellas DongJing "x" ... ' 5 €`,
    );
    expect(gsm('e\u0301')).toBe('é');
    expect(gsmUnits('[€]')).toBe(6);
    expect(gsm('Mall 😀👩‍👩‍👧‍👦 ©')).toBe('Mall  (C)');
  });

  it('turns nothing round: control and bidi characters are gone', () => {
    const odd = {
      ...plainState,
      place: { ...place, siteName: 'Mall\u202E\u0000\n\u200Bevil\u2066', zoneName: '\u202E' },
    };
    expect(pageText(odd, en)).toContain('Forced door, Mall evil 02:10');
  });
});

describe('several at once', () => {
  it('one text names all that fit, and counts the others', () => {
    const three = [plainState, { ...plainState, number: 43, kind: 'motion' as const }, { ...plainState, number: 44 }];
    expect(bundleText(three, en)).toBe(
      '3 alarms at Riverside Mall: INC-42 CRITICAL Forced door Loading dock 2, INC-43 CRITICAL Motion Loading dock 2, INC-44 CRITICAL Forced door Loading dock 2. Reply 1 claim all 2 escalate 3 details 4 refuse',
    );
    const many = Array.from({ length: 30 }, (_, number) => ({ ...plainState, number }));
    expect(bundleText(many, en)).toMatch(/^30 alarms at Riverside Mall: INC-0 .* \+\d+\. Reply 1 claim all/);
    expect(bundleText([plainState], en)).toBe(pageText(plainState, en));
  });
});

describe('to the officer who is sent', () => {
  it('says where, and the way if there is room for it', () => {
    expect(sentText({ ...plainState, place }, en, { at })).toBe(
      'INC-42 CRITICAL Forced door, Loading dock 2, Riverside Mall, Uferstrasse 1 02:10. You are sent. Reply 5 en route 6 on scene 7 clear 4 refuse Way: https://maps.google.com/?q=47.37690,8.54170',
    );
    const far = { ...plainState, place: { ...place, zoneName: 'z'.repeat(90), siteName: 's'.repeat(80) } };
    expect(sentText(far, en, { at })).not.toContain('https:');
    expect(sentText(far, en, { at })).toContain('z'.repeat(90));
  });
});

describe('somebody who is silent', () => {
  it('is asked by the number alone, in one segment', () => {
    expect(welfareText(plainState, en)).toBe(
      'INC-42: is all well with you? Reply 8 if so. No answer counts as trouble.',
    );
    for (const words of languages)
      expect(segments(welfareText({ number: 9_999_999 }, words, { repeat: true }))).toBe(1);
  });
});

describe('details', () => {
  it('says how much, what else and who has it, in two segments', () => {
    expect(detailsText({ ...plainState, place }, en)).toBe(
      'INC-42 CRITICAL 86 Forced door, Loading dock 2, Riverside Mall, Uferstrasse 1 02:10, 4 signals. Also: Person seen. Nobody has this yet. Reply 1 claim 2 escalate 4 refuse',
    );
    expect(detailsText(claimed, de)).toContain('Ana Beck hat das seit 02:11.');
    expect(detailsText(resolved, es)).toMatch(/Ana Beck lo cerro a las 02:41\.$/);
  });
});

const answers: Readonly<Record<TextAnswer['kind'], readonly [TextAnswer, string]>> = {
  claimed: [{ kind: 'claimed', number: 42 }, 'INC-42: you have it. Reply 2 to escalate, 3 for details.'],
  taken: [
    { kind: 'taken', number: 42, by: ANA_REF, at: new Date('2026-01-06T01:11:00Z'), zone: 'Europe/Zurich' },
    'INC-42: Ana Beck has had this since 02:11.',
  ],
  yours: [
    { kind: 'yours', number: 42, at: new Date('2026-01-06T01:11:00Z'), zone: 'Europe/Zurich' },
    'INC-42: you have this already, since 02:11.',
  ],
  over: [
    { kind: 'over', number: 42, by: ANA_REF, at: new Date('2026-01-06T01:41:00Z'), zone: 'Europe/Zurich' },
    'INC-42: Ana Beck closed this at 02:41.',
  ],
  escalated: [{ kind: 'escalated', number: 42 }, 'INC-42: escalated. The next person is being called.'],
  refused: [{ kind: 'refused', number: 42 }, 'INC-42: noted that you cannot. The next person is being asked.'],
  accepted: [{ kind: 'accepted', number: 42 }, 'INC-42: noted, you are coming. Reply 5 en route 6 on scene 7 clear'],
  'claimed-all': [{ kind: 'claimed-all', numbers: [42, 43] }, 'You have INC-42, INC-43.'],
  'refused-all': [
    { kind: 'refused-all', numbers: [42, 43] },
    'Noted that you cannot: INC-42, INC-43. The next person is being asked.',
  ],
  'en-route': [{ kind: 'en-route', number: 42 }, 'INC-42: noted, you are on your way. Reply 6 on scene 7 clear'],
  'on-scene': [{ kind: 'on-scene', number: 42 }, 'INC-42: noted, you are on scene. Reply 7 when it is clear'],
  clear: [{ kind: 'clear', number: 42 }, 'INC-42: noted, clear. Thank you.'],
  well: [{ kind: 'well', number: 42 }, 'INC-42: noted, all is well.'],
  'not-possible': [
    { kind: 'not-possible', number: 42 },
    'INC-42: this is not possible for you. Look at Tocsin, or reply 2 to escalate.',
  ],
  which: [
    { kind: 'which', numbers: [42, 43] },
    'Which one? Reply the code and the number, like 1 42. Open for you: INC-42, INC-43',
  ],
  nothing: [{ kind: 'nothing' }, 'Nothing is open for you. Nothing was done.'],
  'not-understood': [
    { kind: 'not-understood' },
    'This was not understood, and nothing was done. Reply 1 claim 2 escalate 3 details 4 refuse',
  ],
  stranger: [{ kind: 'stranger' }, 'This number is not known here, and nothing was done. Ask your administrator.'],
};

describe('answers', () => {
  it.each(Object.values(answers))('$kind', (answer, text) => {
    expect(answerText(answer, en)).toBe(text);
    const said = languages.map((words) => answerText(answer, words));
    expect(new Set(said).size).toBe(languages.length);
    for (const each of said)
      expect([gsmOnly(each), segments(each)]).toEqual([true, expect.toSatisfy((n: number) => n <= 2)]);
  });
});

const gsmOnly = (text: string): boolean => new SegmentedMessage(text).encodingName === 'GSM-7';

describe('whatever the incident and its names are', () => {
  it('a page has one segment, nothing has more than two, all of it in GSM-7, and number and codes are in it', () => {
    fc.assert(
      fc.property(anyState, fc.constantFrom(...languages), fc.boolean(), (state, words, repeat) => {
        const page = pageText(state, words, { repeat });
        expect(segments(page)).toBe(1);
        const texts = [
          [page, state.covert ? words.text.codes.covert : words.text.codes.page],
          [sentText(state, words, { repeat, at }), words.text.codes.sent],
          [detailsText(state, words), ''],
          [bundleText([state, { ...state, number: state.number + 1 }, state], words, { repeat }), '1 '],
        ] as const;
        for (const [text, codes] of texts) {
          expect(segments(text)).toBeLessThanOrEqual(2);
          expect(gsmOnly(text)).toBe(true);
          expect(text).toContain(`INC-${state.number}`);
          expect(text).toContain(gsm(codes));
          expect(text).not.toMatch(/undefined|NaN|Invalid|\[object|null\b/);
        }
      }),
      { numRuns: 60 },
    );
  });

  it('a text that is cut to so many units has no more of them', () => {
    fc.assert(
      fc.property(
        anyText.map((text) => gsm(text.slice(0, 200))),
        fc.integer({ min: 0, max: 160 }),
        (text, units) => {
          expect(gsmUnits(text)).toBe(new SegmentedMessage(text).numberOfCharacters);
          expect(gsmUnits(clipUnits(text, units))).toBeLessThanOrEqual(units);
        },
      ),
      { numRuns: 200 },
    );
  });
});
