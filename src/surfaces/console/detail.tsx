import type { JSX } from 'preact';
import { timelineLine } from '../../../cards/diary.js';
import { incidentCard } from '../../../cards/incident-card.js';
import { en } from '../../../cards/words/en.js';
import { destinationKey } from '../../incident/index.js';
import { localDayTime } from '../../time.js';
import type { Selected } from './board-data.js';
import { CardView } from './card.js';
import { AnsweringFolds } from './detail-answering.js';
import { AssessmentFolds } from './detail-assessment.js';
import { Evidence } from './evidence.js';

/** One incident: the card that every channel shows, and behind it the arithmetic, the diary and the proof. */
export function Detail({
  selected,
  now,
  csrf,
  back,
}: {
  selected: Selected;
  now: Date;
  csrf: string;
  back: string;
}): JSX.Element {
  const { incident } = selected;
  const { state } = incident;
  return (
    <div id={`incident-${state.number}`}>
      <a class="back" href={`/console${back}`}>
        Back to the queue
      </a>
      <CardView card={incidentCard(state, { now, live: true })} at={`/console/incidents/${state.number}`} csrf={csrf} />
      <p class="context">
        <a href={`/console/incidents/${state.number}/report.pdf`}>Report on paper (PDF)</a>
      </p>
      <AssessmentFolds state={state} />
      <AnsweringFolds state={state} />
      <Evidence
        items={state.evidence ?? []}
        at={`/console/incidents/${state.number}`}
        timezone={state.place.timezone}
        csrf={csrf}
        open={state.status !== 'archived'}
      />
      <Channels selected={selected} />
      <Signals selected={selected} />
      <Diary selected={selected} />
      <Chain selected={selected} />
    </div>
  );
}

function Channels({ selected: { incident } }: { selected: Selected }): JSX.Element | null {
  const { state, cards, owed } = incident;
  if (state.destinations.length === 0) return null;
  return (
    <details class="fold">
      <summary>Channels</summary>
      <ul class="channels">
        {state.destinations.map((destination) => {
          const key = destinationKey(destination);
          const card = cards.find((each) => each.destination === key);
          const debt = owed.find((row) => row.id === `${key}/card`);
          const dead = debt?.stuck === true;
          const text = dead
            ? `cannot be reached: ${debt.lastError ?? ''}`
            : debt
              ? `waiting: ${debt.reason}${debt.lastError ? ` (${debt.lastError})` : ''}`
              : card
                ? 'shows the latest'
                : 'nothing posted';
          return (
            <li class={dead ? 'bad' : ''}>
              {destination.surface} {destination.name}: {text}
            </li>
          );
        })}
      </ul>
    </details>
  );
}

function Signals({ selected: { incident, signals } }: { selected: Selected }): JSX.Element {
  const { state } = incident;
  return (
    <details class="fold">
      <summary>{en.signals(state.signals.count, state.signals.devices.length)}</summary>
      <ul class="signals">
        {signals.map((signal) => (
          <li>
            {localDayTime(signal.occurredAt, state.place.timezone)} · {en.kinds[signal.kind]} ·{' '}
            {signal.subject || 'no text'} <small>from {signal.source}</small>
            {signal.details ? <p class="said">{signal.details}</p> : null}
          </li>
        ))}
      </ul>
      {state.signals.count > signals.length ? (
        <p class="hint">The newest {signals.length} are shown; all are kept.</p>
      ) : null}
    </details>
  );
}

function Diary({ selected }: { selected: Selected }): JSX.Element {
  const { state } = selected.incident;
  return (
    <section class="diary" aria-label="Diary">
      <h2>Diary</h2>
      <ol>
        {selected.timeline.map((entry) => (
          <li
            id={`entry-${state.number}-${entry.seq}`}
            title={`${localDayTime(entry.at, state.place.timezone)} · entry ${entry.seq} · ${entry.hash.slice(0, 12)}`}
          >
            {timelineLine(entry, state.place.timezone)}
          </li>
        ))}
      </ol>
    </section>
  );
}

function Chain({ selected }: { selected: Selected }): JSX.Element {
  const { incident, faults } = selected;
  if (faults.length > 0) {
    return (
      <div class="chain bad" role="alert">
        <strong>The evidence chain is broken.</strong>
        <ul>
          {faults.slice(0, 5).map((fault) => (
            <li>
              Entry {fault.seq}: {fault.what}
            </li>
          ))}
        </ul>
      </div>
    );
  }
  return (
    <p class="chain good">
      Evidence chain holds: {incident.chain.seq} {incident.chain.seq === 1 ? 'entry' : 'entries'}, head{' '}
      <code>{incident.chain.hash.slice(0, 16)}</code>
    </p>
  );
}
