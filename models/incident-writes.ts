import mongoose from 'mongoose';
import type { Incident, TimelinePage } from '../src/incident/index.js';
import { createBatched } from './batched.js';
import { type IncidentRow, rowOf } from './incident-row.js';

export interface PageRow extends TimelinePage {
  readonly _id: string;
}

interface Save {
  readonly incident: Incident;
  readonly page?: TimelinePage;
}

/**
 * Writes incidents. Those that are saved at the same time share a command; each is still one document, written whole
 * or not at all, and only over the version that was read.
 */
export function incidentWrites(connection: mongoose.Connection) {
  const rows = connection.collection<IncidentRow>('incidents');
  const pages = connection.collection<PageRow>('timelinepages');
  const process = new mongoose.Types.ObjectId().toString();
  let writes = 0;

  /** Whether each was written. A mark of its own on each tells ours from a version that somebody else wrote. */
  async function saveAll(saves: readonly Save[]): Promise<boolean[]> {
    const closed = saves.flatMap(({ page }) => page ?? []);
    // A closed page is there before the incident that no longer holds it.
    if (closed.length > 0) await pages.bulkWrite(closed.map(pageWrite));
    const marked = saves.map(({ incident }) => {
      writes += 1;
      return { ...rowOf({ ...incident, version: incident.version + 1 }), mark: `${process}:${writes}` };
    });
    const { matchedCount } = await rows.bulkWrite(
      marked.map((row) => ({
        replaceOne: { filter: { _id: row._id, version: row.version - 1 }, replacement: row },
      })),
      { ordered: false },
    );
    if (matchedCount === saves.length) return saves.map(() => true);
    if (saves.length === 1) return [false];
    const ids = marked.map(({ _id }) => _id);
    const found = await rows.find({ _id: { $in: ids } }, { projection: { mark: 1 } }).toArray();
    const marks = new Set(found.map(({ mark }) => mark));
    return marked.map(({ mark }) => marks.has(mark));
  }

  /** Whether each was inserted; `false` for an id that is there already. */
  async function insertAll(incidents: readonly Incident[]): Promise<boolean[]> {
    try {
      await rows.insertMany(incidents.map(rowOf), { ordered: false });
      return incidents.map(() => true);
    } catch (error) {
      const { writeErrors = [] } = error as { writeErrors?: { code: number; index: number }[] };
      if (writeErrors.length === 0 || writeErrors.some(({ code }) => code !== 11000)) throw error;
      const there = new Set(writeErrors.map(({ index }) => index));
      return incidents.map((_incident, index) => !there.has(index));
    }
  }

  return {
    save: createBatched<Save, boolean>((saves) => eachAloneIfNotTogether(saves, saveAll)),
    insert: createBatched<Incident, boolean>((incidents) => eachAloneIfNotTogether(incidents, insertAll)),
  };
}

const pageWrite = (page: TimelinePage) => {
  const _id = `${page.incidentId}:${page.page}`;
  return { replaceOne: { filter: { _id }, replacement: { _id, ...page }, upsert: true } };
};

/** One that the store refuses must not fail the others that happened to come along with it. */
async function eachAloneIfNotTogether<T>(
  all: readonly T[],
  send: (some: readonly T[]) => Promise<boolean[]>,
): Promise<(boolean | Error)[]> {
  try {
    return await send(all);
  } catch (error) {
    if (all.length === 1) throw error;
  }
  const results: (boolean | Error)[] = [];
  for (const one of all) {
    try {
      results.push((await send([one]))[0] ?? false);
    } catch (error) {
      results.push(error instanceof Error ? error : new Error(String(error)));
    }
  }
  return results;
}
