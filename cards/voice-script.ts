import type { IncidentState } from '../src/incident/index.js';
import type { Said } from '../src/ports-outbound.js';
import { clip } from './card.js';
import { phoneFacts, standingOf } from './phone-facts.js';
import type { PhoneWords } from './words/phone.js';

/**
 * Calls. Whoever answers may not be alone, and may not be the person who was called: nothing is said that the detector
 * wrote, and of a covert incident nothing but its number.
 */

/** Number, band, what, where, said twice; then the keys. `sent`: to an officer who is to go there. When somebody has it already: who, and nothing to press. */
export function pageScript(
  state: IncidentState,
  words: PhoneWords,
  options: { readonly repeat?: boolean; readonly sent?: boolean } = {},
): Said {
  const { call } = words;
  const standing = standingOf(state);
  // Whoever is sent is asked whether they come, whoever has it.
  if (standing.kind === 'has' && !options.sent) return over(state, words, call.has(standing.name, standing.since));
  if (standing.kind === 'over') return over(state, words, call.over(standing.name, standing.at));
  const alarm = alarmOf(state, words);
  return {
    sentences: [
      call.greeting(digits(state.number)),
      ...(options.repeat ? [call.repeat] : []),
      ...alarm,
      call.again,
      ...alarm,
      options.sent ? call.keysSent : call.keys,
    ],
    language: words.voice,
    after: 'keys',
  };
}

/** What follows a key. */
export type Pressed = 'claimed' | 'escalated' | 'coming' | 'refused' | 'not-possible';

export function pressedScript(state: IncidentState, words: PhoneWords, pressed: Pressed): Said {
  const { call } = words;
  const told = {
    claimed: call.yours,
    escalated: call.escalated,
    coming: call.coming,
    refused: call.refused,
    'not-possible': call.notPossible,
  }[pressed];
  return over(state, words, told);
}

/** For a mailbox: that somebody should look, and nothing else. A mailbox can be heard by others, and presses no key. */
export const machineScript = (state: IncidentState, words: PhoneWords): Said => over(state, words, words.call.look);

/** A call whose incident or person is not known any more. */
export const goodbyeScript = (words: PhoneWords): Said => ({
  sentences: [words.call.goodbye],
  language: words.voice,
  after: 'hang-up',
});

function over(state: IncidentState, { call, voice }: PhoneWords, sentence: string): Said {
  return {
    sentences: [call.greeting(digits(state.number)), sentence, call.goodbye],
    language: voice,
    after: 'hang-up',
  };
}

function alarmOf(state: IncidentState, words: PhoneWords): string[] {
  const { call } = words;
  if (state.covert) return [call.look];
  const { band, what, zone, site, time } = phoneFacts(state, words);
  const where = [...(zone === undefined ? [] : [clip(zone, 80)]), clip(site, 80)].join(', ');
  // A voice spells what stands in capitals.
  return [call.incident(digits(state.number), band.toLowerCase()), `${what}.`, `${where}.`, call.at(time)];
}

/** `4 2`: said digit by digit, which is heard better than "forty-two" and is how it is typed. */
const digits = (number: number): string => [...String(number)].join(' ');
