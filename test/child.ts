import { type ChildProcess, spawn } from 'node:child_process';

export interface Child {
  readonly process: ChildProcess;
  readonly url: string;
  /** Resolves with its exit code when the process is gone, whatever ended it. */
  readonly gone: Promise<number | null>;
  alive(): boolean;
  /** `kill -9`, at once; resolves when the process is gone. */
  kill(): Promise<void>;
  /** SIGSTOP: it does nothing any more, and nobody is told. */
  freeze(): void;
  /** SIGCONT: it goes on in the middle of whatever it did. */
  thaw(): void;
  stop(): Promise<number | null>;
  /** The end of what it wrote to stdout and stderr. */
  output(): string;
}

const READY_MS = 20_000;
const running = new Set<ChildProcess>();
// Whatever ends this process, a bot that nobody watches must not stay behind.
process.once('exit', () => {
  for (const child of running) child.kill('SIGKILL');
});

/** Starts the built bot as a process of its own and waits until it takes alarms. */
export const startBot = (env: Readonly<Record<string, string>>): Promise<Child> =>
  startProgram('the bot', ['dist/src/main.js'], env);

/** Starts the bot and ends it by `kill -9` so long after, ready or not. */
export async function startDoomedBot(env: Readonly<Record<string, string>>, afterMs: number): Promise<void> {
  const child = spawn(process.execPath, ['dist/src/main.js'], {
    env: { PATH: process.env.PATH ?? '', ...env },
    stdio: 'ignore',
  });
  running.add(child);
  const gone = new Promise((done) => child.once('exit', done));
  await new Promise((resolve) => setTimeout(resolve, afterMs));
  child.kill('SIGKILL');
  await gone;
  running.delete(child);
}

/** Starts only the built embedded store on a folder; `url` is its connection string. */
export const startStore = (dataDir: string): Promise<Child> =>
  startProgram('the store', ['dist/scripts/store.js', '--data', dataDir], {});

function startProgram(what: string, args: readonly string[], env: Readonly<Record<string, string>>): Promise<Child> {
  return new Promise((resolve, reject) => {
    const child = spawn(process.execPath, [...args], {
      env: { PATH: process.env.PATH ?? '', ...env },
      stdio: ['ignore', 'pipe', 'pipe', 'ipc'],
    });
    running.add(child);
    let out = '';
    const gone = new Promise<number | null>((done) => {
      child.once('exit', (code) => {
        running.delete(child);
        done(code);
      });
    });
    const late = setTimeout(() => {
      child.kill('SIGKILL');
      reject(new Error(`${what} was not ready within ${READY_MS / 1_000} s:\n${out}`));
    }, READY_MS);
    child.once('exit', (code) => {
      clearTimeout(late);
      reject(new Error(`${what} ended with ${code} before it was ready:\n${out}`));
    });
    const ready = (url: string) => {
      clearTimeout(late);
      resolve({
        process: child,
        url,
        gone,
        alive: () => child.exitCode === null && child.signalCode === null,
        async kill() {
          child.kill('SIGKILL');
          await gone;
        },
        freeze: () => void child.kill('SIGSTOP'),
        thaw: () => void child.kill('SIGCONT'),
        async stop() {
          child.kill('SIGTERM');
          return await gone;
        },
        output: () => out,
      });
    };
    const hear = (chunk: Buffer) => {
      out = (out + chunk.toString()).slice(-20_000);
    };
    child.stderr?.on('data', hear);
    child.stdout?.on('data', (chunk: Buffer) => {
      hear(chunk);
      // The store says where it is by its first line; the bot, which says more, by a message.
      const uri = /^(mongodb:\S+)\n/m.exec(out)?.[1];
      if (uri) ready(uri);
    });
    child.on('message', (message: { ready?: string }) => {
      if (message.ready) ready(message.ready);
    });
  });
}
