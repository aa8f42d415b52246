import { connect } from 'node:net';
import { BSON, MongoClient } from 'mongodb';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { freshFolder, type Opened, openStore, rejection } from './store.js';

const { serialize, deserialize } = BSON;

function message(body: object, flags = 0, extra: Buffer = Buffer.alloc(0), operation = 2013): Buffer {
  const section =
    operation === 2013
      ? Buffer.concat([Buffer.from([flags, 0, 0, 0, 0]), serialize(body), extra])
      : Buffer.concat([Buffer.alloc(4), Buffer.from('admin.$cmd\0'), Buffer.alloc(8), serialize(body)]);
  const header = Buffer.alloc(16);
  header.writeInt32LE(16 + section.length, 0);
  header.writeInt32LE(7, 4);
  header.writeInt32LE(operation, 12);
  return Buffer.concat([header, section]);
}

describe('the wire', () => {
  let opened: Opened;
  beforeAll(async () => {
    opened = await openStore();
  });
  afterAll(() => opened.close());

  /** Sends bytes in pieces on a connection of its own; gives the answers, or 'closed'. */
  function talk(pieces: Buffer[], answers: number): Promise<Buffer[] | 'closed'> {
    const socket = connect(decodeURIComponent(/mongodb:\/\/([^/]+)/.exec(opened.store.uri)?.[1] ?? ''));
    return new Promise((resolve) => {
      let bytes = Buffer.alloc(0);
      const found: Buffer[] = [];
      socket.on('data', (chunk) => {
        bytes = Buffer.concat([bytes, chunk]);
        while (bytes.length >= 4 && bytes.length >= bytes.readInt32LE(0)) {
          found.push(bytes.subarray(0, bytes.readInt32LE(0)));
          bytes = bytes.subarray(bytes.readInt32LE(0));
        }
        if (found.length < answers) return;
        socket.destroy();
        resolve(found);
      });
      socket.on('close', () => resolve('closed'));
      socket.on('error', () => resolve('closed'));
      for (const piece of pieces) socket.write(piece);
    });
  }

  const bodyOf = (reply: Buffer, at = 21) => deserialize(reply.subarray(at));

  it('answers the handshake of old, as OP_REPLY', async () => {
    const [reply] = (await talk(
      [message({ ismaster: 1, helloOk: true, client: { driver: { name: 'x' } } }, 0, undefined, 2004)],
      1,
    )) as Buffer[];
    expect(reply?.readInt32LE(12)).toBe(1);
    expect(reply?.readInt32LE(8)).toBe(7);
    expect(bodyOf(reply as Buffer, 36)).toMatchObject({
      ismaster: true,
      helloOk: true,
      maxWireVersion: 21,
      logicalSessionTimeoutMinutes: 30,
      ok: 1,
    });
    expect(bodyOf(reply as Buffer, 36)).not.toHaveProperty('setName');
  });

  it('puts messages together from any pieces, and answers in order', async () => {
    const whole = Buffer.concat([
      message({ ping: 1, $db: 'a' }),
      message({ nope: 1, $db: 'a' }),
      message({ ping: 1, $db: 'a' }),
    ]);
    const pieces = Array.from(whole, (_, at) => whole.subarray(at, at + 1));
    const replies = (await talk(pieces, 3)) as Buffer[];
    expect(replies.map((reply) => bodyOf(reply).ok)).toEqual([1, 0, 1]);
  });

  it('takes document sequences, a checksum, and a client that wants no answer', async () => {
    const documents = Buffer.concat([serialize({ _id: 1 }), serialize({ _id: 2 })]);
    const name = Buffer.from('documents\0');
    const size = Buffer.alloc(4);
    size.writeInt32LE(4 + name.length + documents.length);
    const sequence = Buffer.concat([Buffer.from([1]), size, name, documents]);
    const silent = message({ insert: 'quiet', $db: 'wire' }, 2, sequence);
    const checked = message({ count: 'quiet', $db: 'wire' }, 1, Buffer.from([1, 2, 3, 4]));
    const [reply] = (await talk([silent, checked], 1)) as Buffer[];
    expect(bodyOf(reply as Buffer)).toMatchObject({ n: 2, ok: 1 });
  });

  it.each<[string, Buffer]>([
    ['a length beyond 48 MB', Buffer.from([0xff, 0xff, 0xff, 0x7f, 0, 0, 0, 0])],
    ['a negative length', Buffer.from([0xff, 0xff, 0xff, 0xff, 0, 0, 0, 0])],
    ['flags that must be understood', message({ ping: 1 }, 4)],
    ['another operation', message({ ping: 1 }, 0, undefined, 2012)],
    ['a body that is no document', Buffer.concat([message({ ping: 1 }).subarray(0, 21), Buffer.alloc(17, 1)])],
    ['two bodies', message({ ping: 1 }, 0, Buffer.concat([Buffer.from([0]), serialize({ ping: 1 })]))],
  ])('closes on %s, and lives on', async (_, bytes) => {
    expect(await talk([bytes], 1)).toBe('closed');
    expect(await opened.client.db('a').command({ ping: 1 })).toMatchObject({ ok: 1 });
  });

  it('says what it is', async () => {
    const info = await opened.client.db('admin').command({ buildInfo: 1 });
    expect(info.tocsin).toContain('tocsin embedded store');
    expect(info.version).toBe('7.0.0-tocsin');
  });

  it('answers what mongosh asks on connecting', async () => {
    const admin = opened.client.db('admin');
    for (const command of [
      { hello: 1 },
      { getParameter: 1, featureCompatibilityVersion: 1 },
      { getCmdLineOpts: 1 },
      { getLog: 'startupWarnings' },
      { hostInfo: 1 },
      { connectionStatus: 1 },
      { listDatabases: 1, nameOnly: true },
      { serverStatus: 1 },
      { whatsmyuri: 1 },
    ]) {
      expect(await admin.command(command)).toMatchObject({ ok: 1 });
    }
  });

  it('takes a document of 16 MB and refuses a larger one', async () => {
    const all = opened.client.db('wire').collection('large');
    await all.insertOne({ text: 'x'.repeat(16 * 1024 * 1024 - 100) });
    expect(await all.countDocuments()).toBe(1);
    expect(await rejection(all.updateOne({}, { $set: { more: 'x'.repeat(200) } }))).toMatchObject({ code: 10334 });
  });

  it('expires documents by TTL indexes', async () => {
    const quick = await openStore({ reapEveryMs: 50 });
    const all = quick.client.db('ttl').collection('sessions');
    await all.createIndex({ endsAt: 1 }, { expireAfterSeconds: 1 });
    await all.insertMany([
      { n: 1, endsAt: new Date(Date.now() - 5_000) },
      { n: 2, endsAt: new Date() },
      { n: 3, endsAt: 'never' },
      { n: 4 },
    ]);
    await expect.poll(() => all.distinct('n'), { timeout: 900 }).toEqual([2, 3, 4]);
    await expect.poll(() => all.distinct('n'), { timeout: 3_000 }).toEqual([3, 4]);
    await quick.close();
  });
});

