import { parseArgs } from 'node:util';
import { chatDrops, chatFails, chatForgets, chatGarbled, chatHangs, chatLimited } from './faults/chat.js';
import { clock } from './faults/clock.js';
import { freeze } from './faults/freeze.js';
import { handover } from './faults/handover.js';
import { killApart, killOne, killTwo } from './faults/kill.js';
import { ladders } from './faults/ladders.js';
import { reports } from './faults/reports.js';
import { type Finding, held, type Result, type Scenario, type ScenarioOptions } from './faults/scenario.js';
import { soak } from './faults/soak.js';
import { STORE_SCENARIOS } from './faults/store-faults.js';
import { storm } from './faults/storm.js';
import { machine, table, took, verdictOf, writeInto } from './faults/table.js';

interface Row {
  readonly name: string;
  readonly about: string;
  readonly run: Scenario;
  readonly rounds: { readonly full: number; readonly quick: number };
}

const ROWS: readonly Row[] = [
  { name: 'kill-one', about: '`kill -9` of the whole bot', run: killOne, rounds: { full: 200, quick: 6 } },
  { name: 'kill-two', about: '`kill -9` of either of two', run: killTwo, rounds: { full: 200, quick: 6 } },
  {
    name: 'kill-apart',
    about: '`kill -9` of either, or of their store',
    run: killApart,
    rounds: { full: 100, quick: 6 },
  },
  {
    name: 'chat-429',
    about: 'Slack refuses everything for ten minutes',
    run: chatLimited,
    rounds: { full: 4, quick: 2 },
  },
  { name: 'chat-hangs', about: 'Slack takes calls and never answers', run: chatHangs, rounds: { full: 4, quick: 2 } },
  { name: 'chat-drops', about: 'Slack drops connections', run: chatDrops, rounds: { full: 4, quick: 2 } },
  { name: 'chat-forgets', about: 'Slack answers 200 and forgets', run: chatForgets, rounds: { full: 4, quick: 1 } },
  { name: 'chat-500', about: 'Slack answers HTTP 500', run: chatFails, rounds: { full: 4, quick: 2 } },
  {
    name: 'chat-garbled',
    about: 'Slack answers something that is no JSON',
    run: chatGarbled,
    rounds: { full: 4, quick: 2 },
  },
  {
    name: 'ladders',
    about: 'nobody answers, and the ladders go on',
    run: ladders,
    rounds: { full: 1, quick: 1 },
  },
  { name: 'storm', about: 'thousands of alarms into one channel', run: storm, rounds: { full: 5, quick: 2 } },
  {
    name: 'freeze',
    about: 'one of two instances stops for a while and wakes up',
    run: freeze,
    rounds: { full: 6, quick: 2 },
  },
  { name: 'clock', about: 'the clock jumps an hour back or forth', run: clock, rounds: { full: 3, quick: 1 } },
  { name: 'handover', about: 'SIGTERM under load', run: handover, rounds: { full: 10, quick: 2 } },
  {
    name: 'reports',
    about: '`kill -9` of one of two that make reports',
    run: reports,
    rounds: { full: 12, quick: 2 },
  },
  ...STORE_SCENARIOS,
  { name: 'soak', about: 'half an hour of a busy night', run: soak, rounds: { full: 1, quick: 1 } },
];

const DOCUMENT = 'docs/proof.md';
/** Faults of one scenario that are printed; the table counts all of them. */
const FAULTS_SHOWN = 20;

const USAGE = `npm run proof -- [options]

  --only a,b     only these scenarios: ${ROWS.map(({ name }) => name).join(', ')}
  --quick        the short version of each
  --rounds N     that many rounds of each instead of its own number
  --seed N       the seed of everything random; printed by every run
  --minutes N    how long the soak takes (30; quick: 1)
  --rate N       alarms a second of the soak (100)
  --write        put the results into ${DOCUMENT}
  --allow-skipped  end well although something could not be run on this machine
`;

