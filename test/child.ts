import { type ChildProcess, spawn } from 'node:child_process';

export interface Child {
  readonly process: ChildProcess;
  readonly url: string;
  /** `kill -9`, at once; resolves when the process is gone. */
  kill(): Promise<void>;
  stop(): Promise<number | null>;
}

/** Starts the built bot as a process of its own and waits until it takes alarms. */
export function startBot(env: Readonly<Record<string, string>>): Promise<Child> {
  return new Promise((resolve, reject) => {
    const child = spawn(process.execPath, ['dist/src/main.js'], {
      env: { PATH: process.env.PATH ?? '', ...env },
      stdio: ['ignore', 'pipe', 'pipe', 'ipc'],
    });
    let out = '';
    child.stdout!.on('data', (chunk: Buffer) => {
      out = (out + chunk.toString()).slice(-20_000);
    });
    child.stderr!.on('data', (chunk: Buffer) => {
      out = (out + chunk.toString()).slice(-20_000);
    });
    const gone = new Promise<number | null>((done) =>
      child.once('exit', (code) => {
        done(code);
      }),
    );
    const late = setTimeout(() => {
      child.kill('SIGKILL');
      reject(new Error(`the bot was not ready within 20 s:\n${out}`));
    }, 20_000);
    child.once('exit', (code) => {
      clearTimeout(late);
      reject(new Error(`the bot ended with ${code} before it was ready:\n${out}`));
    });
    child.on('message', (message: { ready?: string }) => {
      if (!message.ready) return;
      clearTimeout(late);
      resolve({
        process: child,
        url: message.ready,
        async kill() {
          child.kill('SIGKILL');
          await gone;
        },
        async stop() {
          child.kill('SIGTERM');
          return await gone;
        },
      });
    });
  });
}
