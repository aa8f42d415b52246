import { rmSync } from 'node:fs';
import { startBot } from '../../test/child.js';
import { ALARM_SECRETS, API_TOKEN, newDataDir } from '../../test/house.js';
import { startSlackStandIn } from '../../test/standins/slack/index.js';
import { ALL_SITES, type BookPlan, places, writeBook } from '../book.js';
import { type Alarm, type Sent, send } from './alarms.js';
import { type Dice, diceOf, pause } from './dice.js';
import { below } from './floors.js';
import { judge, keyOf } from './judge.js';
import { type Ledger, openLedger } from './ledger.js';
import type { Scenario } from './scenario.js';
import { cardAfter, hiddenIn, longestHidden, settled } from './storm-measures.js';
import { type Ending, endOfStorm } from './storm-truth.js';
import { channelOf } from './truth.js';
import { sendAll } from './volley.js';

/** What is promised. */
const LIFE_SAFETY_MS = 1_100;
const CALLS_PER_SECOND = 1.1;
const SETTLED_S = 60;
/** Fewer wait for no card long enough to be a storm. */
const LEAST_INCIDENTS = 15;
/** After a storm one card a second has to be posted; so much longer than that it may take until it is over. */
const OVER_FACTOR = 1.5;
const OVER_S = 60;

const ZONES = 200;
interface Size {
  readonly plan: BookPlan;
  readonly alarms: number;
  readonly seconds: number;
  /** The round goes on until the storm has given way to ordinary cards, one a second. */
  readonly untilOver?: true;
}
const FULL = { alarms: 10_000, seconds: 60 };
const QUICK = { alarms: 2_500, seconds: 20 };
/** A site that is small enough for its storm to end soon: with thousands of alarms the cards alone take minutes. */
const SMALL: Size = {
  plan: { sites: 2, zonesPerSite: 30, channels: 'one' },
  alarms: 800,
  seconds: 20,
  untilOver: true,
};
/** One large site, and a company with five: each storm card stands for a site. The last site of each plan is quiet. */
const PLANS: readonly BookPlan[] = [
  { sites: 2, zonesPerSite: ZONES, channels: 'one' },
  { sites: 6, zonesPerSite: ZONES / 5, channels: 'one' },
];
const KINDS = ['motion', 'motion', 'motion', 'motion', 'person', 'loitering', 'forced-door', 'glass-break'] as const;

interface Round {
  readonly sent: readonly Sent[];
  readonly lifeSafetyMs: number;
  readonly quietMs: number;
  readonly callsPerSecond: number;
  readonly refusedCalls: number;
  readonly hidden: readonly string[];
  readonly longestHiddenS: number;
  readonly settledS: number;
  readonly ownCards: number;
  readonly incidents: number;
  readonly stormCards: number;
  readonly ending: Ending | undefined;
  readonly lost: readonly string[];
  readonly stale: readonly string[];
  readonly doubled: readonly string[];
  readonly broken: readonly string[];
}

/**
 * Thousands of alarms from two hundred zones into one channel that takes one message a second, a life-safety alarm at
 * a random moment: nothing lost, nothing hidden, nothing grave delayed, and Slack not called more often than it wants.
 */
