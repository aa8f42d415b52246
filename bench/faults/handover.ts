import type { Child } from '../../test/child.js';
import type { SlackStandIn } from '../../test/standins/slack/index.js';
import { type BookPlan, places } from '../book.js';
import { aftermath } from './aftermath.js';
import { send } from './alarms.js';
import { diceOf, pause } from './dice.js';
import { type FleetPlan, openFleet } from './fleet.js';
import { below } from './floors.js';
import { keyOf } from './judge.js';
import { createLoad } from './load.js';
import { type Finding, type Scenario, type ScenarioOptions, together } from './scenario.js';

const BOOK: BookPlan = { sites: 6, zonesPerSite: 3, channels: 'per-site' };
const WITHIN_MS = 5_000;
const SETTLE_MS = 180_000;

interface Variant {
  readonly what: string;
  readonly plan: Omit<FleetPlan, 'book' | 'rates'>;
  /** Another instance is there to go on at once; else a supervisor has to start one, and that time is told only. */
  readonly handsOver: boolean;
}

const VARIANTS: readonly Variant[] = [
  { what: 'one of two', plan: { bots: 2, store: 'apart' }, handsOver: true },
  { what: 'the one with the store inside', plan: { bots: 2, store: 'inside' }, handsOver: false },
  { what: 'the only one', plan: { bots: 1, store: 'inside' }, handsOver: false },
];

/**
 * SIGTERM under load: it ends with code 0 in less than five seconds, and what comes in after the signal is in its
 * channel within five seconds where another instance is there to deliver it.
 */
export const handover: Scenario = async (options) => {
  const begun = Date.now();
  const parts: Finding[] = [];
  for (const variant of VARIANTS) {
    const part = await endings(variant, options);
    const name = (texts: readonly string[]) => texts.map((text) => `${variant.what}: ${text}`);
    parts.push({ ...part, figures: name([part.figures.join(', ')]), faults: name(part.faults) });
  }
  return together(parts, begun);
};

async function endings(variant: Variant, { rounds, seed, log }: ScenarioOptions): Promise<Finding> {
  const begun = Date.now();
  const dice = diceOf(seed);
  const fleet = await openFleet({ ...variant.plan, book: BOOK, rates: false });
  let ending: Child | undefined;
  const load = createLoad({
    slack: fleet.slack,
    channels: fleet.channels,
    places: places(BOOK),
    bots: () => fleet.living().filter((bot) => bot !== ending),
    dice,
    senders: 6,
    pauseMs: 60,
    clickMs: 200,
    grave: 10,
  });
  const exits: number[] = [];
  const deliveries: number[] = [];
  const missed: string[] = [];
  try {
    await fleet.raise();
    load.start();
    for (let round = 0; round < rounds; round++) {
      await pause(dice.between(1_500, 3_000));
      const [bot, second] = fleet.living();
      if (!bot) throw new Error('no bot lives that could be told to end');
      ending = bot;
      const toldAt = Date.now();
      const over = bot.stop().then((code) => ({ code, ms: Date.now() - toldAt }));
      const keys = variant.handsOver && second ? await panics(second, round, missed) : [];
      const { code, ms } = await over;
      exits.push(ms);
      if (code !== 0) missed.push(`round ${round + 1}: it ended with code ${code}:\n${bot.output().slice(-500)}`);
      if (ms > WITHIN_MS) missed.push(`round ${round + 1}: it took ${ms} ms to end`);
      await fleet.raise();
      ending = undefined;
      const first = fleet.living()[0];
      const sent = keys.length > 0 || !first ? keys : await panics(first, round, missed);
      for (const key of sent) load.acknowledged.add(keyOf('generic', key));
      const after = (await shownAfter(fleet.slack, sent, toldAt)) ?? Number.POSITIVE_INFINITY;
      deliveries.push(after);
      if (!Number.isFinite(after)) missed.push(`round ${round + 1}: new alarms never came into their channels`);
      else if (variant.handsOver && after > WITHIN_MS)
        missed.push(`round ${round + 1}: new alarms were in their channels only after ${after} ms`);
      log(`${variant.what}: ended after ${ms} ms, new alarms in all channels after ${after} ms`);
    }
    await load.stop();
    const { judgement } = await aftermath(fleet, load.acknowledged, SETTLE_MS);
    const lost = [...judgement.lost, ...judgement.untold];
    const { stale, doubled, told } = judgement;
    const broken = [
      ...judgement.broken,
      ...load.faults(),
      ...below([
        { what: 'endings', was: exits.length, least: rounds },
        { what: 'alarms were acknowledged', was: load.acknowledged.size, least: 30 * rounds },
        { what: 'presses were answered', was: load.clicks(), least: 2 * rounds },
        { what: 'claims were told to somebody', was: told, least: Math.ceil(rounds / 2) },
      ]),
    ];
    return {
      rounds,
      acknowledged: load.acknowledged.size,
      lost: lost.length,
      stale: stale.length,
      doubled: doubled.length,
      broken: broken.length + missed.length,
      figures: [
        `ended after at most ${Math.max(...exits)} ms`,
        `new alarms in all channels at most ${Math.max(...deliveries)} ms after the signal${variant.handsOver ? '' : ', a new start included'}`,
      ],
      faults: [...missed, ...lost, ...stale, ...doubled, ...broken],
      tookMs: Date.now() - begun,
    };
  } finally {
    await load.stop();
    await fleet.close();
  }
}

/** One panic button in every site, so that every channel must be delivered to; the keys, and what was not taken in `missed`. */
async function panics(bot: Child, round: number, missed: string[]): Promise<string[]> {
  const sites = places(BOOK).filter(([, zone]) => zone === 'zone-01');
  const sent = await Promise.all(
    sites.map(([site, zone]) => {
      const key = `handover-${bot.process.pid}-${round}-${site}`;
      return send(bot.url, { key, kind: 'panic', site, zone, subject: key });
    }),
  );
  for (const { site, sort, status } of sent)
    if (status !== 202) missed.push(`round ${round + 1}: the panic button of ${site} was not taken: ${sort}`);
  return sent.filter(({ status }) => status === 202).map(({ key }) => key);
}

/** Milliseconds from `since` until Slack had taken a card of each. */
async function shownAfter(slack: SlackStandIn, keys: readonly string[], since: number): Promise<number | undefined> {
  if (keys.length === 0) return undefined;
  const end = Date.now() + 3 * WITHIN_MS;
  while (Date.now() < end) {
    const posts = slack
      .calls('chat.postMessage')
      .filter(({ at, answer }) => at >= since && answer?.ok === true)
      .map(({ at, args }) => ({ at, text: JSON.stringify(args.blocks ?? []) }));
    const times = keys.map((key) => posts.find(({ text }) => text.includes(`"${key}"`))?.at);
    if (times.every((at) => at !== undefined)) return Math.max(...times.map((at) => (at ?? 0) - since));
    await pause(50);
  }
  return undefined;
}
