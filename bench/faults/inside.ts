import { rmSync } from 'node:fs';
import { type App, startApp } from '../../src/app.js';
import { loadBook } from '../../src/book/load.js';
import { readConfig } from '../../src/config.js';
import { createLog } from '../../src/log.js';
import { ALARM_SECRETS, API_TOKEN, type HandClock, handClock, newDataDir } from '../../test/house.js';
import { type SlackStandIn, startSlackStandIn } from '../../test/standins/slack/index.js';
import { type BookPlan, channelIds, places, writeBook } from '../book.js';
import { type Alarm, type Sent, send } from './alarms.js';
import { pause } from './dice.js';
import { keyOf } from './judge.js';
import { type Ledger, ledgerOn } from './ledger.js';
import { hasButton } from './load.js';
import { sortOf, Tally } from './tally.js';
import { channelOf, shownIn } from './truth.js';

/** The whole bot in this process, with Slack in front of it, both on one clock that is wound by hand. */
export interface Inside {
  readonly clock: HandClock;
  readonly slack: SlackStandIn;
  readonly channels: readonly string[];
  readonly places: ReturnType<typeof places>;
  readonly app: App;
  readonly ledger: Ledger;
  readonly acknowledged: Set<string>;
  /** Sends an alarm that is signed with the present of the hand clock, and keeps its key when it is taken. */
  alarm(alarm: Alarm): Promise<Sent>;
  /** Presses a button of some card of the channel; whether there was one to press, and Slack got its answer in time. */
  press(channel: string, actionId: string, user: string): Promise<boolean>;
  /** One line for each sort of alarm that was not answered 202, and of press that was not answered as Slack wants it. */
  refusals(): string[];
  /** Seconds until all that came in is shown and true and nothing is owed any more; infinite when it takes longer. */
  settled(withinS: number): Promise<number>;
  close(): Promise<void>;
}

const LOOK_MS = 200;

/** `slackNow` is the clock of Slack; the same as the bot's when left out. */
export async function openInside(
  plan: BookPlan,
  clock = handClock(),
  slackNow = () => clock.now().getTime(),
): Promise<Inside> {
  const dataDir = newDataDir();
  const channels = channelIds(plan);
  const slack = await startSlackStandIn({
    channels: channels.map((id) => ({ id, name: id.toLowerCase() })),
    users: [
      { id: 'U0ANA', name: 'ana', realName: 'Ana Beck' },
      { id: 'U0BEN', name: 'ben', realName: 'Ben Adeyemi' },
    ],
    now: slackNow,
  });
  const config = readConfig({
    ...ALARM_SECRETS,
    PORT: '0',
    DATA_DIR: dataDir,
    TOCSIN_BOOK: writeBook(dataDir, plan),
    API_TOKEN,
    SLACK_BOT_TOKEN: slack.token,
    SLACK_SIGNING_SECRET: slack.signingSecret,
    SLACK_API_URL: slack.url,
  });
  const app = await startApp({
    config,
    log: createLog('silent'),
    clock,
    pace: { pollMs: 50 },
    book: loadBook(config.bookFile),
  });
  slack.connect(`${app.url}/slack/events`);
  const ledger = ledgerOn(app.connection);
  const acknowledged = new Set<string>();
  const refused = { alarms: new Tally(), presses: new Tally() };

  async function quiet(): Promise<boolean> {
    if ((await ledger.waiting()) > 0 || (await ledger.owing()) > 0) return false;
    const views = new Map(channels.map((id) => [id, channelOf(slack, id)]));
    for (const incident of await ledger.incidents()) {
      for (const destination of incident.state.destinations) {
        const view = views.get(destination.to);
        const shown = view && shownIn(view, incident, destination, []);
        if (!shown || shown.missing !== undefined || shown.stale !== undefined) return false;
      }
    }
    return true;
  }

  return {
    clock,
    slack,
    channels,
    places: places(plan),
    app,
    ledger,
    acknowledged,
    async alarm(alarm) {
      const sent = await send(app.url, alarm, clock.now());
      if (sent.status === 202) acknowledged.add(keyOf('generic', alarm.key));
      else refused.alarms.add(sent.sort);
      return sent;
    },
    async press(channel, actionId, user) {
      const card = slack.messages(channel).find(({ blocks }) => hasButton(blocks, actionId));
      if (!card) return false;
      try {
        await slack.click({ channel, ts: card.ts, actionId, user });
        return true;
      } catch (error) {
        refused.presses.add(sortOf(error));
        return false;
      }
    },
    refusals: () => [
      ...refused.alarms.lines('alarms were not taken'),
      ...refused.presses.lines('presses were not answered'),
    ],
    async settled(withinS) {
      const begun = performance.now();
      for (;;) {
        const seconds = (performance.now() - begun) / 1_000;
        if (await quiet()) return seconds;
        if (seconds > withinS) return Number.POSITIVE_INFINITY;
        await pause(LOOK_MS);
      }
    },
    async close() {
      await app.stop();
      await slack.stop();
      rmSync(dataDir, { recursive: true, force: true });
    },
  };
}
