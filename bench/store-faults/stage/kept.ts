import { type ChildProcess, spawn } from 'node:child_process';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { createInterface } from 'node:readline';
import type { Health } from '../../../embedded/messages.js';

/** The built program, also where this file itself is run as TypeScript. */
const KEEPER = join(
  dirname(createRequire(import.meta.url).resolve('#embedded-worker')),
  '../bench/store-faults/stage/keeper.js',
);

export interface KeepOptions {
  readonly dataDir: string;
  readonly compactFromBytes?: number;
  /** `ulimit -f`: no file may become larger. */
  readonly fileKilobytes?: number;
}

/** A keeper that runs. */
export class Kept {
  private constructor(
    private readonly child: ChildProcess,
    private readonly answers: AsyncIterator<string>,
    private readonly ended: Promise<unknown>,
    readonly uri: string,
  ) {}

  /** Starts a store. Throws with its own words when it refuses to start. */
  static async start({ dataDir, compactFromBytes, fileKilobytes }: KeepOptions): Promise<Kept> {
    const args = [KEEPER, dataDir, ...(compactFromBytes === undefined ? [] : [String(compactFromBytes)])];
    const stdio = ['pipe', 'pipe', 'inherit'] as const;
    const child =
      fileKilobytes === undefined
        ? spawn(process.execPath, args, { stdio: [...stdio] })
        : spawn('bash', ['-c', `ulimit -f ${fileKilobytes} && exec "$0" "$@"`, process.execPath, ...args], {
            stdio: [...stdio],
          });
    const ended = new Promise((resolve) => child.once('close', resolve));
    // A store that was killed reads no more.
    child.stdin.on('error', () => {});
    const answers = createInterface({ input: child.stdout })[Symbol.asyncIterator]();
    const first = await answers.next();
    const { uri, role, refused } = first.done === true ? {} : JSON.parse(first.value);
    if (role === 'owner') return new Kept(child, answers, ended, uri);
    child.kill('SIGKILL');
    await ended;
    throw new Error(refused ?? `the store in ${dataDir} did not start as owner of its folder`);
  }

  async health(): Promise<Health & { readonly lines: readonly string[] }> {
    this.child.stdin?.write('health\n');
    const line = await this.answers.next();
    if (line.done === true) throw new Error('the store has gone');
    return JSON.parse(line.value);
  }

  /** `kill -9`. */
  async kill(): Promise<void> {
    this.child.kill('SIGKILL');
    await this.ended;
  }

  async stop(): Promise<void> {
    this.child.stdin?.end();
    await this.ended;
  }
}
