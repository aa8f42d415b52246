import type { Period } from '../../src/report/index.js';
import type { ClientReportWords } from './client-report-words.js';
import { clientReport as deClient } from './de-client-report.js';
import { report as de } from './de-report.js';
import { clientReport as enClient } from './en-client-report.js';
import { report as en } from './en-report.js';
import { clientReport as esClient } from './es-client-report.js';
import { report as es } from './es-report.js';
import { wordsIn } from './languages.js';
import type { ReportWords } from './report-words.js';
import type { Words } from './words.js';

/** What a report is written with: its own words, and those of the cards for kinds, causes and categories. */
export interface ReportSpeech {
  readonly words: ReportWords;
  readonly terms: Words;
}

const LANGUAGES: ReadonlyMap<string, (kind: Period['kind']) => ReportWords> = new Map([
  ['en', en],
  ['de', de],
  ['es', es],
]);

/** The words of a language (ISO 639-1) for a stretch of so long; English for one that is not there. */
export const reportSpeech = (language: string | undefined, kind: Period['kind'] = 'week'): ReportSpeech => ({
  words: (LANGUAGES.get(language ?? 'en') ?? en)(kind),
  terms: wordsIn(language),
});

const CLIENTS: ReadonlyMap<string, ClientReportWords> = new Map([
  ['en', enClient],
  ['de', deClient],
  ['es', esClient],
]);

/** What a report for a client says beside; English for a language that is not there. */
export const clientReportWords = (language: string | undefined): ClientReportWords =>
  CLIENTS.get(language ?? 'en') ?? enClient;
