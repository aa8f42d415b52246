import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { diceOf, pause } from '../faults/dice.js';
import { below } from '../faults/floors.js';
import { type FaultOptions, type FaultResult, Faults } from './stage/fault.js';
import { Kept } from './stage/kept.js';
import { Ledger } from './stage/ledger.js';
import { Writers } from './stage/writers.js';

/** What a file may grow to: the store's log cannot follow its writers any more. */
const LIMIT_KB = 6 * 1024;
/** Fewer do not fill such a file. */
const LEAST_WRITES = 500;

async function once(dataDir: string, ledger: Ledger, seed: number): Promise<string[]> {
  const wrong: string[] = [];
  const kept = await Kept.start({ dataDir, fileKilobytes: LIMIT_KB });
  const writers = new Writers(kept.uri, ledger, diceOf(seed), `l${seed}`);
  await writers.prepare();
  writers.start(8);
  await writers.failed();
  if (writers.failure?.code !== 14031)
    wrong.push(`writers ended with ${writers.failure?.code}: ${writers.failure?.message}`);
  const { state } = await kept.health();
  if (state !== 'read-only') wrong.push(`health says ${state}`);
  if ((await writers.all()).length === 0) wrong.push('nothing can be read');
  await writers.stop();
  await kept.kill();
  const again = await Kept.start({ dataDir });
  const after = new Writers(again.uri, ledger, diceOf(seed), `m${seed}`);
  await after.prepare();
  wrong.push(...ledger.check(await after.all()), ...(await after.faults()));
  const before = ledger.acknowledged;
  after.start(4);
  await pause(200);
  if (after.failure !== undefined) wrong.push(`does not write again: ${after.failure.message}`);
  if (ledger.acknowledged <= before) wrong.push('nothing was acknowledged after the restart');
  await after.stop();
  await again.stop();
  return wrong;
}

/** A log that may not grow (`ulimit -f`): what a full disk is, for those who may not mount one. */
export async function fileLimit({ rounds, seed, log }: FaultOptions): Promise<FaultResult> {
  const started = performance.now();
  const [ledger, faults] = [new Ledger(), new Faults(log)];
  for (let round = 0; round < rounds; round++) {
    const dataDir = mkdtempSync(join(tmpdir(), 'tocsin-limit-'));
    try {
      faults.add(await once(dataDir, ledger, seed + round));
    } finally {
      rmSync(dataDir, { recursive: true, force: true });
    }
    ledger.forget();
  }
  const detail = `${ledger.acknowledged.toLocaleString('en-GB')} acknowledged writes into files of ${LIMIT_KB} KiB at most`;
  const { acknowledged } = ledger;
  const short = below([{ what: 'writes were acknowledged', was: acknowledged, least: LEAST_WRITES * rounds }]);
  const { lines, count: lost } = faults;
  return {
    name: 'file-limit',
    rounds,
    lost,
    faults: lines,
    short,
    acknowledged,
    detail,
    tookMs: performance.now() - started,
  };
}
