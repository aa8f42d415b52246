import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { messageTwiml, voiceTwiml } from '../../src/outbound/twilio/twiml.js';
import { readTwiml } from '../standins/twilio/index.js';
import { anyText } from '../surfaces/slack/texts.js';

const NEXT = 'https://tocsin.example/twilio/voice?p=a&n=1';
const saidIn = (xml: string): string[] =>
  readTwiml(xml)
    .flatMap((verb) => (verb.verb === 'Gather' ? verb.inside : [verb]))
    .flatMap((verb) => (verb.verb === 'Say' ? [verb.text] : []));

describe('what is said, as TwiML', () => {
  it('listens for one key while it speaks and eight seconds after', () => {
    const [gather, ...rest] = readTwiml(
      voiceTwiml({ sentences: ['One.', 'Two.'], language: 'es-ES', after: 'keys' }, 0, NEXT),
    );
    expect(rest).toEqual([]);
    expect(gather).toEqual({
      verb: 'Gather',
      action: NEXT,
      timeout: 8,
      onEmpty: true,
      inside: [
        { verb: 'Say', text: 'One.', language: 'es-ES' },
        { verb: 'Pause', length: 1 },
        { verb: 'Say', text: 'Two.', language: 'es-ES' },
        { verb: 'Pause', length: 1 },
      ],
    });
  });

  it('listens three times at most, and speaks no language that Twilio lacks', () => {
    const said = { sentences: ['One.'], language: 'xx-XX', after: 'keys' } as const;
    expect(readTwiml(voiceTwiml(said, 2, NEXT))[0]).toMatchObject({ verb: 'Gather' });
    expect(readTwiml(voiceTwiml(said, 3, NEXT))).toEqual([
      { verb: 'Say', text: 'One.', language: 'en-GB' },
      { verb: 'Pause', length: 1 },
      { verb: 'Hangup' },
    ]);
  });

  it('whatever a name is, it is said and not obeyed', () => {
    const evil = '</Say><Dial>+15550009999</Dial><Say> & "x" \'y\' ]]> <!-- -->';
    expect(saidIn(voiceTwiml({ sentences: [evil], language: 'en-GB', after: 'hang-up' }, 0, NEXT))).toEqual([evil]);
    expect(readTwiml(messageTwiml(evil))).toEqual([{ verb: 'Message', text: evil }]);
    fc.assert(
      fc.property(
        fc.array(
          anyText.map((text) => `x${text}`),
          { maxLength: 5 },
        ),
        fc.boolean(),
        (sentences, keys) => {
          const said = { sentences, language: 'en-GB', after: keys ? 'keys' : 'hang-up' } as const;
          const verbs = readTwiml(voiceTwiml(said, 0, NEXT));
          expect(verbs.map(({ verb }) => verb)).toEqual(
            keys ? ['Gather'] : [...sentences.flatMap(() => ['Say', 'Pause']), 'Hangup'],
          );
          expect(saidIn(voiceTwiml(said, 0, NEXT))).toHaveLength(sentences.length);
        },
      ),
      { numRuns: 200 },
    );
  });

  it('an answer that is not there is an empty one', () => {
    expect([messageTwiml(undefined), messageTwiml('')].map(readTwiml)).toEqual([[], []]);
    expect(readTwiml(messageTwiml('x'.repeat(5_000)))).toMatchObject([{ text: 'x'.repeat(1_600) }]);
  });
});
