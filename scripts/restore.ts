import { parseArgs } from 'node:util';
import type { Summary } from '../embedded/backup/format.js';
import { checkBackup } from '../embedded/backup/read.js';
import { type Restored, restore } from '../embedded/backup/restore.js';
import { refuseMongo, SECRET_FILES } from '../src/app/backup.js';
import { readConfig } from '../src/config.js';

const USAGE = `npm run restore -- FILE [--force] [--check]

  FILE      a backup made by npm run backup
  --force   also where DATA_DIR has a store already; that one is moved aside, not deleted
  --check   only read FILE from its first byte to its last and say whether it is whole
`;

const number = (value: number): string => value.toLocaleString('en');

const contents = ({ at, documents, collections, bytes, sha256 }: Summary): string =>
  `${number(documents)} documents in ${collections} collections as of ${at.toISOString()}, ${number(bytes)} bytes, sha256 ${sha256}`;

function* lines({ aside, filesKept, filesPut }: Restored, dataDir: string): Generator<string> {
  if (aside !== undefined) yield `The store that was there is kept in ${aside}; delete it when you no longer need it.`;
  if (filesPut.length > 0) yield `Put back as well: ${filesPut.join(', ')}.`;
  if (filesKept.length > 0)
    yield `Not put back, since ${dataDir} has its own: ${filesKept.join(', ')}. To have those of the backup, move these away and restore again.`;
}

/** `npm run restore -- FILE`: makes the store of DATA_DIR out of a backup. */
async function main(): Promise<void> {
  const { positionals, values } = parseArgs({
    allowPositionals: true,
    options: {
      force: { type: 'boolean', default: false },
      check: { type: 'boolean', default: false },
      help: { type: 'boolean', default: false },
    },
  });
  const [file, ...more] = positionals;
  if (values.help || file === undefined || more.length > 0) throw new Error(USAGE);
  if (values.check) {
    process.stdout.write(`${file} is whole: ${contents(await checkBackup(file))}\n`);
    return;
  }
  const config = readConfig(process.env);
  refuseMongo(config, 'This restore', 'mongorestore');
  const started = performance.now();
  const restored = await restore({ dataDir: config.dataDir, file, force: values.force, files: SECRET_FILES });
  for (const line of lines(restored, config.dataDir)) process.stdout.write(`${line}\n`);
  const took = ((performance.now() - started) / 1000).toFixed(1);
  process.stdout.write(`${config.dataDir} restored from ${file}: ${contents(restored.summary)}, took ${took} s\n`);
}

main().catch((error: unknown) => {
  process.stderr.write(`${(error as Error).message}\n`);
  process.exit(1);
});
