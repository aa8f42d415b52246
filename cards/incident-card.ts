import type { Brief, Destination, Hidden, IncidentState, PersonActor, Place, TaskNews } from '../src/incident/index.js';
import { briefOf, label } from '../src/incident/index.js';
import { answeringLines, machineLines, nobodyLine, procedureLines } from './answering.js';
import type { Card, CardElement } from './card.js';
import { clip } from './card.js';
import { actions } from './card-actions.js';
import { emergencyLines } from './emergency-call.js';
import { hides, wordless } from './hidden.js';
import { narrativeOf } from './narrative.js';
import { timesIn } from './times.js';
import { en } from './words/en.js';
import { lossFacts } from './words/loss-words.js';
import type { Words } from './words/words.js';

export interface CardView {
  readonly now: Date;
  /** Surfaces that redraw by themselves may say how long ago; a posted message must not, it would go stale. */
  readonly live: boolean;
  /** A client sees where it stands; what is done about it, and said about it, is ours. */
  readonly audience?: Destination['audience'];
  /** What a client's channel does not show, by the book. */
  readonly hides?: readonly Hidden[];
  /** `elsewhere`: what a model says of it is shown beside the card, marked as such there. */
  readonly machine?: 'elsewhere';
  /** Whoever looks at it, where each sees a card of their own: they are offered what they may do. */
  readonly viewer?: PersonActor;
  readonly words?: Words;
}

/** Assets that a card names. */
/** Findings of badges on a card; the diary has all. */
const BADGES = 4;
const ASSETS = 5;
/** Tasks that a card names. */
const TASKS = 5;
/** Characters of a person's name. */
const NAME = 80;

/** The zone; else what the detector calls it, marked as its word; else the site. */
export const placeName = ({ zoneName, named, siteName }: Pick<Place, 'zoneName' | 'named' | 'siteName'>): string =>
  zoneName ?? (named ? `“${clip(named, 60)}”` : siteName);

export const whatOf = ({ kind, unrecognisedFrom }: Pick<Brief, 'kind' | 'unrecognisedFrom'>, words: Words): string =>
  unrecognisedFrom === undefined ? words.kinds[kind] : words.unrecognisedFrom(unrecognisedFrom);

/** `Forced door · Loading dock 2` */
export const titleOf = (state: IncidentState, words: Words = en): string =>
  `${whatOf(briefOf(state), words)} · ${placeName(state.place)}`;

/**
 * The incident as a card. Top to bottom it answers: what, where, how bad and why, who has it, what now. The order
 * never changes between states, so the eye learns it.
 */
export function incidentCard(given: IncidentState, view: CardView): Card {
  const words = view.words ?? en;
  const state = hides(view, 'words') ? wordless(given) : given;
  const title = titleOf(state, words);
  const band = words.bands[state.assessment.band];
  const elements: CardElement[] = [
    { kind: 'header', text: clip(`${band} ${state.assessment.score} · ${title} · ${label(state.number)}`, 150) },
    { kind: 'context', text: whereAndWhen(state, view, words) },
    { kind: 'text', tone: 'plain', text: clip(summary(state, words), 500) },
    ...quoted(state),
    { kind: 'text', tone: 'plain', text: clip(whyLine(state, words), 500) },
    ...notices(state, words),
    ...(hides(view, 'pictures') ? [] : picture(state, title, words)),
    { kind: 'text', ...standing(state, view, words) },
    ...lost(state, words),
    ...(view.audience === 'client'
      ? []
      : [
          ...answeringLines(state, words),
          ...lastWords(state, words),
          ...badgesOf(state, words),
          ...assetsOf(state, words),
          ...evidenceOf(state, words),
          ...tasksOf(state, words),
          ...(view.machine ? [] : machineLines(state, words)),
        ]),
  ];
  const resolved = state.status === 'resolved' || state.status === 'archived';
  return {
    about: state.id,
    version: state.cardVersion,
    accent: resolved ? 'done' : state.assessment.band,
    fallback: clip(
      `${label(state.number)} ${band} ${title}, ${state.place.siteName}: ${standing(state, view, words).text}`,
      300,
    ),
    elements:
      view.audience === 'client'
        ? elements
        : [
            ...elements,
            ...emergencyLines(state, words),
            ...procedureLines(state, words),
            ...actions(state, view.viewer, words),
          ],
  };
}

function whereAndWhen(state: IncidentState, { now, live }: CardView, words: Words): string {
  const { place, signals } = state;
  const times = timesIn(place.timezone, words.locale);
  const ago = live ? ` (${words.ago(times.span(signals.firstOccurredAt, now))})` : '';
  const site = place.address ? `${place.siteName}, ${place.address}` : place.siteName;
  const parts = [
    ...(place.named ? [words.unknownPlace(clip(place.named, 100))] : []),
    site,
    `${times.dayTime(signals.firstOccurredAt)}${ago}`,
    words.signals(signals.count, signals.devices.length),
  ];
  if (state.reopened > 0) parts.push(words.again(state.reopened));
  return clip(parts.join(' · '), 500);
}

function summary(state: IncidentState, words: Words): string {
  if (state.unrecognised)
    return words.unrecognised(state.signals.sources[0] ?? 'unknown', clip(state.unrecognised, 300));
  return narrativeOf(state, words);
}

