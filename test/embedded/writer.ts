import { MongoClient } from 'mongodb';

/**
 * Runs as a process of its own, to be killed: starts a store through the built launcher, writes with several clients and
 * prints every number whose write was acknowledged.
 */
const [, , dataDir = '', from = '0', launcher = ''] = process.argv;
const { launchStore } = (await import(launcher)) as typeof import('../../embedded/launch.js');
const store = await launchStore({ dataDir, compactFromBytes: 256 * 1024 });
const client = await new MongoClient(store.uri).connect();
const all = client.db('kill').collection<{ _id: number | string; text: string; n?: number }>('all');
let next = Number(from);
process.stdout.write(`role ${store.role}\n`);

async function write(): Promise<void> {
  for (;;) {
    const n = next++;
    await all.insertOne({ _id: n, text: 'x'.repeat(n % 700) });
    // A document that is rewritten all the time makes the log grow and be compacted under fire.
    const { n: count } =
      (await all.findOneAndUpdate(
        { _id: 'counter' },
        { $inc: { n: 1 }, $set: { text: 'y'.repeat(500) } },
        { upsert: true, returnDocument: 'after' },
      )) ?? {};
    process.stdout.write(`${n} ${count ?? 0}\n`);
  }
}

await Promise.all(Array.from({ length: 8 }, write));
