import { MongoBackend } from '@agendajs/mongo-backend';
import { Agenda } from 'agenda';
import { MongoClient } from 'mongodb';

/** A process of its own that runs jobs of the store at the address given, and writes down each run. */
const client = await MongoClient.connect(process.argv[2] ?? '');
const db = client.db('agenda-processes');
const agenda = new Agenda({
  name: `process-${process.pid}`,
  backend: new MongoBackend({ mongo: db as never, collection: 'jobs' }),
  processEvery: 100,
  defaultConcurrency: 5,
});
agenda.define('wake', async (job: { attrs: { data: unknown } }) => {
  const { id } = job.attrs.data as { id: string };
  await db.collection('runs').insertOne({ id, pid: process.pid });
});
await agenda.start();
process.send?.('ready');
