import type { JSX } from 'preact';
import { titleOf } from '../../../cards/incident-card.js';
import { timesIn } from '../../../cards/times.js';
import { en } from '../../../cards/words/en.js';
import type { IncidentState } from '../../incident/index.js';
import { BANDS, label } from '../../incident/index.js';
import type { BoardData, Filters } from './board-data.js';
import { Detail } from './detail.js';
import { Health } from './health.js';

/** The live board: a strip, the queue on the left, one incident on the right. */
export function Board({ data, csrf }: { data: BoardData; csrf: string }): JSX.Element {
  const chosen = data.selected?.incident.state.number;
  return (
    <>
      <div id="app" data-selected={chosen ?? ''} class={chosen === undefined ? 'app' : 'app has-detail'}>
        <Strip data={data} csrf={csrf} />
        <main class="desk">
          <section class="queue" aria-label="Queue">
            <FilterBar data={data} />
            <Queue data={data} chosen={chosen} />
          </section>
          <section class="detail" aria-label="Incident">
            {data.selected ? (
              <Detail selected={data.selected} now={data.now} csrf={csrf} back={queryOf(data.filters)} />
            ) : (
              <Nothing data={data} />
            )}
          </section>
        </main>
      </div>
      <dialog id="dialog" aria-label="Form" />
      <dialog id="help" aria-label="Keys">
        <h2>Keys</h2>
        <dl class="keys">
          {HELP.map(([key, text]) => (
            <>
              <dt>
                <kbd>{key}</kbd>
              </dt>
              <dd>{text}</dd>
            </>
          ))}
        </dl>
        <form method="dialog">
          <button type="submit" class="button plain">
            Close
          </button>
        </form>
      </dialog>
      <p id="said" role="status" aria-live="polite" hidden />
      <p id="offline" role="status" hidden>
        Connection lost. Trying again…
      </p>
    </>
  );
}

const HELP = [
  ['j', 'next incident'],
  ['k', 'the one before'],
  ['c', 'claim or release'],
  ['e', 'escalate'],
  ['r', 'resolve'],
  ['/', 'search'],
  ['?', 'these keys'],
] as const;

function Strip({ data, csrf }: { data: BoardData; csrf: string }): JSX.Element {
  return (
    <header class="strip">
      <a class="brand" href="/console">
        <img src="/console/assets/bell.svg" alt="" width="22" height="22" /> Tocsin
      </a>
      <ul class="bands" aria-label="Live incidents by band">
        {[...BANDS].reverse().map((band) => (
          <li class={`band-${band} ${data.byBand[band] > 0 ? 'some' : 'none'}`}>
            <strong>{data.byBand[band]}</strong> {en.bands[band].toLowerCase()}
          </li>
        ))}
      </ul>
      <ul class="sites" aria-label="Sites with live incidents">
        {data.sites.map((site) => (
          <li class={`band-${site.band}`}>
            <a
              href={`/console?site=${encodeURIComponent(site.id)}`}
              title={`${en.bands[site.band]}, ${site.count} live`}
            >
              <span class="dot" aria-hidden="true" /> {site.name} <small>{site.count}</small>
            </a>
          </li>
        ))}
      </ul>
      <Health data={data} />
      <time class="clock" data-clock dateTime={data.now.toISOString()}>
        {data.now.toISOString().slice(11, 16)}
      </time>
      <form method="post" action="/console/sign-out" class="who">
        <input type="hidden" name="csrf" value={csrf} />
        {data.me.roles.includes('admin') ? <a href="/console/accounts">Accounts</a> : null}
        <button type="submit" class="link" title="Sign out">
          {data.me.name}
        </button>
      </form>
    </header>
  );
}

function FilterBar({ data }: { data: BoardData }): JSX.Element {
  const { filters, choices } = data;
  return (
    <form class="filters" method="get" action="/console" data-filters>
      <input type="search" name="q" value={filters.text} placeholder="Search" aria-label="Search" />
      <Select name="client" all="All clients" value={filters.client} options={choices.clients} />
      <Select name="site" all="All sites" value={filters.site} options={choices.sites} />
      <Select
        name="band"
        all="All bands"
        value={filters.band}
        options={[...BANDS].reverse().map((id) => ({ id, name: en.bands[id].toLowerCase() }))}
      />
      <Select
        name="view"
        all="Live"
        value={filters.view === 'closed' ? 'closed' : undefined}
        options={[{ id: 'closed', name: 'Closed' }]}
      />
      <label class="check">
        <input type="checkbox" name="mine" value="1" checked={filters.mine} /> Mine
      </label>
      <noscript>
        <button type="submit" class="button plain">
          Filter
        </button>
      </noscript>
    </form>
  );
}

function Select(props: {
  name: string;
  all: string;
  value: string | undefined;
  options: readonly { id: string; name: string }[];
}): JSX.Element {
  return (
    <select name={props.name} aria-label={props.all}>
      <option value="">{props.all}</option>
      {props.options.map(({ id, name }) => (
        <option value={id} selected={id === props.value}>
          {name}
        </option>
      ))}
    </select>
  );
}

function Queue({ data, chosen }: { data: BoardData; chosen: number | undefined }): JSX.Element {
  if (data.items.length === 0) return <EmptyQueue data={data} />;
  return (
    <ol class="rows">
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

function Nothing({ data }: { data: BoardData }): JSX.Element {
  if (data.missing !== undefined) return <p class="empty">There is no {label(data.missing)}.</p>;
  return (
    <div class="empty">
      <p>Pick an incident on the left.</p>
      <p>
        <kbd>j</kbd> <kbd>k</kbd> move, <kbd>c</kbd> claims, <kbd>?</kbd> shows all keys.
      </p>
    </div>
  );
}

/** The filters as a query, so that a chosen incident keeps them. */
export function queryOf(filters: Filters): string {
  const query = new URLSearchParams();
  if (filters.text) query.set('q', filters.text);
  if (filters.client) query.set('client', filters.client);
  if (filters.site) query.set('site', filters.site);
  if (filters.band) query.set('band', filters.band);
  if (filters.view === 'closed') query.set('view', 'closed');
  if (filters.mine) query.set('mine', '1');
  const text = query.toString();
  return text === '' ? '' : `?${text}`;
}
