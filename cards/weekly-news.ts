import type { Bulletin } from '../src/ports-news.js';
import { adviceOf, type PeriodReport } from '../src/report/index.js';
import { keyFigures, leadOf, saying, weeklyTitle, writtenIn } from './report-figures.js';
import type { ReportSpeech } from './words/reports.js';

/** The weekly report as a message of a channel: what page one says, and the way to the rest. */
export function weeklyNews(
  report: PeriodReport,
  { organisation, url }: { readonly organisation: string; readonly url: string | undefined },
  { words, terms }: ReportSpeech,
): Pick<Bulletin, 'title' | 'lines' | 'accent'> {
  const { money } = writtenIn(words, report.unit.currency);
  const advice = adviceOf(report).map((each) => words.advice(each, saying(money, terms, words)));
  return {
    accent: 'done',
    title: weeklyTitle(organisation, report, words),
    lines: [
      leadOf(report, words),
      ...keyFigures(report, words).map(
        ({ label, value, change }) => `${label}: ${value}${change ? ` (${change})` : ''}`,
      ),
      ...(advice.length > 0 ? advice : [words.noAdvice]),
      ...(url === undefined ? [] : [`${words.whole}: ${url}`]),
    ],
  };
}