async function main(): Promise<number> {
  const { values } = parseArgs({
    options: {
      only: { type: 'string' },
      quick: { type: 'boolean', default: false },
      rounds: { type: 'string' },
      seed: { type: 'string' },
      minutes: { type: 'string' },
      rate: { type: 'string' },
      write: { type: 'boolean', default: false },
      'allow-skipped': { type: 'boolean', default: false },
      help: { type: 'boolean', default: false },
    },
  });
  if (values.help) {
    process.stdout.write(USAGE);
    return 0;
  }
  const { quick } = values;
  const seed = whole('--seed', values.seed) ?? Date.now() % 1_000_000;
  const chosen = chosenRows(values.only);
  process.stdout.write(`${machine()}\nseed ${seed}${quick ? ', quick' : ''}\n\n`);
  const results: Result[] = [];
  for (const row of chosen) {
    const rounds = whole('--rounds', values.rounds) ?? row.rounds[quick ? 'quick' : 'full'];
    const log = (line: string) => void process.stdout.write(`  ${line}\n`);
    process.stdout.write(`${row.name}: ${row.about}\n`);
    const finding = await ran(row, {
      rounds,
      seed,
      quick,
      minutes: whole('--minutes', values.minutes) ?? (quick ? 1 : 30),
      perSecond: whole('--rate', values.rate) ?? 100,
      log,
    });
    const result = { ...finding, name: row.name };
    log(`${verdictOf(result)} after ${took(result.tookMs)}: ${result.skipped ?? result.figures.join('; ')}\n`);
    results.push(result);
  }
  process.stdout.write(`${table(results)}\n`);
  for (const { name, faults } of results) {
    const kinds = [...new Set(faults)];
    for (const fault of kinds.slice(0, FAULTS_SHOWN)) {
      const times = faults.filter((each) => each === fault).length;
      process.stdout.write(`${name}: ${fault}${times > 1 ? ` (${times} times)` : ''}\n`);
    }
    if (kinds.length > FAULTS_SHOWN) process.stdout.write(`${name}: … and ${kinds.length - FAULTS_SHOWN} more\n`);
  }
  if (values.write) writeInto(DOCUMENT, results, new Date());
  const broken = results.filter((result) => result.skipped === undefined && !held(result)).map(({ name }) => name);
  const skipped = results.filter((result) => result.skipped !== undefined).map(({ name }) => name);
  const last = [
    ...(broken.length > 0 ? [`BROKEN with seed ${seed}: ${broken.join(', ')}`] : []),
    ...(skipped.length > 0 ? [`SKIPPED, and so not proved: ${skipped.join(', ')}`] : []),
  ];
  process.stdout.write(`\n${last.length > 0 ? last.join('; ') : 'Everything that was run holds.'}\n`);
  return broken.length > 0 || (skipped.length > 0 && !values['allow-skipped']) ? 1 : 0;
}

/** What a row found. One that cannot be carried through is broken, and those after it are run all the same. */
async function ran({ run }: Row, options: ScenarioOptions): Promise<Finding> {
  const begun = Date.now();
  try {
    return await run(options);
  } catch (error) {
    const text = error instanceof Error ? (error.stack ?? error.message) : String(error);
    const none = { rounds: 0, acknowledged: undefined, lost: 0, stale: 0, doubled: 0 };
    return {
      ...none,
      broken: 1,
      figures: ['it broke off'],
      faults: [`it broke off: ${text}`],
      tookMs: Date.now() - begun,
    };
  }
}

function chosenRows(only: string | undefined): readonly Row[] {
  if (only === undefined) return ROWS;
  return only.split(',').map((name) => {
    const row = ROWS.find((each) => each.name === name.trim());
    if (!row)
      throw new Error(
        `--only ${name}: there is no such scenario. There are: ${ROWS.map((each) => each.name).join(', ')}`,
      );
    return row;
  });
}

function whole(flag: string, text: string | undefined): number | undefined {
  if (text === undefined) return undefined;
  const value = Number(text);
  if (!Number.isSafeInteger(value) || value < 1) throw new Error(`${flag} ${text} is not a whole number from 1`);
  return value;
}

for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => process.exit(130));
main().then(
  (code) => process.exit(code),
  (error: unknown) => {
    process.stderr.write(`${error instanceof Error ? (error.stack ?? error.message) : String(error)}\n`);
    process.exit(2);
  },
);
