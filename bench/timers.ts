import { type BookPlan, places } from './book.js';
import { send } from './courier.js';
import { type Figure, Lost, type Run } from './figures.js';
import { type Night, openNight } from './night.js';
import { millis, pause, percentile } from './spread.js';

/** So long after it was opened an incident that nobody claims calls the supervisor again. */
const AGAIN_S = 20;
/** Twenty sites with a channel each: none gets more cards than it may take, so that nothing but time calls anybody. */
const UNCLAIMED: BookPlan = { sites: 20, zonesPerSite: 5, channels: 'per-site', again: `${AGAIN_S}s` };
const PATIENCE_MS = 60_000;

interface Told {
  readonly number: number;
  readonly openedAt: string;
  readonly timeline: readonly {
    readonly type: string;
    readonly at: string;
    readonly data: { readonly why?: { readonly code: string; readonly step?: number } };
  }[];
}

/**
 * How late a rung of the ladder is: the moment that the timeline tells, against the moment that was promised. A thousand
 * incidents are opened at random moments of two minutes, and nobody claims them; once with one bot, once with two.
 */
export async function measureTimers(run: Run): Promise<Figure[]> {
  const count = run.quick ? 100 : 1_000;
  const overMs = run.quick ? 20_000 : 120_000;
  const figures: Figure[] = [];
  for (const bots of [1, 2]) {
    const night = await openNight({ book: UNCLAIMED, ...(bots === 2 ? { second: true } : {}) });
    try {
      await openAll(night, count, overMs);
      const late = await allCalled(night, count);
      figures.push({
        id: bots === 1 ? 'timers' : 'timers-two',
        what: `Timer error, ${bots === 1 ? 'one instance' : 'two instances'}: p50, p99 of ${late.length}`,
        measured: `${millis(percentile(late, 0.5))}, ${millis(percentile(late, 0.99))}`,
        value: percentile(late, 0.99),
      });
    } finally {
      await night.close();
    }
  }
  return figures;
}

async function openAll(night: Night, count: number, overMs: number): Promise<void> {
  const all = places(UNCLAIMED);
  const moments = Array.from({ length: count }, () => Math.random() * overMs).sort((a, b) => a - b);
  const begun = performance.now();
  const sent: Promise<unknown>[] = [];
  for (const [index, at] of moments.entries()) {
    await pause(Math.max(0, begun + at - performance.now()));
    // Each panic button is an incident of its own.
    const place = all[index % all.length] ?? ['site-01', 'zone-01'];
    sent.push(send(night.bot.url, { key: `panic-${index}`, kind: 'panic', place }));
  }
  await Promise.all(sent);
}

/** How late each was, in milliseconds; each must have been called again once. */
async function allCalled(night: Night, count: number): Promise<number[]> {
  const end = performance.now() + AGAIN_S * 1_000 + PATIENCE_MS;
  let late: number[] = [];
  for (let number = 1; number <= count; number++) {
    for (;;) {
      const told = await called(night, number);
      if (told !== undefined) {
        late = [...late, told];
        break;
      }
      if (performance.now() > end) throw new Lost(`INC-${number} did not call the supervisor again`);
      await pause(200);
    }
  }
  return late;
}

async function called(night: Night, number: number): Promise<number | undefined> {
  const { timeline, openedAt } = (await night.api(`/incidents/${number}`)) as Told;
  const again = timeline.filter(
    ({ type, data }) => type === 'paged' && data.why?.code === 'step' && data.why.step === 1,
  );
  if (again.length > 1) throw new Lost(`INC-${number} called the supervisor again ${again.length} times`);
  const [first] = again;
  return first && Date.parse(first.at) - Date.parse(openedAt) - AGAIN_S * 1_000;
}
