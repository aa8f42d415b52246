import { mkdirSync } from 'node:fs';
import { resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { measureCards } from './card.js';
import { measureDispatch } from './dispatch.js';
import type { Figure, Run } from './figures.js';
import { measureFloor } from './floor.js';
import { measureHistory } from './history.js';
import { measureIngest } from './ingest.js';
import { clearAway } from './programs.js';
import { measureStore } from './store.js';
import { circumstances, table, writeInto } from './table.js';
import { measureTimers } from './timers.js';

const CHAPTERS: Readonly<Record<string, (run: Run) => Promise<Figure[]>>> = {
  floor: measureFloor,
  ingest: measureIngest,
  card: measureCards,
  timers: measureTimers,
  dispatch: measureDispatch,
  store: measureStore,
  history: measureHistory,
};

const PAGE = 'docs/bench.md';

const USAGE = `npm run bench -- [--quick] [--only ${Object.keys(CHAPTERS).join(',')}] [--incidents N] [--profile] [--write]

  --quick         shorter and smaller: a look, not a result
  --only A,B      only these chapters; ratios need the floor among them
  --incidents N   how many stored incidents stand for a long history (1,000,000; 50,000 with --quick)
  --profile       profiles the bot while it takes alarms; tells what cost most, and keeps *.cpuprofile in ./bench-profiles
  --write         puts the table into ${PAGE}
`;

class UsageError extends Error {}

function options(args: readonly string[]): { run: Run; chapters: readonly string[]; write: boolean } {
  const { values } = parseArgs({
    args: [...args],
    options: {
      only: { type: 'string', default: Object.keys(CHAPTERS).join(',') },
      incidents: { type: 'string' },
      quick: { type: 'boolean', default: false },
      profile: { type: 'boolean', default: false },
      write: { type: 'boolean', default: false },
    },
  });
  const { quick, profile, write } = values;
  const chapters = values.only.split(',').map((name) => name.trim());
  const unknown = chapters.filter((name) => !(name in CHAPTERS));
  if (unknown.length > 0) throw new UsageError(`--only ${unknown.join(',')}: there is no such chapter`);
  const incidents = Number(values.incidents ?? (quick ? 50_000 : 1_000_000));
  if (!Number.isInteger(incidents) || incidents < 1_000)
    throw new UsageError(`--incidents ${values.incidents} is not a whole number of at least 1000`);
  const say = (line: string) => void process.stdout.write(`${line}\n`);
  return { run: { quick, profile, profileDir: resolve('bench-profiles'), incidents, say }, chapters, write };
}

/** Runs the chapters one after another and tells the figures as one table. Fails only when something was lost. */
async function main(): Promise<void> {
  const { run, chapters, write } = options(process.argv.slice(2));
  if (run.profile) mkdirSync(run.profileDir, { recursive: true });
  const note = run.quick ? ', quick' : '';
  run.say(`Tocsin benchmark: ${circumstances()}${note}\n`);
  const figures: Figure[] = [];
  for (const name of chapters) figures.push(...((await CHAPTERS[name]?.(run)) ?? []));
  run.say(`\n${table(figures)}`);
  if (write) writeInto(PAGE, figures, note);
}

for (const signal of ['SIGINT', 'SIGTERM'] as const) {
  process.once(signal, () => {
    clearAway();
    process.exit(130);
  });
}
main()
  .catch((error: unknown) => {
    const usage = error instanceof UsageError || (error as { code?: string }).code?.startsWith('ERR_PARSE_ARGS');
    process.stderr.write(usage ? `${(error as Error).message}\n\n${USAGE}` : `${(error as Error).stack}\n`);
    process.exitCode = 1;
  })
  .finally(clearAway);
