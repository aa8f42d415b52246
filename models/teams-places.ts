import mongoose from 'mongoose';
import type { TeamsPlace, TeamsPlaceStore } from '../src/ports-chats.js';

interface Row extends Omit<TeamsPlace, 'conversation'> {
  readonly _id: string;
}

const schema = new mongoose.Schema<Row>(
  {
    _id: { type: String, required: true },
    serviceUrl: { type: String, required: true },
    user: { type: [String], default: undefined },
    at: { type: Date, required: true },
  },
  { versionKey: false, strict: 'throw', autoCreate: false },
);

const MOST = 20_000;

export function teamsPlaceStore(connection: mongoose.Connection): TeamsPlaceStore {
  const model = connection.model('TeamsPlace', schema, 'teamsplaces');
  return {
    async all() {
      const rows = await model.find().sort({ at: -1 }).limit(MOST).lean<Row[]>();
      return rows.map(({ _id, ...place }) => ({ conversation: _id, ...place })).reverse();
    },
    async note({ conversation, ...place }) {
      await model.updateOne({ _id: conversation }, { $set: place }, { upsert: true });
    },
    async forget(conversation) {
      await model.deleteOne({ _id: conversation });
    },
  };
}
