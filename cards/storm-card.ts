import type { Brief, Hidden, Storm } from '../src/incident/index.js';
import { label, signalsOf, worstFirst } from '../src/incident/index.js';
import type { Card, CardElement } from './card.js';
import { clip } from './card.js';
import { hides, uncalled } from './hidden.js';
import { placeName, whatOf } from './incident-card.js';
import { timesIn } from './times.js';
import { en } from './words/en.js';
import type { Words } from './words/words.js';

/** Where a card leads to in the console; nowhere while the console has no address of its own. */
export interface Links {
  incident(number: number): string | undefined;
  queue(siteId: string): string | undefined;
}

interface StormView {
  readonly startedAt: Date;
  readonly links: Links;
  /** Stands on the card; left out to tell whether anything else changed. */
  readonly now?: Date;
  readonly words?: Words;
  /** What a client's channel does not show, by the book. */
  readonly hides?: readonly Hidden[];
}

/** Incidents named one by one. */
const LISTED = 15;
/** Characters for the zones of all others, so that with the rest of the card no platform refuses it. */
const ZONES_TEXT = 7_500;
const PARAGRAPH = 2_500;

/**
 * What waits at one site for cards of its own: how much, the worst by name, every zone. `waiting` is not empty and
 * holds incidents of one site.
 */
export function stormCard(waiting: readonly Brief[], view: StormView): Card {
  const { startedAt, links, now, words = en } = view;
  const sorted = waiting.map((brief) => shownOf(brief, view, words)).sort(worstFirst);
  const [worst] = sorted;
  if (!worst) throw new Error('a storm card was asked for although nothing waits');
  const { siteName, timezone, siteId } = worst.place;
  const listed = sorted.slice(0, LISTED);
  const zones = zonesOf(sorted);
  const title = words.storm.title(siteName, sorted.length);
  const times = timesIn(timezone, words.locale);
  const asOf = now && times.second(now);
  const extent = words.storm.extent(times.dayTime(startedAt), signalsOf(sorted), zones.size, asOf);
  const queue = links.queue(siteId);
  const elements: CardElement[] = [
    { kind: 'header', text: clip(title, 150) },
    { kind: 'context', text: extent },
    { kind: 'text', tone: 'plain', text: words.storm.meaning },
    { kind: 'list', items: listed.map((brief) => itemOf(brief, links, words)) },
    ...others(sorted.slice(LISTED), words),
    ...(sorted.some(({ covert }) => covert)
      ? [{ kind: 'text', tone: 'strong', text: words.storm.covert } as const]
      : []),
    ...(queue === undefined ? [] : [{ kind: 'list', items: [{ text: words.storm.queue, url: queue }] } as const]),
  ];
  return { accent: worst.band, fallback: clip(`${title}, ${extent}`, 300), elements };
}

/** The last word of a storm, in the place of its card. */
export function stormOverCard(
  { site, startedAt }: Pick<Storm, 'site' | 'startedAt'>,
  to: Date,
  words: Words = en,
): Card {
  const times = timesIn(site.timezone, words.locale);
  const title = words.storm.over(site.name);
  const text = words.storm.overText(times.dayTime(startedAt), times.dayTime(to));
  return {
    accent: 'done',
    fallback: clip(`${title}: ${text}`, 300),
    elements: [
      { kind: 'header', text: clip(title, 150) },
      { kind: 'text', tone: 'plain', text },
    ],
  };
}

/** As it may be seen there. */
function shownOf(brief: Brief, view: Pick<StormView, 'hides'>, words: Words): Brief {
  return {
    ...brief,
    ...(hides(view, 'words') ? { place: uncalled(brief.place) } : {}),
    ...(hides(view, 'names') && brief.claimedBy !== undefined ? { claimedBy: words.team } : {}),
  };
}

function itemOf(brief: Brief, links: Links, words: Words) {
  const url = links.incident(brief.number);
  const text = words.storm.line({
    band: `${words.bands[brief.band]} ${brief.score}`,
    title: `${whatOf(brief, words)} · ${placeName(brief.place)}`,
    signals: brief.signals,
    label: label(brief.number),
    covert: brief.covert,
    ...(brief.claimedBy === undefined ? {} : { has: clip(brief.claimedBy, 60) }),
  });
  return { text: clip(text, 250), ...(url === undefined ? {} : { url }) };
}

/** Zones of the incidents that are not listed, worst first, as many as fit. */
function others(rest: readonly Brief[], words: Words): CardElement[] {
  if (rest.length === 0) return [];
  const zones = [...zonesOf(rest)].map(([zone, count]) =>
    count === 1 ? clip(zone, 60) : `${clip(zone, 60)} ${count}`,
  );
  const paragraphs: string[] = [];
  let text = words.storm.others;
  let room = ZONES_TEXT;
  let shown = 0;
  for (const zone of zones) {
    if (room < zone.length + 2) break;
    if (text.length + zone.length + 2 > PARAGRAPH) {
      paragraphs.push(text);
      text = '';
    }
    text += `${text === '' || text === words.storm.others ? '' : ', '}${zone}`;
    room -= zone.length + 2;
    shown += 1;
  }
  paragraphs.push(shown < zones.length ? text + words.storm.more(zones.length - shown) : text);
  return paragraphs.map((each) => ({ kind: 'text', tone: 'plain', text: each }));
}

/** Zones with the incidents in them, in the order of their worst. */
function zonesOf(sorted: readonly Brief[]): Map<string, number> {
  const zones = new Map<string, number>();
  for (const { place } of sorted) zones.set(placeName(place), (zones.get(placeName(place)) ?? 0) + 1);
  return zones;
}
