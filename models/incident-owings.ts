import type mongoose from 'mongoose';
import type { IncidentStore, Owes, Owing } from '../src/ports.js';
import type { IncidentRow } from './incident-row.js';
import type { PlanStore } from './plans.js';

interface Version {
  readonly _id: string;
  readonly version: number;
}

/** Versions read in one go, and whole incidents brought in by one look. */
const PAGE = 2_000;
/** A look ends there; what lies behind it is stuck in channels that nobody mends. */
const MOST = 200_000;
const URGENT = 200;

const OWES = { owedAt: { $type: 'date' } } as const;

/** What is owed, read from the incidents themselves. Versions first: a storm owes thousands, and most are known. */
export function incidentOwings(
  connection: mongoose.Connection,
  plans: PlanStore,
): {
  readonly all: IncidentStore['owing'];
  readonly urgent: IncidentStore['owingUrgently'];
} {
  const rows = connection.collection<IncidentRow>('incidents');
  const versions = (filter: mongoose.mongo.Filter<IncidentRow>, skip: number, limit: number): Promise<Version[]> =>
    rows
      .find<Version>(filter, { projection: { version: 1 } })
      .sort({ owedPriority: 1, owedAt: 1 })
      .skip(skip)
      .limit(limit)
      .toArray();

  async function whole(ids: readonly string[]): Promise<Owes[]> {
    if (ids.length === 0) return [];
    const found = await rows
      .find<Owes>({ _id: { $in: [...ids] } }, { projection: { state: 1, owed: 1, cards: 1, version: 1 } })
      .toArray();
    return await plans.unpacked(found.map(({ state, owed, cards, version }) => ({ state, owed, cards, version })));
  }

  /** Of these, the ones that owe nothing now. */
  async function paidOf(ids: readonly string[]): Promise<string[]> {
    const paid: string[] = [];
    for (let from = 0; from < ids.length; from += PAGE) {
      const some = ids.slice(from, from + PAGE);
      const still = await rows.find({ _id: { $in: some }, ...OWES }, { projection: { _id: 1 } }).toArray();
      const owing = new Set(still.map(({ _id }) => _id));
      paid.push(...some.filter((id) => !owing.has(id)));
    }
    return paid;
  }

  return {
    async all(known): Promise<Owing> {
      const news: string[] = [];
      const unseen = new Set(known.keys());
      for (let skip = 0; skip < MOST && news.length < PAGE; skip += PAGE) {
        const page = await versions(OWES, skip, PAGE);
        for (const { _id, version } of page) {
          unseen.delete(_id);
          if (known.get(_id) !== version) news.push(_id);
        }
        if (page.length < PAGE) break;
      }
      // Rows change places while pages are turned, so what was not met is asked for by name.
      return { news: await whole(news.slice(0, PAGE)), paid: await paidOf([...unseen]) };
    },

    async urgent(priority, known) {
      const found = await versions({ ...OWES, owedPriority: { $lte: priority } }, 0, URGENT);
      return await whole(found.filter(({ _id, version }) => known.get(_id) !== version).map(({ _id }) => _id));
    },
  };
}
