import mongoose from 'mongoose';
import type { Leases } from '../src/ports.js';
import { isDuplicateKey } from './duplicate.js';

interface Row {
  readonly _id: string;
  readonly holder: string;
  readonly until: Date;
  readonly fence: number;
}

const schema = new mongoose.Schema<Row>(
  { _id: { type: String, required: true }, holder: String, until: Date, fence: Number },
  { versionKey: false, strict: 'throw', autoCreate: false },
);

/** `isGone` tells of a holder that its process has ended for certain; its leases need not run out first. */
export function leaseStore(connection: mongoose.Connection, isGone: (holder: string) => boolean): Leases {
  const model = connection.model('Lease', schema, 'leases');

  return {
    async take(name, holder, ttlMs, now) {
      const until = new Date(now.getTime() + ttlMs);
      const mine = await model
        .findOneAndUpdate({ _id: name, holder, until: { $gt: now } }, { $set: { until } }, { returnDocument: 'after' })
        .lean<Row>();
      if (mine) return mine.fence;
      const held = await model.findById(name).lean<Row>();
      if (!held) return await insert(name, holder, until);
      if (held.until > now && !isGone(held.holder)) return undefined;
      // Whoever changes this very row first has it; the fence tells later writes of the old holder from ours.
      const taken = await model
        .findOneAndUpdate(
          { _id: name, fence: held.fence, holder: held.holder, until: held.until },
          { $set: { holder, until }, $inc: { fence: 1 } },
          { returnDocument: 'after' },
        )
        .lean<Row>();
      return taken?.fence;
    },

    async release(name, holder) {
      await model.updateOne({ _id: name, holder }, { $set: { until: new Date(0) } });
    },
  };

  async function insert(name: string, holder: string, until: Date): Promise<number | undefined> {
    try {
      await model.create({ _id: name, holder, until, fence: 1 });
      return 1;
    } catch (error) {
      if (isDuplicateKey(error)) return undefined;
      throw error;
    }
  }
}
