import mongoose from 'mongoose';
import type { SeenStore } from '../src/ports.js';
import { isDuplicateKey } from './duplicate.js';

interface Row {
  readonly _id: string;
  readonly until: Date;
}

const schema = new mongoose.Schema<Row>(
  { _id: { type: String, required: true }, until: { type: Date, required: true } },
  { versionKey: false, strict: 'throw', autoCreate: false },
);
schema.index({ until: 1 }, { expireAfterSeconds: 0 });

export function seenStore(connection: mongoose.Connection): SeenStore {
  const model = connection.model('Seen', schema, 'seen');
  return {
    async first(key, until) {
      try {
        await model.create({ _id: key, until });
        return true;
      } catch (error) {
        if (isDuplicateKey(error)) return false;
        throw error;
      }
    },
  };
}
