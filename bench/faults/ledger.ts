import type mongoose from 'mongoose';
import { launchStore } from '../../embedded/launch.js';
import { connectStore, inboxStore, incidentStore } from '../../models/index.js';
import type { Incident, TimelineEntry } from '../../src/incident/index.js';
import type { SignalRow } from '../../src/ports.js';

/** What is kept in the store, read over its socket beside the bots that work on it. */
export interface Ledger {
  incidents(): Promise<Incident[]>;
  /** Changes with every save of any incident. */
  versions(): Promise<string>;
  /** The whole timeline, pages included, oldest first. */
  timeline(incident: Incident): Promise<TimelineEntry[]>;
  signals(): Promise<SignalRow[]>;
  /** Bodies that wait to be understood. */
  waiting(): Promise<number>;
  /** Incidents that owe something. */
  owing(): Promise<number>;
  /** Of everything in the embedded store. */
  size(): Promise<{ documents: number; bytes: number }>;
  /** What the store's own check finds, over every collection. */
  validate(): Promise<string[]>;
  readonly connection: mongoose.Connection;
  close(): Promise<void>;
}

export async function openLedger(dataDir: string): Promise<Ledger> {
  const store = await launchStore({ dataDir, onLine: () => undefined });
  return ledgerOn(await connectStore(store.uri, 'tocsin'), async () => await store.stop());
}

/** The same over a connection that is there already; it is not closed here. */
export function ledgerOn(connection: mongoose.Connection, closed?: () => Promise<void>): Ledger {
  const known = incidentStore(connection);
  const inbox = inboxStore(connection);
  const { db } = connection;
  if (!db) throw new Error('the store gave no database');
  return {
    connection,
    async incidents() {
      const all: Incident[] = [];
      let after: string | undefined;
      do {
        const { items, next } = await known.list({ limit: 200, order: 'newest', ...(after ? { after } : {}) });
        all.push(...items);
        after = next;
      } while (after !== undefined);
      return all;
    },
    async versions() {
      const rows = db
        .collection('incidents')
        .find({}, { projection: { version: 1 } })
        .sort({ _id: 1 });
      const all = await rows.toArray();
      return all.map(({ _id, version }) => `${String(_id)}:${version}`).join(' ');
    },
    async timeline({ state, chain, timeline }) {
      if (chain.pages === 0) return [...timeline];
      const pages = (await known.pages(state.id)).slice(0, chain.pages);
      return [...pages.flatMap((page) => page.entries), ...timeline];
    },
    async signals() {
      const rows = await db.collection('signals').find({}).toArray();
      return rows.map(({ _id, ...rest }) => ({ ...rest, id: String(_id) }) as unknown as SignalRow);
    },
    waiting: () => inbox.depth(),
    owing: () => db.collection('incidents').countDocuments({ owedAt: { $type: 'date' } }),
    async size() {
      const { store } = await db.command({ serverStatus: 1 });
      return { documents: Number(store.documents), bytes: Number(store.liveBytes) };
    },
    async validate() {
      const faults: string[] = [];
      for (const { name } of await db.listCollections({}, { nameOnly: true }).toArray()) {
        const { valid, errors } = await db.command({ validate: name });
        if (valid !== true) faults.push(`collection ${name}: ${JSON.stringify(errors)}`);
      }
      return faults;
    },
    async close() {
      if (!closed) return;
      await connection.close();
      await closed();
    },
  };
}
