import { LEASE_MS } from '../../jobs/calling.js';
import type { Child } from '../../test/child.js';
import { type BookPlan, places } from '../book.js';
import { aftermath } from './aftermath.js';
import { type Dice, diceOf, pause } from './dice.js';
import { type Fleet, openFleet } from './fleet.js';
import { below } from './floors.js';
import { type Ledger, openLedger } from './ledger.js';
import { createLoad } from './load.js';
import type { Scenario } from './scenario.js';

const BOOK: BookPlan = { sites: 6, zonesPerSite: 3, channels: 'per-site' };
/** Longer than every lease with its margin. */
const FROZEN_MS = { full: 90_000, quick: 40_000 };
const SETTLE_MS = 300_000;
/** Whoever waits for a lease looks for it now and then; so much longer than its time to live it may take. */
const MARGIN_MS = 8_000;

/**
 * Where the frozen one stands when it is stopped. `anywhere` is chance; `asking` means that it waits for an answer of
 * the store, and goes on with what it read once it is woken; `calling` that it waits for an answer of Slack.
 */
const STANDS = ['asking', 'calling', 'anywhere'] as const;

/** Whose process is stopped: the one that understands what comes in, or the one that delivers most. */
const DUTIES = ['inbox', 'deliver:'] as const;

/** One of two instances stops for a minute and a half in the middle of its work and wakes up, while the other goes on. */
export const freeze: Scenario = async ({ rounds, seed, quick, log }) => {
  const begun = Date.now();
  const dice = diceOf(seed);
  const fleet = await openFleet({ book: BOOK, bots: 2, store: 'apart', rates: false });
  let frozen: Child | undefined;
  const load = createLoad({
    slack: fleet.slack,
    channels: fleet.channels,
    places: places(BOOK),
    bots: () => fleet.living().filter((bot) => bot !== frozen),
    silenced: (bot) => bot === frozen,
    dice,
    senders: 6,
    pauseMs: 150,
    clickMs: 250,
    grave: 15,
  });
  const found = {
    lost: new Set<string>(),
    stale: new Set<string>(),
    doubled: new Set<string>(),
    broken: new Set<string>(),
  };
  const takenOver: number[] = [];
  const heldLeases: number[] = [];
  let told = 0;
  try {
    await fleet.raise();
    for (let round = 0; round < rounds; round++) {
      const stands = STANDS[round % STANDS.length] ?? 'anywhere';
      load.start();
      await pause(3_000 + dice.between(0, 1_000));
      frozen = await holderOf(fleet, DUTIES[round % DUTIES.length] ?? 'deliver:', dice);
      await stopAt(stands, frozen, fleet);
      const stoppedAt = Date.now();
      const leases = await leasesOf(fleet, frozen);
      const after = await takeOver(fleet, frozen, FROZEN_MS[quick ? 'quick' : 'full'], stoppedAt);
      heldLeases.push(leases.length);
      takenOver.push(after);
      if (!(after <= LEASE_MS + MARGIN_MS))
        found.broken.add(
          `round ${round + 1}: what the frozen one held (${leases.join(', ')}) was taken over after ${secondsOf(after)}, and leases end after ${secondsOf(LEASE_MS)}`,
        );
      await pause(FROZEN_MS[quick ? 'quick' : 'full'] - (Date.now() - stoppedAt));
      frozen.thaw();
      frozen = undefined;
      await pause(3_000);
      await load.stop();
      const { judgement } = await aftermath(fleet, load.acknowledged, SETTLE_MS);
      told = judgement.told;
      for (const each of [...judgement.lost, ...judgement.untold]) found.lost.add(each);
      for (const what of ['stale', 'doubled', 'broken'] as const)
        for (const each of judgement[what]) found[what].add(each);
      log(
        `frozen while ${stands}: taken over after ${secondsOf(takenOver.at(-1) ?? 0)}, ${load.acknowledged.size} alarms, ${judgement.incidents} incidents, ${judgement.lost.length + judgement.untold.length} lost, ${judgement.stale.length} stale, ${judgement.doubled.length} doubled`,
      );
      if (!fleet.living().every((bot) => bot.alive())) found.broken.add('a bot ended');
    }
    const short = below([
      { what: 'alarms were acknowledged', was: load.acknowledged.size, least: 100 * rounds },
      { what: 'presses were answered', was: load.clicks(), least: 10 * rounds },
      { what: 'claims were told to somebody', was: told, least: rounds },
      { what: 'leases were held by each that was frozen', was: Math.min(...heldLeases), least: 1 },
    ]);
    for (const each of [...load.faults(), ...short]) found.broken.add(each);
    return {
      rounds,
      acknowledged: load.acknowledged.size,
      lost: found.lost.size,
      stale: found.stale.size,
      doubled: found.doubled.size,
      broken: found.broken.size,
      figures: [
        `frozen for ${secondsOf(FROZEN_MS[quick ? 'quick' : 'full'])}, by turns while it waited for the store, for Slack, and anywhere`,
        `its work was taken over after at most ${secondsOf(Math.max(...takenOver))}`,
        `it held at least ${Math.min(...heldLeases)} leases when it was stopped`,
        `${load.clicks()} presses, ${told} claims told`,
      ],
      faults: Object.values(found).flatMap((each) => [...each]),
      tookMs: Date.now() - begun,
    };
  } finally {
    frozen?.thaw();
    await load.stop();
    await fleet.close();
  }
};

