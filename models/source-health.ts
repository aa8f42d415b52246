import mongoose from 'mongoose';
import type { SourceHealth, SourceHealthStore } from '../src/ports.js';

interface Row extends Omit<SourceHealth, 'source'> {
  readonly _id: string;
}

const schema = new mongoose.Schema<Row>(
  { _id: { type: String, required: true }, lastAt: Date, lastOutcome: String, accepted: Number, refused: Number },
  { versionKey: false, strict: 'throw', autoCreate: false },
);

export function sourceHealthStore(connection: mongoose.Connection): SourceHealthStore {
  const model = connection.model('SourceHealth', schema, 'sourcehealth');
  return {
    async note({ source, lastAt, lastOutcome, accepted, refused }) {
      await model.updateOne(
        { _id: source },
        { $set: { lastAt, lastOutcome }, $inc: { accepted, refused } },
        { upsert: true },
      );
    },
    async all() {
      return (await model.find({}).limit(500).lean<Row[]>()).map(({ _id, ...rest }) => ({ ...rest, source: _id }));
    },
  };
}
