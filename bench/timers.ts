import { type BookPlan, places } from './book.js';
import { send } from './courier.js';
import { type Figure, Lost, type Run } from './figures.js';
import { type Night, openNight } from './night.js';
import { millis, pause, percentile } from './spread.js';

/** Somebody has to respond within two seconds, and nobody does: the clock of every incident runs out. */
const UNATTENDED: BookPlan = { sites: 10, zonesPerSite: 20, channels: 'one', respond: '2s' };
const BETWEEN_MS = 37;
const PATIENCE_MS = 60_000;

interface Told {
  readonly number: number;
  readonly overdue: boolean;
  readonly respondBy: string;
  readonly timeline: readonly { readonly type: string; readonly at: string }[];
}

/** How late the clock of an incident is: the moment that the timeline tells, against the moment that was promised. */
export async function measureTimers(run: Run): Promise<Figure[]> {
  const count = run.quick ? 50 : 200;
  const night = await openNight({ book: UNATTENDED });
  try {
    for (const place of places(UNATTENDED).slice(0, count)) {
      await send(night.bot.url, { key: place.join('/'), kind: 'forced-door', place });
      await pause(BETWEEN_MS);
    }
    const late = await allOverdue(night, count);
    return [
      {
        id: 'timers',
        what: `Timer error: p50, p99 of ${late.length}`,
        measured: `${millis(percentile(late, 0.5))}, ${millis(percentile(late, 0.99))}`,
        value: percentile(late, 0.99),
      },
    ];
  } finally {
    await night.close();
  }
}

async function allOverdue(night: Night, count: number): Promise<number[]> {
  const end = performance.now() + PATIENCE_MS;
  for (;;) {
    const { items } = (await night.api('/incidents?limit=200')) as { items: Told[] };
    if (items.length === count && items.every(({ overdue }) => overdue))
      return await Promise.all(items.map(({ number }) => lateness(night, number)));
    if (performance.now() > end)
      throw new Lost(
        `${items.filter(({ overdue }) => overdue).length} of ${count} incidents were overdue after a minute`,
      );
    await pause(200);
  }
}

async function lateness(night: Night, number: number): Promise<number> {
  const { timeline, respondBy } = (await night.api(`/incidents/${number}`)) as Told;
  const entry = timeline.find(({ type }) => type === 'overdue');
  if (!entry) throw new Lost(`INC-${number} is overdue and its timeline does not tell when it became so`);
  return Date.parse(entry.at) - Date.parse(respondBy);
}
