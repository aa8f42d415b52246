import type { JSX } from 'preact';
import type { Shift } from '../../oncall/index.js';
import { localDate, localDayTime, localInput, localTime } from '../../time.js';
import { Head } from './head.js';
import { OfferedCovers } from './oncall-covers.js';
import type { Day, OnCallData, Piece, RotationView } from './oncall-data.js';
import { Fault } from './page.js';

/** What was filled in and could not be used, or why something was not done. */
export interface Trouble {
  readonly text?: string;
  readonly rotation?: string;
  readonly values?: Readonly<Record<string, string>>;
  readonly faults?: Readonly<Record<string, string>>;
}

export interface OnCallView {
  readonly data: OnCallData;
  readonly csrf: string;
  readonly trouble?: Trouble;
}

/** Who is on call now and next, the next two weeks, and covers. */
export const OnCallPage = ({ data, csrf, trouble = {} }: OnCallView): JSX.Element => (
  <main class="oncall">
    <Head title="On call">{isPerson(data) ? <a href={data.feedOf(data.me)}>My shifts as a calendar</a> : null}</Head>
    <Fault text={trouble.text} />
    {isPerson(data) ? null : (
      <p class="hint">Your account is nobody of the book, so you can look and not swap. An administrator links it.</p>
    )}
    {data.rotations.length === 0 ? <NoRotation /> : null}
    {data.rotations.map((view) => (
      <RotationPart view={view} data={data} csrf={csrf} trouble={trouble} />
    ))}
  </main>
);

const isPerson = ({ nameOf, me }: OnCallData): boolean => nameOf(me) !== me;

const NoRotation = (): JSX.Element => (
  <div class="empty">
    <p>The book has no rotation yet, so nobody is on call by name.</p>
    <p>
      Write one under <code>rotations:</code> in the book; docs/on-call.md shows how.
    </p>
  </div>
);

function RotationPart({ view, data, csrf, trouble }: Required<OnCallView> & { view: RotationView }): JSX.Element {
  const { rotation, days } = view;
  const { id, name, timezone } = rotation;
  return (
    <section class="rotation" id={id} aria-labelledby={`${id}-name`}>
      <header>
        <h2 id={`${id}-name`}>{name}</h2>
        <small>
          local times, {timezone} · <a href={data.feedOf(id)}>calendar</a>
        </small>
      </header>
      <Now view={view} data={data} />
      <OfferedCovers view={view} data={data} csrf={csrf} />
      <ol class="days" aria-label={`${name}, the next ${days.length} days`}>
        {days.map((day, index) => (
          <DayCell day={day} view={view} data={data} today={index === 0} />
        ))}
      </ol>
      <AskForm view={view} data={data} csrf={csrf} trouble={trouble.rotation === id ? trouble : {}} />
    </section>
  );
}

function Now({ view, data }: { view: RotationView; data: OnCallData }): JSX.Element {
  const { now, next, after, rotation } = view;
  const { nameOf } = data;
  const zone = rotation.timezone;
  const holder = now?.holder;
  // A night rotation has nobody by day, and that is as it should be; that nobody at all is on call is not.
  const anybody = data.rotations.some((each) => each.now?.holder);
  return (
    <div class="now">
      <p class={anybody ? 'who-now' : 'who-now bad'}>
        <strong>{holder ? nameOf(holder.person) : 'Nobody'}</strong> {now ? until(now, data.now, zone) : ''}
        {holder?.insteadOf ? <small> instead of {nameOf(holder.insteadOf)}</small> : null}
      </p>
      {after?.holder ? (
        <p>
          Then {nameOf(after.holder.person)} from {localDayTime(after.from, zone)}.
        </p>
      ) : null}
      {next.length > 0 ? <p class="hint">Without an answer, next: {next.map(nameOf).join(', ')}.</p> : null}
    </div>
  );
}

/** The page knows two weeks; what goes on for longer has no end here. */
const until = ({ to }: Shift, now: Date, zone: string): string =>
  to.getTime() - now.getTime() > 14 * 86_400_000 ? 'for the next two weeks' : `until ${localDayTime(to, zone)}`;

function DayCell(props: { day: Day; view: RotationView; data: OnCallData; today: boolean }): JSX.Element {
  const { day, view, data, today } = props;
  // The bar shows the gaps; in words they would hide who is on call.
  const held = day.pieces.filter(({ person }) => person !== undefined);
  const zone = view.rotation.timezone;
  return (
    <li class={today ? 'day today' : 'day'}>
      <h3>{today ? `Today, ${localDate(day.noon, zone)}` : localDate(day.noon, zone)}</h3>
      <svg viewBox="0 0 1000 10" preserveAspectRatio="none" aria-hidden="true">
        {day.pieces.map((piece) => (
          <rect x={piece.at} width={piece.length} y={0} height={10} class={toneOf(piece, data)} />
        ))}
      </svg>
      <ul>
        {held.length === 0 ? <li class="gap">nobody</li> : null}
        {held.map((piece) => (
          <li class={`${toneOf(piece, data)} ${piece.person === data.me ? 'me' : ''}`}>
            <time dateTime={piece.from.toISOString()}>{span(piece, zone)}</time>{' '}
            <span>{data.nameOf(piece.person ?? '')}</span>
          </li>
        ))}
      </ul>
    </li>
  );
}

function span({ from, to, at, length }: Piece, zone: string): string {
  if (at === 0 && length === 1_000) return 'all day';
  const end = localTime(to, zone);
  return `${localTime(from, zone)}–${end === '00:00' ? '24:00' : end}`;
}

/** A colour per person, the same in every rotation, to follow somebody with the eye; the name always stands beside it. */
const toneOf = ({ person }: Piece, { people }: OnCallData): string =>
  person === undefined ? 'tone-none' : `tone-${Math.max(0, people.indexOf(person)) % 6}`;

function AskForm({ view, data, csrf, trouble }: Required<OnCallView> & { view: RotationView }): JSX.Element | null {
  const { rotation, mine, members } = view;
  if (!members.includes(data.me) && !mine) return null;
  const { values = {}, faults = {} } = trouble;
  const zone = rotation.timezone;
  const first = mine && (mine.from > data.now ? mine.from : data.now);
  const given = {
    from: values.from ?? (first ? localInput(first, zone) : ''),
    to: values.to ?? (mine ? localInput(mine.to, zone) : ''),
    why: values.why ?? '',
  };
  const question = (name: 'from' | 'to' | 'why', label: string, input: JSX.Element) => (
    <div class="question">
      <label for={`${rotation.id}-${name}`}>{label}</label>
      {input}
      <Fault text={faults[name]} />
    </div>
  );
  const common = (name: 'from' | 'to' | 'why') => ({
    id: `${rotation.id}-${name}`,
    name,
    value: given[name],
    ...(faults[name] ? { 'aria-invalid': true } : {}),
  });
  return (
    <details class="fold" open={Object.keys(faults).length > 0}>
      <summary>Ask for cover</summary>
      <form method="post" action="/console/on-call/covers" class="form ask">
        <input type="hidden" name="csrf" value={csrf} />
        <input type="hidden" name="rotation" value={rotation.id} />
        {question('from', 'From', <input type="datetime-local" required {...common('from')} />)}
        {question('to', 'To', <input type="datetime-local" required {...common('to')} />)}
        {question('why', 'Why (the others read it)', <input type="text" maxLength={200} {...common('why')} />)}
        <button type="submit" class="button primary">
          Ask
        </button>
        <p class="hint">You stay on call until somebody takes it.</p>
      </form>
    </details>
  );
}