export const storm: Scenario = async ({ rounds, seed, quick, log }) => {
  const begun = Date.now();
  const done: Round[] = [];
  const sizes = stormsOf(rounds, quick);
  for (let round = 0; round < sizes.length; round++) {
    const size = sizes[round % sizes.length] ?? SMALL;
    const { plan } = size;
    const result = await oneStorm(size, diceOf(seed + round));
    const shape = `${plan.sites - 1} × ${plan.zonesPerSite} zones`;
    log(
      `storm ${round + 1} (${shape}): life safety ${seconds(result.lifeSafetyMs / 1_000)}, quiet site ${seconds(result.quietMs / 1_000)}, ${result.callsPerSecond.toFixed(2)} calls/s (${result.refusedCalls} refused), ${result.hidden.length} zones hidden at the end, longest hidden ${seconds(result.longestHiddenS)}, true after ${seconds(result.settledS)}, ${result.ownCards} own cards${result.ending ? `, over after ${seconds(result.ending.seconds)}` : ''}, lost ${result.lost.length}, stale ${result.stale.length}, doubled ${result.doubled.length}`,
    );
    done.push(result);
  }
  const all = <T>(of: (round: Round) => readonly T[]): T[] => done.flatMap(of);
  const most = (of: (round: Round) => number) => Math.max(0, ...done.map(of));
  const missed = done.flatMap((round, index) => missedTargets(round).map((what) => `storm ${index + 1}: ${what}`));
  const refused = all(({ sent }) => sent).filter(({ status }) => status !== 202).length;
  return {
    rounds: done.length,
    acknowledged: all(({ sent }) => sent).length - refused,
    lost: all(({ lost }) => lost).length,
    stale: all(({ stale }) => stale).length,
    doubled: all(({ doubled }) => doubled).length,
    broken: all(({ broken }) => broken).length + missed.length,
    figures: [
      `life-safety card after at most ${seconds(most((round) => round.lifeSafetyMs) / 1_000)}`,
      `at most ${most((round) => round.callsPerSecond).toFixed(2)} calls per second of storm`,
      `${all(({ hidden }) => hidden).length} zones hidden at its end`,
      `longest until a zone was on some message: ${seconds(most((round) => round.longestHiddenS))}`,
      `first card of a quiet site after at most ${seconds(most((round) => round.quietMs) / 1_000)}`,
      `all true ${seconds(most((round) => round.settledS))} after it ends`,
      `every incident with a card of its own and every storm card over after ${seconds(most(({ ending }) => ending?.seconds ?? 0))}`,
      ...(refused > 0 ? [`${refused} alarms were not taken`] : []),
    ],
    faults: [...missed, ...all(({ lost, stale, doubled, broken }) => [...lost, ...stale, ...doubled, ...broken])],
    tookMs: Date.now() - begun,
  };
};

/** The storms of a run. The last one is watched until it is over; the short version has a small one for that. */
function stormsOf(rounds: number, quick: boolean): Size[] {
  const sizes = Array.from({ length: rounds }, (_, round): Size => {
    const plan = PLANS[round % PLANS.length] ?? SMALL.plan;
    if (quick) return { ...QUICK, plan };
    return round === rounds - 1 ? { ...FULL, plan, untilOver: true } : { ...FULL, plan };
  });
  return quick ? [...sizes, SMALL] : sizes;
}

const seconds = (value: number): string => (Number.isFinite(value) ? `${value.toFixed(2)} s` : 'never');

function missedTargets(round: Round): string[] {
  const { lifeSafetyMs, quietMs, callsPerSecond, settledS, hidden, sent, incidents, stormCards, ending } = round;
  return [
    ...(lifeSafetyMs <= LIFE_SAFETY_MS ? [] : [`the life-safety card came after ${seconds(lifeSafetyMs / 1_000)}`]),
    ...(callsPerSecond <= CALLS_PER_SECOND ? [] : [`${callsPerSecond.toFixed(2)} calls per second of storm`]),
    ...(settledS <= SETTLED_S ? [] : [`cards were still untrue ${SETTLED_S} s after it ended`]),
    ...(hidden.length === 0
      ? []
      : [`${hidden.length} zones were on no message at its end: ${hidden.slice(0, 5).join(', ')} …`]),
    ...(Number.isFinite(quietMs) ? [] : ['the alarm of the quiet site never had a card']),
    ...(ending === undefined || Number.isFinite(ending.seconds)
      ? []
      : [
          `it did not give way to ordinary cards: ${ending.waiting} incidents without one, ${ending.standing} storm cards that do not say it is over`,
        ]),
    ...(sent.every(({ status }) => status === 202)
      ? []
      : [
          `alarms were not taken: ${[...new Set(sent.filter(({ status }) => status !== 202).map(({ sort }) => sort))]}`,
        ]),
    ...below([
      { what: 'incidents in the storm', was: incidents, least: LEAST_INCIDENTS },
      { what: 'storm cards', was: stormCards, least: 1 },
    ]),
  ];
}

