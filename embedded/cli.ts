import { parseArgs } from 'node:util';
import { type LaunchOptions, launchStore } from './launch.js';

const USAGE = `npm run store -- [--data DIR] [--port N] [--no-auth]

  --data DIR   the folder that holds the data (DATA_DIR, else ./data)
  --port N     also listen on 127.0.0.1:N, with a password unless --no-auth
  --no-auth    no password on the port; for a test run
`;

function options(args: readonly string[]): LaunchOptions {
  const { values } = parseArgs({
    args: [...args],
    options: {
      data: { type: 'string', default: process.env.DATA_DIR ?? './data' },
      port: { type: 'string' },
      'no-auth': { type: 'boolean', default: false },
      help: { type: 'boolean', default: false },
    },
  });
  if (values.help) throw new Error('');
  const port = values.port === undefined ? undefined : Number(values.port);
  if (port !== undefined && !(Number.isInteger(port) && port >= 0 && port < 65_536)) {
    throw new Error(`--port ${values.port} is not a port`);
  }
  if (values['no-auth'] && port === undefined)
    throw new Error('--no-auth is about --port N; the unix socket asks for no password anyway');
  return {
    dataDir: values.data,
    ...(port === undefined ? {} : { port }),
    ...(values['no-auth'] ? { auth: false } : {}),
  };
}

async function main(): Promise<void> {
  const store = await launchStore(options(process.argv.slice(2)));
  if (store.role === 'client') process.stderr.write('Another process has this folder; this is the way to it.\n');
  else
    process.stderr.write(
      `tocsin embedded store: ${store.recovered?.documents ?? 0} documents, ready after ${store.recovered?.milliseconds ?? 0} ms\n`,
    );
  process.stdout.write(`${store.uri}\n`);
  if (store.role === 'client') return store.stop();
  store.onFailure((error) => process.stderr.write(`embedded store: ${error.message}\n`));
  for (const signal of ['SIGINT', 'SIGTERM'] as const) {
    process.once(signal, () => void store.stop().then(() => process.exit(0)));
  }
}

main().catch((error: unknown) => {
  const text = error instanceof Error ? error.message : String(error);
  process.stderr.write(text === '' ? USAGE : `${text}\n\n${USAGE}`);
  process.exitCode = 1;
});
