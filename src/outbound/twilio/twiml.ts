import twilio from 'twilio';
import type { Said } from '../../ports-outbound.js';
import { TWILIO_LIMITS } from './limits.js';

type Voice = InstanceType<typeof twilio.twiml.VoiceResponse>;

/** A sentence with more than that is a mistake somewhere, and would be said for minutes. */
const LONGEST_SENTENCE = 300;
const MOST_SENTENCES = 20;

/** What is said, as Twilio reads it. `action` is asked for what follows a key, or none; after the last round there is none. */
export function voiceTwiml(said: Said, round: number, action: string): string {
  const voice = new twilio.twiml.VoiceResponse();
  if (said.after === 'keys' && round < TWILIO_LIMITS.rounds) {
    const gather = voice.gather({
      input: ['dtmf'],
      numDigits: 1,
      timeout: TWILIO_LIMITS.keyForS,
      action,
      method: 'POST',
      actionOnEmptyResult: true,
    });
    say(gather, said);
  } else {
    say(voice, said);
    voice.hangup();
  }
  return voice.toString();
}

/** Ends the call without a word. */
export function hangUpTwiml(): string {
  const voice = new twilio.twiml.VoiceResponse();
  voice.hangup();
  return voice.toString();
}

/** The bot needs longer than Twilio waits: the caller hears a pause, then it is asked again. */
export function waitTwiml(url: string): string {
  const voice = new twilio.twiml.VoiceResponse();
  voice.pause({ length: 2 });
  voice.redirect({ method: 'POST' }, url);
  return voice.toString();
}

/** The answer to a text message; empty for none. */
export function messageTwiml(text: string | undefined): string {
  const messaging = new twilio.twiml.MessagingResponse();
  if (text !== undefined && text !== '') messaging.message(inXml(text, TWILIO_LIMITS.bodyLength));
  return messaging.toString();
}

function say(into: Pick<Voice, 'say' | 'pause'>, { sentences, language }: Said): void {
  for (const sentence of sentences.slice(0, MOST_SENTENCES)) {
    into.say({ language: languageOf(language) }, inXml(sentence, LONGEST_SENTENCE));
    into.pause({ length: 1 });
  }
}

/** Without what XML cannot carry: of that Twilio reads out that an application error has occurred. Cut before it is cleaned. */
const inXml = (text: string, length: number): string =>
  text.slice(0, length).replace(/[^\n\P{Cc}]|\p{Cs}|[\uFFFE\uFFFF]/gu, ' ');

/** Twilio refuses a language that it does not speak. */
const SPOKEN = ['en-GB', 'en-US', 'de-DE', 'es-ES'] as const;

const languageOf = (language: string): (typeof SPOKEN)[number] => SPOKEN.find((each) => each === language) ?? 'en-GB';
