import { incidentPaper as de } from './de-incident-paper.js';
import { incidentPaper as en } from './en-incident-paper.js';
import { incidentPaper as es } from './es-incident-paper.js';
import type { IncidentPaperWords } from './incident-paper-words.js';

const LANGUAGES: ReadonlyMap<string, IncidentPaperWords> = new Map([
  ['en', en],
  ['de', de],
  ['es', es],
]);

/** The labels of a language (ISO 639-1); English for one that is not there. */
export const incidentPaperWords = (language: string | undefined): IncidentPaperWords =>
  LANGUAGES.get(language ?? 'en') ?? en;
