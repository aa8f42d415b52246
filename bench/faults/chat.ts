import type { ApiCall, Fault } from '../../test/standins/slack/index.js';
import type { BookPlan } from '../book.js';
import { type Dice, diceOf, pause } from './dice.js';
import { below } from './floors.js';
import { type Inside, openInside } from './inside.js';
import { judge } from './judge.js';
import type { Scenario, ScenarioOptions } from './scenario.js';

const BOOK: BookPlan = { sites: 6, zonesPerSite: 3, channels: 'per-site' };
const TRUE_WITHIN_S = 60;
const OUTAGE_MS = 10 * 60_000;
/** Before it is judged, one second longer than promised, so that a miss is told from a hair's breadth. */
const PATIENCE_S = TRUE_WITHIN_S + 30;

interface Mode {
  /** What goes wrong in this round. Every second round the call is carried out all the same. */
  readonly fault: (round: number) => Fault;
  /** Every answer takes as long as the bot waits for it, so that winding the clock is not enough. */
  readonly realSeconds?: { readonly full: number; readonly quick: number };
  readonly forgets?: true;
  /** Whether a call met the fault. */
  readonly meets: (call: ApiCall) => boolean;
}

interface Round {
  readonly acknowledged: number;
  readonly settledS: number;
  readonly calls: number;
  readonly met: number;
  readonly told: number;
  readonly forgottenLines: number;
  readonly lost: readonly string[];
  readonly stale: readonly string[];
  readonly doubled: readonly string[];
  readonly broken: readonly string[];
}

const alsoTaken = (round: number): { taken?: true } => (round % 2 === 1 ? { taken: true } : {});

/** A chat that goes wrong for ten minutes of a hand-wound clock while alarms and presses go on, and then heals. */
const chat =
  (mode: Mode): Scenario =>
  async (options) => {
    const begun = Date.now();
    const done: Round[] = [];
    for (let round = 0; round < options.rounds; round++) {
      const result = await outage(mode, round, options);
      done.push(result);
      options.log(
        `round ${round + 1}: ${result.calls} calls during the outage, ${result.met} of them met it, ${result.acknowledged} alarms, ${result.told} claims told, all true ${result.settledS.toFixed(1)} s after it${mode.forgets ? `, ${result.forgottenLines} lines forgotten` : ''}`,
      );
    }
    const all = (of: (round: Round) => readonly string[]) => done.flatMap(of);
    const late = done.flatMap(({ settledS }, round) =>
      settledS <= TRUE_WITHIN_S
        ? []
        : [`round ${round + 1}: cards were still untrue ${TRUE_WITHIN_S} s after it healed`],
    );
    return {
      rounds: options.rounds,
      acknowledged: done.reduce((sum, { acknowledged }) => sum + acknowledged, 0),
      lost: all(({ lost }) => lost).length,
      stale: all(({ stale }) => stale).length,
      doubled: all(({ doubled }) => doubled).length,
      broken: all(({ broken }) => broken).length + late.length,
      figures: [
        `all true at most ${Math.max(...done.map(({ settledS }) => settledS)).toFixed(1)} s after it heals`,
        `${done.map(({ calls }) => calls).join(' and ')} calls in ten minutes of outage, ${done.map(({ met }) => met).join(' and ')} of them met it`,
        ...(mode.forgets
          ? [`${done.reduce((sum, { forgottenLines }) => sum + forgottenLines, 0)} forgotten diary lines stay unseen`]
          : []),
      ],
      faults: [...late, ...all(({ lost, stale, doubled, broken }) => [...lost, ...stale, ...doubled, ...broken])],
      tookMs: Date.now() - begun,
    };
  };

