import { type BookPlan, places } from '../book.js';
import { aftermath } from './aftermath.js';
import { type Dice, diceOf, pause } from './dice.js';
import { openFleet } from './fleet.js';
import { below } from './floors.js';
import { createLoad } from './load.js';
import type { Scenario } from './scenario.js';
import { lookUpsIn } from './truth.js';

/** Eight channels, so that eight deliveries are under way at any moment. */
const BOOK: BookPlan = { sites: 8, zonesPerSite: 3, channels: 'per-site' };
/** Every so many rounds the bot is killed once more while it starts. */
const STUMBLES = 5;
const SETTLE_MS = 480_000;
/**
 * Kills of one night, after which everything is delivered and judged. Each leaves some cards to be updated, and Slack takes 50
 * updates a minute.
 */
const NIGHT_ROUNDS = 20;
/** The storm is under way before the first kill. */
const WARM_UP_MS = 2_000;

interface Variant {
  readonly bots: number;
  readonly store: 'inside' | 'apart';
}

/**
 * `kill -9` at random moments of a storm of alarms, clicks and deliveries, without a pause in the storm. In half of
 * the rounds Slack answers late and somebody pushes every panic button just before, so that the kill comes between a
 * message that is posted and the note that it is.
 */
const kill =
  (variant: Variant): Scenario =>
  async ({ rounds, seed, log }) => {
    const begun = Date.now();
    const dice = diceOf(seed);
    const nights: Night[] = [];
    for (let done = 0; done < rounds; done += NIGHT_ROUNDS) {
      nights.push(await night(variant, Math.min(NIGHT_ROUNDS, rounds - done), dice));
      const acknowledged = total(nights, (each) => each.acknowledged);
      log(`${total(nights, (each) => each.rounds)} kills, ${acknowledged} alarms acknowledged`);
    }
    const sum = (of: (night: Night) => number) => total(nights, of);
    const broken = [
      ...nights.flatMap((each) => each.broken),
      ...below([
        { what: 'kills', was: sum(kills), least: rounds },
        { what: 'alarms were acknowledged', was: sum((each) => each.acknowledged), least: 20 * (rounds + 1) },
        { what: 'presses were answered', was: sum((each) => each.presses), least: rounds + 1 },
        { what: 'claims were told to somebody', was: sum((each) => each.told), least: Math.ceil(rounds / 4) },
        { what: 'posts in doubt were looked up', was: sum((each) => each.lookUps), least: Math.floor(rounds / 4) },
      ]),
    ];
    const [lost, stale, doubled] = [
      nights.flatMap((each) => each.lost),
      nights.flatMap((each) => each.stale),
      nights.flatMap((each) => each.doubled),
    ];
    const what = [
      `${sum(({ killed }) => killed.owners)} times the bot with the store inside`,
      `${sum(({ killed }) => killed.bots)} times a bot that was its client`,
      `${sum(({ killed }) => killed.store)} times the store itself`,
      `${sum(({ killed }) => killed.starting)} times while it started`,
    ].filter((each) => !each.startsWith('0 '));
    return {
      rounds,
      acknowledged: sum((each) => each.acknowledged),
      lost: lost.length,
      stale: stale.length,
      doubled: doubled.length,
      broken: broken.length,
      figures: [
        `killed ${what.join(', ')}`,
        `${sum((each) => each.acknowledged)} of ${sum((each) => each.sent)} alarms acknowledged, on ${sum((each) => each.incidents)} incidents`,
        `${sum((each) => each.presses)} presses, ${sum((each) => each.told)} claims told`,
        `${sum((each) => each.excused)} alarms and presses cut off by a kill`,
        `${sum((each) => each.lookUps)} posts in doubt looked up`,
        `all delivered at most ${(Math.max(...nights.map(({ settledMs }) => settledMs)) / 1_000).toFixed(0)} s after the last kill of a night, by Slack’s 50 updates a minute`,
      ],
      faults: [...lost, ...stale, ...doubled, ...broken],
      tookMs: Date.now() - begun,
    };
  };

interface Night {
  readonly rounds: number;
  readonly killed: Record<'bots' | 'owners' | 'store' | 'starting', number>;
  readonly acknowledged: number;
  readonly sent: number;
  readonly incidents: number;
  readonly presses: number;
  readonly told: number;
  readonly excused: number;
  readonly lookUps: number;
  readonly settledMs: number;
  readonly lost: readonly string[];
  readonly stale: readonly string[];
  readonly doubled: readonly string[];
  readonly broken: readonly string[];
}

const total = (nights: readonly Night[], of: (night: Night) => number): number =>
  nights.reduce((sum, night) => sum + of(night), 0);
const kills = ({ killed }: Night): number => killed.bots + killed.owners + killed.store + killed.starting;

async function night({ bots, store }: Variant, rounds: number, dice: Dice): Promise<Night> {
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
    await pause(WARM_UP_MS);
    for (let round = 0; round < rounds; round++) {
      if (round % STUMBLES === STUMBLES - 1 && bots === 1) {
        await fleet.living()[0]?.kill();
        await fleet.stumble(dice.between(30, 900));
        killed.starting += 1;
      }
      await fleet.raise();
      const late = round % 4 < 2;
      if (late) fleet.slack.fail('*', { kind: 'slow', ms: dice.between(50, 400), taken: true });
      else fleet.slack.heal();
      await pause(dice.between(20, 1_500));
      if (late) {
        load.panics();
        await pause(dice.between(20, 500));
      }
      const victims = store === 'apart' && fleet.store ? [...fleet.living(), fleet.store] : fleet.living();
      // By turns, so that each of them is among the killed of every run.
      const victim = victims[round % victims.length];
      if (victim === fleet.store) killed.store += 1;
      else killed[victim === fleet.living()[0] && store === 'inside' ? 'owners' : 'bots'] += 1;
      await victim?.kill();
      // Those that are left have it alone for a moment.
      if (bots > 1) await pause(dice.between(0, 400));
    }
    fleet.slack.heal();
    await load.stop();
    await fleet.raise();
    const { judgement, settledMs } = await aftermath(fleet, load.acknowledged, SETTLE_MS);
    const { stale, doubled, incidents, told } = judgement;
    return {
      rounds,
      killed,
      acknowledged: load.acknowledged.size,
      sent: load.sent(),
      incidents,
      presses: load.clicks(),
      told,
      excused: load.excused(),
      lookUps: lookUpsIn(fleet.slack),
      settledMs,
      lost: [...judgement.lost, ...judgement.untold],
      stale,
      doubled,
      broken: [...judgement.broken, ...load.faults()],
    };
  } finally {
    await load.stop();
    await fleet.close();
  }
}

export const killOne = kill({ bots: 1, store: 'inside' });
export const killTwo = kill({ bots: 2, store: 'inside' });
export const killApart = kill({ bots: 2, store: 'apart' });
