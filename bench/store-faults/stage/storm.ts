import { mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type Dice, diceOf } from '../../faults/dice.js';
import { below } from '../../faults/floors.js';
import { type FaultOptions, type FaultResult, Faults } from './fault.js';
import { Kept } from './kept.js';
import { Ledger } from './ledger.js';
import { Writers } from './writers.js';

const WRITERS = 16;

/** How a storm is ended, round by round. */
export interface Storm {
  readonly name: string;
  readonly compactFromBytes: number;
  /** How many there are from the beginning: a snapshot of many takes longer. */
  readonly documents: number;
  /** Waits for the moment of the kill. Gives whether it was one of those that are looked for. */
  readonly moment: (dataDir: string, dice: Dice) => Promise<boolean>;
  readonly hits: string;
  /** How many of so many kills must be among them. */
  readonly leastHits: (rounds: number) => number;
}

/** Writes that must have been acknowledged between two kills. */
const LEAST_WRITES = 50;

/** Writers on a store that is killed, started again and held to what it acknowledged, as often as there are rounds. */
export async function storm({ rounds, seed, log }: FaultOptions, how: Storm): Promise<FaultResult> {
  const started = performance.now();
  const dataDir = mkdtempSync(join(tmpdir(), 'tocsin-storm-'));
  const [ledger, dice, faults] = [new Ledger(), diceOf(seed), new Faults(log)];
  let [hits, cutOff] = [0, 0];
  try {
    for (let round = 0; round <= rounds; round++) {
      const kept = await Kept.start({ dataDir, compactFromBytes: how.compactFromBytes });
      const writers = new Writers(kept.uri, ledger, dice, `r${round}`);
      await writers.prepare();
      faults.add([...ledger.check(await writers.all()), ...(await writers.faults())]);
      if (round === 0) await writers.fill(how.documents);
      else await writers.clear(`r${round - 1}`);
      if (round === rounds) {
        await writers.stop();
        await kept.stop();
        break;
      }
      writers.start(WRITERS);
      if (await how.moment(dataDir, dice)) hits++;
      const early = writers.failure;
      if (early !== undefined)
        faults.add([
          `round ${round}: a writer ended with ${early.name}: ${early.message}, before the store was killed`,
        ]);
      await kept.kill();
      await writers.stop();
      faults.add(writers.refused.map((line) => `round ${round}: ${line}`));
      cutOff += writers.cutOff;
      if (round % 10 === 9)
        log(`${round + 1} kills, ${ledger.acknowledged.toLocaleString('en-GB')} acknowledged writes`);
    }
  } finally {
    rmSync(dataDir, { recursive: true, force: true });
  }
  const detail = `${ledger.acknowledged.toLocaleString('en-GB')} acknowledged writes by ${WRITERS} writers, ${hits} of ${rounds} kills ${how.hits}`;
  const short = below([
    { what: 'writes were acknowledged', was: ledger.acknowledged, least: LEAST_WRITES * rounds },
    { what: 'writers were cut off by a kill', was: cutOff, least: WRITERS * rounds },
    { what: `kills ${how.hits}`, was: hits, least: how.leastHits(rounds) },
  ]);
  const { acknowledged } = ledger;
  const { lines, count: lost } = faults;
  return {
    name: how.name,
    rounds,
    lost,
    faults: lines,
    short,
    acknowledged,
    detail,
    tookMs: performance.now() - started,
  };
}

/** The names of a store's files. */
export const filesOf = (dataDir: string): string[] => readdirSync(join(dataDir, 'store'));
