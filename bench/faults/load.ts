import type { Child } from '../../test/child.js';
import type { SlackStandIn } from '../../test/standins/slack/index.js';
import { type Alarm, send } from './alarms.js';
import { type Dice, pause } from './dice.js';
import { keyOf } from './judge.js';

export interface LoadParts {
  readonly slack: SlackStandIn;
  readonly channels: readonly string[];
  readonly places: readonly (readonly [site: string, zone: string])[];
  /** The bots that can be spoken to; who is frozen must not be among them. */
  readonly bots: () => readonly Child[];
  readonly dice: Dice;
  readonly senders: number;
  /** Mean pause of a sender between two alarms. */
  readonly pauseMs: number;
  /** Mean pause between two presses of a button. */
  readonly clickMs: number;
  /** Of a thousand alarms, so many are life safety, each an incident of its own. */
  readonly grave: number;
}

/** Alarms and presses that go on until they are stopped. */
export interface Load {
  /** `source/key` of every alarm that was answered 202. */
  readonly acknowledged: Set<string>;
  /** Alarms that were sent, whatever became of them. */
  sent(): number;
  clicks(): number;
  start(): void;
  /** Resolves when nothing is under way any more. */
  stop(): Promise<void>;
}

const KINDS = ['motion', 'person', 'forced-door', 'glass-break'] as const;

export function createLoad(parts: LoadParts): Load {
  const { slack, channels, places, bots, dice, senders, pauseMs, clickMs, grave } = parts;
  const acknowledged = new Set<string>();
  let running: Promise<unknown> | undefined;
  let stopped = false;
  let sent = 0;
  let clicks = 0;

  async function sender(): Promise<void> {
    while (!stopped) {
      await pause(2 * pauseMs * dice.roll());
      const bot = dice.pick(bots());
      const [site, zone] = dice.pick(places) ?? ['', ''];
      if (!bot || stopped) continue;
      sent += 1;
      const kind = dice.roll() < grave / 1_000 ? 'panic' : (dice.pick(KINDS) ?? 'motion');
      const alarm: Alarm = { key: `k${sent}`, kind, site, zone };
      const { status } = await send(bot.url, alarm);
      if (status === 202) acknowledged.add(keyOf('generic', alarm.key));
    }
  }

  async function clicker(): Promise<void> {
    while (!stopped) {
      await pause(2 * clickMs * dice.roll());
      const channel = dice.pick(channels) ?? '';
      const card = dice.pick(slack.messages(channel).filter(({ metadata }) => metadata?.event_type === 'tocsin_card'));
      const bot = dice.pick(bots());
      if (!card || !bot || stopped) continue;
      const actionId = dice.roll() < 0.6 ? 'tocsin:claim' : 'tocsin:release';
      const user = dice.roll() < 0.5 ? 'U0ANA' : 'U0BEN';
      slack.connect(`${bot.url}/slack/events`);
      try {
        await slack.click({ channel, ts: card.ts, actionId, user });
        clicks += 1;
      } catch {
        // The button is not on the card any more, or the bot was killed under the press: the person sees that.
      }
    }
  }

  return {
    acknowledged,
    sent: () => sent,
    clicks: () => clicks,
    start() {
      stopped = false;
      running = Promise.all([...Array.from({ length: senders }, sender), clicker()]);
    },
    async stop() {
      stopped = true;
      await running;
    },
  };
}
