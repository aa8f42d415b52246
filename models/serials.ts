import mongoose from 'mongoose';
import type { Serials } from '../src/ports.js';

interface Row {
  readonly _id: string;
  readonly serial: number;
}

const schema = new mongoose.Schema<Row>(
  { _id: { type: String, required: true }, serial: { type: Number, required: true } },
  { versionKey: false, strict: 'throw', autoCreate: false },
);

export function serialStore(connection: mongoose.Connection): Serials {
  const model = connection.model('Serial', schema, 'serials');
  const idOf = (source: string, device: string) => `${source}/${device}`;
  return {
    async last(source, device) {
      return (await model.findById(idOf(source, device)).lean<Row>())?.serial;
    },
    async set(source, device, serial) {
      await model.updateOne({ _id: idOf(source, device) }, { $set: { serial } }, { upsert: true });
    },
  };
}