async function oneStorm({ plan, untilOver, ...size }: Size, dice: Dice): Promise<Round> {
  const dataDir = newDataDir();
  const slack = await startSlackStandIn({
    channels: [{ id: ALL_SITES, name: 'ops' }],
    users: [{ id: 'U0ANA', name: 'ana', realName: 'Ana Beck' }],
  });
  const bot = await startBot({
    ...ALARM_SECRETS,
    PORT: '0',
    DATA_DIR: dataDir,
    TOCSIN_BOOK: writeBook(dataDir, plan),
    API_TOKEN,
    LOG_LEVEL: 'error',
    SLACK_BOT_TOKEN: slack.token,
    SLACK_SIGNING_SECRET: slack.signingSecret,
    SLACK_API_URL: slack.url,
  });
  slack.connect(`${bot.url}/slack/events`);
  const quietSite = `site-${String(plan.sites).padStart(2, '0')}`;
  const inStorm = places(plan).filter(([site]) => site !== quietSite);
  const marked = { panic: `Panic ${dice.between(1e6, 9e6)}`, quiet: `Quiet ${dice.between(1e6, 9e6)}` };
  let ledger: Ledger | undefined;
  try {
    const volley = sendAll({
      url: bot.url,
      alarms: alarmsFor(inStorm, size.alarms, dice),
      perSecond: size.alarms / size.seconds,
    });
    const startedAt = await volley.started;
    const later = async (share: number, alarm: Alarm) => {
      await pause(startedAt + size.seconds * 1_000 * share - Date.now());
      return await send(bot.url, alarm);
    };
    const [site = '', zone = ''] = dice.pick(inStorm) ?? [];
    const [panic, quiet, sent] = await Promise.all([
      later(0.1 + 0.8 * dice.roll(), { key: 'panic', kind: 'panic', site, zone, subject: marked.panic }),
      later(0.1 + 0.8 * dice.roll(), {
        key: 'quiet',
        kind: 'forced-door',
        site: quietSite,
        zone: 'zone-01',
        subject: marked.quiet,
      }),
      volley.done,
    ]);
    const endedAt = startedAt + size.seconds * 1_000;
    await pause(endedAt - Date.now());
    const calls = slack.calls().filter(({ at }) => at >= startedAt && at < endedAt);
    const channelAtEnd = channelOf(slack, ALL_SITES);
    const textsAtEnd = channelAtEnd.all.map((message) => slack.visibleText(message));
    const open = await openLedger(dataDir);
    ledger = open;
    const all = [...sent, panic, quiet];
    const settledS = await settled(open, slack, endedAt, SETTLED_S);
    const incidents = await open.incidents();
    const ownCards = incidents.filter(({ cards }) => cards.length > 0).length;
    const overWithinMs = (OVER_S + OVER_FACTOR * incidents.length) * 1_000;
    const ending = untilOver && (await endOfStorm(open, slack, ALL_SITES, overWithinMs));
    const judgement = await judge({
      ledger: open,
      slack,
      acknowledged: all.filter(({ status }) => status === 202).map(({ key }) => keyOf('generic', key)),
    });
    return {
      sent: all,
      lifeSafetyMs: cardAfter(slack, panic, marked.panic),
      quietMs: cardAfter(slack, quiet, marked.quiet),
      callsPerSecond: calls.length / size.seconds,
      refusedCalls: calls.filter(({ status }) => status === 429).length,
      // A zone of which the last alarm is a moment old is no zone that anybody hid.
      hidden: hiddenIn(
        textsAtEnd,
        incidents.filter(({ state }) => state.openedAt.getTime() < endedAt - 1_000),
      ),
      longestHiddenS: longestHidden(slack, incidents),
      settledS,
      ownCards,
      stormCards: channelAtEnd.storms.length,
      ending,
      ...judgement,
      lost: [...judgement.lost, ...judgement.untold],
    };
  } finally {
    await ledger?.close();
    await bot.stop();
    await slack.stop();
    rmSync(dataDir, { recursive: true, force: true });
  }
}

function alarmsFor(zones: ReturnType<typeof places>, count: number, dice: Dice): Alarm[] {
  return Array.from({ length: count }, (_, index) => {
    // Every zone early and often; which one next is chance.
    const [site, zone] = (index < zones.length ? zones[index] : dice.pick(zones)) ?? ['', ''];
    return { key: `s${index}`, kind: dice.pick(KINDS) ?? 'motion', site, zone };
  });
}
