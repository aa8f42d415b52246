import type { JSX } from 'preact';
import { timesIn } from '../../../cards/times.js';
import { en } from '../../../cards/words/en.js';
import type { Times } from '../../../cards/words/words.js';
import type { Officer } from '../../dispatch/index.js';
import type { Duty, Whereabouts } from '../../ports-dispatch.js';

/** An officer as the page shows them, with names for ids. */
export interface OfficerRow {
  readonly officer: Officer;
  readonly sites: readonly string[];
  /** The site nearest to their last position, if one is near. */
  readonly near?: { readonly site: string; readonly metres: number };
  /** Where they were last seen is too long ago to say where they are. */
  readonly lost: boolean;
  readonly duty?: Whereabouts['duty'];
}

/** What the page needs of the house. */
export interface OfficersDesk {
  rows(): Promise<readonly OfficerRow[]>;
  setDuty(personId: string, duty: Duty): Promise<void>;
  /** IANA zone in which the page tells times. */
  timezone(): string;
}

interface OfficersProps {
  readonly rows: readonly OfficerRow[];
  /** Person of the book who looks. */
  readonly me: string;
  readonly csrf: string;
  readonly now: Date;
  readonly timezone: string;
}

/** Who is on duty, where they were last seen, and a switch for oneself. Positions are told in words: no map is asked for. */
export function Officers({ rows, me, csrf, now, timezone }: OfficersProps): JSX.Element {
  const times = timesIn(timezone);
  const mine = rows.find(({ officer }) => officer.id === me);
  return (
    <main class="sheet wide">
      <p class="brand">
        <img src="/console/assets/bell.svg" alt="" width="28" height="28" /> Tocsin
      </p>
      <h1>Officers</h1>
      {mine ? <MyDuty row={mine} csrf={csrf} times={times} /> : null}
      {rows.length === 0 ? (
        <p class="empty">Nobody in the book goes out. Give somebody the role “responder”.</p>
      ) : (
        <table class="table roster">
          <thead>
            <tr>
              <th scope="col">Officer</th>
              <th scope="col">State</th>
              <th scope="col">Last position</th>
              <th scope="col">Sites</th>
            </tr>
          </thead>
          <tbody>
            {rows.map((row) => (
              <Line row={row} now={now} times={times} />
            ))}
          </tbody>
        </table>
      )}
      <p class="hint">As of {times.second(now)}. Reload the page to see it anew.</p>
      <p>
        <a href="/console">Back to the board</a>
      </p>
    </main>
  );
}

function MyDuty({ row, csrf, times }: { row: OfficerRow; csrf: string; times: Times }): JSX.Element {
  const { state } = row.officer;
  const next: Duty = state === 'off' ? 'available' : 'off';
  const since = row.duty && state === row.duty.state ? ` since ${times.dayTime(row.duty.since)}` : byRotation(row);
  return (
    <form class="duty" method="post" action="/console/officers/duty">
      <input type="hidden" name="csrf" value={csrf} />
      <p>
        You are <strong>{en.dispatch.states[state]}</strong>
        {since}.
      </p>
      <button type="submit" class={`button ${next === 'available' ? 'primary' : 'plain'}`} name="duty" value={next}>
        {next === 'available' ? 'Go on duty' : 'Go off duty'}
      </button>
    </form>
  );
}

/** Why somebody is off who never said so. */
const byRotation = ({ officer, duty }: OfficerRow): string =>
  officer.state === 'off' && duty?.state !== 'off' ? ', not on shift' : '';

function Line({ row, now, times }: { row: OfficerRow; now: Date; times: Times }): JSX.Element {
  const { officer, sites } = row;
  const { load } = officer;
  return (
    <tr class={officer.state === 'off' ? 'absent' : ''}>
      <th scope="row">{officer.name}</th>
      <td>
        {en.dispatch.states[officer.state]}
        <small>
          {byRotation(row)}
          {load.incidents > 0 ? ` · ${load.incidents} in hand` : ''}
        </small>
      </td>
      <td>
        <Seen row={row} now={now} times={times} />
      </td>
      <td class="posts">{sites.join(', ')}</td>
    </tr>
  );
}

function Seen({ row, now, times }: { row: OfficerRow; now: Date; times: Times }): JSX.Element {
  const { fix } = row.officer;
  if (!fix) return <span class="unseen">no position yet</span>;
  const within =
    fix.accuracyM === undefined ? 'accuracy unknown' : `±${en.dispatch.distance(Math.max(10, fix.accuracyM))}`;
  const where = row.near ? `${en.dispatch.distance(row.near.metres)} from ${row.near.site}` : 'near no site';
  return (
    <>
      <time dateTime={fix.fixedAt.toISOString()}>{times.span(fix.fixedAt, now)}</time> ago
      {row.lost ? ', too long to count on' : `, ${where}`} <small>{within}</small>
    </>
  );
}
