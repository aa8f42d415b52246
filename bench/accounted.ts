import mongoose from 'mongoose';
import { launchStore } from '../embedded/launch.js';
import { Lost } from './figures.js';

interface Found {
  readonly incidents: number;
  /** Of the keys, those that are on an incident. */
  readonly understood: number;
  /** Alarms that are durable and wait to be understood. */
  readonly waiting: number;
}

/**
 * Looks into the store of a running bot: every key must be a signal on an incident that exists or wait in the inbox, and
 * what the incidents count must be what the signals are. Throws `Lost` otherwise.
 */
export async function accounted(dataDir: string, keys: Iterable<string>): Promise<Found> {
  const store = await launchStore({ dataDir });
  const connection = await mongoose
    .createConnection(store.uri, { dbName: 'tocsin', socketTimeoutMS: 120_000 })
    .asPromise();
  try {
    const counts = new Map<string, number>();
    const rows = connection.collection('incidents').find({}, { projection: { 'state.signals.count': 1 } });
    for await (const row of rows) counts.set(String(row._id), Number(row.state.signals.count));
    const missing = new Set(keys);
    const total = missing.size;
    const own = new Map<string, number>();
    for await (const { key, incidentId } of connection
      .collection('signals')
      .find({}, { projection: { key: 1, incidentId: 1 } })) {
      if (!counts.has(incidentId)) continue;
      missing.delete(key);
      own.set(incidentId, (own.get(incidentId) ?? 0) + 1);
    }
    let waiting = 0;
    for await (const { body } of connection.collection('inbox').find({ waiting: true }, { projection: { body: 1 } })) {
      const { key } = JSON.parse(Buffer.from(body.buffer).toString()) as { key: string };
      if (missing.delete(key)) waiting += 1;
    }
    if (missing.size > 0)
      throw new Lost(
        `${missing.size} acknowledged alarms are neither on an incident nor waiting, such as ${[...missing].slice(0, 3).join(', ')}`,
      );
    // While alarms wait, some of them are between their signal and their incident.
    for (const [id, count] of waiting === 0 ? counts : [])
      if (count !== own.get(id)) throw new Lost(`incident ${id} counts ${count} signals and has ${own.get(id) ?? 0}`);
    return { incidents: counts.size, understood: total - waiting, waiting };
  } finally {
    await connection.close();
    await store.stop();
  }
}
