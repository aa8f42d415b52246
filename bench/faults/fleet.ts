import { rmSync } from 'node:fs';
import { type Child, startBot, startDoomedBot, startStore } from '../../test/child.js';
import { ALARM_SECRETS, API_TOKEN, newDataDir } from '../../test/house.js';
import { type SlackStandIn, startSlackStandIn } from '../../test/standins/slack/index.js';
import { type BookPlan, channelIds, writeBook } from '../book.js';

export interface FleetPlan {
  readonly book: BookPlan;
  readonly bots: number;
  /** Inside the first bot that starts, or a program of its own. */
  readonly store: 'inside' | 'apart';
  /** Whether the stand-in of Slack holds the limits of the vendor against the bots. */
  readonly rates: boolean;
}

/** Bots that share one store and one Slack, with a supervisor who starts again what has ended. */
export interface Fleet {
  readonly dataDir: string;
  readonly slack: SlackStandIn;
  readonly channels: readonly string[];
  /** The bots that live now, in the order of their start. */
  living(): readonly Child[];
  /** The store's own process, when it is apart. */
  readonly store: Child | undefined;
  /** Starts whatever is not there. Waits for those that are about to end, because their store has. */
  raise(): Promise<void>;
  /** Begins a start of a bot and kills it so long after, ready or not. */
  stumble(afterMs: number): Promise<void>;
  /** Ends everything and removes the folder. */
  close(): Promise<void>;
}

/** A bot whose store is gone ends by itself; so long it may take. */
const FOLLOW_MS = 10_000;
const PEOPLE = [
  { id: 'U0ANA', name: 'ana', realName: 'Ana Beck' },
  { id: 'U0BEN', name: 'ben', realName: 'Ben Adeyemi' },
];

export async function openFleet(plan: FleetPlan): Promise<Fleet> {
  const dataDir = newDataDir();
  const channels = channelIds(plan.book);
  const slack = await startSlackStandIn({
    channels: channels.map((id) => ({ id, name: id.toLowerCase() })),
    users: PEOPLE,
    rates: plan.rates,
  });
  const env = {
    ...ALARM_SECRETS,
    PORT: '0',
    DATA_DIR: dataDir,
    TOCSIN_BOOK: writeBook(dataDir, plan.book),
    API_TOKEN,
    LOG_LEVEL: 'error',
    SLACK_BOT_TOKEN: slack.token,
    SLACK_SIGNING_SECRET: slack.signingSecret,
    SLACK_API_URL: slack.url,
  };
  let bots: Child[] = [];
  let store: Child | undefined;
  const living = () => bots.filter((bot) => bot.alive());

  /** With their store gone, the bots that lived on it end as well; a new one must not become its owner beside them. */
  async function followers(): Promise<void> {
    const late = new Promise<'late'>((resolve) => setTimeout(() => resolve('late'), FOLLOW_MS).unref());
    for (const bot of living()) {
      if ((await Promise.race([bot.gone, late])) === 'late')
        throw new Error(`a bot did not end within ${FOLLOW_MS / 1_000} s of the end of its store:\n${bot.output()}`);
    }
  }

  return {
    dataDir,
    slack,
    channels,
    living,
    get store() {
      return store?.alive() ? store : undefined;
    },
    async raise() {
      const owner = plan.store === 'apart' ? store : bots[0];
      if (owner && !owner.alive()) await followers();
      if (plan.store === 'apart' && !store?.alive()) store = await startStore(dataDir);
      bots = living();
      while (bots.length < plan.bots) bots.push(await startBot(env));
    },
    stumble: (afterMs) => startDoomedBot(env, afterMs),
    async close() {
      // Clients first: an owner that ends takes its store away from the others.
      for (const bot of living().reverse()) await bot.kill();
      await store?.kill();
      await slack.stop();
      rmSync(dataDir, { recursive: true, force: true });
    },
  };
}
