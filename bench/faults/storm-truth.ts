import { en } from '../../cards/words/en.js';
import { destinationKey, type Incident } from '../../src/incident/index.js';
import type { SlackStandIn } from '../../test/standins/slack/index.js';
import { pause } from './dice.js';
import type { Ledger } from './ledger.js';
import { type Channel, channelOf, hasWhole } from './truth.js';

/** What is wrong with a storm card, and in which column of the table it counts. */
export interface StormFault {
  readonly what: 'stale' | 'doubled';
  readonly text: string;
}

/** A storm card says that it is over a few seconds after the last of it, when there is room for that. */
const PATIENCE_MS = 30_000;
const LOOK_MS = 500;

const waitsIn = ({ state, cards }: Incident, destination: string): boolean =>
  state.destinations.some((each) => destinationKey(each) === destination) &&
  cards.every((card) => card.destination !== destination);

/**
 * What is wrong with the storm cards of a channel: a site whose incidents wait has one that counts them rightly; none
 * is there twice, and one of a storm that is over says so.
 */
export function stormFaults(channel: Channel, incidents: readonly Incident[], destination: string): StormFault[] {
  const faults: StormFault[] = [];
  const waiting = new Map<string, number>();
  for (const incident of incidents) {
    const { siteName } = incident.state.place;
    waiting.set(siteName, (waiting.get(siteName) ?? 0) + (waitsIn(incident, destination) ? 1 : 0));
  }
  for (const [site, count] of waiting) {
    const own = channel.storms.filter((text) => hasWhole(text, site) && !text.includes(en.storm.over(site)));
    if (own.length > 1) faults.push({ what: 'doubled', text: `${site} has ${own.length} storm cards` });
    if (count === 0 && own.length > 0)
      faults.push({ what: 'stale', text: `the storm card of ${site} stands although nothing waits` });
    // It says as of when it counts, and while the storm empties it may count some that have their own cards by now.
    if (count > 0 && own.some((text) => countIn(text) < count))
      faults.push({ what: 'stale', text: `the storm card of ${site} says that fewer wait than ${count}` });
  }
  return faults;
}

const countIn = (text: string): number => Number(/: (\d+) incidents? waits? for a card/.exec(text)?.[1] ?? 0);

/** What is wrong with the storm cards of all channels of these incidents, and stays wrong while everything has time to end. */
export async function standingStormFaults(
  ledger: Ledger,
  slack: SlackStandIn,
  incidents: readonly Incident[],
): Promise<StormFault[]> {
  const destinations = new Map(
    incidents.flatMap(({ state }) => state.destinations).map((each) => [destinationKey(each), each.to]),
  );
  const end = Date.now() + PATIENCE_MS;
  for (;;) {
    // The channels first: a card that comes meanwhile makes fewer wait than its storm card says, which is no fault.
    const channels = [...destinations].map(([key, to]) => [key, channelOf(slack, to)] as const);
    if (channels.every(([, { storms }]) => storms.length === 0)) return [];
    const now = await ledger.incidents();
    const faults = channels.flatMap(([key, channel]) => stormFaults(channel, now, key));
    if (faults.length === 0 || Date.now() > end) return faults;
    await pause(LOOK_MS);
  }
}

/** A storm that has given way to ordinary cards, or why it has not. */
export interface Ending {
  /** Seconds that it took; infinite when it did not end within the time. */
  readonly seconds: number;
  /** Incidents that are still without a card of their own. */
  readonly waiting: number;
  /** Storm cards that do not say that they are over. */
  readonly standing: number;
}

/** Waits until every incident has a card of its own in the channel and every storm card says that it is over. */
export async function endOfStorm(
  ledger: Ledger,
  slack: SlackStandIn,
  channel: string,
  withinMs: number,
): Promise<Ending> {
  const begun = Date.now();
  for (;;) {
    const incidents = await ledger.incidents();
    const waiting = incidents.filter(({ state, ...rest }) =>
      state.destinations.some((each) => each.to === channel && waitsIn({ state, ...rest }, destinationKey(each))),
    ).length;
    const sites = [...new Set(incidents.map(({ state }) => state.place.siteName))];
    const standing = channelOf(slack, channel).storms.filter(
      (text) => !sites.some((site) => text.includes(en.storm.over(site))),
    ).length;
    const seconds = (Date.now() - begun) / 1_000;
    if (waiting + standing + (await ledger.waiting()) === 0) return { seconds, waiting, standing };
    if (seconds * 1_000 > withinMs) return { seconds: Number.POSITIVE_INFINITY, waiting, standing };
    await pause(LOOK_MS);
  }
}
