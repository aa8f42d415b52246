import { incidentStore, leaseStore } from '../../models/index.js';
import { createDesk } from '../../src/desk.js';
import { digest } from '../../src/digest.js';
import { handClock } from '../../test/house.js';
import type { BookPlan } from '../book.js';
import { pause } from './dice.js';
import { type Inside, openInside } from './inside.js';
import { judge } from './judge.js';
import type { Finding, Scenario, ScenarioOptions } from './scenario.js';

const HOUR_MS = 3_600_000;
const BOOK: BookPlan = { sites: 6, zonesPerSite: 3, channels: 'per-site', respond: '2m' };
const TRUE_WITHIN_S = 60;
const ANA = { kind: 'person', id: 'ana', name: 'Ana Beck', roles: ['responder'], via: 'console' } as const;

/** What is under way when the clock jumps. Each leaves the house in that state, and says what to do after the jump. */
const STATES = {
  'deliveries wait to be repeated': async ({ slack }: Inside) => {
    slack.fail('*', { kind: 'http', status: 500 });
    await pause(1_500);
    return () => slack.heal();
  },
  'Slack asked for silence': async ({ slack }: Inside) => {
    slack.fail('*', { kind: 'rate-limited', retryAfterS: 15 });
    await pause(1_500);
    return () => slack.heal();
  },
  'posts are in doubt': async ({ slack }: Inside) => {
    slack.fail('*', { kind: 'drop-after' });
    await pause(1_500);
    return () => slack.heal();
  },
  'leases are held by an instance on another machine that is no more': async ({ ledger, channels }: Inside) => {
    const leases = leaseStore(ledger.connection, () => false);
    for (const channel of channels) await leases.take(`deliver:slack:${channel}`, ELSEWHERE, 30_000);
    return () => undefined;
  },
  'nothing special': async () => () => undefined,
} as const satisfies Record<string, (house: Inside) => Promise<() => void>>;

const ELSEWHERE = 'another-machine.0badcafe/4711/0badcafe';

/** A clock that jumps an hour back or forth while the bot works, and what it works on. Slack's own clock stays. */
export const clock: Scenario = async (options) => {
  const begun = Date.now();
  const parts: Finding[] = [];
  for (let round = 0; round < options.rounds; round++) {
    for (const step of [-HOUR_MS, HOUR_MS]) {
      for (const state of Object.keys(STATES) as (keyof typeof STATES)[])
        parts.push(await jump(step, state, round, options));
      parts.push(await dueTimes(step, round, options));
    }
  }
  const sum = (of: (part: Finding) => number) => parts.reduce((total, part) => total + of(part), 0);
  return {
    rounds: parts.length,
    acknowledged: sum(({ acknowledged }) => acknowledged),
    lost: sum(({ lost }) => lost),
    stale: sum(({ stale }) => stale),
    doubled: sum(({ doubled }) => doubled),
    broken: sum(({ broken }) => broken),
    figures: [...new Set(parts.flatMap(({ figures }) => figures))],
    faults: parts.flatMap(({ faults }) => faults),
    tookMs: Date.now() - begun,
  };
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
    const undo = await STATES[state](house);
    await alarms(house, `${round}-during`, 'zone-02');
    await pause(500);
    hands.wind(step);
    await pause(1_000);
    await claims(house);
    await alarms(house, `${round}-after`, 'zone-03');
    undo();
    const settledS = await house.settled(TRUE_WITHIN_S + 30);
    const { lost, untold, stale, doubled, broken } = await judge({
      ledger: house.ledger,
      slack: house.slack,
      acknowledged: house.acknowledged,
    });
    const late =
      settledS <= TRUE_WITHIN_S
        ? []
        : [`${nameOf(step)} while ${state}: cards were still untrue ${TRUE_WITHIN_S} s later`];
    log(`${nameOf(step)} while ${state}: all true after ${settledS.toFixed(1)} s`);
    return {
      rounds: 1,
      acknowledged: house.acknowledged.size,
      lost: lost.length + untold.length,
      stale: stale.length,
      doubled: doubled.length,
      broken: broken.length + late.length,
      figures: [],
      faults: [
        ...late,
        ...[...lost, ...untold, ...stale, ...doubled, ...broken].map(
          (each) => `${nameOf(step)} while ${state}: ${each}`,
        ),
      ],
      tookMs: Date.now() - begun,
    };
  } finally {
    await house.close();
  }
}

/** An incident that has to be claimed within two minutes is overdue after two minutes that have passed, whatever the clock says. */
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
    return {
      rounds: 1,
      acknowledged: house.acknowledged.size,
      lost: 0,
      stale: 0,
      doubled: 0,
      broken: after < all ? 1 : 0,
      figures: [what],
      faults: after < all ? [what] : [],
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
