import { rmSync } from 'node:fs';
import { Binary, Decimal128, Double, Int32, Long, MaxKey, type MongoClient, ObjectId, Timestamp } from 'mongodb';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { takeFolder } from '../../embedded/backup/alone.js';
import { exportStore } from '../../src/app/export.js';
import { freshFolder, type Opened, openStore, rejection } from './store.js';

const dataDir = freshFolder();
let there: Opened;
/** The address of another store, over TCP and with a password, as that of a MongoDB would be. */
let address: (database: string) => string;

const STRANGE = new Map<string, unknown>([
  ['_id', new ObjectId('64b7f0c2a1b2c3d4e5f60718')],
  ['10', new Double(5)],
  ['2', new Int32(5)],
  ['__proto__', new Map([['x', Long.fromString('9007199254740993')]])],
  ['decimal', Decimal128.fromString('1.50')],
  ['zero', new Double(-0)],
  ['list', [new Double(1), new Int32(1), null, [], new Map()]],
  ['bytes', new Binary(Buffer.from('abc'), 5)],
  ['at', new Date(-1)],
  ['ts', new Timestamp({ t: 3, i: 4 })],
  ['re', /^a.b$/im],
  ['max', new MaxKey()],
  ['text', 'Grüße, 警報 🔔'],
]);

async function fill(): Promise<void> {
  const from = await openStore({ dataDir });
  const db = from.client.db('tocsin');
  await db.collection('strange').insertOne(STRANGE as never);
  const many = db.collection<{ _id: number; at: Date; text: string }>('many');
  await many.insertMany(
    Array.from({ length: 1_500 }, (_, n) => ({ _id: n, at: new Date(0), text: `${n} `.repeat(200) })),
  );
  // Everything in it is over long since: where this index stands before the documents are compared, they are gone.
  await many.createIndex({ at: 1 }, { expireAfterSeconds: 3_600, name: 'over' });
  await many.createIndex({ text: -1, at: 1 }, { unique: true, partialFilterExpression: { _id: { $gt: 5 } } });
  await db.createCollection('empty');
  await db.collection('empty').createIndex({ x: 1 }, { sparse: true });
  await from.client.db('other').collection('notes').insertOne({ kept: true });
  await from.client.close();
  await from.store.stop();
}

const exported = async (database: string, force = false): Promise<string[]> => {
  const lines: string[] = [];
  await exportStore({ dataDir, uri: address(database), force, line: (text) => lines.push(text) });
  return lines;
};

beforeAll(async () => {
  await fill();
  there = await openStore({ port: 0, reapEveryMs: 50 });
  address = (database) => there.store.uri.replace('/?', `/${database}?`);
});
afterAll(async () => {
  await there?.close();
  rmSync(dataDir, { recursive: true, force: true });
});

describe('an export', () => {
  it('copies every document byte for byte, with its indexes, and says the next step', async () => {
    const raws = async (client: MongoClient, database: string): Promise<Buffer[]> =>
      (await client.db(database).collection('strange').find({}, { raw: true }).toArray()) as unknown as Buffer[];
    const lines = await exported('security');
    const { client } = there;
    const indexes = async (name: string) => (await client.db('security').collection(name).indexes()).slice(1);
    expect(await indexes('many')).toEqual([
      { v: 2, key: { at: 1 }, name: 'over', expireAfterSeconds: 3_600 },
      {
        v: 2,
        key: { text: -1, at: 1 },
        name: 'text_-1_at_1',
        unique: true,
        partialFilterExpression: { _id: { $gt: 5 } },
      },
    ]);
    expect(await indexes('empty')).toEqual([{ v: 2, key: { x: 1 }, name: 'x_1', sparse: true }]);
    expect(await client.db('other').collection('notes').countDocuments({ kept: true })).toBe(1);
    const [strange] = await raws(client, 'security');
    const from = await openStore({ dataDir });
    expect(strange?.equals((await raws(from.client, 'tocsin'))[0]!)).toBe(true);
    await from.client.close();
    await from.store.stop();
    expect(lines.find((line) => line.startsWith('security.many'))).toMatch(
      /1,500 documents, 3 indexes, digest \w{12} on both/,
    );
    expect(lines.at(-1)).toMatch(
      /^Next: MONGODB_URI='mongodb:\/\/tocsin:\*{8}@127\.0\.0\.1:\d+\/security\?.*' npm start/,
    );
  });

  it('goes into an empty database only, unless told to replace', async () => {
    const db = there.client.db('full');
    await db.collection('own').insertOne({ mine: true });
    await db.collection('strange').insertOne({ _id: 'in the way' as never });
    expect((await rejection(exported('full'))).message).toMatch(/database full has 2 collections already.*--force/);
    expect(await db.collection('strange').countDocuments()).toBe(1);
    expect(await db.collection('many').countDocuments()).toBe(0);
    await there.client.db('other').dropDatabase();
    await exported('full', true);
    expect(await db.collection('strange').findOne({ _id: 'in the way' as never })).toBeNull();
    expect(await db.collection('own').countDocuments()).toBe(1);
  });

  it('is refused while a bot has the store, and for an address that names no database', async () => {
    const alone = await takeFolder(dataDir);
    expect((await rejection(exported('later'))).message).toMatch(/in use: stop the bot/);
    await alone?.lock.release();
    const line = (): void => {};
    const bare = rejection(exportStore({ dataDir, uri: 'mongodb://me:secret@h:1/?tls=true', line }));
    expect((await bare).message).toMatch(/mongodb:\/\/me:\*{8}@h:1\/\?tls=true names no database/);
    expect((await rejection(exportStore({ dataDir, uri: 'http://x', line }))).message).toMatch(/address of a MongoDB/);
  });
});
