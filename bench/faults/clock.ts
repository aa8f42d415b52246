import { incidentStore, leaseStore } from '../../models/index.js';
import { createDesk } from '../../src/desk.js';
import { digest } from '../../src/digest.js';
import { handClock } from '../../test/house.js';
import type { ApiCall, Fault } from '../../test/standins/slack/index.js';
import type { BookPlan } from '../book.js';
import { pause } from './dice.js';
import { below, type Floor } from './floors.js';
import { type Inside, openInside } from './inside.js';
import { judge } from './judge.js';
import { type Finding, type Scenario, type ScenarioOptions, together } from './scenario.js';
import { lookUpsIn } from './truth.js';
import { TWIN_STEPS, twinAlarms } from './twins.js';

const HOUR_MS = 3_600_000;
const BOOK: BookPlan = { sites: 6, zonesPerSite: 3, channels: 'per-site', respond: '2m' };
const TRUE_WITHIN_S = 60;
const ANA = { kind: 'person', id: 'ana', name: 'Ana Beck', roles: ['responder'], via: 'console' } as const;

interface State {
  /** Leaves the house in that state, and says what to do after the jump. */
  readonly begin: (house: Inside) => Promise<() => void>;
  /** A call of Slack that shows that the house is in it. */
  readonly shows?: (call: ApiCall) => boolean;
}

const failing = (fault: Fault, status: ApiCall['status']): State => ({
  begin: async ({ slack }) => {
    slack.fail('*', fault);
    await pause(1_500);
    return () => slack.heal();
  },
  shows: (call) => call.status === status,
});

/** What is under way when the clock jumps. */
const STATES = {
  'deliveries wait to be repeated': failing({ kind: 'http', status: 500 }, 500),
  'Slack asked for silence': failing({ kind: 'rate-limited', retryAfterS: 15 }, 429),
  'posts are in doubt': failing({ kind: 'drop-after' }, 'dropped'),
  'leases are held by an instance on another machine that is no more': {
    begin: async ({ ledger, channels }) => {
      const leases = leaseStore(ledger.connection, () => false);
      for (const channel of channels) {
        const lease = await leases.take(`deliver:slack:${channel}`, ELSEWHERE, 30_000);
        if (!lease) throw new Error(`the lease of ${channel} was taken before it could be given away`);
      }
      return () => undefined;
    },
  },
  'nothing special': { begin: async () => () => undefined },
} as const satisfies Record<string, State>;

const ELSEWHERE = 'another-machine.0badcafe/4711/0badcafe';

/** A clock that jumps an hour back or forth while the bot works, and what it works on. Slack's own clock stays. */
export const clock: Scenario = async (options) => {
  const begun = Date.now();
  // They take a real minute each, most of it waiting, so that the rest goes on beside them.
  const twins = Promise.all(TWIN_STEPS.map((step) => twinAlarms(step, options)));
  // They are awaited below; an error must not end the whole program before.
  twins.catch(() => undefined);
  const parts: Finding[] = [];
  for (let round = 0; round < options.rounds; round++) {
    for (const step of [-HOUR_MS, HOUR_MS]) {
      for (const state of Object.keys(STATES) as (keyof typeof STATES)[])
        parts.push(await jump(step, state, round, options));
      parts.push(await lasting(step, round, options));
      parts.push(await dueTimes(step, round, options));
    }
  }
  return together([...parts, ...(await twins)], begun);
};

const nameOf = (step: number): string => (step < 0 ? 'an hour back' : 'an hour forth');

async function jump(
  step: number,
  state: keyof typeof STATES,
  round: number,
  { log }: ScenarioOptions,
): Promise<Finding> {
  const begun = Date.now();
  const hands = handClock();
  const house = await openInside(BOOK, hands, () => Date.now());
  try {
    // Whoever is to find its leases taken has not delivered anything before.
    if (!state.startsWith('leases')) await alarms(house, `${round}-before`, 'zone-01');
    await house.settled(TRUE_WITHIN_S);
    const { begin, shows = () => true }: State = STATES[state];
    const before = house.slack.calls().length;
    const undo = await begin(house);
    const sites = house.channels.length;
    await alarms(house, `${round}-during`, 'zone-02');
    await pause(500);
    hands.wind(step);
    await pause(1_000);
    await claims(house);
    await alarms(house, `${round}-after`, 'zone-03');
    undo();
    const settledS = await house.settled(TRUE_WITHIN_S + 30);
    log(`${nameOf(step)} while ${state}: all true after ${settledS.toFixed(1)} s`);
    const shown = house.slack.calls().slice(before).filter(shows).length;
    const floors = [
      {
        what: 'alarms were acknowledged',
        was: house.acknowledged.size,
        least: sites * (state.startsWith('leases') ? 2 : 3),
      },
      { what: 'calls showed what was under way', was: shown, least: 1 },
      {
        what: 'posts in doubt were looked up',
        was: lookUpsIn(house.slack),
        least: state === 'posts are in doubt' ? 1 : 0,
      },
    ];
    return await found(house, `${nameOf(step)} while ${state}`, settledS, floors, begun);
  } finally {
    await house.close();
  }
}

