import mongoose from 'mongoose';
import type { IncidentState } from '../src/incident/index.js';
import type { KeptReport, ReportStore } from '../src/ports-reports.js';
import { type ReportRow, reportRow, type ScanRow, type TaskRow } from '../src/report/index.js';
import { checkpointOf, type TaskState } from '../src/task/index.js';
import { isDuplicateKey } from './duplicate.js';

type Row = Omit<KeptReport, 'id'> & { readonly _id: string; readonly from: Date };

const schema = new mongoose.Schema<Row>(
  {
    _id: { type: String, required: true },
    from: { type: Date, required: true },
    kind: { type: String, required: true },
    series: { type: String, required: true },
    report: { type: mongoose.Schema.Types.Mixed, required: true },
    madeAt: { type: Date, required: true },
    tookMs: { type: Number, required: true },
    summary: mongoose.Schema.Types.Mixed,
    toldAt: Date,
  },
  { versionKey: false, minimize: false, strict: 'throw', autoCreate: false },
);
schema.index({ from: -1 });
schema.index({ series: 1, from: -1 });

/** A period with more is nothing that one page of figures could say anything about. */
const MOST_ROWS = 500_000;
const BATCH = 1_000;
/** Tasks or scans of a client in one period. */
const MOST_WORK = 100_000;
/** What a report needs of an incident; a whole one has its timeline. */
const NEEDED = Object.fromEntries(
  [
    'number',
    'kind',
    'place',
    'assessment.band',
    'signals.devices',
    'signals.traits',
    'openedAt',
    'respondBy',
    'stamps',
    'escalations',
    'resolution',
    'loss',
    'steps',
    'responders',
    'covert',
    'assets',
    'plan.procedure',
    'evidence',
  ].map((field) => [`state.${field}`, 1]),
);

interface Found {
  readonly _id: string;
  readonly state: IncidentState & {
    readonly resolution?: Extract<IncidentState, { status: 'resolved' }>['resolution'];
  };
}

export function reportStore(connection: mongoose.Connection): ReportStore {
  const model = connection.model('Report', schema, 'reports');
  const incidents = connection.collection('incidents');
  const tasks = connection.collection('tasks');
  const scans = connection.collection('patrol_scans');
  const receipts = connection.collection('ended_receipts');
  const kept = ({ _id, from: _from, ...report }: Row): KeptReport => ({ id: _id, ...report }) as KeptReport;

  return {
    async rows(periods, clientId) {
      const rows = new Map<string, ReportRow>();
      for (const { from, to } of periods) {
        const cursor = incidents
          .find<Found>(
            {
              openedAt: { $gte: from, $lt: to },
              ...(clientId === undefined ? {} : { clientId }),
            },
            { projection: NEEDED },
          )
          .batchSize(BATCH);
        for await (const { _id, state } of cursor) {
          const { assessment, signals, plan, ...rest } = state;
          const { procedure } = plan ?? {};
          rows.set(
            _id,
            reportRow({
              ...rest,
              band: assessment.band,
              devices: signals.devices,
              ...(signals.traits ? { traits: signals.traits } : {}),
              ...(procedure ? { procedure } : {}),
            }),
          );
          if (rows.size > MOST_ROWS)
            throw new Error(`more than ${MOST_ROWS} incidents in the periods of one report: it cannot be made`);
        }
      }
      return [...rows.values()];
    },

    async firstAt(clientId) {
      const first = await incidents
        .find<{ openedAt: Date }>(clientId === undefined ? {} : { clientId }, { projection: { openedAt: 1 } })
        .sort({ openedAt: 1, number: 1 })
        .limit(1)
        .next();
      if (!first) return undefined;
      // Of the time from which incidents were deleted a part is missing: it is compared with nothing.
      const deleted = await receipts
        .find<{ before: Date }>({ class: 'incident', state: 'done' }, { projection: { before: 1 } })
        .sort({ before: -1 })
        .limit(1)
        .next();
      return deleted && deleted.before > first.openedAt ? deleted.before : first.openedAt;
    },

    async tasks({ from, to }, clientId) {
      const found = await tasks
        .find<{ state: TaskState }>(
          {
            dueBy: { $gte: from, $lt: to },
            ...(clientId === undefined ? {} : { 'state.place.clientId': clientId }),
          },
          { projection: { state: 1 } },
        )
        .limit(MOST_WORK)
        .toArray();
      return found.map(({ state }) => taskRow(state));
    },

    async investigations() {
      const found = await tasks
        .find<{ state: TaskState }>({ live: true, kind: 'investigation' }, { projection: { state: 1 } })
        .limit(MOST_WORK)
        .toArray();
      return found.map(({ state }) => taskRow(state));
    },

    async scans({ from, to }, siteIds, of) {
      const projection = { _id: 0, siteId: 1, checkpoint: 1, proven: 1, task: 1 };
      const [proofs, others] = await Promise.all([
        // A tour that is due after midnight was walked before it.
        scans
          .find<ScanRow>({ task: { $in: [...of] }, proven: true }, { projection })
          .limit(MOST_WORK)
          .toArray(),
        scans
          .find<ScanRow>(
            { receivedAt: { $gte: from, $lt: to }, siteId: { $in: [...siteIds] }, proven: false },
            { projection },
          )
          .limit(MOST_WORK)
          .toArray(),
      ]);
      return [...proofs, ...others];
    },

    async keep({ id, ...report }) {
      try {
        await model.create({ _id: id, from: report.report.period.from, ...report } as never);
        return true;
      } catch (error) {
        if (isDuplicateKey(error)) return false;
        throw error;
      }
    },

    async load(id) {
      const row = await model.findById(id).lean<Row>();
      return row ? kept(row) : undefined;
    },

    async newest(limit, series) {
      return (
        await model
          .find(series === undefined ? {} : { series })
          .sort({ from: -1 })
          .limit(limit)
          .lean<Row[]>()
      ).map(kept);
    },

    async told(id, at) {
      await model.updateOne({ _id: id }, { $set: { toldAt: at } });
    },
  };
}

function taskRow(state: TaskState): TaskRow {
  const { number, kind, place, dueAt, status, checklist, checks } = state;
  return {
    number,
    kind,
    siteId: place.siteId,
    ...(place.clientId === undefined ? {} : { clientId: place.clientId }),
    dueAt,
    status,
    ...(state.status === 'done' ? { doneAt: state.done.at, outcome: state.done.outcome } : {}),
    points: checklist.flatMap(({ id, required }) => (required ? (checkpointOf(id) ?? []) : [])),
    checked: checks.flatMap(({ item }) => checkpointOf(item) ?? []),
    problems: checks.filter(({ result }) => result === 'problem').length,
  };
}
