import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { MongoClient } from 'mongodb';
import { type LaunchOptions, launchStore, type RunningStore } from '../../embedded/launch.js';

/** A data folder of its own. */
export const freshFolder = (): string => mkdtempSync(join(tmpdir(), 'tocsin-store-'));

export interface Opened {
  readonly store: RunningStore;
  readonly client: MongoClient;
  readonly dataDir: string;
  close(): Promise<void>;
}

/** A running store on a fresh folder, with a connected client. */
export async function openStore(options: Partial<LaunchOptions> = {}): Promise<Opened> {
  const dataDir = options.dataDir ?? freshFolder();
  const store = await launchStore({ onLine: () => {}, ...options, dataDir });
  const client = await new MongoClient(store.uri, { serverSelectionTimeoutMS: 5_000 }).connect();
  return {
    store,
    client,
    dataDir,
    close: async () => {
      await client.close();
      await store.stop();
      rmSync(dataDir, { recursive: true, force: true });
    },
  };
}

/** What a promise was rejected with; fails when it was not. */
export async function rejection(promise: Promise<unknown>): Promise<Error & Record<string, unknown>> {
  try {
    await promise;
  } catch (error) {
    return error as Error & Record<string, unknown>;
  }
  throw new Error('it should have been rejected');
}
