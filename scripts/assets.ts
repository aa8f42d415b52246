import { createHash, randomUUID } from 'node:crypto';
import { createReadStream, existsSync, statSync } from 'node:fs';
import { parseArgs } from 'node:util';
import { openCollections, openStore } from '../src/app/store.js';
import { knownPlaces } from '../src/book/known-places.js';
import { loadBook } from '../src/book/load.js';
import { readConfig } from '../src/config.js';
import { CSV_LIMITS, type CsvFault, readInventory } from '../src/inventory/csv.js';
import { createLog } from '../src/log.js';

const USAGE = `npm run assets -- import FILE.csv [--check]

  FILE.csv  the whole inventory: it takes the place of the one that was imported before, all at once or not at all
  --check   only say what is wrong with it
`;
const MOST_BYTES = 256 * 2 ** 20;

const number = (value: number): string => value.toLocaleString('en');
const told = ({ line, column, value, why }: CsvFault): string =>
  `line ${line}${column === undefined ? '' : `, column ${column}`}${value === undefined ? '' : ` "${value}"`}: ${why}`;

const hashOf = (file: string): Promise<string> =>
  new Promise((resolve, reject) => {
    const hash = createHash('sha256');
    createReadStream(file)
      .on('data', (chunk) => hash.update(chunk))
      .on('error', reject)
      .on('end', () => {
        resolve(hash.digest('hex'));
      });
  });

/** `npm run assets -- import FILE.csv`: the inventory of what is of worth, beside the assets of the book. */
async function main(): Promise<number> {
  const { positionals, values } = parseArgs({
    allowPositionals: true,
    options: { check: { type: 'boolean', default: false }, help: { type: 'boolean' } },
  });
  const [verb, file, ...more] = positionals;
  if (values.help || verb !== 'import' || file === undefined || more.length > 0) throw new Error(USAGE);
  if (!existsSync(file)) throw new Error(`There is no file ${file}.`);
  if (statSync(file).size > MOST_BYTES) throw new Error(`${file} is larger than ${MOST_BYTES / 2 ** 20} MB.`);
  const began = performance.now();
  const config = readConfig(process.env);
  const { book } = loadBook(config.bookFile);
  const say = (text: string) => process.stderr.write(`${text}\n`);
  const read = await readInventory(createReadStream(file), knownPlaces(book), (rows) => {
    say(`${number(rows)} rows read`);
  });
  if (read.faulty > 0) {
    for (const fault of read.faults) process.stdout.write(`${file}: ${told(fault)}\n`);
    const rest = read.faulty - read.faults.length;
    if (rest > 0)
      process.stdout.write(`${file}: and ${number(rest)} more (the first ${CSV_LIMITS.faults} are shown)\n`);
    process.stdout.write('Nothing was imported.\n');
    return 1;
  }
  if (values.check) {
    process.stdout.write(`${file} is right: ${number(read.assets.length)} assets.\n`);
    return 0;
  }
  const sha256 = await hashOf(file);
  const store = await openStore(config, createLog('silent'));
  try {
    const { assets } = await openCollections(store);
    const before = await assets.inventory();
    const at = new Date();
    await assets.replace({ batch: randomUUID(), count: read.assets.length, at, sha256 }, read.assets, (done) => {
      if (done % 10_000 === 0) say(`${number(done)} of ${number(read.assets.length)} written`);
    });
    const took = ((performance.now() - began) / 1_000).toFixed(1);
    const was = before ? `${number(before.count)} before` : 'none before';
    process.stdout.write(
      `${file}: ${number(read.assets.length)} assets in force (${was}), took ${took} s, sha256 ${sha256}\n`,
    );
    process.stdout.write('A bot that runs has them within ten seconds.\n');
  } finally {
    await store.close();
  }
  return 0;
}

main().then(
  (code) => process.exit(code),
  (error: unknown) => {
    process.stderr.write(`${(error as Error).message}\n`);
    process.exit(1);
  },
);
