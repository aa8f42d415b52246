import { type ChildProcess, spawn } from 'node:child_process';
import { MongoBackend } from '@agendajs/mongo-backend';
import { Agenda } from 'agenda';
import { MongoClient } from 'mongodb';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Opened, openStore } from './store.js';

describe('Agenda', () => {
  let opened: Opened;
  beforeAll(async () => {
    opened = await openStore();
  });
  afterAll(() => opened.close());

  it('two instances on one store run every job, and none twice', async () => {
    const runs = new Map<string, number>();
    const clients = [opened.client, await new MongoClient(opened.store.uri).connect()];
    const agendas = clients.map((client, at) => {
      const agenda = new Agenda({
        name: `instance-${at}`,
        backend: new MongoBackend({ mongo: client.db('agenda') as never, collection: 'agendaJobs' }),
        processEvery: 100 as never,
        defaultConcurrency: 5,
      });
      agenda.define('wake', async (job: { attrs: { data: unknown } }) => {
        const { id } = job.attrs.data as { id: string };
        runs.set(id, (runs.get(id) ?? 0) + 1);
        await new Promise((resolve) => setTimeout(resolve, 5));
      });
      agenda.on('error', (error: Error) => {
        throw error;
      });
      return agenda;
    });
    for (const agenda of agendas) await agenda.start();
    const ids = Array.from({ length: 60 }, (_, n) => `job-${n}`);
    await Promise.all(
      ids.map((id, n) => agendas[n % 2]?.schedule(new Date(Date.now() + (n % 5) * 60), 'wake', { id })),
    );
    await expect.poll(() => runs.size, { timeout: 15_000 }).toBe(ids.length);
    await new Promise((resolve) => setTimeout(resolve, 400));
    expect([...runs.values()].filter((count) => count !== 1)).toEqual([]);
    const agenda = agendas[0];
    expect((await agenda?.queryJobs({ name: 'wake' }))?.total).toBe(60);
    await agenda?.every('5 minutes', 'wake', { id: 'again' }, { skipImmediate: true });
    await agenda?.every('5 minutes', 'wake', { id: 'again' }, { skipImmediate: true });
    expect(await opened.client.db('agenda').collection('agendaJobs').countDocuments({ type: 'single' })).toBe(1);
    await agenda?.cancel({ name: 'wake' });
    for (const one of agendas) await one.stop();
    // stop() does not wait for the questions that it has asked already.
    await new Promise((resolve) => setTimeout(resolve, 500));
    await clients[1]?.close();
  });

  it('two processes on one store run every job, and none twice', async () => {
    const { uri } = opened.store;
    const workers = await Promise.all(
      [1, 2].map(
        () =>
          new Promise<ChildProcess>((resolve, reject) => {
            const worker = spawn(process.execPath, ['dist/test/embedded/agenda-worker.js', uri], {
              stdio: ['ignore', 'ignore', 'inherit', 'ipc'],
            });
            worker.once('message', () => resolve(worker));
            worker.once('exit', (code) => reject(new Error(`a worker ended with ${code}`)));
          }),
      ),
    );
    try {
      const db = opened.client.db('agenda-processes');
      const agenda = new Agenda({ backend: new MongoBackend({ mongo: db as never, collection: 'jobs' }) });
      agenda.define('wake', async () => {});
      const ids = Array.from({ length: 60 }, (_, n) => `job-${n}`);
      await Promise.all(ids.map((id, n) => agenda.schedule(new Date(Date.now() + (n % 5) * 60), 'wake', { id })));
      const runs = db.collection<{ id: string; pid: number }>('runs');
      await expect.poll(async () => (await runs.distinct('id')).length, { timeout: 15_000 }).toBe(ids.length);
      await new Promise((resolve) => setTimeout(resolve, 500));
      expect(await runs.countDocuments()).toBe(ids.length);
      expect(await runs.distinct('pid')).toHaveLength(2);
    } finally {
      for (const worker of workers) {
        worker.removeAllListeners('exit');
        worker.kill('SIGKILL');
      }
    }
  }, 30_000);
});
