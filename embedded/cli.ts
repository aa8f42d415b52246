import { type LaunchOptions, launchStore } from './launch.js';

export const SERVE_USAGE = `npm run store -- [--data DIR] [--port N] [--no-auth]

  --data DIR   the folder that holds the data (DATA_DIR, else ./data)
  --port N     also listen on 127.0.0.1:N, with a password unless --no-auth
  --no-auth    no password on the port; for a test run
`;

/** What the command line said. */
export interface ServeOptions {
  readonly dataDir: string;
  readonly port: string | undefined;
  readonly auth: boolean;
}

function options({ auth, dataDir, port: given }: ServeOptions): LaunchOptions {
  const port = given === undefined ? undefined : Number(given);
  if (port !== undefined && !(Number.isInteger(port) && port >= 0 && port < 65_536))
    throw new Error(`--port ${given} is not a port\n\n${SERVE_USAGE}`);
  if (!auth && port === undefined)
    throw new Error(`--no-auth is about --port N; the unix socket asks for no password anyway\n\n${SERVE_USAGE}`);
  return { dataDir, ...(port === undefined ? {} : { port }), ...(auth ? {} : { auth: false }) };
}

/** Runs the store on its own until it is told to stop, and prints the way to it; or the way to the one that runs already. */
export async function serve(given: ServeOptions): Promise<void> {
  const store = await launchStore(options(given));
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
