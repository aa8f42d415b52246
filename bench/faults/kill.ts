import { type BookPlan, places } from '../book.js';
import { aftermath } from './aftermath.js';
import { diceOf, pause } from './dice.js';
import { openFleet } from './fleet.js';
import { createLoad } from './load.js';
import type { Scenario } from './scenario.js';

/** Eight channels, so that eight deliveries are under way at any moment. */
const BOOK: BookPlan = { sites: 8, zonesPerSite: 3, channels: 'per-site' };
/** Every so many rounds the bot is killed once more while it starts. */
const STUMBLES = 5;
const SETTLE_MS = 240_000;

interface Variant {
  readonly bots: number;
  readonly store: 'inside' | 'apart';
}

/**
 * `kill -9` at random moments of a storm of alarms, clicks and deliveries, without a pause in the storm. Slack often
 * answers late, so that many a kill comes between a message that is posted and the note that it is.
 */
const kill =
  ({ bots, store }: Variant): Scenario =>
  async ({ rounds, seed, log }) => {
    const begun = Date.now();
    const dice = diceOf(seed);
    const fleet = await openFleet({ book: BOOK, bots, store, rates: false });
    const load = createLoad({
      slack: fleet.slack,
      channels: fleet.channels,
      places: places(BOOK),
      bots: fleet.living,
      dice,
      senders: 12,
      pauseMs: 20,
      clickMs: 50,
      grave: 10,
    });
    const killed = { bots: 0, owners: 0, store: 0, starting: 0 };
    try {
      await fleet.raise();
      load.start();
      for (let round = 0; round < rounds; round++) {
        if (round % STUMBLES === STUMBLES - 1 && bots === 1) {
          await fleet.living()[0]?.kill();
          await fleet.stumble(dice.between(30, 900));
          killed.starting += 1;
        }
        await fleet.raise();
        if (dice.roll() < 0.5) fleet.slack.fail('*', { kind: 'slow', ms: dice.between(5, 120), taken: true });
        else fleet.slack.heal();
        await pause(dice.between(20, 1_500));
        const victims = store === 'apart' && fleet.store ? [...fleet.living(), fleet.store] : fleet.living();
        const victim = dice.pick(victims);
        if (victim === fleet.store) killed.store += 1;
        else killed[victim === fleet.living()[0] && store === 'inside' ? 'owners' : 'bots'] += 1;
        await victim?.kill();
        // Those that are left have it alone for a moment.
        if (bots > 1) await pause(dice.between(0, 400));
        if ((round + 1) % 25 === 0) log(`${round + 1} kills, ${load.acknowledged.size} alarms acknowledged`);
      }
      fleet.slack.heal();
      await load.stop();
      await fleet.raise();
      const { judgement, settledMs } = await aftermath(fleet, load.acknowledged, SETTLE_MS);
      const { stale, doubled, broken, incidents } = judgement;
      const lost = [...judgement.lost, ...judgement.untold];
      const lookUps = fleet.slack.calls('conversations.history').length;
      const what = [
        `${killed.owners} times the bot with the store inside`,
        ...(bots > 1 ? [`${killed.bots} times a bot that was its client`] : []),
        ...(store === 'apart' ? [`${killed.store} times the store itself`] : []),
        ...(killed.starting > 0 ? [`${killed.starting} times while it started`] : []),
      ].filter((each) => !each.startsWith('0 '));
      return {
        rounds,
        acknowledged: load.acknowledged.size,
        lost: lost.length,
        stale: stale.length,
        doubled: doubled.length,
        broken: broken.length,
        figures: [
          `killed ${what.join(', ')}`,
          `${load.acknowledged.size} of ${load.sent()} alarms acknowledged, on ${incidents} incidents`,
          `${load.clicks()} presses`,
          `${lookUps} posts in doubt looked up`,
          `caught up ${(settledMs / 1_000).toFixed(1)} s after the last kill`,
        ],
        faults: [...lost, ...stale, ...doubled, ...broken],
        tookMs: Date.now() - begun,
      };
    } finally {
      await load.stop();
      await fleet.close();
    }
  };

export const killOne = kill({ bots: 1, store: 'inside' });
export const killTwo = kill({ bots: 2, store: 'inside' });
export const killApart = kill({ bots: 2, store: 'apart' });
