import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { signedAlarms } from './alarms.js';
import { NIGHT } from './book.js';
import type { Figure, Run } from './figures.js';
import { fire } from './load.js';
import { newFolder, start } from './programs.js';
import { perSecond } from './spread.js';

export const CONNECTIONS = 128;

/** What a bare server that group-commits each alarm to a file and answers 202 reaches on this machine, now. */
export async function measureFloor(run: Run): Promise<Figure[]> {
  const seconds = run.quick ? 3 : 10;
  const folder = newFolder();
  const server = await start({ file: 'bench/floor-server.js', args: [join(folder, 'alarms')] });
  try {
    const requests = signedAlarms({ book: NIGHT, count: seconds * 60_000, prefix: 'floor', now: new Date() });
    const fired = { url: server.url, requests, connections: CONNECTIONS };
    await fire({ ...fired, seconds: 1 });
    const volley = await fire({ ...fired, seconds });
    if (volley.accepted.length !== volley.sent) throw new Error('the floor did not answer 202 to everything');
    const value = volley.accepted.length / volley.seconds;
    run.say(`floor: ${perSecond(value)}; the generator was busy for ${Math.round(volley.busy * 100)} % of the time`);
    return [{ id: 'floor', what: 'Floor: bare server, group commit, 202', measured: perSecond(value), value }];
  } finally {
    await server.stop();
    rmSync(folder, { recursive: true, force: true });
  }
}
