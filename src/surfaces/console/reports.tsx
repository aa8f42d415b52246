import type { JSX } from 'preact';
import { timesIn } from '../../../cards/times.js';
import type { KeptReport, OwedMail } from '../../ports-reports.js';

/** A report as the page lists it. */
export interface ReportRow {
  readonly kept: KeptReport;
  readonly title: string;
  readonly mails: readonly OwedMail[];
}

interface ReportsProps {
  readonly rows: readonly ReportRow[];
  readonly timezone: string;
}

const STATES = { due: 'waits', sent: 'sent', refused: 'REFUSED' } as const;

const mailLine = ({ to, state, error }: OwedMail): string =>
  `${to}: ${STATES[state]}${error && state !== 'sent' ? ` (${error})` : ''}`;

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
          None was made yet. In the book, reports: weekly: at: "Mon 07:00" says when, and to: who has it. With /tocsin
          weekly it can be asked for at any time.
        </p>
      ) : (
        <table class="table">
          <thead>
            <tr>
              <th scope="col">Report</th>
              <th scope="col">Made</th>
              <th scope="col">Mails</th>
            </tr>
          </thead>
          <tbody>
            {rows.map(({ kept, title, mails }) => (
              <tr>
                <td>
                  <a href={`/console/reports/${kept.id}.pdf`}>{title} (PDF)</a>
                </td>
                <td>{times.dayTime(kept.madeAt)}</td>
                <td>
                  {mails.length === 0 ? (
                    'none'
                  ) : (
                    <ul class="channels">
                      {mails.map((mail) => (
                        <li class={mail.state === 'refused' ? 'bad' : ''}>{mailLine(mail)}</li>
                      ))}
                    </ul>
                  )}
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      )}
      <p>
        <a href="/console">Back to the board</a>
      </p>
    </main>
  );
}
