import { rmSync } from 'node:fs';
import { type BookPlan, channelIds, writeBook } from './book.js';
import { newFolder, type Program, type Starting, start } from './programs.js';
import { ALARM_SECRET, API_TOKEN, SLACK_SIGNING_SECRET, SLACK_TOKEN } from './secrets.js';
import type { Post } from './slack-server.js';

/** What a program of the benchmark has to know of the night that it is in. */
export interface Night {
  readonly bot: Program;
  readonly slack: Slack;
  readonly dataDir: string;
  api(path: string): Promise<unknown>;
  /** A figure of `/metrics` without labels. */
  metric(name: string): Promise<number>;
  /** Ends both and removes the folder. */
  close(): Promise<void>;
}

export interface Slack {
  /** Cards that were taken since the last question. */
  posts(): Promise<readonly Post[]>;
  click(card: Pick<Post, 'channel' | 'ts'>): Promise<{ status: number; ms: number }>;
  /** How often a person was told something that only they see. */
  told(): Promise<number>;
}

/** The time that all processes of one machine agree on, as epoch milliseconds with fractions. */
const OFFSET = Date.now() - Number(process.hrtime.bigint()) / 1e6;
export const sharedNow = (): number => Number(process.hrtime.bigint()) / 1e6 + OFFSET;

const PATIENCE_MS = 60_000;

export interface NightOptions {
  readonly book: BookPlan;
  readonly profile?: boolean;
  /** Another bot on the same store, which the first one has inside. */
  readonly second?: true;
  /** A folder that holds data already; it is left where it is. */
  readonly dataDir?: string;
}

/** The bot in a process of its own, a strict Slack in another, and the organisation of the plan. */
export async function openNight({ book, profile = false, second, dataDir: given }: NightOptions): Promise<Night> {
  const dataDir = given ?? newFolder();
  const slackProgram = await start({
    file: 'bench/slack-server.js',
    args: [channelIds(book).join(','), String(OFFSET)],
  });
  const bot = await start(botWith(dataDir, book, slackProgram.url, profile));
  const other = second && (await start(botWith(dataDir, book, slackProgram.url, false)));
  await slackProgram.ask({ what: 'connect', url: `${bot.url}/slack/events` });
  let seen = 0;
  return {
    bot,
    dataDir,
    slack: {
      async posts() {
        const { posts, next } = (await slackProgram.ask({ what: 'posts', from: seen })) as {
          posts: Post[];
          next: number;
        };
        seen = next;
        return posts;
      },
      click: async (card) => (await slackProgram.ask({ what: 'click', ...card })) as { status: number; ms: number },
      told: async () => (await slackProgram.ask({ what: 'told' })) as number,
    },
    async api(path) {
      const response = await fetch(`${bot.url}/api/v1${path}`, {
        headers: { authorization: `Bearer ${API_TOKEN}` },
        signal: AbortSignal.timeout(PATIENCE_MS),
      });
      if (!response.ok) throw new Error(`${response.status} from ${path}: ${await response.text()}`);
      return await response.json();
    },
    async metric(name) {
      const text = await (await fetch(`${bot.url}/metrics`, { signal: AbortSignal.timeout(PATIENCE_MS) })).text();
      const value = new RegExp(`^${name} (\\S+)`, 'm').exec(text)?.[1];
      if (value === undefined) throw new Error(`/metrics has no ${name}`);
      return Number(value);
    },
    async close() {
      await other?.stop();
      await bot.stop();
      await slackProgram.stop();
      if (given === undefined) rmSync(dataDir, { recursive: true, force: true });
    },
  };
}

/** The bot as a user starts it, with Slack's place taken. */
function botWith(dataDir: string, book: BookPlan, slackUrl: string, profile: boolean): Starting {
  return {
    file: 'src/main.js',
    readyWithinMs: 600_000,
    ...(profile ? { preload: ['bench/profiler.js'] } : {}),
    env: {
      PORT: '0',
      DATA_DIR: dataDir,
      TOCSIN_BOOK: writeBook(dataDir, book),
      API_TOKEN,
      ALARM_SECRET_GENERIC: ALARM_SECRET,
      LOG_LEVEL: 'error',
      SLACK_API_URL: slackUrl,
      SLACK_BOT_TOKEN: SLACK_TOKEN,
      SLACK_SIGNING_SECRET: SLACK_SIGNING_SECRET,
    },
  };
}
