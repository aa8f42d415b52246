import type { JSX } from 'preact';
import { timesIn } from '../../../cards/times.js';
import type { KeptReport, OwedMail, Rating } from '../../ports-reports.js';

/** A report as the page lists it. */
export interface ReportRow {
  readonly kept: KeptReport;
  readonly title: string;
  readonly period: string;
  readonly mails: readonly OwedMail[];
  readonly ratings: readonly Rating[];
}

interface ReportsProps {
  readonly rows: readonly ReportRow[];
  readonly timezone: string;
}

const STATES = { due: 'waits', sent: 'sent', refused: 'REFUSED' } as const;

const WAYS = {
  smime: 'encrypted to their certificate',
  locked: 'as a locked PDF',
  link: 'as a link',
  news: 'as a link to sign in',
  passphrase: 'the passphrase',
  webhook: 'to the webhook',
} as const;

const mailLine = ({ to, state, way, error }: OwedMail): string =>
  `${to}: ${STATES[state]}${way ? ` ${WAYS[way]}` : ''}${error && state !== 'sent' ? ` (${error})` : ''}`;

const ratingLine = ({ mark, comment, id, reportId }: Rating): string =>
  `${mark} of 5, ${id.slice(reportId.length + 1)}${comment ? `: ${comment}` : ''}`;

/** Every report that was made, with the way to its pages and what became of its mails. */
export function Reports({ rows, timezone }: ReportsProps): JSX.Element {
  const times = timesIn(timezone);
  return (
    <main class="sheet wide">
      <p class="brand">
        <img src="/console/assets/bell.svg" alt="" width="28" height="28" /> Tocsin
      </p>
      <h1>Reports</h1>
      {rows.length === 0 ? (
        <p class="empty">
          None was made yet. In the book, reports: weekly: at: "Mon 07:00" says when, and to: who has it; contract:
          reports: of a client asks for theirs. With /tocsin weekly it can be asked for at any time.
        </p>
      ) : (
        <table class="table">
          <thead>
            <tr>
              <th scope="col">Report</th>
              <th scope="col">Made</th>
              <th scope="col">Mails</th>
              <th scope="col">Marks</th>
            </tr>
          </thead>
          <tbody>
            {rows.map(({ kept, title, period, mails, ratings }) => (
              <tr>
                <td>
                  <a href={`/console/reports/${kept.id}.pdf`}>{title} (PDF)</a>
                  <div class="hint">{period}</div>
                </td>
                <td>{times.dayTime(kept.madeAt)}</td>
                <td>
                  {mails.length === 0 ? (
                    'none'
                  ) : (
                    <Lines of={mails.map((mail) => [mailLine(mail), mail.state === 'refused'])} />
                  )}
                </td>
                <td>
                  {ratings.length === 0 ? (
                    ''
                  ) : (
                    <Lines of={ratings.map((rating) => [ratingLine(rating), rating.mark < 3])} />
                  )}
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      )}
      <p>
        <a href="/console/retention">What is deleted, and when</a> · <a href="/console">Back to the board</a>
      </p>
    </main>
  );
}

const Lines = ({ of }: { readonly of: readonly (readonly [string, boolean])[] }): JSX.Element => (
  <ul class="channels">
    {of.map(([text, bad]) => (
      <li class={bad ? 'bad' : ''}>{text}</li>
    ))}
  </ul>
);
