import { de } from './de.js';
import { en } from './en.js';
import { es } from './es.js';
import type { Words } from './words.js';

/** Languages that cards, diaries and forms speak, by ISO 639-1. */
const LANGUAGES: ReadonlyMap<string, Words> = new Map([
  ['en', en],
  ['de', de],
  ['es', es],
]);

export const allWords: readonly Words[] = [...LANGUAGES.values()];

/** The words of a language; English for one that is not there. */
export const wordsIn = (language: string | undefined): Words => LANGUAGES.get(language ?? 'en') ?? en;
