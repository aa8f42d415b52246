import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { rmSync } from 'node:fs';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { MongoClient } from 'mongodb';
import { afterEach, describe, expect, it } from 'vitest';
import { clientOf } from '../../embedded/client.js';
import { launchStore } from '../../embedded/launch.js';
import { Watch } from '../../embedded/watch.js';
import { storeState } from '../../src/app/store-state.js';
import { freshFolder, openStore, rejection } from './store.js';

describe('a store of another process', () => {
  const folders: string[] = [];
  afterEach(() => {
    for (const one of folders.splice(0)) rmSync(one, { recursive: true, force: true });
  });
  const quiet = { onLine: () => {} };
  /** What the bot shows of it, in `/readyz` and in the console. */
  const shown = (embedded: Awaited<ReturnType<typeof launchStore>>) =>
    storeState({ embedded, connection: { readyState: 1 } } as Parameters<typeof storeState>[0]);

  it('is not silent before it has said its first word: a start may take its time', async () => {
    const watch = new Watch('somebody', 40);
    await new Promise((resolve) => setTimeout(resolve, 150));
    expect(watch.health().state).toBe('ok');
    watch.heard();
    await expect.poll(() => watch.health().state).toBe('silent');
    watch.stop();
  });

  it('that says something unreadable is not believed, and said to be so', async () => {
    const dataDir = freshFolder();
    folders.push(dataDir);
    const lock = join(dataDir, 'lock.sock');
    const owner = createServer((socket) => socket.write('HTTP/1.1 400 Bad Request\n')).listen(lock);
    await once(owner, 'listening');
    const client = await clientOf({ uri: 'mongodb://unused', dataDir, lock, silentAfterMs: 10_000, ...quiet });
    await expect.poll(() => client.health().state, { timeout: 2_000 }).toBe('dead');
    expect(client.health().cause).toMatch(/^the owner of the store says something unreadable: stop it/);
    await client.stop();
    owner.close();
  });

  it('that never says its first word is silent after the limit', async () => {
    const dataDir = freshFolder();
    folders.push(dataDir);
    const lock = join(dataDir, 'lock.sock');
    const owner = createServer().listen(lock);
    await once(owner, 'listening');
    const client = await clientOf({ uri: 'mongodb://unused', dataDir, lock, silentAfterMs: 200, ...quiet });
    await expect.poll(() => client.health().state, { timeout: 2_000 }).toBe('silent');
    await client.stop();
    owner.close();
  });

  it('shows what its owner says of itself', async () => {
    const first = await openStore();
    await first.client.db('d').collection('c').insertMany([{}, {}, {}]);
    const second = await launchStore({ dataDir: first.dataDir, ...quiet });
    await expect.poll(() => second.health().documents, { timeout: 3_000 }).toBe(3);
    expect(second.health()).toMatchObject({ state: 'ok', documents: 3, fileBytes: first.store.health().fileBytes });
    expect(shown(second).ok).toBe(true);
    expect(shown(second).text).toMatch(/^Embedded store of another process here, 3 documents, \d+\.\d MB on disk$/);
    await second.stop();
    expect(second.health().state).toBe('stopped');
    await first.close();
  });

  it.skipIf(process.platform === 'win32')('that takes no writes any more is not ready here either', async () => {
    const dataDir = freshFolder();
    folders.push(dataDir);
    const run = 'ulimit -f 5120 && exec "$0" dist/test/embedded/keeper.js "$1"';
    const keeper = spawn('bash', ['-c', run, process.execPath, dataDir], { stdio: ['pipe', 'pipe', 'inherit'] });
    const lines = createInterface({ input: keeper.stdout })[Symbol.asyncIterator]();
    await lines.next();
    const before = await launchStore({ dataDir, ...quiet });
    const told: string[] = [];
    before.onFailure((error) => told.push(error.message));
    const client = await new MongoClient(before.uri).connect();
    const all = client.db('d').collection('c');
    const failure = await rejection(
      (async () => {
        for (;;) await all.insertOne({ text: 'x'.repeat(200_000) });
      })(),
    );
    expect(failure).toMatchObject({ code: 14031 });
    await expect.poll(() => before.health().state, { timeout: 2_000 }).toBe('read-only');
    // Whoever comes later learns of it as well.
    const after = await launchStore({ dataDir, ...quiet });
    await expect.poll(() => after.health().state, { timeout: 2_000 }).toBe('read-only');
    for (const one of [before, after]) {
      expect(one.health().cause).toBe(failure.message);
      expect(shown(one)).toEqual({ ok: false, text: `The store takes no writes: ${failure.message}` });
    }
    await new Promise((resolve) => setTimeout(resolve, 1_200));
    expect(told).toEqual([failure.message]);
    await client.close();
    await before.stop();
    await after.stop();
    keeper.stdin.end();
    await once(keeper, 'close');
  });

  it.skipIf(process.platform === 'win32')('that is silent is told of, and is well again when it speaks', async () => {
    const dataDir = freshFolder();
    folders.push(dataDir);
    const keeper = spawn(process.execPath, ['dist/test/embedded/keeper.js', dataDir], {
      stdio: ['pipe', 'pipe', 'inherit'],
    });
    await createInterface({ input: keeper.stdout })[Symbol.asyncIterator]().next();
    const second = await launchStore({ dataDir, silentAfterMs: 1_500, ...quiet });
    const told: string[] = [];
    second.onFailure((error) => told.push(error.message));
    keeper.kill('SIGSTOP');
    await expect.poll(() => second.health().state, { timeout: 5_000 }).toBe('silent');
    const cause = 'the process that owns the store has given no sign of life for 2 s';
    expect(second.health().cause).toBe(cause);
    expect(shown(second).ok).toBe(false);
    keeper.kill('SIGCONT');
    await expect.poll(() => second.health().state, { timeout: 3_000 }).toBe('ok');
    expect(told).toEqual([cause]);
    keeper.kill('SIGKILL');
    await expect.poll(() => second.health().state, { timeout: 3_000 }).toBe('dead');
    expect(told.at(-1)).toBe(`the process that owned the store in ${dataDir} has gone; restart to take it over`);
    await second.stop();
  });
});
