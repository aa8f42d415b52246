import { rmSync } from 'node:fs';
import mongoose from 'mongoose';
import { NIGHT } from './book.js';
import { type Figure, Lost, type Run } from './figures.js';
import { loadPast } from './load-past.js';
import { openNight } from './night.js';
import { realPast } from './past.js';
import { newFolder, type Program, start } from './programs.js';
import { mib, pause, perSecond, whole } from './spread.js';

interface Document {
  readonly _id: string;
  readonly key: string;
  readonly siteId: string;
  readonly at: Date;
  readonly n: number;
  readonly text: string;
}

const MANY = 1_000;
const KEPT = 100_000;
const SETTLE_MS = 3_000;

/** 1.16 KB as BSON. */
const document = (id: number): Document => ({
  _id: `d-${id}`,
  key: `key-${id}`,
  siteId: `site-${id % 50}`,
  at: new Date(1_700_000_000_000 + id),
  n: id % 1_000,
  text: 'x'.repeat(1_038),
});

export const openStore = (dataDir: string): Promise<Program> =>
  start({ file: 'bench/store-server.js', args: [dataDir], readyWithinMs: 600_000 });

/** What the embedded store does alone, and what a hundred thousand incidents weigh in it. */
export async function measureStore(run: Run): Promise<Figure[]> {
  return [...(await operations(run)), ...(await weight(run))];
}

/** Client and server in a process each; every write is on disk before it is answered. */
async function operations(run: Run): Promise<Figure[]> {
  const seconds = run.quick ? 1 : 4;
  const folder = newFolder();
  const store = await openStore(folder);
  const client = new mongoose.mongo.MongoClient(store.url, {
    maxPoolSize: 16,
    minPoolSize: 16,
    socketTimeoutMS: 60_000,
  });
  try {
    await client.connect();
    const rows = client.db('bench').collection<Document>('rows');
    await rows.createIndexes([{ key: { key: 1 }, unique: true }, { key: { siteId: 1, at: -1 } }, { key: { n: 1 } }]);
    let last = 0;
    const any = () => `key-${1 + Math.floor(Math.random() * last)}`;
    const insert = async () => void (await rows.insertOne(document(++last)));
    const read = async () => {
      if (!(await rows.findOne({ key: any() }))) throw new Lost('the store did not find a document that it has');
    };
    const modify = async () => {
      const found = await rows.findOneAndUpdate({ key: any() }, { $set: { n: 7 } }, { returnDocument: 'after' });
      if (found?.n !== 7) throw new Lost('the store did not change a document that it has');
    };
    const insertMany = async () => {
      const from = last + 1;
      last += MANY;
      await rows.insertMany(Array.from({ length: MANY }, (_, index) => document(from + index)));
    };
    const figures: Figure[] = [];
    for (const [id, what, work] of [
      ['insert', 'inserts', insert],
      ['read', 'reads by key', read],
      ['modify', 'findAndModify', modify],
    ] as const) {
      const one = await rate(work, 1, seconds);
      const sixteen = await rate(work, 16, seconds);
      figures.push({
        id: `store-${id}`,
        what: `Store: ${what}, 1 and 16 clients`,
        measured: `${perSecond(one)}, ${perSecond(sixteen)}`,
        value: sixteen,
        ofFloor: true,
      });
    }
    const many = MANY * (await rate(insertMany, 1, seconds));
    const what = `Store: documents by insertMany of ${whole(MANY)}`;
    if ((await rows.countDocuments()) !== last)
      throw new Lost(`the store does not count the ${last} documents it took`);
    return [...figures, { id: 'store-many', what, measured: perSecond(many), value: many, ofFloor: true }];
  } finally {
    await client.close();
    await store.stop();
    rmSync(folder, { recursive: true, force: true });
  }
}

/** Calls a second of so many clients, each with one call under way. */
async function rate(work: () => Promise<void>, clients: number, seconds: number): Promise<number> {
  const started = performance.now();
  const end = started + seconds * 1_000;
  let done = 0;
  await Promise.all(
    Array.from({ length: clients }, async () => {
      while (performance.now() < end) {
        await work();
        done += 1;
      }
    }),
  );
  return (done * 1_000) / (performance.now() - started);
}

/** Memory and start with nothing, and with a hundred thousand incidents as the bot makes them. */
async function weight(run: Run): Promise<Figure[]> {
  const count = run.quick ? KEPT / 5 : KEPT;
  const folder = newFolder();
  try {
    const store = await openStore(folder);
    const empty = store.rss();
    const loaded = await loadPast({ uri: store.url, past: await realPast(), count, what: 'whole' });
    await store.stop();

    const again = await openStore(folder);
    await pause(SETTLE_MS);
    const full = again.rss();
    await again.stop();
    const bot = await started(folder);
    const nothing = await started();
    const grown = full === undefined || empty === undefined ? undefined : ((full - empty) * KEPT) / count;
    return [
      {
        id: 'idle',
        what: 'Bot with nothing: memory, start until ready',
        measured: `${mib(nothing.rss)}, ${(nothing.readyMs / 1_000).toFixed(2)} s`,
        value: nothing.rss ?? Number.NaN,
        median: nothing.readyMs,
      },
      {
        id: 'weight',
        what: `Store: memory for each 100,000 incidents of ${whole(loaded.incidentBytes)} bytes`,
        measured: mib(grown),
        value: grown ?? Number.NaN,
      },
      {
        id: 'start-full',
        what: `Start with ${whole(count)} incidents: the store alone, the bot; its memory then`,
        measured: `${(again.readyMs / 1_000).toFixed(2)} s, ${(bot.readyMs / 1_000).toFixed(2)} s; ${mib(bot.rss)}`,
        value: bot.readyMs,
      },
    ];
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/** A start of the bot: how long it took, and its memory once it has settled. */
async function started(dataDir?: string): Promise<{ readyMs: number; rss: number | undefined }> {
  const night = await openNight({ book: NIGHT, ...(dataDir ? { dataDir } : {}) });
  try {
    await pause(SETTLE_MS);
    return { readyMs: night.bot.readyMs, rss: night.bot.rss() };
  } finally {
    await night.close();
  }
}
