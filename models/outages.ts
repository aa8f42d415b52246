import mongoose from 'mongoose';
import type { OpenOutage, OutageStore } from '../src/ports-news.js';
import { isDuplicateKey } from './duplicate.js';

interface Row extends Omit<OpenOutage, 'surface'> {
  readonly _id: OpenOutage['surface'];
}

const schema = new mongoose.Schema<Row>(
  { _id: { type: String, required: true }, from: { type: Date, required: true }, error: String },
  { versionKey: false, strict: 'throw', autoCreate: false },
);

const outageOf = ({ _id, from, error }: Row): OpenOutage => ({ surface: _id, from, error });

export function outageStore(connection: mongoose.Connection): OutageStore {
  const model = connection.model('Outage', schema, 'outages');
  return {
    async open(outage) {
      const { surface, ...rest } = outage;
      try {
        await model.create({ _id: surface, ...rest });
        return outage;
      } catch (error) {
        if (!isDuplicateKey(error)) throw error;
        const known = await model.findById(surface).lean<Row>();
        return known ? outageOf(known) : outage;
      }
    },

    async close(surface) {
      const row = await model.findOneAndDelete({ _id: surface }).lean<Row>();
      return row ? outageOf(row) : undefined;
    },

    async all() {
      return (await model.find().lean<Row[]>()).map(outageOf);
    },
  };
}
