import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { MongoClient, MongoNetworkError, MongoServerError } from 'mongodb';
import { hasStore, takeOrReach } from '../../embedded/backup/alone.js';
import { type Cut, cutOf } from '../../embedded/backup/cut.js';
import type { Summary } from '../../embedded/backup/format.js';
import { bytesOf } from '../../embedded/backup/parts.js';
import { writeBackup } from '../../embedded/backup/write.js';
import { Store } from '../../embedded/storage/store.js';
import type { Config } from '../config.js';

/** Files of the data folder that hold secrets: in a backup only when somebody asks for them. */
export const SECRET_FILES = ['secrets.json', 'store.secret'] as const;

export interface BackUpOptions {
  /** Replace a file that is there. */
  readonly force?: boolean;
  readonly withSecrets?: boolean;
}

/** The data is in a MongoDB, which has tools of its own. */
export function refuseMongo(config: Pick<Config, 'mongoUri'>, what: string, tool: string): void {
  if (config.mongoUri !== undefined)
    throw new Error(
      `MONGODB_URI is set, so the data is in that MongoDB: use ${tool} (MongoDB Database Tools). ${what} is for the embedded store; unset MONGODB_URI to use it.`,
    );
}

async function* encoded(cut: Cut): AsyncGenerator<Buffer> {
  yield bytesOf(cut.head);
  for (const block of cut.blocks()) yield bytesOf(block);
}

const COMMAND_NOT_FOUND = 59;
/** Between two parts a store has next to nothing to do; one that says nothing for so long hangs. */
const SILENCE_MS = 60_000;

/** What a driver's error means to who wanted a backup. */
function told(error: unknown): unknown {
  if (error instanceof MongoServerError && error.code === COMMAND_NOT_FOUND)
    return new Error('the bot that runs is of an older version; restart it and take the backup then', { cause: error });
  if (error instanceof MongoNetworkError)
    return new Error(`the store ended or hangs (${error.message}); nothing was left behind, take the backup again`, {
      cause: error,
    });
  return error;
}

/** The parts of a cut that a running store gives over its socket, about a megabyte at a time. */
export async function* fetched(uri: string): AsyncGenerator<Buffer> {
  const client = new MongoClient(uri, { maxPoolSize: 2, socketTimeoutMS: SILENCE_MS });
  try {
    const cursor = client.db('admin').runCursorCommand({ tocsinBackup: 1 }, { promoteBuffers: true }).setBatchSize(1);
    for await (const { part } of cursor) {
      if (!Buffer.isBuffer(part)) throw new Error('the store sent something else than a part of a backup');
      yield part;
    }
  } catch (error) {
    throw told(error);
  } finally {
    await client.close();
  }
}

const socketUri = (socket: string): string => `mongodb://${encodeURIComponent(socket)}/?directConnection=true`;

/** Everything in the folder at one instant, from the store that runs on it, or else from its files. */
async function partsOf(dataDir: string): Promise<AsyncGenerator<Buffer>> {
  const there = await takeOrReach(dataDir);
  if ('socket' in there) return fetched(socketUri(there.socket));
  try {
    const store = await Store.open(there.folder.data);
    const cut = cutOf(store, new Date());
    await store.close();
    return encoded(cut);
  } finally {
    // The cut is in memory: a bot that starts now need not wait until it is written.
    await there.lock.release();
  }
}

/** Copies the embedded store into one file: a point in time of all collections, whether the bot runs or not. */
export async function backUp(
  config: Pick<Config, 'mongoUri' | 'dataDir'>,
  file: string,
  { force = false, withSecrets = false }: BackUpOptions = {},
): Promise<Summary> {
  refuseMongo(config, 'This backup', 'mongodump');
  if (!hasStore(config.dataDir))
    throw new Error(`there is no store in ${config.dataDir}; set DATA_DIR to the folder that the bot uses`);
  const files = SECRET_FILES.map((name) => ({ name, path: join(config.dataDir, name) }))
    .filter(({ path }) => withSecrets && existsSync(path))
    .map(({ name, path }) => ({ name, bytes: readFileSync(path) }));
  return await writeBackup(file, await partsOf(config.dataDir), { force, files });
}
