import type { ClientLetterWords } from './client-letter-words.js';
import { clientLetter as de } from './de-client-letter.js';
import { clientLetter as en } from './en-client-letter.js';
import { clientLetter as es } from './es-client-letter.js';

const LANGUAGES: ReadonlyMap<string, ClientLetterWords> = new Map([
  ['en', en],
  ['de', de],
  ['es', es],
]);

/** What letters of a language say (ISO 639-1); English for one that is not there. */
export const clientLetterWords = (language: string | undefined): ClientLetterWords =>
  LANGUAGES.get(language ?? 'en') ?? en;
