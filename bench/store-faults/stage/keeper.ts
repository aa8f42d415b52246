import { createInterface } from 'node:readline';
import { launchStore } from '../../../embedded/launch.js';

/**
 * A store in a process of its own, to be killed, or to be kept within limits that its parent set. Prints one line of JSON
 * when it listens, and one with its health for every line that it is sent; ends when it is sent no more.
 */
const [, , dataDir = '', compactFromBytes = ''] = process.argv;
const lines: string[] = [];
const say = (what: unknown): void => void process.stdout.write(`${JSON.stringify(what)}\n`);

launchStore({
  dataDir,
  onLine: (line) => lines.push(line),
  compactEveryMs: 10,
  ...(compactFromBytes === '' ? {} : { compactFromBytes: Number(compactFromBytes) }),
}).then(
  async (store) => {
    say({ uri: store.uri, role: store.role });
    for await (const _ of createInterface({ input: process.stdin })) say({ ...store.health(), lines });
    await store.stop();
  },
  (error: unknown) => {
    say({ refused: error instanceof Error ? error.message : String(error) });
    process.exitCode = 1;
  },
);
