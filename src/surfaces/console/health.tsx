import type { JSX } from 'preact';
import { en } from '../../../cards/words/en.js';
import { label, type Via } from '../../incident/index.js';
import type { BoardData } from './board-data.js';
import { Span } from './queue.js';

/** Whether everything that an alarm passes through is well. Red only when a person has to act. */
export function Health({ data }: { data: BoardData }): JSX.Element {
  const faulty = data.sources.filter((source) => source.fault);
  const down = data.surfaces.filter(({ trouble }) => trouble !== undefined);
  const bad = !data.store.ok || data.letters.length > 0 || down.length > 0;
  const text = !data.store.ok
    ? data.store.text
    : down.length > 0
      ? `${down.map(({ name }) => nameOf(name)).join(' and ')} cannot be reached`
      : data.letters.length > 0
        ? `${data.letters.length} undelivered`
        : 'all well';
  return (
    <details class={`health ${bad ? 'bad' : 'good'}`} id="health">
      <summary>
        <span class="dot" aria-hidden="true" /> {text}
      </summary>
      <div class="panel">
        <h2>Store</h2>
        <p>{data.store.text}</p>
        <h2>Channels</h2>
        <p>
          {data.surfaces.length === 0
            ? 'Only this console. Set SLACK_BOT_TOKEN and SLACK_SIGNING_SECRET to turn Slack on.'
            : data.surfaces.map(({ name }) => nameOf(name)).join(', ')}
        </p>
        {down.map(({ name, trouble }) => (
          <p>
            {nameOf(name)} cannot be reached since <Span at={trouble?.from ?? data.now} now={data.now} />:{' '}
            {trouble?.error}. People are texted and called.
          </p>
        ))}
        <Letters data={data} />
        <h2>Sources</h2>
        <table class="table">
          <tbody>
            {data.sources.map((source) => (
              <tr>
                <th scope="row">{source.id}</th>
                <td>
                  {source.health ? (
                    <>
                      {source.health.lastOutcome}, <Span at={source.health.lastAt} now={data.now} /> ago
                    </>
                  ) : (
                    (source.fault ?? 'nothing yet')
                  )}
                </td>
                <td class="number">
                  {source.health ? `${source.health.accepted} taken, ${source.health.refused} refused` : ''}
                </td>
              </tr>
            ))}
          </tbody>
        </table>
        {faulty.length > 0 ? (
          <p class="hint">A source without its secret takes nothing: what cannot be verified is refused.</p>
        ) : null}
        <Devices data={data} />
      </div>
    </details>
  );
}

const DEVICES = 30;

/** Those that the book wants to hear of; a silent one is an incident of its own, so nothing turns red here. */
function Devices({ data: { devices, now } }: { data: BoardData }): JSX.Element | null {
  if (devices.length === 0) return null;
  const silent = devices.filter((each) => each.silent).length;
  return (
    <>
      <h2>Devices</h2>
      <p>
        {devices.length} to be heard of, {silent === 0 ? 'none is silent' : `${silent} silent`}
      </p>
      <table class="table">
        <tbody>
          {devices.slice(0, DEVICES).map((device) => (
            <tr>
              <th scope="row">
                {device.name}, {device.siteName}
              </th>
              <td>{device.silent ? 'silent' : 'heard of'}</td>
              <td class="number">
                {device.lastAt ? (
                  <>
                    <Span at={device.lastAt} now={now} /> ago
                  </>
                ) : (
                  'never heard of'
                )}
              </td>
            </tr>
          ))}
        </tbody>
      </table>
      {devices.length > DEVICES ? <p class="hint">{devices.length - DEVICES} more.</p> : null}
    </>
  );
}

const nameOf = (surface: string): string => en.vias[surface as Via] ?? surface;

function Letters({ data }: { data: BoardData }): JSX.Element | null {
  if (data.letters.length === 0) return null;
  return (
    <>
      <h2>Could not be delivered</h2>
      <ul class="letters">
        {data.letters.map((letter) => (
          <li>
            <a href={`/console/incidents/${letter.number}`}>{label(letter.number)}</a> {letter.what} to{' '}
            {letter.destination}: {letter.error}
          </li>
        ))}
      </ul>
    </>
  );
}
