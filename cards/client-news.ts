import type { Bulletin } from '../src/ports-news.js';
import { type ClientReport, clientAdviceOf } from '../src/report/index.js';
import { clientFigures, clientLead, clientTitle } from './client-paper.js';
import { saying, writtenIn } from './report-figures.js';
import type { ClientReportWords } from './words/client-report-words.js';
import type { ReportSpeech } from './words/reports.js';

/** The report of a client as a message of a channel: what page one says, and the way to the rest. */
export function clientNews(
  report: ClientReport,
  url: string | undefined,
  speech: ReportSpeech & { readonly labels: ClientReportWords },
): Pick<Bulletin, 'title' | 'lines' | 'accent'> {
  const { words, terms, labels } = speech;
  const parts = { report, ...speech };
  const { money } = writtenIn(words, report.unit.currency);
  const advice = clientAdviceOf(report).map((each) => words.advice(each, saying(money, terms, words)));
  return {
    accent: 'done',
    title: `${clientTitle(report, labels)} · ${words.period(report.period)}`,
    lines: [
      clientLead(parts),
      ...clientFigures(parts).map(({ label, value, change }) => `${label}: ${value}${change ? ` (${change})` : ''}`),
      ...(advice.length > 0 ? advice : [words.noAdvice]),
      ...(url === undefined ? [] : [`${words.whole}: ${url}`]),
    ],
  };
}