/** The clock is wrong all the time: while posts leave, while Slack takes them and does not say so, and while they are looked up. */
async function lasting(step: number, round: number, { log }: ScenarioOptions): Promise<Finding> {
  const begun = Date.now();
  const hands = handClock();
  const house = await openInside(BOOK, hands, () => Date.now());
  try {
    hands.wind(step);
    house.slack.fail('*', { kind: 'drop-after' });
    await alarms(house, `${round}-lasting`, 'zone-01');
    await pause(1_500);
    const dropped = house.slack.calls('chat.postMessage').filter(({ status }) => status === 'dropped').length;
    house.slack.heal();
    const settledS = await house.settled(TRUE_WITHIN_S + 30);
    const what = `a clock that is ${nameOf(step)} while posts leave and are looked up`;
    log(`${what}: ${dropped} posts in doubt, all true after ${settledS.toFixed(1)} s`);
    const sites = house.channels.length;
    const floors = [
      { what: 'alarms were acknowledged', was: house.acknowledged.size, least: sites },
      { what: 'posts were in doubt', was: dropped, least: sites },
      { what: 'posts in doubt were looked up', was: lookUpsIn(house.slack), least: sites },
    ];
    return await found(house, what, settledS, floors, begun);
  } finally {
    await house.close();
  }
}

/** Judges what there is, and whether enough of it was tested. */
async function found(
  house: Inside,
  what: string,
  settledS: number,
  floors: readonly Floor[],
  begun: number,
): Promise<Finding> {
  const { ledger, slack, acknowledged } = house;
  const { lost, untold, stale, doubled, broken } = await judge({ ledger, slack, acknowledged });
  const missed = [
    ...(settledS <= TRUE_WITHIN_S ? [] : [`cards were still untrue ${TRUE_WITHIN_S} s later`]),
    ...house.refusals(),
    ...below(floors),
  ];
  return {
    rounds: 1,
    acknowledged: acknowledged.size,
    lost: lost.length + untold.length,
    stale: stale.length,
    doubled: doubled.length,
    broken: broken.length + missed.length,
    figures: [],
    faults: [...missed, ...lost, ...untold, ...stale, ...doubled, ...broken].map((each) => `${what}: ${each}`),
    tookMs: Date.now() - begun,
  };
}

/** An incident that has to be claimed within two minutes is overdue once they have passed, however far back the clock was set before. */
async function dueTimes(step: number, round: number, { log }: ScenarioOptions): Promise<Finding> {
  const begun = Date.now();
  const hands = handClock();
  const house = await openInside(BOOK, hands, () => Date.now());
  try {
    await alarms(house, `${round}-due`, 'zone-01');
    await house.settled(TRUE_WITHIN_S);
    const overdue = async () => (await house.ledger.incidents()).filter(({ state }) => state.overdue).length;
    hands.wind(step);
    await pause(1_000);
    const early = await overdue();
    hands.wind(3 * 60_000);
    await pause(1_000);
    const all = house.channels.length;
    const after = await overdue();
    const what = `a two-minute deadline ${nameOf(step)}: ${early} of ${all} overdue at once, ${after} after three minutes`;
    log(what);
    const faults = [
      ...(after < all ? [what] : []),
      ...house.refusals(),
      ...below([{ what: 'alarms were acknowledged', was: house.acknowledged.size, least: all }]),
    ];
    return {
      rounds: 1,
      acknowledged: house.acknowledged.size,
      lost: 0,
      stale: 0,
      doubled: 0,
      broken: faults.length,
      figures: [what],
      faults,
      tookMs: Date.now() - begun,
    };
  } finally {
    await house.close();
  }
}

async function alarms(house: Inside, prefix: string, only: string): Promise<void> {
  for (const [site, zone] of house.places)
    if (zone === only) await house.alarm({ key: `${prefix}-${site}-${zone}`, kind: 'forced-door', site, zone });
}

/** Another instance lets somebody claim everything that is open. */
async function claims(house: Inside): Promise<void> {
  const incidents = incidentStore(house.ledger.connection);
  const bell = { saved: () => undefined };
  const desk = createDesk({ incidents, clock: house.clock, digest, bell });
  for (const { state } of await house.ledger.incidents())
    if (state.status === 'open') await desk.execute(state.id, { type: 'claim', actor: ANA });
}
