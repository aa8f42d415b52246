import mongoose from 'mongoose';
import type { Sighting, SightingStore } from '../src/ports-devices.js';

type Row = Omit<Sighting, 'device' | 'askedAt'> & { readonly _id: string; readonly askedAt?: Date };

const schema = new mongoose.Schema<Row>(
  { _id: { type: String, required: true }, askedAt: Date, lastAt: Date, silence: mongoose.Schema.Types.Mixed },
  { versionKey: false, strict: 'throw', autoCreate: false },
);

export function sightingStore(connection: mongoose.Connection): SightingStore {
  const model = connection.model('Sighting', schema, 'devicesightings');
  return {
    async heard(devices) {
      if (devices.size === 0) return;
      await model.bulkWrite(
        [...devices].map(([_id, lastAt]) => ({
          updateOne: { filter: { _id }, update: { $set: { lastAt } }, upsert: true },
        })),
        { ordered: false },
      );
    },
    async all() {
      const rows = await model.find({}).lean<Row[]>();
      // Heard of before anybody listened for it.
      return rows.map(({ _id, askedAt, ...rest }) => ({
        device: _id,
        askedAt: askedAt ?? rest.lastAt ?? new Date(0),
        ...rest,
      }));
    },
    async ask(devices, at) {
      if (devices.length === 0) return;
      await model.bulkWrite(
        devices.map((_id) => ({
          updateOne: { filter: { _id }, update: { $setOnInsert: { askedAt: at } }, upsert: true },
        })),
        { ordered: false },
      );
    },
    async forget(devices) {
      if (devices.length > 0) await model.deleteMany({ _id: { $in: [...devices] } });
    },
    async silent(device, silence) {
      await model.updateOne({ _id: device, silence: { $exists: false } }, { $set: { silence } });
    },
    async back(device, alarm) {
      await model.updateOne({ _id: device, 'silence.alarm': alarm }, { $unset: { silence: 1 } });
    },
  };
}
