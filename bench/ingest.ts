import { accounted } from './accounted.js';
import { type Requests, signedAlarms } from './alarms.js';
import { NIGHT } from './book.js';
import { type Figure, Lost, type Run } from './figures.js';
import { CONNECTIONS } from './floor.js';
import { type Fire, fire, type Volley } from './load.js';
import { type Night, openNight } from './night.js';
import { profiled } from './profile.js';
import { mib, millis, pause, percentile, perSecond, whole } from './spread.js';

/** More than any machine so far takes in a second, so that the requests do not run out before the time does. */
const MOST_PER_SECOND = 15_000;
const WARM = 2_000;

/** Signed alarms of 200 zones, first as fast as the bot takes them, then at half of that rate. */
export async function measureIngest(run: Run): Promise<Figure[]> {
  const seconds = run.quick ? 3 : 10;
  const night = await openNight({ book: NIGHT, profile: run.profile });
  try {
    const idle = night.bot.rss();
    const keys: string[] = [];
    const volley = async (name: string, fired: Omit<Fire, 'url' | 'connections' | 'requests'>, count: number) => {
      const requests = signedAlarms({ book: NIGHT, count, prefix: name, now: new Date() });
      const peak = watched(night);
      const result = await maybeProfiled(run, night, `${name}-sending`, () =>
        fire({ ...fired, url: night.bot.url, connections: CONNECTIONS, requests }),
      );
      keys.push(...keysOf(requests, result));
      const caughtUp = await maybeProfiled(run, night, `${name}-catching-up`, () =>
        catchUp(night, run.quick ? 60_000 : 300_000),
      );
      return { result, catchUp: caughtUp, peak: peak() };
    };
    await volley('warm', { seconds: 3 }, WARM);

    const full = await volley('full', { seconds }, seconds * MOST_PER_SECOND);
    const rate = full.result.accepted.length / full.result.seconds;
    const understood = (full.result.accepted.length - full.catchUp.left) / (full.result.seconds + full.catchUp.seconds);
    const half = await volley('half', { seconds, perSecond: rate / 2 }, Math.ceil((seconds * rate) / 2));

    const found = await accounted(night.dataDir, keys);
    const after = night.bot.rss();
    run.say(
      `ingest: ${whole(keys.length)} alarms acknowledged, ${whole(found.understood)} of them on ${whole(found.incidents)} incidents and ${whole(found.waiting)} waiting; ` +
        `the generator was busy for ${Math.round(full.result.busy * 100)} % of the time`,
    );
    const p = (share: number) => percentile(half.result.latencies, share);
    return [
      { id: 'ingest', what: 'Durable, verified ingest', measured: perSecond(rate), value: rate, ofFloor: true },
      {
        id: 'ingest-p99',
        what: `Answer at half of that (${perSecond(rate / 2)}): p50, p95, p99`,
        measured: `${millis(p(0.5))}, ${millis(p(0.95))}, ${millis(p(0.99))}`,
        value: p(0.99),
      },
      {
        id: 'understood',
        what: 'Understood, from the first alarm until none waits',
        measured: perSecond(understood),
        value: understood,
        ofFloor: true,
      },
      {
        id: 'catch-up',
        what: `Inbox after ${whole(full.result.seconds)} s at full speed, and until it is empty`,
        measured: `${told(full.catchUp)}; at half speed ${told(half.catchUp)}`,
        value: full.catchUp.seconds,
      },
      {
        id: 'ingest-rss',
        what: `Memory of the bot: idle, peak, after ${whole(keys.length)} alarms`,
        measured: `${mib(idle)}, ${mib(Math.max(full.peak, half.peak))}, ${mib(after)}`,
        value: after ?? Number.NaN,
      },
    ];
  } finally {
    await night.close();
  }
}

function keysOf(requests: Requests, { sent, accepted, refused }: Volley): string[] {
  if (refused.size > 0) {
    const told = [...refused].map(([status, count]) => `${count} times ${status}`).join(', ');
    throw new Lost(`of ${sent} alarms some were refused: ${told}`);
  }
  if (accepted.length !== sent) throw new Lost(`${sent} alarms were sent and ${accepted.length} answered`);
  return accepted.map((index) => requests.key(index));
}

export interface CatchUp {
  /** Alarms that waited when the sending ended, and that still did when the patience was over. */
  readonly depth: number;
  readonly left: number;
  readonly seconds: number;
}

/** Waits until nothing is left in the inbox, or no longer than the patience lasts. */
export async function catchUp({ metric }: Pick<Night, 'metric'>, patienceMs: number): Promise<CatchUp> {
  const start = performance.now();
  const seconds = () => (performance.now() - start) / 1_000;
  const depth = await metric('tocsin_inbox_depth');
  let left = depth;
  while (left > 0 && seconds() * 1_000 < patienceMs) {
    // Asking costs the store something as well: a tenth of the time so far is near enough.
    await pause(Math.min(2_000, Math.max(50, seconds() * 100)));
    left = await metric('tocsin_inbox_depth');
  }
  return { depth, left, seconds: depth === 0 ? 0 : seconds() };
}

const told = ({ depth, left, seconds }: CatchUp): string =>
  left === 0
    ? `${whole(depth)} waiting, empty after ${seconds.toFixed(1)} s`
    : `${whole(depth)} waiting, ${whole(left)} of them still after ${seconds.toFixed(0)} s`;

/** Looks at the memory of the bot five times a second, until asked for the most that it saw. */
function watched({ bot }: Night): () => number {
  let most = bot.rss() ?? Number.NaN;
  const timer = setInterval(() => {
    most = Math.max(most, bot.rss() ?? Number.NaN);
  }, 200);
  return () => {
    clearInterval(timer);
    return most;
  };
}

async function maybeProfiled<T>(run: Run, night: Night, name: string, work: () => Promise<T>): Promise<T> {
  if (!run.profile || !name.startsWith('full')) return await work();
  const { result, lines } = await profiled(night.bot, run.profileDir, name, work);
  for (const line of lines) run.say(line);
  return result;
}
