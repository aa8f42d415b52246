import mongoose from 'mongoose';
import type { Numbers } from '../src/ports.js';

interface Row {
  readonly _id: string;
  readonly last: number;
}

const schema = new mongoose.Schema<Row>(
  { _id: { type: String, required: true }, last: Number },
  { versionKey: false, strict: 'throw', autoCreate: false },
);

export function numberStore(connection: mongoose.Connection): Numbers {
  const model = connection.model('Counter', schema, 'counters');
  return {
    async next(name) {
      const row = await model
        .findOneAndUpdate({ _id: name }, { $inc: { last: 1 } }, { upsert: true, returnDocument: 'after' })
        .lean<Row>();
      if (!row) throw new Error(`the store gave no next number for "${name}"`);
      return row.last;
    },
  };
}
