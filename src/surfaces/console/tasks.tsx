import type { JSX } from 'preact';
import { taskCard, taskName, whoDoes } from '../../../cards/task-card.js';
import { timesIn } from '../../../cards/times.js';
import { en } from '../../../cards/words/en.js';
import { label, type PersonActor, type TaskStatus } from '../../incident/index.js';
import { isTaskLive, statusOf, type Task, type TaskState, taskLabel } from '../../task/index.js';
import { CardView } from './card.js';
import { Evidence } from './evidence.js';
import { Head } from './head.js';

interface TasksProps {
  readonly mine: readonly Task[];
  readonly open: readonly Task[];
  readonly over: readonly Task[];
}

/** Everybody's tasks: those of whoever looks first, then all that are open, then what was done last. */
export const Tasks = ({ mine, open, over }: TasksProps): JSX.Element => (
  <main class="oncall">
    <Head title="Tasks">
      <a href="/console/tasks/new">New task</a>
      <a href="/console/patrols">Patrols</a>
    </Head>
    <Listed title="Yours" tasks={mine} empty="Nothing is yours to do." />
    <Listed
      title="Open"
      tasks={open}
      empty="No task is open. “New task” gives one; a protocol of the book can give them by itself (protocols: tasks)."
    />
    <Listed title="Over" tasks={over} empty="None was finished yet." />
  </main>
);

function Listed({ title, tasks, empty }: { title: string; tasks: readonly Task[]; empty: string }): JSX.Element {
  return (
    <section aria-label={title}>
      <h2>{title}</h2>
      {tasks.length === 0 ? (
        <p class="hint">{empty}</p>
      ) : (
        <ul class="tasks">
          {tasks.map((task) => (
            <Row task={task} />
          ))}
        </ul>
      )}
    </section>
  );
}

/** What and where; who and until when. */
function Row({ task: { state } }: { task: Task }): JSX.Element {
  const { number, place } = state;
  const status = statusOf(state);
  const mark = status === 'overdue' ? 'overdue' : isTaskLive(state) ? '' : 'over';
  const where = place.zoneName ? `${place.siteName}, ${place.zoneName}` : place.siteName;
  return (
    <li class={mark}>
      <a href={`/console/tasks/${number}`}>
        <span>
          <strong>{taskName(state)}</strong>
        </span>
        <small>
          {where} · {whoDoes(state, en)} · <DueMark state={state} status={status} />
        </small>
      </a>
    </li>
  );
}

function DueMark({ state, status }: { state: TaskState; status: TaskStatus }): JSX.Element {
  const due = timesIn(state.place.timezone).dayTime(state.dueAt);
  if (status === 'overdue') return <strong class="mark">OVERDUE since {due}</strong>;
  if (status === 'done' || status === 'cancelled') return <span>{en.task.statuses[status]}</span>;
  return (
    <span>
      due {due}
      {status === 'accepted' ? ', accepted' : ''}
    </span>
  );
}

interface TaskProps {
  readonly task: Task;
  readonly viewer: PersonActor;
  readonly csrf: string;
  /** Where its history and its state do not agree; nothing is well. */
  readonly faults: readonly string[];
}

/** One task: the card that its chats show, and what happened to it. */
export function TaskPage({ task, viewer, csrf, faults }: TaskProps): JSX.Element {
  const { state, timeline, cards } = task;
  const times = timesIn(state.place.timezone);
  return (
    <main class="oncall">
      <Head title={taskLabel(state.number)}>
        <a href="/console/tasks">All tasks</a>
        {state.incident ? (
          <a href={`/console/incidents/${state.incident.number}`}>{label(state.incident.number)}</a>
        ) : null}
      </Head>
      <CardView card={taskCard(state, { viewer })} at={`/console/tasks/${state.number}`} csrf={csrf} />
      <Evidence
        items={state.evidence ?? []}
        at={`/console/tasks/${state.number}`}
        timezone={state.place.timezone}
        csrf={csrf}
        open
      />
      <section aria-label="Diary">
        <h2>Diary</h2>
        <ol class="diary">
          {timeline.map(({ seq, at, actor, event }) => (
            <li key={seq}>
              {times.dayTime(at)} {en.task.event(event, actor.kind === 'person' ? actor.name : 'Tocsin', times)}
            </li>
          ))}
        </ol>
        {faults.length === 0 ? (
          <p class="hint">Proved: {timeline.length} entries, each follows from the one before.</p>
        ) : (
          <p class="fault">This history was changed: {faults.join('; ')}</p>
        )}
      </section>
      <section aria-label="Chats">
        <h2>Chats</h2>
        {cards.length === 0 ? <p class="hint">No chat shows it: it stands here alone.</p> : null}
        <ul class="channels">
          {cards.map(({ destination, shown, stuck, lastError }) => (
            <li class={stuck ? 'bad' : ''}>
              {destination.surface} {destination.name}:{' '}
              {stuck
                ? `cannot be reached: ${lastError ?? ''}`
                : shown === state.cardVersion
                  ? 'shows the latest'
                  : `waiting${lastError ? ` (${lastError})` : ''}`}
            </li>
          ))}
        </ul>
      </section>
    </main>
  );
}