async function outage(mode: Mode, round: number, { seed, quick, log }: ScenarioOptions): Promise<Round> {
  const dice = diceOf(seed + round);
  const house = await openInside(BOOK);
  const { slack } = house;
  try {
    for (const [index, [site, zone]] of house.places.entries()) {
      if (zone === 'zone-03') continue;
      await house.alarm({ key: `before-${index}`, kind: 'forced-door', site, zone });
    }
    const sentBefore = house.acknowledged.size;
    const healthyS = await house.settled(PATIENCE_S);
    const first = house.channels[0] ?? '';
    // Whoever presses while the chat works is told so; during the outage nobody may be.
    await house.press(first, 'tocsin:claim', 'U0ANA');
    await house.settled(PATIENCE_S);
    const before = slack.calls().length;
    slack.fail('*', mode.fault(round));
    const presses = await goOn(house, dice, mode.realSeconds?.[quick ? 'quick' : 'full'] ?? 8);
    const made = slack.calls().slice(before);
    const calls = made.length;
    const methods = [...new Set(made.map(({ method }) => method))].map(
      (method) => `${made.filter((call) => call.method === method).length} ${method}`,
    );
    log(`calls during the outage: ${methods.join(', ')}`);
    slack.heal();
    const settledS = await house.settled(PATIENCE_S);
    await house.press(first, 'tocsin:release', 'U0ANA');
    await house.settled(PATIENCE_S);
    const judgement = await judge({ ledger: house.ledger, slack, acknowledged: house.acknowledged });
    const { lost, stale, doubled, untold, told } = judgement;
    const met = made.filter(mode.meets);
    const posts = met.filter(({ method }) => method === 'chat.postMessage').length;
    const broken = [
      ...judgement.broken,
      ...impatience(made),
      ...house.refusals(),
      ...(Number.isFinite(healthyS) ? [] : ['the cards were not even true before the outage']),
      ...below([
        { what: 'alarms during the outage', was: house.acknowledged.size - sentBefore, least: STEPS },
        { what: 'presses were answered during the outage', was: presses, least: STEPS / 8 },
        { what: 'claims were told to somebody', was: told, least: 1 },
        { what: 'calls met the outage', was: met.length, least: house.channels.length },
        { what: 'of them were posts', was: posts, least: 1 },
      ]),
    ].map((fault) => `round ${round + 1}: ${fault}`);
    return {
      acknowledged: house.acknowledged.size,
      settledS,
      calls,
      met: met.length,
      told,
      // Nobody looks whether a thread still has what was confirmed; docs/proof.md says so.
      lost: mode.forgets ? lost : [...lost, ...untold],
      forgottenLines: mode.forgets ? untold.length : 0,
      stale,
      doubled,
      broken,
    };
  } finally {
    await house.close();
  }
}

/** What was under way when Slack asked for silence may still arrive. */
const UNDER_WAY_MS = 1_000;

/** Calls that came although Slack had asked for silence from their sort, in their channel, until later. */
function impatience(calls: readonly ApiCall[]): string[] {
  const silence = new Map<string, { from: number; until: number }>();
  const faults: string[] = [];
  for (const { method, args, at, retryAfterS } of calls) {
    const sort = `${method} ${String(args.channel)}`;
    const asked = silence.get(sort);
    if (asked && at > asked.from + UNDER_WAY_MS && at < asked.until - UNDER_WAY_MS)
      faults.push(`${method} was called although Slack had asked for silence`);
    if (retryAfterS !== undefined) silence.set(sort, { from: at, until: at + retryAfterS * 1_000 });
  }
  return faults;
}

const STEPS = 40;

/** Ten minutes by the hand clock, with alarms that join, alarms that open, a panic button and presses; counts the presses. */
async function goOn(house: Inside, dice: Dice, realSeconds: number): Promise<number> {
  let claimed = 0;
  for (let step = 0; step < STEPS; step++) {
    house.clock.wind(OUTAGE_MS / STEPS - (realSeconds * 1_000) / STEPS);
    const [site = '', zone = ''] = dice.pick(house.places) ?? [];
    const kind = step === STEPS / 2 ? 'panic' : dice.roll() < 0.8 ? 'motion' : 'glass-break';
    await house.alarm({ key: `during-${step}`, kind, site, zone });
    const channel = house.channels[step % house.channels.length] ?? '';
    // A person presses what is on the card that they see, however old it is.
    if (step % 3 === 0) {
      const user = claimed % 2 === 0 ? 'U0ANA' : 'U0BEN';
      // Where every card is claimed already, as a chat shows it that carries out what it does not answer, one is given back.
      const done =
        (await house.press(channel, 'tocsin:claim', user)) || (await house.press(channel, 'tocsin:release', user));
      if (done) claimed += 1;
    }
    await pause((realSeconds * 1_000) / STEPS);
  }
  return claimed;
}

const hasStatus =
  (status: ApiCall['status']) =>
  (call: ApiCall): boolean =>
    call.status === status;

export const chatLimited = chat({
  // By turns Slack names the whole time at once, and half a minute again and again.
  fault: (round) => ({ kind: 'rate-limited', ...(round % 2 === 0 ? { forMs: OUTAGE_MS } : { retryAfterS: 30 }) }),
  meets: hasStatus(429),
});
export const chatHangs = chat({
  fault: (round) => ({ kind: 'hang', ...alsoTaken(round) }),
  realSeconds: { full: 60, quick: 15 },
  meets: hasStatus('hanging'),
});
export const chatDrops = chat({
  fault: (round) => ({ kind: round % 2 === 0 ? 'drop-before' : 'drop-after' }),
  meets: hasStatus('dropped'),
});
export const chatForgets = chat({
  fault: () => ({ kind: 'forget' }),
  forgets: true,
  // It looks like any other answer; what can be forgotten is what was to be kept.
  meets: ({ method, answer }) => /^chat\.(postMessage|update)$/.test(method) && answer?.ok === true,
});
export const chatFails = chat({
  fault: (round) => ({ kind: 'http', status: 500, ...alsoTaken(round) }),
  meets: hasStatus(500),
});
export const chatGarbled = chat({
  fault: (round) => ({ kind: 'garbled', ...alsoTaken(round) }),
  meets: ({ status, answer }) => status === 200 && answer === undefined,
});
