import mongoose from 'mongoose';
import type { Storm } from '../src/incident/index.js';
import type { StormStore } from '../src/ports.js';
import { isDuplicateKey } from './duplicate.js';

interface Row extends Storm {
  readonly _id: string;
  /** Of the lease under which it was written last: an older holder cannot write over it. */
  readonly fence: number;
}

const schema = new mongoose.Schema<Row>(
  {
    _id: { type: String, required: true },
    destination: String,
    siteId: String,
    site: mongoose.Schema.Types.Mixed,
    startedAt: Date,
    ref: String,
    attempt: mongoose.Schema.Types.Mixed,
    shown: mongoose.Schema.Types.Mixed,
    fence: Number,
  },
  { versionKey: false, minimize: false, strict: 'throw', autoCreate: false },
);

const idOf = ({ destination, siteId }: Storm): string => `${destination}/${siteId}`;

export function stormStore(connection: mongoose.Connection): StormStore {
  const model = connection.model('Storm', schema, 'storms');

  return {
    async all() {
      const rows = await model.find().lean<Row[]>();
      return rows.map(({ _id, fence: _fence, ...storm }) => storm);
    },

    async save(storm, fence) {
      const _id = idOf(storm);
      try {
        // A row with a later fence does not match, and then its id is taken.
        await model.collection.replaceOne(
          { _id: _id as never, fence: { $lte: fence } },
          { _id, ...storm, fence } as never,
          { upsert: true },
        );
        return true;
      } catch (error) {
        if (isDuplicateKey(error)) return false;
        throw error;
      }
    },

    async end(storm, fence) {
      const { deletedCount } = await model.deleteOne({ _id: idOf(storm), fence: { $lte: fence } });
      return deletedCount === 1;
    },
  };
}
