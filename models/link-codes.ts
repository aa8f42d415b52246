import mongoose from 'mongoose';
import type { LinkCodeStore } from '../src/ports-chats.js';

interface Row {
  readonly _id: string;
  readonly personId: string;
  readonly until: Date;
}

const schema = new mongoose.Schema<Row>(
  {
    _id: { type: String, required: true },
    personId: { type: String, required: true },
    until: { type: Date, required: true },
  },
  { versionKey: false, strict: 'throw', autoCreate: false },
);
schema.index({ until: 1 }, { expireAfterSeconds: 0 });

export function linkCodeStore(connection: mongoose.Connection): LinkCodeStore {
  const model = connection.model('LinkCode', schema, 'linkcodes');
  return {
    async keep(hash, personId, until) {
      await model.updateOne({ _id: hash }, { $set: { personId, until } }, { upsert: true });
    },
    async take(hash, now) {
      const row = await model.findOneAndDelete({ _id: hash }).lean<Row>();
      return row && row.until > now ? row.personId : undefined;
    },
  };
}
