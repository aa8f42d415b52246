import type { JSX } from 'preact';
import { titleOf } from '../../../cards/incident-card.js';
import { timesIn } from '../../../cards/times.js';
import { en } from '../../../cards/words/en.js';
import { type IncidentState, label } from '../../incident/index.js';
import type { BoardData } from './board-data.js';
import { queryOf } from './filters.js';

/** Who waits for whom: highest band first, then oldest; two lines each. */
export function Queue({ data, chosen }: { data: BoardData; chosen: number | undefined }): JSX.Element {
  if (data.items.length === 0) return <EmptyQueue data={data} />;
  return (
    <ol class="rows">
      {data.full ? (
        <li class="hint">
          The {data.items.length} most urgent are shown, of {data.total} live. Filter to see the others.
        </li>
      ) : null}
      {data.items.map((state) => (
        <Row state={state} now={data.now} chosen={state.number === chosen} query={queryOf(data.filters)} />
      ))}
    </ol>
  );
}

function Row({
  state,
  now,
  chosen,
  query,
}: {
  state: IncidentState;
  now: Date;
  chosen: boolean;
  query: string;
}): JSX.Element {
  const { place, signals, assessment } = state;
  const closed = state.status === 'resolved' || state.status === 'archived';
  const times = timesIn(place.timezone);
  const overdue = state.status === 'open' && (state.overdue || state.respondBy <= now);
  return (
    <li id={`row-${state.number}`} class={`row band-${closed ? 'done' : assessment.band} ${overdue ? 'overdue' : ''}`}>
      <a
        href={`/console/incidents/${state.number}${query}`}
        aria-current={chosen ? 'true' : undefined}
        data-row={state.number}
      >
        <span class="line">
          <span class="pill">
            {en.bands[assessment.band]} {assessment.score}
          </span>
          <span class="what">{titleOf(state)}</span>
          {signals.count > 1 ? <span class="count">×{signals.count}</span> : null}
        </span>
        <span class="line second">
          <span class="where">
            {label(state.number)} · {place.siteName} · {times.time(state.openedAt)} ·{' '}
            <Span at={state.openedAt} now={now} /> ago
          </span>
          <span class="holder">{holder(state, times.time)}</span>
          {overdue ? <span class="late">overdue</span> : null}
        </span>
      </a>
    </li>
  );
}

function holder(state: IncidentState, time: (at: Date) => string): string {
  switch (state.status) {
    case 'open':
      return state.snoozedUntil ? `snoozed until ${time(state.snoozedUntil)}` : 'nobody yet';
    case 'claimed':
      return `${state.claim.by.name} since ${time(state.claim.at)}`;
    case 'resolved':
    case 'archived':
      return `${en.dispositions[state.resolution.disposition].toLowerCase()}, ${state.resolution.by.name}`;
    default:
      return state satisfies never;
  }
}

/** How long ago; the page keeps counting by itself. */
export const Span = ({ at, now }: { at: Date; now: Date }): JSX.Element => (
  <time dateTime={at.toISOString()} data-since={at.getTime()}>
    {timesIn('UTC').span(at, now)}
  </time>
);

function EmptyQueue({ data }: { data: BoardData }): JSX.Element {
  const { client, site, band, mine, text, view } = data.filters;
  if (client || site || band || mine || text || view === 'closed') {
    return (
      <p class="empty">
        Nothing matches. <a href="/console">Show everything</a>
      </p>
    );
  }
  return (
    <div class="empty">
      <p>All quiet. Nothing is open.</p>
      <p>
        Send a test alarm from the machine that runs Tocsin:
        <code>npm run alarm -- frigate-person --at riverside-mall/jewellery</code>
      </p>
    </div>
  );
}
