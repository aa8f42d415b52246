import { realpathSync } from 'node:fs';
import type { Socket } from 'node:net';
import type { RunningStore } from './launch.js';
import type { Signs } from './messages.js';
import { shortPath } from './storage/folder.js';
import { knock } from './storage/lock.js';
import { Watch } from './watch.js';

/** Temporary folders are cleaned of what is old: the short path of a long folder is looked after. */
const LOOK_MS = 60_000;

export interface ClientOptions {
  readonly uri: string;
  readonly dataDir: string;
  /** The path of the owner's lock. */
  readonly lock: string;
  readonly silentAfterMs: number;
  readonly onLine: (line: string) => void;
}

function signsIn(text: string): Signs | undefined {
  try {
    return JSON.parse(text) as Signs;
  } catch {
    return undefined;
  }
}

/** Reads what the owner says over its lock, one line of JSON at a time. */
function listen(socket: Socket, watch: Watch): void {
  let rest = '';
  socket.setEncoding('utf8').on('data', (text: string) => {
    const texts = `${rest}${text}`.split('\n');
    // Without its end a line is not whole; an owner that was killed may leave one so.
    rest = texts.pop() ?? '';
    for (const whole of texts) {
      const signs = signsIn(whole);
      if (signs === undefined) {
        watch.die(
          'the owner of the store says something unreadable: stop it, and start both with one version of Tocsin',
        );
        socket.destroy();
        return;
      }
      const { figures, failure } = signs;
      // That the store is large is said by its owner; here it shows in the health.
      watch.measured(figures);
      if (failure !== undefined) watch.failed(failure.message, failure.codeName);
    }
  });
}

/** The store of another process on the same folder: knows of it what its owner says, and when the owner is gone. */
export async function clientOf({ uri, dataDir, lock, silentAfterMs, onLine }: ClientOptions): Promise<RunningStore> {
  const watch = new Watch('the process that owns the store', silentAfterMs);
  const looking = setInterval(() => {
    try {
      shortPath(realpathSync(dataDir));
    } catch (error) {
      onLine(error instanceof Error ? error.message : String(error));
    }
  }, LOOK_MS);
  looking.unref();
  const lost = (): void => {
    clearInterval(looking);
    watch.die(`the process that owned the store in ${dataDir} has gone; restart to take it over`);
  };
  // The kernel closes this connection at the moment at which the owner is gone, whatever ended it.
  const line = await knock(lock);
  if (line === undefined) lost();
  else {
    line.unref();
    line.on('error', () => line.destroy());
    line.once('close', lost);
    // It is there: from here on its silence counts, also when it never says its first word.
    watch.heard();
    listen(line, watch);
  }
  return {
    uri,
    role: 'client',
    onFailure: (callback) => watch.failures.on(callback),
    health: () => watch.health(),
    stop: async () => {
      clearInterval(looking);
      watch.stop();
      line?.destroy();
    },
  };
}
