import mongoose from 'mongoose';
import type { Cover, CoverState } from '../src/oncall/index.js';
import type { CoverStore } from '../src/ports-oncall.js';

interface Row {
  readonly _id: string;
  readonly rotation: string;
  readonly asker: string;
  readonly from: Date;
  readonly to: Date;
  readonly why: string;
  readonly askedAt: Date;
  readonly status: CoverState['status'];
  /** Who took it. */
  readonly by?: string;
  readonly closedAt?: Date;
}

const schema = new mongoose.Schema<Row>(
  {
    _id: { type: String, required: true },
    rotation: { type: String, required: true },
    asker: { type: String, required: true },
    from: { type: Date, required: true },
    to: { type: Date, required: true },
    why: String,
    askedAt: { type: Date, required: true },
    status: { type: String, required: true },
    by: String,
    closedAt: Date,
  },
  { versionKey: false, strict: 'throw', autoCreate: false },
);
schema.index({ to: 1 });

/** More than these at once are no plan any more. */
const MOST = 2_000;

export function coverStore(connection: mongoose.Connection): CoverStore {
  const model = connection.model('Cover', schema, 'covers');
  return {
    async add({ id, ...cover }) {
      await model.create({ _id: id, ...cover });
    },

    async find(id) {
      const row = await model.findById(id).lean<Row>();
      return row ? coverOf(row) : undefined;
    },

    async within(from, to) {
      const rows = await model
        .find({ to: { $gt: from }, from: { $lt: to }, status: { $in: ['offered', 'taken'] } })
        .sort({ from: 1, _id: 1 })
        .limit(MOST)
        .lean<Row[]>();
      return rows.map(coverOf);
    },

    async close(cover) {
      if (cover.status === 'offered') return false;
      const { status, closedAt } = cover;
      const change = { status, closedAt, ...(status === 'taken' ? { by: cover.by } : {}) };
      // Of many who press at once, one still finds it offered.
      const { matchedCount } = await model.updateOne({ _id: cover.id, status: 'offered' }, { $set: change });
      return matchedCount === 1;
    },
  };
}

function coverOf({ _id, rotation, asker, from, to, why, askedAt, ...state }: Row): Cover {
  return { id: _id, rotation, asker, from, to, why: why ?? '', askedAt, ...stateOf(state) };
}

function stateOf({ status, by = '', closedAt = new Date(0) }: Pick<Row, 'status' | 'by' | 'closedAt'>): CoverState {
  switch (status) {
    case 'offered':
      return { status };
    case 'taken':
      return { status, by, closedAt };
    case 'withdrawn':
    case 'expired':
      return { status, closedAt };
    default:
      return status satisfies never;
  }
}
