import mongoose from 'mongoose';
import type { Incident, TimelinePage } from '../src/incident/index.js';
import { createBatched } from './batched.js';
import { type IncidentRow, rowOf } from './incident-row.js';
import type { PlanStore } from './plans.js';

export interface PageRow extends TimelinePage {
  readonly _id: string;
}

interface Save {
  readonly incident: Incident;
  readonly page?: TimelinePage;
  /** It adds to the timeline. */
  readonly tells: boolean;
}

/** A save under a name of its own, which stays the same however often it has to be sent. */
interface Marked extends Omit<Save, 'incident'> {
  readonly row: IncidentRow;
}

/**
 * Writes incidents. Those that are saved at the same time share a command; each is still one document, written whole
 * or not at all, and only over the version that was read.
 */
export function incidentWrites(connection: mongoose.Connection, plans: PlanStore) {
  const rows = connection.collection<IncidentRow>('incidents');
  const pages = connection.collection<PageRow>('timelinepages');
  const process = new mongoose.Types.ObjectId().toString();
  let writes = 0;

  function marked({ incident, ...rest }: Save): Marked {
    writes += 1;
    const row = {
      ...plans.packed(rowOf({ ...incident, version: incident.version + 1 })),
      mark: `${process}:${writes}`,
    };
    const { page, tells } = rest;
    return { row, tells, ...(page ? { page: plans.packedPage(page) } : {}) };
  }

  /** Whether each was written. */
  async function saveAll(saves: readonly Marked[]): Promise<boolean[]> {
    const closed = saves.flatMap(({ page }) => page ?? []);
    // A closed page is there before the incident that no longer holds it.
    if (closed.length > 0) await pages.bulkWrite(closed.map(pageWrite));
    const { matchedCount } = await rows.bulkWrite(
      saves.map(({ row }) => ({
        replaceOne: { filter: { _id: row._id, version: row.version - 1 }, replacement: row },
      })),
      { ordered: false },
    );
    if (matchedCount === saves.length) return saves.map(() => true);
    const ids = saves.map(({ row }) => row._id);
    const found = await rows
      .find({ _id: { $in: ids } }, { projection: { mark: 1, version: 1, timeline: 1 } })
      .toArray();
    const there = new Map(found.map((row) => [row._id, row]));
    return saves.map((save) => isWritten(save, there.get(save.row._id)));
  }

  /** Whether each was inserted; `false` for an id that is there already. */
  async function insertAll(incidents: readonly Incident[]): Promise<boolean[]> {
    try {
      await rows.insertMany(
        incidents.map((incident) => plans.packed(rowOf(incident))),
        { ordered: false },
      );
      return incidents.map(() => true);
    } catch (error) {
      const { writeErrors = [] } = error as { writeErrors?: { code: number; index: number }[] };
      if (writeErrors.length === 0 || writeErrors.some(({ code }) => code !== 11000)) throw error;
      const there = new Set(writeErrors.map(({ index }) => index));
      return incidents.map((_incident, index) => !there.has(index));
    }
  }

  return {
    save: createBatched<Save, boolean>(async (saves) => {
      await plans.keep(saves.map(({ incident }) => incident));
      return await eachAloneIfNotTogether(saves.map(marked), saveAll);
    }),
    insert: createBatched<Incident, boolean>(async (incidents) => {
      await plans.keep(incidents);
      return await eachAloneIfNotTogether(incidents, insertAll);
    }),
  };
}

/**
 * Whether the write of `row` arrived, judged by what is there. Its mark says so; and so does its last line, when it added
 * one and others have written over it since.
 */
function isWritten({ row, tells }: Marked, there: IncidentRow | undefined): boolean {
  if (there?.mark === row.mark) return true;
  return tells && there?.timeline.some(({ hash }) => hash === row.chain.hash) === true;
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
