import mongoose from 'mongoose';
import type { Rating, RatingStore } from '../src/ports-reports.js';
import { isDuplicateKey } from './duplicate.js';

interface Row extends Omit<Rating, 'id'> {
  readonly _id: string;
}

const schema = new mongoose.Schema<Row>(
  {
    _id: { type: String, required: true },
    reportId: { type: String, required: true },
    clientId: { type: String, required: true },
    mark: { type: Number, required: true },
    // Nothing is a comment, too.
    comment: { type: String, default: '' },
    at: { type: Date, required: true },
  },
  { versionKey: false, strict: 'throw', autoCreate: false },
);
schema.index({ reportId: 1 });
schema.index({ clientId: 1, at: 1 });

/** Marks of one client in one period. */
const MOST = 1_000;

export function ratingStore(connection: mongoose.Connection): RatingStore {
  const model = connection.model('Rating', schema, 'ratings');
  const ratingOf = ({ _id, ...rating }: Row): Rating => ({ id: _id, ...rating });
  return {
    async give({ id, ...rating }) {
      try {
        await model.create({ _id: id, ...rating });
        return true;
      } catch (error) {
        if (isDuplicateKey(error)) return false;
        throw error;
      }
    },
    async find(id) {
      const row = await model.findById(id).lean<Row>();
      return row ? ratingOf(row) : undefined;
    },
    async of(reportId) {
      return (await model.find({ reportId }).sort({ at: 1 }).limit(MOST).lean<Row[]>()).map(ratingOf);
    },
    async marks(clientId, { from, to }) {
      const rows = await model
        .find({ clientId, at: { $gte: from, $lt: to } }, { mark: 1 })
        .limit(MOST)
        .lean<Pick<Row, 'mark'>[]>();
      return rows.map(({ mark }) => mark);
    },
  };
}
