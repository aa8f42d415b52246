import type { JSX } from 'preact';
import { en } from '../../../cards/words/en.js';
import { BANDS, label } from '../../incident/index.js';
import type { BoardData } from './board-data.js';
import { Detail } from './detail.js';
import { FilterBar } from './filter-bar.js';
import { queryOf } from './filters.js';
import { Health } from './health.js';
import { OnCallNow } from './oncall-strip.js';
import { Queue } from './queue.js';

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
      <p class={`threat threat-${data.threat}`}>
        {en.threat.label} <strong>{en.threat.levels[data.threat]}</strong>
      </p>
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
              title={`${en.threat.label} ${en.threat.levels[site.threat]}, ${site.count} live, worst ${en.bands[site.band]}`}
            >
              <span class="dot" aria-hidden="true" /> {site.name} <small>{site.count}</small>
            </a>
          </li>
        ))}
      </ul>
      <OnCallNow data={data} />
      <Health data={data} />
      <time class="clock" data-clock dateTime={data.now.toISOString()}>
        {data.now.toISOString().slice(11, 16)}
      </time>
      <form method="post" action="/console/sign-out" class="who">
        <input type="hidden" name="csrf" value={csrf} />
        <a href="/console/officers">Officers</a>
        <a href="/console/tasks">Tasks</a>
        <a href="/console/inventory">Assets</a>
        <a href="/console/reports">Reports</a>
        <a href="/console/on-test" title={data.onTest.join(', ')}>
          {onTest(data)}
        </a>
        {data.me.roles.includes('admin') ? <a href="/console/accounts">Accounts</a> : null}
        <button type="submit" class="link" title="Sign out">
          {data.me.name}
        </button>
      </form>
    </header>
  );
}

function onTest({ onTest: names }: BoardData): string {
  if (names.length === 0) return 'On test';
  return `On test: ${names.length === 1 ? names[0] : `${names.length} sites`}`;
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
