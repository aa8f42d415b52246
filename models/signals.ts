import mongoose from 'mongoose';
import type { SignalRow, SignalStore } from '../src/ports.js';

interface Row extends Omit<SignalRow, 'id'> {
  readonly _id: string;
}

const schema = new mongoose.Schema<Row>(
  {
    _id: { type: String, required: true },
    source: { type: String, required: true },
    key: { type: String, required: true },
    incidentId: String,
    batchId: String,
    clears: String,
  },
  { versionKey: false, minimize: false, strict: false, autoCreate: false },
);
schema.index({ source: 1, key: 1 }, { unique: true });
schema.index({ incidentId: 1, occurredAt: -1 });
schema.index({ batchId: 1 });
// Of restores alone: which message one came with.
schema.index({ inboxId: 1 }, { partialFilterExpression: { clears: { $type: 'string' } } });
schema.index({ source: 1, clears: 1 }, { partialFilterExpression: { clears: { $type: 'string' } } });

export function signalStore(connection: mongoose.Connection): SignalStore {
  const model = connection.model('Signal', schema, 'signals');
  const many = async (filter: mongoose.QueryFilter<Row>, limit: number) =>
    (await model.find(filter).sort({ occurredAt: -1 }).limit(limit).lean<Row[]>()).map(signalOf);

  return {
    async add(rows) {
      if (rows.length === 0) return [];
      try {
        await model.collection.insertMany(rows.map(({ id, ...row }) => ({ _id: id, ...row })) as never[], {
          ordered: false,
        });
        return [];
      } catch (error) {
        const { writeErrors } = error as { writeErrors?: { code: number; index: number }[] };
        if (!writeErrors?.length || writeErrors.some(({ code }) => code !== 11000)) throw error;
        const ids = writeErrors.flatMap(({ index }) => rows[index]?.id ?? []);
        return (await model.find({ _id: { $in: ids } }).lean<Row[]>()).map(signalOf);
      }
    },
    ofBatch: (batchId) => many({ batchId }, 1_000),
    async reroute(batchId, to) {
      await model.updateMany({ batchId }, { $set: to });
    },
    async byKey(source, key) {
      const row = await model.findOne({ source, key }).lean<Row>();
      return row ? signalOf(row) : undefined;
    },
    async known(ids) {
      return (await model.find({ _id: { $in: [...ids] } }).lean<Row[]>()).map(signalOf);
    },
    restoresOf: (source, keys) => many({ source, clears: { $in: [...keys], $type: 'string' } }, 500),
    ofIncident: (incidentId, limit) => many({ incidentId }, limit),
  };
}

function signalOf(row: Row): SignalRow {
  const { _id, ...rest } = row;
  return { ...rest, id: _id };
}
