import { parseArgs } from 'node:util';
import { SERVE_USAGE, serve } from '../embedded/cli.js';
import { exportStore } from '../src/app/export.js';
import { readConfig } from '../src/config.js';

const USAGE = `${SERVE_USAGE}
npm run store -- --export URI [--data DIR] [--force]

  --export URI copy everything into the MongoDB at URI (mongodb://host:27017/tocsin), which takes over from then on
  --force      also into a database that is not empty: collections of the same name are replaced
`;

const print = (line: string): void => void process.stdout.write(`${line}\n`);

/** `npm run store`: the embedded store on its own, for `mongosh`; or the way out of it, into a MongoDB. */
async function main(): Promise<void> {
  const { values } = parseArgs({
    options: {
      data: { type: 'string', default: readConfig({ DATA_DIR: process.env.DATA_DIR }).dataDir },
      port: { type: 'string' },
      'no-auth': { type: 'boolean', default: false },
      export: { type: 'string' },
      force: { type: 'boolean', default: false },
      help: { type: 'boolean', default: false },
    },
  });
  const { data, export: uri, force, help, port } = values;
  if (help) return print(USAGE);
  if (uri === undefined) {
    if (force) throw new Error(`--force is about --export\n\n${USAGE}`);
    await serve({ dataDir: data, port, auth: !values['no-auth'] });
    return;
  }
  if (port !== undefined || values['no-auth']) throw new Error(`--export listens on nothing\n\n${USAGE}`);
  await exportStore({ dataDir: data, uri, force, line: print });
}

main().catch((error: unknown) => {
  process.stderr.write(`${(error as Error).message}\n`);
  process.exit(1);
});
