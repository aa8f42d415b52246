import mongoose from 'mongoose';
import { rowOf } from '../models/incident-row.js';
import { connectStore, createIndexes, inboxStore, incidentStore, planStore, signalStore } from '../models/index.js';
import type { Incident } from '../src/incident/index.js';
import { type Past, pastAlarm, pastIncident, slim } from './past.js';

const BATCH = 1_000;
const AT_ONCE = 3;

export interface Loading {
  readonly uri: string;
  readonly past: Past;
  readonly count: number;
  /** `whole` incidents alone; or slim ones, each with its signal and its body, as in a store that has grown by itself. */
  readonly what: 'whole' | 'slim with alarms';
}

export interface Loaded {
  readonly seconds: number;
  /** Bytes of one incident as BSON. */
  readonly incidentBytes: number;
}

/** Writes incidents of the past over the wire, newest first, with all indexes that the bot has. */
export async function loadPast({ uri, past, count, what }: Loading): Promise<Loaded> {
  const connection = await connectStore(uri, 'tocsin');
  const now = Date.now();
  const made = (index: number) => {
    const incident = pastIncident(past, index, count - index, now);
    return what === 'whole' ? incident : slim(incident);
  };
  const write = (name: string, documents: readonly object[]) =>
    connection.collection(name).insertMany(documents as never[], { ordered: false });
  try {
    for (const open of [incidentStore, signalStore, inboxStore]) open(connection);
    await createIndexes(connection);
    const plans = planStore(connection);
    await plans.keep([made(0)]);
    const row = (incident: Incident) => plans.packed(rowOf(incident));
    const started = performance.now();
    let next = 0;
    const worker = async () => {
      while (next < count) {
        const from = next;
        next = Math.min(count, from + BATCH);
        const incidents = Array.from({ length: next - from }, (_, index) => made(from + index));
        await write('incidents', incidents.map(row));
        if (what === 'whole') continue;
        const pairs = incidents.map((incident) => pastAlarm(past, incident));
        await write(
          'signals',
          pairs.map(({ signal }) => signal),
        );
        await write(
          'inbox',
          pairs.map(({ inbox }) => inbox),
        );
      }
    };
    await Promise.all(Array.from({ length: AT_ONCE }, worker));
    // The bot goes on counting where the past ends.
    await write('counters', [{ _id: 'incident', last: count }]);
    const incidentBytes = mongoose.mongo.BSON.calculateObjectSize(row(made(0)), { ignoreUndefined: true });
    return { seconds: (performance.now() - started) / 1_000, incidentBytes };
  } finally {
    await connection.close();
  }
}
