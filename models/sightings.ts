import mongoose from 'mongoose';
import type { Sighting, SightingStore } from '../src/ports-devices.js';

interface Row extends Omit<Sighting, 'device'> {
  readonly _id: string;
}

const schema = new mongoose.Schema<Row>(
  { _id: { type: String, required: true }, lastAt: Date, silence: mongoose.Schema.Types.Mixed },
  { versionKey: false, strict: 'throw', autoCreate: false },
);

export function sightingStore(connection: mongoose.Connection): SightingStore {
  const model = connection.model('Sighting', schema, 'devicesightings');
  return {
    async heard(devices) {
      if (devices.size === 0) return;
      await model.bulkWrite(
        [...devices].map(([_id, lastAt]) => ({
          updateOne: { filter: { _id }, update: { $max: { lastAt } }, upsert: true },
        })),
        { ordered: false },
      );
    },
    async all() {
      return (await model.find({}).lean<Row[]>()).map(({ _id, ...rest }) => ({ device: _id, ...rest }));
    },
    async silent(device, silence) {
      await model.updateOne({ _id: device }, { $setOnInsert: { _id: device } }, { upsert: true });
      await model.updateOne({ _id: device, silence: { $exists: false } }, { $set: { silence } });
    },
    async back(device, alarm) {
      await model.updateOne({ _id: device, 'silence.alarm': alarm }, { $unset: { silence: 1 } });
    },
  };
}
