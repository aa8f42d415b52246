import { parseArgs } from 'node:util';
import { openCollections, openStore } from '../src/app/store.js';
import { loadBook } from '../src/book/load.js';
import { readConfig } from '../src/config.js';
import { createLog } from '../src/log.js';
import { diceOf } from './faults/dice.js';
import { createPast } from './seeded-past.js';

const USAGE = `npm run seed:history -- [--weeks 60] [--incidents 100000] [--seed 42]

  Fills an empty store (DATA_DIR or MONGODB_URI) with a past: incidents of the book's sites over so many weeks until now,
  with seasons, losses and answering times, each decided and folded by the domain itself. The same seed on the same day
  gives the same past.
`;

const AT_ONCE = 500;
const WEEK_MS = 7 * 86_400_000;

/** `npm run seed:history`: a realistic, deterministic past, for reports to be tried on. */
async function main(): Promise<void> {
  const { values } = parseArgs({
    options: {
      weeks: { type: 'string', default: '60' },
      incidents: { type: 'string', default: '100000' },
      seed: { type: 'string', default: '42' },
      help: { type: 'boolean', default: false },
    },
  });
  const weeks = whole('weeks', values.weeks, 520);
  const count = whole('incidents', values.incidents, 2_000_000);
  const seed = whole('seed', values.seed, 2 ** 31);
  if (values.help) throw new Error(USAGE);
  const config = readConfig(process.env);
  const { book } = loadBook(config.bookFile);
  const store = await openStore(config, createLog('silent'));
  try {
    const { incidents, numbers } = await openCollections(store);
    if ((await incidents.list({ order: 'newest', limit: 1 })).items.length > 0)
      throw new Error(
        'There are incidents in this store already, and a made-up past does not belong among them. Set DATA_DIR to an empty folder.',
      );
    const end = new Date();
    end.setUTCHours(0, 0, 0, 0);
    const past = createPast({
      book,
      dice: diceOf(seed),
      from: new Date(end.getTime() - weeks * WEEK_MS),
      to: end,
      count,
    });
    const began = performance.now();
    let waiting: Promise<boolean>[] = [];
    let made = 0;
    for (const incident of past) {
      waiting.push(incidents.insert(incident));
      made += 1;
      if (waiting.length < AT_ONCE) continue;
      await Promise.all(waiting);
      waiting = [];
      if (made % 10_000 === 0) process.stdout.write(`${made} of ${count} incidents\n`);
    }
    await Promise.all(waiting);
    // The next incident gets the next number.
    for (let left = made; left > 0; left -= AT_ONCE)
      await Promise.all(Array.from({ length: Math.min(AT_ONCE, left) }, () => numbers.next('incident')));
    process.stdout.write(
      `${made} incidents over ${weeks} weeks, in ${((performance.now() - began) / 1_000).toFixed(0)} s\n`,
    );
  } finally {
    await store.close();
  }
}

function whole(name: string, text: string, most: number): number {
  const value = Number(text);
  if (Number.isSafeInteger(value) && value > 0 && value <= most) return value;
  throw new Error(`--${name} ${text.slice(0, 20)} is no whole number from 1 to ${most}`);
}

main().then(
  () => process.exit(0),
  (error: unknown) => {
    process.stderr.write(`${(error as Error).message}\n`);
    process.exit(2);
  },
);
