import { rmSync } from 'node:fs';
import type { Incident } from '../../src/incident/index.js';
import { startBot } from '../../test/child.js';
import { ALARM_SECRETS, API_TOKEN, newDataDir } from '../../test/house.js';
import { type SlackStandIn, startSlackStandIn } from '../../test/standins/slack/index.js';
import { ALL_SITES, type BookPlan, places, writeBook } from '../book.js';
import { type Alarm, type Sent, send } from './alarms.js';
import { type Dice, diceOf, pause } from './dice.js';
import { judge, keyOf } from './judge.js';
import { type Ledger, openLedger } from './ledger.js';
import type { Scenario } from './scenario.js';
import { channelOf, names, shownIn, stormFaults } from './truth.js';
import { sendAll } from './volley.js';

/** What is promised. */
const LIFE_SAFETY_MS = 1_100;
const CALLS_PER_SECOND = 1.1;
const SETTLED_S = 60;

const ZONES = 200;
const FULL = { alarms: 10_000, seconds: 60 };
const QUICK = { alarms: 1_500, seconds: 12 };
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
  for (let round = 0; round < rounds; round++) {
    const plan = PLANS[round % PLANS.length] as BookPlan;
    const result = await oneStorm(plan, quick ? QUICK : FULL, diceOf(seed + round));
    const shape = `${plan.sites - 1} × ${plan.zonesPerSite} zones`;
    log(
      `storm ${round + 1} (${shape}): life safety ${seconds(result.lifeSafetyMs / 1_000)}, quiet site ${seconds(result.quietMs / 1_000)}, ${result.callsPerSecond.toFixed(2)} calls/s (${result.refusedCalls} refused), ${result.hidden.length} zones hidden at the end, longest hidden ${seconds(result.longestHiddenS)}, true after ${seconds(result.settledS)}, ${result.ownCards} own cards, lost ${result.lost.length}, stale ${result.stale.length}, doubled ${result.doubled.length}`,
    );
    done.push(result);
  }
  const all = <T>(of: (round: Round) => readonly T[]): T[] => done.flatMap(of);
  const most = (of: (round: Round) => number) => Math.max(0, ...done.map(of));
  const missed = done.flatMap((round, index) => missedTargets(round).map((what) => `storm ${index + 1}: ${what}`));
  const refused = all(({ sent }) => sent).filter(({ status }) => status !== 202).length;
  return {
    rounds,
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
      ...(refused > 0 ? [`${refused} alarms were not taken`] : []),
    ],
    faults: [...missed, ...all(({ lost, stale, doubled, broken }) => [...lost, ...stale, ...doubled, ...broken])],
    tookMs: Date.now() - begun,
  };
};

const seconds = (value: number): string => (Number.isFinite(value) ? `${value.toFixed(2)} s` : 'never');

function missedTargets(round: Round): string[] {
  const { lifeSafetyMs, callsPerSecond, settledS, hidden, sent } = round;
  return [
    ...(lifeSafetyMs <= LIFE_SAFETY_MS ? [] : [`the life-safety card came after ${seconds(lifeSafetyMs / 1_000)}`]),
    ...(callsPerSecond <= CALLS_PER_SECOND ? [] : [`${callsPerSecond.toFixed(2)} calls per second of storm`]),
    ...(settledS <= SETTLED_S ? [] : [`cards were still untrue ${SETTLED_S} s after it ended`]),
    ...(hidden.length === 0
      ? []
      : [`${hidden.length} zones were on no message at its end: ${hidden.slice(0, 5).join(', ')} …`]),
    ...(sent.every(({ status }) => status === 202) ? [] : ['alarms were not taken']),
  ];
}

async function oneStorm(plan: BookPlan, size: typeof FULL, dice: Dice): Promise<Round> {
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
    const settledS = await settled(open, slack, endedAt);
    const incidents = await open.incidents();
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
      ownCards: incidents.filter(({ cards }) => cards.length > 0).length,
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

/** Milliseconds from the moment at which the alarm left to the one at which Slack took its card. */
function cardAfter(slack: SlackStandIn, { sentAt }: Sent, subject: string): number {
  const post = slack
    .calls('chat.postMessage')
    .find(
      ({ status, answer, args }) =>
        status === 200 && answer?.ok === true && JSON.stringify(args.blocks ?? []).includes(subject),
    );
  return post ? post.at - sentAt : Number.POSITIVE_INFINITY;
}

const hiddenIn = (texts: readonly string[], incidents: readonly Incident[]): string[] =>
  incidents
    .filter((incident) => !texts.some((text) => names(text, incident)))
    .map(({ state }) => `${state.place.siteName} ${state.place.zoneName}`);

/** The longest time, in seconds, from the opening of an incident until some message named it. */
function longestHidden(slack: SlackStandIn, incidents: readonly Incident[]): number {
  const left = new Set(incidents);
  let longest = 0;
  for (const { method, answer, at } of slack.calls()) {
    if (!/^chat\.(postMessage|update)$/.test(method) || answer?.ok !== true) continue;
    const { text = '', blocks = [] } = answer.message as { text?: string; blocks?: object[] };
    const shown = slack.visibleText({ text, blocks });
    for (const incident of left) {
      if (!names(shown, incident)) continue;
      left.delete(incident);
      longest = Math.max(longest, (at - incident.state.openedAt.getTime()) / 1_000);
    }
  }
  return left.size > 0 ? Number.POSITIVE_INFINITY : longest;
}

/** Seconds from the end of the storm until everything was understood and every card was true; at most a little over the limit. */
async function settled(ledger: Ledger, slack: SlackStandIn, endedAt: number): Promise<number> {
  for (;;) {
    const now = Date.now();
    if (await allTrue(ledger, slack)) return (now - endedAt) / 1_000;
    if (now - endedAt > (SETTLED_S + 5) * 1_000) return Number.POSITIVE_INFINITY;
    await pause(1_000);
  }
}

async function allTrue(ledger: Ledger, slack: SlackStandIn): Promise<boolean> {
  if ((await ledger.waiting()) > 0) return false;
  const channel = channelOf(slack, ALL_SITES);
  const incidents = await ledger.incidents();
  if (stormFaults(channel, incidents, `slack:${ALL_SITES}`).length > 0) return false;
  for (const incident of incidents) {
    for (const destination of incident.state.destinations) {
      const { missing, stale } = shownIn(channel, incident, destination, []);
      if (missing !== undefined || stale !== undefined) return false;
    }
  }
  return true;
}
