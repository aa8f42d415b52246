import type { SlackStandIn } from '../../test/standins/slack/index.js';
import { type Dice, pause } from './dice.js';
import { hasButton } from './load.js';
import { soakChannels } from './soak-book.js';
import { sortOf, Tally } from './tally.js';

/** People who work through the night, and what became of what they pressed. */
export interface People {
  readonly presses: number;
  readonly resolved: number;
  /** One line for each sort of press that was not answered as Slack wants it. */
  faults(): string[];
  /** Resolves when `over` says so. */
  work(over: () => boolean): Promise<void>;
}

/** Somebody claims or releases every second, and somebody closes an incident every other second. */
export function peopleOf(slack: SlackStandIn, dice: Dice): People {
  const amiss = new Tally();
  let presses = 0;
  let resolved = 0;

  function cardWith(actionId: string) {
    const channel = dice.pick(soakChannels) ?? '';
    const card = dice.pick(slack.messages(channel).filter(({ blocks }) => hasButton(blocks, actionId)));
    return card && { channel, ts: card.ts, actionId, user: dice.roll() < 0.5 ? 'U0ANA' : 'U0BEN' };
  }

  async function press(): Promise<void> {
    const button = cardWith(dice.roll() < 0.7 ? 'tocsin:claim' : 'tocsin:release');
    if (!button) return;
    await slack.click(button);
    presses += 1;
  }

  /** Opens the form on a card and closes the incident with it. */
  async function resolve(): Promise<void> {
    const button = cardWith('tocsin:resolve');
    if (!button) return;
    const { user } = button;
    const before = new Set(slack.openViews(user).map(({ id }) => id));
    await slack.click(button);
    await pause(300);
    const form = slack.openViews(user).find(({ id, view }) => !before.has(id) && view.submit !== undefined);
    if (!form) return;
    const values = { disposition: 'confirmed', note: 'Looked at it' };
    const { action } = await slack.submit({ viewId: form.id, user, values });
    if (action === 'close') resolved += 1;
  }

  async function again(act: () => Promise<void>, everyMs: number, over: () => boolean): Promise<void> {
    while (!over()) {
      await pause(everyMs);
      try {
        await act();
      } catch (error) {
        amiss.add(sortOf(error));
      }
    }
  }

  return {
    get presses() {
      return presses;
    },
    get resolved() {
      return resolved;
    },
    faults: () => amiss.lines('presses were not answered'),
    work: async (over) => void (await Promise.all([again(press, 1_000, over), again(resolve, 2_000, over)])),
  };
}
