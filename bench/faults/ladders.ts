import type { BookPlan } from '../book.js';
import { pause } from './dice.js';
import { below } from './floors.js';
import { type Inside, openInside } from './inside.js';
import { judge } from './judge.js';
import { type Finding, type Scenario, type ScenarioOptions, together } from './scenario.js';
import { channelOf, shownIn } from './truth.js';

/** Three panic buttons in each of six channels, and nobody who takes them. */
const BOOK: BookPlan = { sites: 6, zonesPerSite: 3, channels: 'per-site', ladders: 'go on' };
/** Past every round of the ladder: what remains is the last resort, every two minutes for each of them. */
const TO_LAST_RESORT_MS = 10 * 60_000;
const AFTER_WINDING_MS = 40_000;
const WATCH_MS = { full: 5 * 60_000, quick: 130_000 };
const CLAIMING_MS = 60_000;
const LOOK_MS = 250;
/** A card may be behind for as long as its channel is told of other things, and no longer. */
const BEHIND_S = 30;
const TRUE_WITHIN_S = 60;

/** Ladders that go on and on because nobody answers: how far the cards stay behind the calls, and that all is true once somebody does. */
export const ladders: Scenario = async (options) => {
  const begun = Date.now();
  const rounds: Finding[] = [];
  for (let round = 0; round < options.rounds; round++) rounds.push(await unanswered(options));
  return together(rounds, begun);
};

async function unanswered({ quick, log }: ScenarioOptions): Promise<Finding> {
  const begun = Date.now();
  const house = await openInside(BOOK);
  try {
    for (const [index, [site, zone]] of house.places.entries())
      await house.alarm({ key: `panic-${index}`, kind: 'panic', site, zone });
    await pause(5_000);
    house.clock.wind(TO_LAST_RESORT_MS);
    // Ten minutes of ladder were slept through: what comes of that is not what is measured.
    await pause(AFTER_WINDING_MS);
    const before = house.slack.calls().length;
    const watched = quick ? WATCH_MS.quick : WATCH_MS.full;
    const behindS = await watchCards(house, watched);
    const calls = house.slack.calls().slice(before);
    const told = await lastResorts(house);
    await claimAll(house);
    const settledS = await house.settled(TRUE_WITHIN_S + 30);
    const judgement = await judge({ ledger: house.ledger, slack: house.slack, acknowledged: house.acknowledged });
    const faults = [
      ...(behindS > BEHIND_S ? [`a card was behind for ${behindS.toFixed(1)} s; ${BEHIND_S} s are allowed`] : []),
      ...(settledS > TRUE_WITHIN_S ? [`cards were untrue ${TRUE_WITHIN_S} s after the last was claimed`] : []),
      ...house.refusals(),
      ...judgement.broken,
      ...below([
        { what: 'incidents', was: judgement.incidents, least: house.places.length },
        { what: 'times somebody was called as the last resort', was: told, least: house.places.length * 2 },
        { what: 'claims', was: judgement.told, least: house.places.length },
      ]),
    ];
    const perSecond = calls.length / (watched / 1_000) / house.channels.length;
    log(`${told} last resorts, ${calls.length} calls, behind at most ${behindS.toFixed(1)} s`);
    return {
      rounds: 1,
      acknowledged: house.acknowledged.size,
      lost: judgement.lost.length + judgement.untold.length,
      stale: judgement.stale.length,
      doubled: judgement.doubled.length,
      broken: faults.length,
      figures: [
        `a card was behind for at most ${behindS.toFixed(1)} s`,
        `${told} last resorts of ${house.places.length} incidents nobody took in ${Math.round(watched / 1_000)} s`,
        `${perSecond.toFixed(2)} calls a second in each channel`,
        `all true ${settledS.toFixed(1)} s after the last was claimed`,
      ],
      faults: [...faults, ...judgement.lost, ...judgement.untold, ...judgement.stale, ...judgement.doubled],
      tookMs: Date.now() - begun,
    };
  } finally {
    await house.close();
  }
}

/** The longest that any card showed something else than the newest state, in seconds. */
async function watchCards(house: Inside, forMs: number): Promise<number> {
  const since = new Map<string, number>();
  const end = performance.now() + forMs;
  let longest = 0;
  while (performance.now() < end) {
    const views = new Map(house.channels.map((id) => [id, channelOf(house.slack, id)]));
    const now = performance.now();
    for (const incident of await house.ledger.incidents())
      for (const destination of incident.state.destinations) {
        const view = views.get(destination.to);
        if (!view) continue;
        const key = `${incident.state.id} ${destination.to}`;
        const { missing, stale } = shownIn(view, incident, destination, []);
        if (missing === undefined && stale === undefined) {
          since.delete(key);
          continue;
        }
        const from = since.get(key) ?? now;
        since.set(key, from);
        longest = Math.max(longest, (now - from) / 1_000);
      }
    await pause(LOOK_MS);
  }
  return longest;
}

/** Whoever sees a card that can be claimed claims it, until all are. */
async function claimAll(house: Inside): Promise<void> {
  const end = performance.now() + CLAIMING_MS;
  while (performance.now() < end) {
    const open = (await house.ledger.incidents()).filter(({ state }) => state.status === 'open');
    if (open.length === 0) return;
    for (const channel of house.channels) await house.press(channel, 'tocsin:claim', 'U0ANA');
    await pause(1_000);
  }
}

async function lastResorts(house: Inside): Promise<number> {
  let count = 0;
  for (const incident of await house.ledger.incidents()) {
    const timeline = await house.ledger.timeline(incident);
    count += timeline.filter(({ event }) => event.type === 'paged' && event.why.code === 'last-resort').length;
  }
  return count;
}