const secondsOf = (ms: number): string => (Number.isFinite(ms) ? `${(ms / 1_000).toFixed(0)} s` : 'never');

/** The living bot that holds most leases of this sort; the store knows holders by `host/pid/mark`. */
async function holderOf(fleet: Fleet, duty: string, dice: Dice): Promise<Child> {
  const ledger = await openLedger(fleet.dataDir);
  try {
    const counts = new Map<number, number>();
    for (const { name, pid } of await leasesIn(ledger))
      if (name.startsWith(duty)) counts.set(pid, (counts.get(pid) ?? 0) + 1);
    const living = [...fleet.living()].sort(
      (a, b) => (counts.get(b.process.pid ?? 0) ?? 0) - (counts.get(a.process.pid ?? 0) ?? 0),
    );
    const [most] = counts.size > 0 ? living : [dice.pick(living)];
    if (!most) throw new Error('no bot lives that could be frozen');
    return most;
  } finally {
    await ledger.close();
  }
}

async function leasesIn({ connection }: Ledger): Promise<{ name: string; pid: number }[]> {
  const rows = await connection.collection('leases').find({}).toArray();
  return rows.map(({ _id, holder }) => ({ name: String(_id), pid: Number(String(holder).split('/')[1]) }));
}

/** The names of the leases that it holds. */
async function leasesOf(fleet: Fleet, bot: Child): Promise<string[]> {
  const ledger = await openLedger(fleet.dataDir);
  try {
    return (await leasesIn(ledger)).filter(({ pid }) => pid === bot.process.pid).map(({ name }) => name);
  } finally {
    await ledger.close();
  }
}

/** Stops it where it is wanted. While the store stands still, whoever delivers soon waits for it. */
async function stopAt(stands: (typeof STANDS)[number], bot: Child, { store, slack }: Fleet): Promise<void> {
  if (stands === 'asking') {
    store?.freeze();
    await pause(120);
    bot.freeze();
    store?.thaw();
  } else if (stands === 'calling') {
    slack.fail('*', { kind: 'slow', ms: 400, taken: true });
    await pause(700);
    bot.freeze();
    slack.heal();
  } else bot.freeze();
}

/** Milliseconds until the frozen one holds no lease any more. */
async function takeOver(fleet: Fleet, frozen: Child, withinMs: number, since: number): Promise<number> {
  const ledger = await openLedger(fleet.dataDir);
  try {
    while (Date.now() - since < withinMs) {
      const held = (await leasesIn(ledger)).filter(({ pid }) => pid === frozen.process.pid);
      if (held.length === 0) return Date.now() - since;
      await pause(500);
    }
    return Number.POSITIVE_INFINITY;
  } finally {
    await ledger.close();
  }
}
