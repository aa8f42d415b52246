import { clip } from '../../cards/card.js';
import { diaryLine } from '../../cards/diary.js';
import { incidentCard } from '../../cards/incident-card.js';
import { viewFor } from '../../cards/view.js';
import type { Destination, Incident, TimelineEntry } from '../../src/incident/index.js';
import { destinationKey, label } from '../../src/incident/index.js';
import { escapeMrkdwn, renderCard } from '../../src/surfaces/slack/render.js';
import type { SlackStandIn, StoredMessage } from '../../test/standins/slack/index.js';

/** How one incident stands in one channel, compared with what the store says of it. */
export interface Shown {
  /** Why its card is not there; a storm card that lists it counts as there. */
  readonly missing?: string;
  /** The card, or the rest of its diary, is still owed: late, and not lost. */
  readonly owed: boolean;
  readonly diaryOwed: boolean;
  readonly stale?: string;
  /** How often its card is there beside the first. */
  readonly twice: number;
  /** Diary lines of its thread that are missing, and that are there more often than they were owed. */
  readonly linesMissing: readonly string[];
  readonly linesTwice: readonly string[];
  /** It has no card of its own yet and stands on a storm card. */
  readonly onStormCard: boolean;
}

/** How often the bot looked whether a message that was in doubt is in its channel; it reads channels for other reasons too. */
export const lookUpsIn = (slack: SlackStandIn): number =>
  slack
    .calls()
    .filter(({ method, args }) => /^conversations\.(history|replies)$/.test(method) && !('inclusive' in args)).length;

const CARD = 'tocsin_card';
export const STORM = 'tocsin_storm';

/** How long ago something was is told as of the moment at which the card was drawn; everything else is compared. */
const timeless = (value: unknown): string =>
  JSON.stringify(value).replaceAll(/(claimed by [^,"]+), [^,"]+? ago\./g, '$1.');

/** The block that calls people: only a first message has it. */
const isCall = (block: object): boolean => JSON.stringify(block).includes('"block_id":"calls"');

/** A look at a whole channel, so that many incidents can be compared with it. */
export function channelOf(slack: SlackStandIn, channel: string) {
  const messages = slack.messages(channel);
  const byIncident = new Map<string, StoredMessage[]>();
  for (const message of messages) {
    if (message.metadata?.event_type !== CARD) continue;
    const id = String(message.metadata.event_payload.incident);
    byIncident.set(id, [...(byIncident.get(id) ?? []), message]);
  }
  const storms = messages
    .filter((message) => message.metadata?.event_type === STORM)
    .map((message) => slack.visibleText(message));
  const threads = new Map<string, StoredMessage[]>();
  return {
    cardsOf: (id: string): readonly StoredMessage[] => byIncident.get(id) ?? [],
    all: messages,
    storms,
    thread(ts: string): readonly StoredMessage[] {
      const have = threads.get(ts) ?? [...slack.thread(channel, ts)];
      threads.set(ts, have);
      return have;
    },
  };
}

export type Channel = ReturnType<typeof channelOf>;

/** Whether a text names the incident by its label, or by zone and site. */
export function names(text: string, { state }: Incident): boolean {
  if (hasWhole(text, label(state.number))) return true;
  const { zoneName, siteName } = state.place;
  return zoneName !== undefined && hasWhole(text, zoneName) && hasWhole(text, siteName);
}

/** Whether a name stands in a text as a whole: `Site 1` does not stand in `Site 10`. */
export const hasWhole = (text: string, name: string): boolean =>
  new RegExp(`(?<![\\w-])${escaped(name)}(?![\\w-])`).test(text);

const escaped = (text: string): string => text.replaceAll(/[.*+?^${}()|[\]\\]/g, '\\$&');

export function shownIn(
  channel: Channel,
  incident: Incident,
  destination: Destination,
  timeline: readonly TimelineEntry[],
): Shown {
  const name = label(incident.state.number);
  const cards = channel.cardsOf(incident.state.id);
  const row = incident.cards.find((each) => each.destination === destinationKey(destination));
  const card = cards.find((message) => message.ts === row?.ref);
  const owes = (what: string) =>
    incident.owed.some(
      (each) => each.what === what && destinationKey(each.destination) === destinationKey(destination),
    );
  const late = { owed: owes('card'), diaryOwed: owes('diary') };
  if (!card) {
    const onStormCard = row === undefined && channel.storms.some((text) => names(text, incident));
    const why = row
      ? `${name}: its card ${row.ref} is not in ${destination.to}`
      : `${name} has no card in ${destination.to}${cards.length > 0 ? ' that the bot knows of' : ''}`;
    return {
      ...(onStormCard ? {} : { missing: why }),
      ...late,
      // One that the bot does not know of yet may have been posted this very moment.
      twice: Math.max(0, cards.length - 1),
      linesMissing: [],
      linesTwice: [],
      onStormCard,
    };
  }
  const stale = staleness(incident, destination, card);
  const owed = timeline
    .filter(({ seq }) => seq > 1)
    .flatMap((entry) => diaryLine(entry, incident.state.place.timezone, viewFor(destination)) ?? [])
    .map((line) => escapeMrkdwn(clip(line, 600)));
  const told = channel
    .thread(card.ts)
    .flatMap(({ text }) => text.split('\n'))
    // What calls the channel, or people by name, is said beside the diary.
    .filter((line) => !/ rose to [A-Z]+ \d+$/.test(line) && !line.startsWith('<@'));
  return {
    ...(stale === undefined ? {} : { stale: `${name}: ${stale}` }),
    ...late,
    twice: cards.length - 1,
    linesMissing: without(owed, told).map((line) => `${name}: "${line}" is not in the thread`),
    linesTwice: without(told, owed).map((line) => `${name}: "${line}" is in the thread more often than it was owed`),
    onStormCard: false,
  };
}

/** What the message shows and the newest state does not; `undefined` when it is true. */
function staleness({ state }: Incident, destination: Destination, message: StoredMessage): string | undefined {
  const { mention } = destination;
  const card = incidentCard(state, { now: new Date(), live: false, ...viewFor(destination) });
  const blocks = message.blocks.filter((block) => !isCall(block));
  const shown = timeless(blocks);
  const wanted = [true, false].map((pictures) =>
    timeless(
      renderCard(card, { ...(mention === 'none' ? {} : { mention }), pictures }).blocks.filter(
        (block) => !isCall(block),
      ),
    ),
  );
  if (wanted.includes(shown)) return undefined;
  const want = wanted[0] ?? '';
  let at = 0;
  while (at < shown.length && shown[at] === want[at]) at += 1;
  const around = (text: string) => text.slice(Math.max(0, at - 60), at + 60);
  return `the card shows …${around(shown)}… where …${around(want)}… is true`;
}

/** What is left of the first list when each of the second is taken out once. */
function without(from: readonly string[], taken: readonly string[]): string[] {
  const left = new Map<string, number>();
  for (const each of taken) left.set(each, (left.get(each) ?? 0) + 1);
  return from.filter((each) => {
    const count = left.get(each) ?? 0;
    if (count > 0) left.set(each, count - 1);
    return count === 0;
  });
}
