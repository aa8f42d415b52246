import { once } from 'node:events';
import { rmSync } from 'node:fs';
import { connect, type Socket } from 'node:net';
import { join } from 'node:path';
import { BSON, MongoClient } from 'mongodb';
import { afterEach, describe, expect, it } from 'vitest';
import { Store } from '../../embedded/storage/store.js';
import { LIMITS } from '../../embedded/values/limits.js';
import { credentials } from '../../embedded/wire/scram.js';
import { Server } from '../../embedded/wire/server.js';
import { freshFolder, openStore } from './store.js';

const hello = (): Buffer => {
  const section = Buffer.concat([Buffer.alloc(5), BSON.serialize({ hello: 1, $db: 'admin' })]);
  const header = Buffer.alloc(16);
  header.writeInt32LE(16 + section.length, 0);
  header.writeInt32LE(2013, 12);
  return Buffer.concat([header, section]);
};

describe('whoever has not shown the secret', () => {
  const sockets: Socket[] = [];
  afterEach(() => {
    for (const socket of sockets.splice(0)) socket.destroy();
  });
  async function stranger(port: number): Promise<Socket> {
    const socket = connect(port, '127.0.0.1');
    sockets.push(socket);
    socket.on('error', () => socket.destroy());
    await once(socket, 'connect');
    return socket;
  }

  it('takes no place from those that have a right to one', async () => {
    const lines: string[] = [];
    const { store, client, dataDir, close } = await openStore({ port: 0, onLine: (line) => lines.push(line) });
    await client.db('d').collection('c').insertOne({});
    const port = Number(/:(\d+)\/\?/.exec(store.uri)?.[1]);
    for (let n = 0; n < LIMITS.connections; n++) await stranger(port);
    await expect.poll(() => sockets.filter((one) => !one.destroyed).length).toBeLessThanOrEqual(LIMITS.strangers);
    expect(lines).toEqual(['connections are refused: 64 have not shown the secret, which is the limit']);
    const bot = await new MongoClient(`mongodb://${encodeURIComponent(join(dataDir, 'store.sock'))}/`, {
      serverSelectionTimeoutMS: 2_000,
    }).connect();
    expect(await bot.db('d').collection('c').countDocuments()).toBe(1);
    await bot.close();
    // Those that were let in before work on.
    expect(await client.db('d').collection('c').countDocuments()).toBe(1);
    await close();
  });

  it('has to ask something soon; a driver that watches stays', async () => {
    const dataDir = freshFolder();
    const store = await Store.open(dataDir);
    const server = new Server({ credentials: credentials('me', 'secret'), report: () => {}, strangerMs: 300 });
    server.open(store);
    const port = await server.listen({ port: 0 }, false);
    const failed: unknown[] = [];
    const client = new MongoClient(`mongodb://me:secret@127.0.0.1:${port}/?directConnection=true`);
    client.on('serverHeartbeatFailed', (event) => failed.push(event));
    await client.connect();
    const [idle, half, asking] = [await stranger(port), await stranger(port), await stranger(port)];
    const started = performance.now();
    half.write(hello().subarray(0, 20));
    const drip = setInterval(() => half.write(hello().subarray(20, 21)), 50);
    asking.write(hello());
    asking.resume();
    await Promise.all([once(idle.resume(), 'close'), once(half.resume(), 'close')]);
    clearInterval(drip);
    expect(performance.now() - started).toBeLessThan(2_000);
    await new Promise((resolve) => setTimeout(resolve, 500));
    expect(asking.destroyed).toBe(false);
    expect(await client.db('d').command({ ping: 1 })).toMatchObject({ ok: 1 });
    expect(failed).toEqual([]);
    await client.close();
    await server.close();
    await store.close();
    rmSync(dataDir, { recursive: true, force: true });
  });
});
