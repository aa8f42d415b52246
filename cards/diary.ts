import type { IncidentState, PageRecord, TimelineEntry } from '../src/incident/index.js';
import { changesCard, label, saidByTheCard } from '../src/incident/index.js';
import { nameOf, nobodyLine } from './answering.js';
import { clip } from './card.js';
import { hides } from './hidden.js';
import { type CardView, titleOf } from './incident-card.js';
import { timesIn } from './times.js';
import { en } from './words/en.js';
import type { Words } from './words/words.js';

/** People called in one line. */
const NAMED = 20;

/** What a client is told: where it stands. What our own people say to each other stays with them. */
const FOR_CLIENTS: ReadonlySet<TimelineEntry['event']['type']> = new Set([
  'opened',
  'signals-joined',
  'restored',
  'claimed',
  'assigned',
  'released',
  'resolved',
  'reopened',
]);

/** `02:11 Ana Beck claimed it (Slack)`, or nothing for an entry that a thread does not tell. */
export function diaryLine(
  entry: TimelineEntry,
  zone: string,
  view: Pick<CardView, 'audience' | 'words' | 'hides'> = {},
): string | undefined {
  const { audience, words = en } = view;
  const { event } = entry;
  // Bookkeeping of delivery: evidence in the timeline, noise in a thread.
  if (!changesCard(event.type) || saidByTheCard(event)) return undefined;
  if (audience !== 'client') return timelineLine(entry, zone, words);
  if (!FOR_CLIENTS.has(event.type)) return undefined;
  const told = forClients(entry);
  return timelineLine(hides(view, 'names') ? unnamed(told, words) : told, zone, words);
}

/** Without what our own people wrote to each other. */
function forClients(entry: TimelineEntry): TimelineEntry {
  const { event } = entry;
  if (event.type === 'resolved') return { ...entry, event: { ...event, note: '' } };
  return event.type === 'reopened' ? { ...entry, event: { ...event, why: '' } } : entry;
}

/** The same without the names of our people. */
function unnamed({ actor, event, ...entry }: TimelineEntry, words: Words): TimelineEntry {
  return {
    ...entry,
    actor: actor.kind === 'person' ? { ...actor, name: words.team } : actor,
    event: event.type === 'assigned' ? { ...event, to: { ...event.to, name: words.team } } : event,
  };
}

/** Calls people by name in the thread: what it is, and what is wanted of them. */
export function callLine(state: IncidentState, pages: readonly PageRecord[], words: Words = en): string {
  const band = `${words.bands[state.assessment.band]} ${state.assessment.score}`;
  const what = `${label(state.number)} ${band} ${titleOf(state, words)}`;
  const of = (wanted: (why: PageRecord['why']) => boolean): string =>
    [...new Set(pages.filter(({ why }) => wanted(why)).map((page) => nameOf(page)))].slice(0, NAMED).join(', ');
  const sent = of((why) => why === 'dispatched');
  const asked = of((why) => why === 'welfare');
  const others = of((why) => why !== 'dispatched' && why !== 'welfare');
  const lines = [
    ...(sent === '' ? [] : [words.answering.callSent(sent, what)]),
    ...(asked === '' ? [] : [words.answering.callWelfare(asked, label(state.number))]),
    ...(others === '' ? [] : [`${others}: ${what}. ${nobodyLine(state, words).text}`]),
  ];
  return clip(lines.join(' '), 500);
}

/** Says in the whole channel that an incident became graver. */
export function riseLine(state: IncidentState, words: Words = en): string {
  const band = `${words.bands[state.assessment.band]} ${state.assessment.score}`;
  return clip(words.rose(`${label(state.number)} ${titleOf(state, words)}`, band), 500);
}

/** One line of the timeline, actor first. */
export function timelineLine(entry: TimelineEntry, zone: string, words: Words = en): string {
  const times = timesIn(zone, words.locale);
  const by = entry.actor.kind === 'person' ? entry.actor.name : 'Tocsin';
  return clip(`${times.time(entry.at)} ${words.event(entry.event, by, times) ?? entry.event.type}`, 2_500);
}
