import mongoose from 'mongoose';
import type { Link, LinkStore } from '../src/ports-chats.js';

interface Row extends Link {
  readonly _id: string;
}

const schema = new mongoose.Schema<Row>(
  {
    _id: { type: String, required: true },
    surface: { type: String, required: true },
    chatId: { type: String, required: true },
    personId: { type: String, required: true },
    by: { type: String, required: true },
    mail: String,
    alias: String,
    at: { type: Date, required: true },
  },
  { versionKey: false, strict: 'throw', autoCreate: false },
);

/** More accounts than that have no organisation's guards. */
const MOST = 20_000;

const linkOf = ({ _id, ...link }: Row): Link => link;

export function linkStore(connection: mongoose.Connection): LinkStore {
  const model = connection.model('Link', schema, 'links');
  const idOf = (surface: string, chatId: string): string => `${surface}:${chatId}`;
  return {
    async all() {
      return (await model.find().sort({ at: -1 }).limit(MOST).lean<Row[]>()).map(linkOf).reverse();
    },
    async find(surface, chatId) {
      const row = await model.findById(idOf(surface, chatId)).lean<Row>();
      return row ? linkOf(row) : undefined;
    },
    async put(link) {
      await model.updateOne({ _id: idOf(link.surface, link.chatId) }, { $set: link }, { upsert: true });
    },
  };
}
