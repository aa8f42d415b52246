import { rmSync } from 'node:fs';
import { freemem } from 'node:os';
import { signedAlarms } from './alarms.js';
import { type BookPlan, NIGHT, places } from './book.js';
import { cardTimes } from './card.js';
import { type Figure, Lost, type Run } from './figures.js';
import { CONNECTIONS } from './floor.js';
import { catchUp } from './ingest.js';
import { fire } from './load.js';
import { loadPast } from './load-past.js';
import { openNight } from './night.js';
import { type Past, realPast } from './past.js';
import { newFolder } from './programs.js';
import { mib, millis, percentile, perSecond, whole } from './spread.js';
import { openStore } from './store.js';

const FEW = 1_000;
/** What an incident with its alarm takes in the memory of a store, generously, and the share of the free one for it. */
const BYTES_EACH = 16_000;
const SHARE = 0.8;
/** With ten channels in turn, no channel is asked for more than its one message a second. */
const BETWEEN_MS = 150;
const WARM_ZONES = 20;
const BOOK: BookPlan = { ...NIGHT, channels: 'per-site' };

interface Seen {
  readonly ingest: number;
  readonly understood: number;
  readonly cardMs: number;
  readonly readyMs: number;
  readonly rss: number | undefined;
}

/** What alarms cost with a thousand incidents stored, and with a long history. */
export async function measureHistory(run: Run): Promise<Figure[]> {
  const room = Math.floor((freemem() * SHARE) / BYTES_EACH);
  const stored = Math.min(run.incidents, room);
  if (stored < run.incidents) run.say(`history: the free memory is enough for ${whole(stored)} incidents, not more`);
  const past = await realPast();
  const few = await withHistory(run, past, FEW);
  const many = await withHistory(run, past, stored);
  const count = whole(stored);
  return [
    {
      id: 'history',
      what: `Ingest with 1,000 and with ${count} incidents stored`,
      measured: `${perSecond(few.ingest)}, ${perSecond(many.ingest)}: ${(few.ingest / many.ingest).toFixed(2)} × the cost`,
      value: few.ingest / many.ingest,
    },
    {
      id: 'history-understood',
      what: 'Understood, the same',
      measured: `${perSecond(few.understood)}, ${perSecond(many.understood)}: ${(few.understood / many.understood).toFixed(2)} × the cost`,
      value: few.understood / many.understood,
    },
    {
      id: 'history-card',
      what: 'Alarm → card, idle, the same: p50',
      measured: `${millis(few.cardMs)}, ${millis(many.cardMs)}`,
      value: many.cardMs / few.cardMs,
    },
    {
      id: 'history-start',
      what: `Bot with ${count} incidents: start until ready, memory after`,
      measured: `${(many.readyMs / 1_000).toFixed(1)} s, ${mib(many.rss)}`,
      value: many.readyMs,
    },
  ];
}

async function withHistory(run: Run, past: Past, count: number): Promise<Seen> {
  const dataDir = newFolder();
  try {
    const store = await openStore(dataDir);
    try {
      const { seconds, incidentBytes } = await loadPast({ uri: store.url, past, count, what: 'slim with alarms' });
      run.say(
        `history: ${whole(count)} incidents of ${whole(incidentBytes)} bytes with their alarms loaded in ${seconds.toFixed(0)} s; the store has ${mib(store.rss())}`,
      );
    } finally {
      await store.stop();
    }
    return await measured(run, dataDir);
  } finally {
    rmSync(dataDir, { recursive: true, force: true });
  }
}

async function measured(run: Run, dataDir: string): Promise<Seen> {
  const volleys = run.quick ? 1 : 3;
  const size = run.quick ? 3_000 : 20_000;
  const night = await openNight({ book: BOOK, dataDir });
  try {
    const zones = places(BOOK);
    await cardTimes(night, zones.splice(0, WARM_ZONES), BETWEEN_MS);
    const cards = await cardTimes(night, zones.splice(0, run.quick ? 40 : 100), BETWEEN_MS);
    const ingest: number[] = [];
    const understood: number[] = [];
    for (let volley = 0; volley < volleys + 1; volley++) {
      const count = volley === 0 ? size / 10 : size;
      const requests = signedAlarms({ book: BOOK, count, prefix: `history-${volley}`, now: new Date() });
      const { accepted, seconds } = await fire({ url: night.bot.url, requests, connections: CONNECTIONS, seconds: 60 });
      if (accepted.length !== count) throw new Lost(`${count - accepted.length} of ${count} alarms were not accepted`);
      const after = await catchUp(night, run.quick ? 60_000 : 300_000);
      // The first volley warms.
      if (volley === 0) continue;
      ingest.push(count / seconds);
      understood.push((count - after.left) / (seconds + after.seconds));
    }
    return {
      ingest: percentile(ingest, 0.5),
      understood: percentile(understood, 0.5),
      cardMs: percentile(cards, 0.5),
      readyMs: night.bot.readyMs,
      rss: night.bot.rss(),
    };
  } finally {
    await night.close();
  }
}
