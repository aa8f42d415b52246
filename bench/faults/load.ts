import type { Kind } from '../../src/incident/index.js';
import type { Child } from '../../test/child.js';
import type { SlackStandIn } from '../../test/standins/slack/index.js';
import { send } from './alarms.js';
import { type Dice, pause } from './dice.js';
import { keyOf } from './judge.js';
import { isOfTheDying, sortOf, Tally } from './tally.js';

export interface LoadParts {
  readonly slack: SlackStandIn;
  readonly channels: readonly string[];
  readonly places: readonly (readonly [site: string, zone: string])[];
  /** The bots that can be spoken to; who is frozen must not be among them. */
  readonly bots: () => readonly Child[];
  /** A bot that cannot answer just now, and that nobody may expect an answer of. */
  readonly silenced?: (bot: Child) => boolean;
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
  /** Presses that were answered as Slack wants it. */
  clicks(): number;
  /** Alarms and presses without a good answer that went to a bot which ended, or could not answer. */
  excused(): number;
  /** One line for each sort of alarm or press that a bot which lived on did not answer as it must. */
  faults(): string[];
  start(): void;
  /** A panic button in every site at once: each is an incident of its own, whose card leaves without delay. */
  panics(): void;
  /** Resolves when nothing is under way any more. */
  stop(): Promise<void>;
}

/** So soon a bot that could not answer any more has ended: it was killed, told to end, or its store is gone. */
const ENDED_MS = 10_000;
const KINDS = ['motion', 'person', 'forced-door', 'glass-break'] as const;

export function createLoad(parts: LoadParts): Load {
  const { slack, channels, places, bots, silenced = () => false, dice, senders, pauseMs, clickMs, grave } = parts;
  const acknowledged = new Set<string>();
  let running: Promise<unknown> | undefined;
  let stopped = false;
  let sent = 0;
  let clicks = 0;
  let excused = 0;
  const amiss = { alarms: new Tally(), presses: new Tally() };
  const verdicts = new Set<Promise<void>>();
  const pressed = new Set<Promise<void>>();

  /** Only a bot that ends, or that cannot answer, may leave somebody without an answer. */
  function failed(what: keyof typeof amiss, sort: string, bot: Child): void {
    const quiet = silenced(bot);
    const verdict = (quiet ? Promise.resolve(true) : endsWithin(bot, ENDED_MS)).then((ended) => {
      if (ended && isOfTheDying(sort)) excused += 1;
      else amiss[what].add(sort);
      verdicts.delete(verdict);
    });
    verdicts.add(verdict);
  }

  async function sender(): Promise<void> {
    while (!stopped) {
      await pause(2 * pauseMs * dice.roll());
      const bot = dice.pick(bots());
      const [site, zone] = dice.pick(places) ?? ['', ''];
      if (!bot || stopped) continue;
      await alarm(bot, dice.roll() < grave / 1_000 ? 'panic' : (dice.pick(KINDS) ?? 'motion'), site, zone);
    }
  }

  async function alarm(bot: Child, kind: Kind, site: string, zone: string): Promise<void> {
    sent += 1;
    const key = `k${sent}`;
    const { status, sort } = await send(bot.url, { key, kind, site, zone });
    if (status === 202) acknowledged.add(keyOf('generic', key));
    else failed('alarms', sort, bot);
  }

  async function clicker(): Promise<void> {
    while (!stopped) {
      await pause(2 * clickMs * dice.roll());
      const channel = dice.pick(channels) ?? '';
      const actionId = dice.roll() < 0.6 ? 'tocsin:claim' : 'tocsin:release';
      const user = dice.roll() < 0.5 ? 'U0ANA' : 'U0BEN';
      const bot = dice.pick(bots());
      const card = dice.pick(slack.messages(channel).filter(({ blocks }) => hasButton(blocks, actionId)));
      if (!card || !bot || stopped) continue;
      slack.connect(`${bot.url}/slack/events`);
      try {
        await slack.click({ channel, ts: card.ts, actionId, user });
        clicks += 1;
      } catch (error) {
        failed('presses', sortOf(error), bot);
      }
    }
  }

  return {
    acknowledged,
    sent: () => sent,
    clicks: () => clicks,
    excused: () => excused,
    faults: () => [
      ...amiss.alarms.lines('alarms were not taken by a bot that lived on'),
      ...amiss.presses.lines('presses were not answered by a bot that lived on'),
    ],
    start() {
      stopped = false;
      running = Promise.all([...Array.from({ length: senders }, sender), clicker()]);
    },
    panics() {
      for (const [site, zone] of new Map(places)) {
        const bot = dice.pick(bots());
        if (!bot) continue;
        const sending = alarm(bot, 'panic', site, zone).finally(() => pressed.delete(sending));
        pressed.add(sending);
      }
    },
    async stop() {
      stopped = true;
      await Promise.all([running, ...pressed]);
      await Promise.all(verdicts);
    },
  };
}

/** Whether a person who looks at these blocks finds the button. */
export const hasButton = (blocks: readonly object[], actionId: string): boolean =>
  JSON.stringify(blocks).includes(`"${actionId}"`);

async function endsWithin(bot: Child, ms: number): Promise<boolean> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<false>((resolve) => {
    timer = setTimeout(resolve, ms, false);
  });
  const ended = await Promise.race([bot.gone.then(() => true), late]);
  clearTimeout(timer);
  return ended;
}
