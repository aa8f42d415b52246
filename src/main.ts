import { startApp } from './app.js';
import { banner } from './banner.js';
import { BookError } from './book/parse.js';
import { ConfigError, printable, readConfig } from './config.js';
import { createLog, told } from './log.js';

/** Ends by itself when a hand-over hangs. */
const STOP_MS = 5_000;

async function main(): Promise<void> {
  const config = readConfig(process.env);
  if (process.argv.includes('--print-config')) {
    process.stdout.write(`${printable(config)}\n`);
    return;
  }
  // On a terminal a person reads the banner; the log goes beside it.
  const log = createLog(config.logLevel ?? (process.stdout.isTTY ? 'warn' : 'info'));
  const app = await startApp({
    config,
    log,
    lost(error) {
      log.fatal({ error: told(error) }, 'the store is gone; ending, so that a supervisor can start anew');
      process.exit(1);
    },
  });
  process.stdout.write(banner(app, config));
  process.send?.({ ready: app.url });

  // Some client libraries leave a promise without a handler when their server misbehaves. That is worth a line in the
  // log, and no reason to leave a desk without its bell.
  process.on('unhandledRejection', (error) => {
    log.error({ error: told(error) }, 'a rejection that nobody handled');
  });

  let stopping = false;
  const stop = (signal: string) => {
    if (stopping) return;
    stopping = true;
    log.info({ signal }, 'stopping');
    setTimeout(() => process.exit(1), STOP_MS).unref();
    app.stop().then(
      () => process.exit(0),
      (error: unknown) => {
        log.error({ error: told(error) }, 'stopping failed');
        process.exit(1);
      },
    );
  };
  process.on('SIGTERM', stop);
  process.on('SIGINT', stop);
}

/** What to do about the troubles that a start meets most often. */
function advice(error: unknown): string | undefined {
  if (error instanceof ConfigError || error instanceof BookError) return error.message;
  const { code, name, message } = error as { code?: unknown; name?: string; message?: string };
  const { PORT = '3000', DATA_DIR = './data' } = process.env;
  if (code === 'EADDRINUSE') {
    return `Port ${PORT} is taken by another program. Set PORT to a free one, or end the other.`;
  }
  if (code === 'EACCES' || code === 'EPERM' || code === 'EROFS' || code === 'ENOTDIR' || code === 'EEXIST') {
    return `${message}\nDATA_DIR (${DATA_DIR}) must be a folder that belongs to the user who runs Tocsin.`;
  }
  if (name?.startsWith('Mongo')) {
    return `The store of MONGODB_URI cannot be reached: ${message}\nCheck the address, and that the server runs.`;
  }
  return undefined;
}

main().catch((error: unknown) => {
  process.stderr.write(`Tocsin did not start.\n${advice(error) ?? told(error).stack ?? told(error).message}\n`);
  process.exit(1);
});
