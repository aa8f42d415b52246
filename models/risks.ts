import mongoose from 'mongoose';
import type { IncidentState } from '../src/incident/index.js';
import type { RiskDay, RiskStore } from '../src/ports-risk.js';
import type { RiskRow } from '../src/risk/index.js';
import { isDuplicateKey } from './duplicate.js';

interface Row extends Omit<RiskDay, 'day'> {
  readonly _id: string;
}

const schema = new mongoose.Schema<Row>(
  {
    _id: { type: String, required: true },
    at: { type: Date, required: true },
    risks: { type: [mongoose.Schema.Types.Mixed], required: true },
  } as never,
  { versionKey: false, minimize: false, strict: 'throw', autoCreate: false },
);

/** More are nothing that one machine should add up between two alarms. */
const MOST_ROWS = 500_000;
const NEEDED = {
  'state.place.siteId': 1,
  'state.place.zoneId': 1,
  'state.assets.id': 1,
  'state.assessment.score': 1,
  'state.openedAt': 1,
  'state.resolution.disposition': 1,
  'state.tasks.kind': 1,
  'state.tasks.outcome': 1,
};

interface Found {
  readonly state: Pick<IncidentState, 'place' | 'assets' | 'assessment' | 'openedAt' | 'tasks'> & {
    readonly resolution?: { readonly disposition: NonNullable<RiskRow['disposition']> };
  };
}

export function riskStore(connection: mongoose.Connection): RiskStore {
  const model = connection.model('RiskDay', schema, 'riskdays');
  const incidents = connection.collection('incidents');
  return {
    async rows(since) {
      const rows: RiskRow[] = [];
      const cursor = incidents.find<Found>({ openedAt: { $gte: since } }, { projection: NEEDED }).batchSize(1_000);
      for await (const { state } of cursor) {
        rows.push(rowOf(state));
        if (rows.length > MOST_ROWS) throw new Error(`more than ${MOST_ROWS} incidents: risk cannot be worked out`);
      }
      return rows;
    },
    async keep({ day, ...rest }) {
      try {
        await model.create({ _id: day, ...rest } as never);
        return true;
      } catch (error) {
        if (isDuplicateKey(error)) return false;
        throw error;
      }
    },
    async latest(day) {
      const [row] = await model
        .find({ _id: { $lte: day } })
        .sort({ _id: -1 })
        .limit(1)
        .lean<Row[]>();
      if (!row) return undefined;
      const { _id, ...rest } = row;
      return { day: _id, ...rest };
    },
  };
}

function rowOf({ place, assets, assessment, openedAt, tasks = [], resolution }: Found['state']): RiskRow {
  return {
    siteId: place.siteId,
    ...(place.zoneId === undefined ? {} : { zoneId: place.zoneId }),
    assets: assets.map(({ id }) => id),
    score: assessment.score,
    at: openedAt,
    ...(resolution ? { disposition: resolution.disposition } : {}),
    investigated: tasks.flatMap(({ kind, outcome }) => (kind === 'investigation' && outcome ? [outcome] : [])),
  };
}
