import mongoose from 'mongoose';
import type { KnownThreat, ThreatStore } from '../src/ports-news.js';
import { isDuplicateKey } from './duplicate.js';

interface Row extends Omit<KnownThreat, 'place'> {
  readonly _id: string;
}

const schema = new mongoose.Schema<Row>(
  { _id: { type: String, required: true }, level: String, told: mongoose.Schema.Types.Mixed, changes: Number },
  { versionKey: false, strict: 'throw', autoCreate: false },
);

export function threatStore(connection: mongoose.Connection): ThreatStore {
  const model = connection.model('Threat', schema, 'threats');
  return {
    async all() {
      const rows = await model.find().lean<Row[]>();
      return rows.map(({ _id, ...row }) => ({ ...row, place: _id }));
    },

    async change({ place, ...next }) {
      try {
        const { matchedCount, upsertedCount } = await model.updateOne(
          { _id: place, changes: next.changes - 1 },
          { $set: next },
          { upsert: next.changes === 1 },
        );
        return matchedCount + upsertedCount === 1;
      } catch (error) {
        // It is there already, further on.
        if (isDuplicateKey(error)) return false;
        throw error;
      }
    },
  };
}