/** The detector's own words: untrusted, and shown as such. */
const quoted = (state: IncidentState): CardElement[] =>
  [clip(state.subject, 200), clip(state.details ?? '', 300)]
    .filter((text) => text !== '')
    .map((text) => ({ kind: 'text', tone: 'quote', text }));

function whyLine({ assessment, lifeSafety }: IncidentState, words: Words): string {
  const terms = assessment.factors
    .filter((factor) => factor.contribution >= 0.5)
    .slice(0, 4)
    .map((factor) => ({ text: words.because(factor.because), points: factor.contribution }));
  return words.why({ score: assessment.score, lifeSafety, terms, avs: assessment.avs });
}

function notices(state: IncidentState, words: Words): CardElement[] {
  const times = timesIn(state.place.timezone, words.locale);
  const texts = [
    ...(state.covert ? [words.covert()] : []),
    ...(state.restoredAt ? [words.restored(times.time(state.restoredAt))] : []),
    ...(state.flapping ? [words.flapping()] : []),
  ];
  return texts.map((text) => ({ kind: 'context', text }));
}

function picture(state: IncidentState, title: string, words: Words): CardElement[] {
  const [url] = state.signals.pictures;
  return url === undefined ? [] : [{ kind: 'image', url, alt: clip(`${words.picture}: ${title}`, 200) }];
}

/** Who has it: the one line that everybody looks for. */
function standing(state: IncidentState, view: CardView, words: Words): { tone: 'strong' | 'alert'; text: string } {
  const { audience } = view;
  const times = timesIn(state.place.timezone, words.locale);
  const nameOf = (name: string): string => (hides(view, 'names') ? words.team : clip(name, NAME));
  switch (state.status) {
    case 'open': {
      if (state.snoozedUntil)
        return { tone: 'strong', text: `${words.nobody()} ${words.snoozed(times.time(state.snoozedUntil))}` };
      return audience === 'client' ? { tone: 'strong', text: words.nobody() } : nobodyLine(state, words);
    }
    case 'claimed': {
      const has = words.has(nameOf(state.claim.by.name), times.time(state.claim.at), words.vias[state.claim.via]);
      return {
        tone: 'strong',
        text: state.snoozedUntil ? `${has}. ${words.snoozed(times.time(state.snoozedUntil))}` : has,
      };
    }
    case 'resolved':
    case 'archived': {
      const { resolution } = state;
      const cause = resolution.cause ? { cause: words.causes[resolution.cause] } : {};
      const text = words.outcome({
        at: times.time(resolution.at),
        by: nameOf(resolution.by.name),
        disposition: words.dispositions[resolution.disposition],
        ...cause,
        note: audience === 'client' ? '' : clip(resolution.note, 500),
      });
      return { tone: 'strong', text };
    }
    default:
      return state satisfies never;
  }
}

/** What it cost, or what was saved: of interest to whoever sees the card. */
const lost = ({ loss }: IncidentState, words: Words): CardElement[] =>
  loss ? [{ kind: 'context', text: words.loss.line(lossFacts(loss)) }] : [];

/** Assets that it touches and that do not stand as they should. */
function assetsOf({ assets }: IncidentState, words: Words): CardElement[] {
  const odd = assets.filter(({ status = 'normal' }) => status !== 'normal').slice(0, ASSETS);
  if (odd.length === 0) return [];
  const texts = odd.map(({ name, status = 'normal' }) => `${clip(name, 60)}: ${words.asset.statuses[status]}`);
  return [{ kind: 'context', text: clip(texts.join(' · '), 400) }];
}

/** What the badges at its doors say, the gravest first. */
function badgesOf({ access = [], place }: IncidentState, words: Words): CardElement[] {
  if (access.length === 0) return [];
  const { time } = timesIn(place.timezone, words.locale);
  const texts = access.slice(0, BADGES).map((finding) => words.access.finding(finding, time));
  return [{ kind: 'context', text: clip(texts.join(' · '), 500) }];
}

const evidenceOf = ({ evidence = [] }: IncidentState, words: Words): CardElement[] =>
  evidence.length === 0 ? [] : [{ kind: 'context', text: clip(words.evidence.line(evidence), 300) }];

/** Its tasks, those that are over last. */
function tasksOf({ tasks = [], place }: IncidentState, words: Words): CardElement[] {
  if (tasks.length === 0) return [];
  const times = timesIn(place.timezone, words.locale);
  const isOver = ({ status }: TaskNews): boolean => status === 'done' || status === 'cancelled';
  const shown = [...tasks].sort((a, b) => Number(isOver(a)) - Number(isOver(b))).slice(0, TASKS);
  return [{ kind: 'list', items: shown.map((news) => ({ text: clip(words.task.line(news, times), 200) })) }];
}

function lastWords(state: IncidentState, words: Words): CardElement[] {
  const last = state.escalations.at(-1);
  if (!last || state.status === 'resolved' || state.status === 'archived') return [];
  return [
    { kind: 'context', text: words.escalatedTo(clip(last.to.name, NAME), clip(last.by, NAME), clip(last.why, 200)) },
  ];
}
