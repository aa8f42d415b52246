import type { PhoneWords } from './phone.js';
import { phoneDe } from './phone-de.js';
import { phoneEn } from './phone-en.js';
import { phoneEs } from './phone-es.js';

/** Languages that phones and mails speak, by ISO 639-1. */
export const PHONE_WORDS = { en: phoneEn, de: phoneDe, es: phoneEs } as const satisfies Readonly<
  Record<string, PhoneWords>
>;

/** The person's language, else that of the organisation, else English. */
export function phoneWords(...languages: readonly (string | undefined)[]): PhoneWords {
  const known = languages.find((each) => each !== undefined && Object.hasOwn(PHONE_WORDS, each));
  return known === undefined ? phoneEn : PHONE_WORDS[known as keyof typeof PHONE_WORDS];
}
