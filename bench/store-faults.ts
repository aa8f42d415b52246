import { parseArgs } from 'node:util';
import { backupFull } from './store-faults/backup-full.js';
import { storeDamage } from './store-faults/damage.js';
import { diskFull } from './store-faults/disk-full.js';
import { fileLimit } from './store-faults/file-limit.js';
import { killCompaction } from './store-faults/kill-compaction.js';
import { killStorm } from './store-faults/kill-storm.js';
import { restoreKill } from './store-faults/restore-kill.js';
import type { Fault, FaultResult } from './store-faults/stage/fault.js';

interface Row {
  readonly name: string;
  readonly run: Fault;
  readonly rounds: { readonly full: number; readonly quick: number };
}

const ROWS: readonly Row[] = [
  { name: 'kill-storm', run: killStorm, rounds: { full: 50, quick: 4 } },
  { name: 'kill-compaction', run: killCompaction, rounds: { full: 50, quick: 4 } },
  { name: 'damage', run: storeDamage, rounds: { full: 200, quick: 60 } },
  { name: 'disk-full', run: diskFull, rounds: { full: 4, quick: 1 } },
  { name: 'file-limit', run: fileLimit, rounds: { full: 6, quick: 1 } },
  { name: 'backup-full', run: backupFull, rounds: { full: 6, quick: 1 } },
  { name: 'restore-kill', run: restoreKill, rounds: { full: 40, quick: 3 } },
];

const USAGE = `node dist/bench/store-faults.js [--only a,b] [--quick] [--rounds N] [--seed N]

  --only a,b   only these: ${ROWS.map(({ name }) => name).join(', ')}
  --quick      the short version of each
  --rounds N   that many rounds of each
  --seed N     the seed of everything random; printed by every run
`;

function whole(flag: string, text: string | undefined): number | undefined {
  if (text === undefined) return undefined;
  const value = Number(text);
  if (!Number.isSafeInteger(value) || value < 1)
    throw new Error(`${flag} ${text} is not a whole number from 1\n\n${USAGE}`);
  return value;
}

function verdict({ lost, skipped }: FaultResult): string {
  if (skipped !== undefined) return `skipped: ${skipped}`;
  return lost === 0 ? 'holds' : `BROKEN: ${lost} lost`;
}

/** The store under fire, by itself: what it acknowledged is there, or it says what is damaged. */
async function main(): Promise<number> {
  const { values } = parseArgs({
    options: {
      only: { type: 'string' },
      quick: { type: 'boolean', default: false },
      rounds: { type: 'string' },
      seed: { type: 'string' },
      help: { type: 'boolean', default: false },
    },
  });
  if (values.help) {
    process.stdout.write(USAGE);
    return 0;
  }
  const seed = whole('--seed', values.seed) ?? Date.now() % 1_000_000;
  const wanted = values.only?.split(',');
  const unknown = wanted?.find((name) => !ROWS.some((row) => row.name === name));
  if (unknown !== undefined) throw new Error(`--only ${unknown}: there is no such scenario\n\n${USAGE}`);
  process.stdout.write(`seed ${seed}\n`);
  let lost = 0;
  for (const { name, run, rounds } of ROWS) {
    if (wanted?.includes(name) === false) continue;
    const many = whole('--rounds', values.rounds) ?? rounds[values.quick ? 'quick' : 'full'];
    const result = await run({ rounds: many, seed, log: (line) => void process.stdout.write(`  ${line}\n`) });
    lost += result.lost;
    process.stdout.write(
      `${name}: ${verdict(result)} (${result.rounds} rounds, ${(result.tookMs / 1_000).toFixed(1)} s) ${result.detail}\n`,
    );
  }
  return lost === 0 ? 0 : 1;
}

main().then(
  (code) => process.exit(code),
  (error: unknown) => {
    process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
    process.exit(2);
  },
);
