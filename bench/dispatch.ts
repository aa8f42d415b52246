import { performance } from 'node:perf_hooks';
import { type Need, type Officer, rank } from '../src/dispatch/index.js';
import { type Figure, Lost, type Run } from './figures.js';
import { millis, percentile } from './spread.js';

const OFFICERS = 10_000;
const WARM = 10;
/** As many are listed to whoever chooses by hand. */
const SHOWN = 50;

/** How long it takes to rank ten thousand officers for a site in the middle of them, and to explain the best. */
export async function measureDispatch(run: Run): Promise<Figure[]> {
  const times = run.quick ? 40 : 200;
  const now = new Date();
  const officers = Array.from({ length: OFFICERS }, (_, index) => officer(index, now));
  const need: Need = {
    siteId: 'site-1',
    at: [52.5163, 13.3777],
    keysCount: true,
    required: ['first-aid'],
    excluded: new Map([['o-4', 'refused']]),
    lifeSafety: false,
  };
  const took: number[] = [];
  for (let pass = 0; pass < WARM + times; pass += 1) {
    const started = performance.now();
    const ranked = rank(need, officers, now);
    const shown = ranked.slice(0, SHOWN).flatMap(({ reasons }) => reasons);
    if (pass >= WARM) took.push(performance.now() - started);
    if (shown.length < SHOWN) throw new Lost('somebody was ranked without a reason');
    if (ranked.length !== OFFICERS) throw new Lost(`of ${OFFICERS} officers ${ranked.length} were ranked`);
  }
  const what = `Dispatch: ${OFFICERS.toLocaleString('en-GB')} officers ranked, ${SHOWN} explained: p50, p99 of ${took.length}`;
  const [median, most] = [percentile(took, 0.5), percentile(took, 0.99)];
  return [{ id: 'dispatch', what, measured: `${millis(median)}, ${millis(most)}`, value: most, median }];
}

/** Spread over a city and over all that an officer can be; the same at each run. */
function officer(index: number, now: Date): Officer {
  const part = (by: number): number => ((index * by) % 997) / 997;
  const fix = {
    at: [52.3 + 0.4 * part(31), 13.1 + 0.6 * part(57)],
    fixedAt: new Date(now.getTime() - 2_400_000 * part(13)),
    receivedAt: now,
    accuracyM: 5 + 200 * part(71),
    speedKmh: 60 * part(5),
    source: 'owntracks',
    quality: 'measured',
  } as const;
  const states = ['available', 'available', 'available', 'en-route', 'off'] as const;
  return {
    id: `o-${index}`,
    name: `Officer ${index}`,
    state: states[index % states.length] ?? 'available',
    ...(index % 10 === 9 ? {} : { fix }),
    qualifications: [...(index % 2 === 0 ? ['first-aid'] : []), ...(index % 7 === 0 ? ['keys:site-1'] : [])],
    sites: [`site-${index % 50}`],
    load: { incidents: index % 3, lifeSafety: index % 100 === 0 },
  };
}
