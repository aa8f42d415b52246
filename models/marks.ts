import mongoose from 'mongoose';
import type { MarkStore } from '../src/ports-tasks.js';
import { isDuplicateKey } from './duplicate.js';

interface Row {
  readonly _id: string;
  readonly upTo: Date;
}

const schema = new mongoose.Schema<Row>(
  { _id: { type: String, required: true }, upTo: { type: Date, required: true } },
  { versionKey: false, strict: 'throw', autoCreate: false },
);

export function markStore(connection: mongoose.Connection): MarkStore {
  const model = connection.model('Mark', schema, 'marks');
  return {
    async begin(name, at) {
      const known = await model.findById(name).lean<Row>();
      if (known) return known.upTo;
      try {
        await model.create({ _id: name, upTo: at });
      } catch (error) {
        if (!isDuplicateKey(error)) throw error;
      }
      return at;
    },
    async advance(name, at) {
      await model.updateOne({ _id: name, upTo: { $lt: at } }, { $set: { upTo: at } });
    },
  };
}