describe('TCP', () => {
  it('asks for the secret, by SCRAM-SHA-256', async () => {
    const { store, close, dataDir } = await openStore({ port: 0 });
    const client = await new MongoClient(store.uri).connect();
    expect(await client.db('a').command({ connectionStatus: 1 })).toMatchObject({
      authInfo: { authenticatedUsers: [{ user: 'tocsin' }] },
    });
    await client.close();
    const fails = async (uri: string) =>
      rejection(
        new MongoClient(uri, { serverSelectionTimeoutMS: 3_000 })
          .connect()
          .then((one) => one.db('a').collection('c').findOne()),
      );
    expect(await fails(store.uri.replace(/:[0-9a-f]{48}@/, ':wrong@'))).toMatchObject({ code: 18 });
    expect(await fails(store.uri.replace(/tocsin:[0-9a-f]{48}@/, '').replace(/&auth.*$/, ''))).toMatchObject({
      code: 13,
    });
    expect(dataDir).toBeTruthy();
    await close();
  });

  it('takes a given secret, or none for a test run', async () => {
    const given = await openStore({ port: 0, auth: { user: 'me', password: 'p@ss/word' } });
    expect(await given.client.db('a').command({ ping: 1 })).toMatchObject({ ok: 1 });
    await given.close();
    const none = await openStore({ port: 0, auth: false, dataDir: freshFolder() });
    await none.client.db('a').collection('c').insertOne({});
    expect(none.store.uri).not.toContain('@');
    await none.close();
  });
});
